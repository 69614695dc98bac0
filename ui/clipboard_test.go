package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestGoalsGoThroughTheClipboard(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go", "Read", "Run")
	p, clipboard := b.w.goals, b.w.app.Clipboard()
	p.view.do(func() { p.model.Step(-1); p.model.Indent(); p.model.Step(-1) })
	b.shortcut(&fyne.ShortcutCopy{})
	b.reads("2 goals copied")
	if got := clipboard.Content(); got != "- [ ] Learn Go\n  - [ ] Read\n" {
		t.Errorf("the clipboard holds %q", got)
	}
	b.key(fyne.KeyEnd)
	b.shortcut(&fyne.ShortcutPaste{})
	b.reads("2 goals pasted")
	if b.names() != "Learn Go, Read, Run, Learn Go, Read" {
		t.Errorf("shown are %q", b.names())
	}
	b.shortcut(&fyne.ShortcutCut{})
	b.reads("2 goals cut")
	if b.names() != "Learn Go, Read, Run" {
		t.Errorf("after cutting, shown are %q", b.names())
	}
	b.w.undo()
	if b.names() != "Learn Go, Read, Run, Learn Go, Read" {
		t.Errorf("after undo, shown are %q", b.names())
	}
}

// The keys of the clipboard are the text's while text is typed, in a name and on a sheet.
func TestWhileTextIsTypedTheClipboardIsTheTexts(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go")
	clipboard := b.w.app.Clipboard()
	clipboard.SetContent("one\ntwo")
	b.shortcut(key(fyne.KeyF, ctrl))
	b.typeText("go")
	b.shortcut(&fyne.ShortcutSelectAll{})
	b.shortcut(&fyne.ShortcutCopy{})
	if got := clipboard.Content(); got != "go" {
		t.Errorf("the clipboard holds %q", got)
	}
	b.key(fyne.KeyEscape)
	b.key(fyne.KeyF2)
	b.shortcut(&fyne.ShortcutPaste{})
	b.key(fyne.KeyEscape)
	if b.names() != "Learn Gogo" {
		t.Errorf("shown are %q", b.names())
	}
	s := b.w.openSheet(300, nil)
	field := s.field("")
	s.show(field, field)
	b.shortcut(&fyne.ShortcutPaste{})
	if field.Text != "go" || b.names() != "Learn Gogo" {
		t.Errorf("the sheet's field says %q, the goals are %q", field.Text, b.names())
	}
	s.close()
}

func TestAnEmptyClipboardPastesNothing(t *testing.T) {
	b := open(t, t.TempDir(), "One")
	b.w.app.Clipboard().SetContent(" \n")
	b.shortcut(&fyne.ShortcutPaste{})
	if b.names() != "One" || b.w.goals.status.news.Text != "" {
		t.Errorf("goals %q, said %q", b.names(), b.w.goals.status.news.Text)
	}
}
