package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
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

// What was copied last is what is pasted, also when it takes a while to be written.
func TestPastingWaitsForManyGoalsThatAreCopied(t *testing.T) {
	b := open(t, t.TempDir(), "One")
	p, many := b.w.goals, copiedAtOnce+1
	p.w.app.Clipboard().SetContent(strings.Repeat("- Goal\n", many))
	b.shortcut(&fyne.ShortcutPaste{})
	p.w.app.Clipboard().SetContent("older")
	p.view.do(p.model.MarkAll)
	b.shortcut(&fyne.ShortcutCut{})
	b.w.undo()
	b.until("the cut to be taken back", func() bool { return p.model.Tree().Totals().Total == many+1 })
	p.view.do(p.model.MarkAll)
	b.shortcut(&fyne.ShortcutCopy{})
	b.shortcut(&fyne.ShortcutPaste{})
	b.shortcut(&fyne.ShortcutPaste{})
	if got := p.model.Tree().Totals().Total; got != many+1 {
		t.Fatalf("%d goals before all are copied, want %d", got, many+1)
	}
	b.until("all to be pasted twice", func() bool { return p.model.Tree().Totals().Total == 3*(many+1) })
	b.reads(plural(many+1, "goal") + " pasted")
	if text := p.w.app.Clipboard().Content(); !strings.HasPrefix(text, "- [ ] One\n- [ ] Goal\n") {
		t.Errorf("on the clipboard is %.40q", text)
	}
	p.view.do(func() { p.model.Select(p.model.Rows()[0].ID()) })
	p.view.do(p.model.MarkAll)
	b.shortcut(&fyne.ShortcutCopy{})
	p.view.do(func() { p.model.Select(p.model.Rows()[0].ID()) })
	b.shortcut(&fyne.ShortcutCopy{})
	b.shortcut(&fyne.ShortcutPaste{})
	b.reads("1 goal pasted")
	for len(b.door) > 0 {
		(<-b.door)()
	}
	if text := p.w.app.Clipboard().Content(); text != "- [ ] One\n" {
		t.Errorf("the older copy is on the clipboard: %.40q", text)
	}
}

// A click on the menu bar takes the keyboard away; what is chosen there is still about the text.
func TestTheMenuChosenByMouseIsAboutTheTextThatHadTheKeyboard(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go", "Run")
	p, clipboard, canvas := b.w.goals, b.w.app.Clipboard(), b.w.win.Canvas()
	right := func(n int) {
		for range n {
			p.view.entry.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
	}
	choose := func(keys fyne.Shortcut) {
		canvas.Unfocus()
		b.shortcut(keys)
	}

	b.key(fyne.KeyHome)
	b.key(fyne.KeyF2)
	p.view.entry.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	p.view.entry.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	right(len("Learn"))
	p.view.entry.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	choose(&fyne.ShortcutCopy{})
	if got := clipboard.Content(); got != "Learn" {
		t.Errorf("of a name %q is copied", got)
	}
	choose(&fyne.ShortcutCut{})
	b.key(fyne.KeyEnd)
	choose(&fyne.ShortcutPaste{})
	b.key(fyne.KeyEscape)
	if b.names() != "GoLearn, Run" {
		t.Errorf("cut and pasted it is %q", b.names())
	}

	b.shortcut(key(fyne.KeyF, ctrl))
	b.typeText("run")
	b.shortcut(&fyne.ShortcutSelectAll{})
	choose(&fyne.ShortcutCopy{})
	if got := clipboard.Content(); got != "run" || canvas.Focused() != p.header.search {
		t.Errorf("of the search %q is copied", got)
	}
	b.key(fyne.KeyEscape)

	b.shortcut(key(fyne.KeyE, ctrl))
	b.typeText("Why")
	choose(&fyne.ShortcutPaste{})
	b.key(fyne.KeyEscape)
	if goal, _ := p.model.Selected(); goal.Description != "Whyrun" {
		t.Errorf("the description is %q", goal.Description)
	}
	choose(&fyne.ShortcutCopy{}) // the goals had the keyboard last
	if got := clipboard.Content(); !strings.HasPrefix(got, "- [ ] ") {
		t.Errorf("of the goals %q is copied", got)
	}
}
