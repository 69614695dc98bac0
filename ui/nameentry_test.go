package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"overachiever/ui/look"
)

// naming is the text being typed, with the cursor in it.
func (b *outlineBench) naming() string {
	if _, _, ok := b.model.Naming(); !ok {
		return ""
	}
	text := []rune(b.view.entry.Text)
	caret := b.view.entry.CursorColumn
	return string(text[:caret]) + "|" + string(text[caret:])
}

func (b *outlineBench) rename(name string, caret int) {
	b.t.Helper()
	b.on(name)
	b.key(fyne.KeyF2, 0)
	b.key(fyne.KeyHome, 0)
	for range caret {
		b.key(fyne.KeyRight, 0)
	}
}

func TestEnterInTheMiddleOfADraftSplitsIt(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.on("Plum tree")
	b.key(fyne.KeyReturn, 0)
	b.letters("Héllo world")
	for range len(" world") {
		b.key(fyne.KeyLeft, 0)
	}
	b.wants("before", b.naming(), "Héllo| world")
	b.key(fyne.KeyReturn, 0)
	b.wants("after", b.naming(), "|world")
	b.key(fyne.KeyEscape, 0)
	b.wants("rows", b.rows(), "Garden\n  Fence\n  Plum tree\n  Héllo\n  world\nReading\n  Middlemarch\nPassport, see https://example.org/forms #home")
}

func TestEnterAtTheBeginningOfANameOpensAGoalAbove(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.rename("Fence", 0)
	b.key(fyne.KeyReturn, 0)
	b.letters("Gate")
	b.key(fyne.KeyEscape, 0)
	b.wants("rows", b.rows()[:len("Garden\n  Gate\n  Fence")], "Garden\n  Gate\n  Fence")
}

func TestBackspaceAtTheBeginningOfADraftJoinsIt(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.on("Plum tree")
	b.key(fyne.KeyReturn, 0)
	b.letters("in spring")
	b.key(fyne.KeyHome, 0)
	b.key(fyne.KeyBackspace, 0)
	b.wants("after", b.naming(), "Plum tree| in spring")
}

func TestBackspaceElsewhereTakesAwayALetter(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.rename("Fence", 2)
	b.key(fyne.KeyBackspace, 0)
	b.wants("in the middle", b.naming(), "F|nce")
	b.view.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.view.entry.CursorColumn = 0
	b.key(fyne.KeyBackspace, 0)
	b.wants("with everything selected", b.naming(), "|")
	b.key(fyne.KeyEscape, 0)
	b.wants("a name is not lost", b.selected(), "Fence")
}

func TestCtrlEnterCompletesAndGoesOn(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.rename("Fence", 2)
	b.view.entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: ctrl})
	b.wants("naming", b.naming(), "Fe|nce")
	if goal, _ := b.model.Selected(); goal.Completed.IsZero() {
		t.Error("it is still open")
	}
	b.view.entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: ctrl})
	if goal, _ := b.model.Selected(); !goal.Completed.IsZero() {
		t.Error("it is not open again")
	}
}

func TestIndentingLeavesTheCursorInTheName(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.rename("Plum tree", 4)
	b.letters("s")
	b.key(fyne.KeyTab, 0)
	b.wants("indented", b.naming(), "Plums| tree")
	b.key(fyne.KeyTab, shift)
	b.wants("outdented", b.naming(), "Plums| tree")
}

func TestANameBeginsWithTheCursorAtItsEnd(t *testing.T) {
	b := newOutlineBench(t, "- [ ] Same\n- [ ] Same")
	b.key(fyne.KeyHome, 0)
	b.key(fyne.KeyF2, 0)
	b.wants("first", b.naming(), "Same|")
	b.key(fyne.KeyHome, 0)
	b.key(fyne.KeyDown, 0)
	b.key(fyne.KeyF2, 0)
	b.wants("another of the same name", b.naming(), "Same|")
	b.key(fyne.KeyHome, 0)
	b.key(fyne.KeyEscape, 0)
	b.key(fyne.KeyF2, 0)
	b.wants("the same one again", b.naming(), "Same|")
}

func TestWhatWasSelectedInOneNameIsNotInTheNext(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	for _, end := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn} {
		b.rename("Fence", 0)
		b.view.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
		b.view.entry.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		b.key(end, 0)
		b.on("Plum tree")
		b.key(fyne.KeyF2, 0)
		b.letters("s")
		b.wants("after "+string(end), b.naming(), "Plum trees|")
		b.view.entry.SetText("Plum tree")
		b.key(fyne.KeyEscape, 0)
	}
}

func TestPastedLinesBecomeOneName(t *testing.T) {
	for text, want := range map[string]string{
		"two words":            "Fence two words|",
		"one\ntwo":             "Fence one two|",
		"one\r\n\r\n  two\t\n": "Fence one two|",
		"  spaces  ":           "Fence   spaces  |",
		"\n":                   "Fence |",
	} {
		b := newOutlineBench(t, someGoals)
		b.rename("Fence", 5)
		b.letters(" ")
		clipboard := test.NewClipboard()
		clipboard.SetContent(text)
		b.view.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
		b.wants(text, b.naming(), want)
	}
}

// A long name scrolls with the caret, and nothing lies over it.
func TestNoScrollBarLiesOverALongName(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.on("Fence")
	b.key(fyne.KeyF2, 0)
	b.view.entry.SetText(strings.Repeat("A long name ", 50))
	b.view.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	bars := 0
	var down func(fyne.CanvasObject)
	down = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				down(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				down(child)
			}
		case *canvas.Rectangle:
			if o.Visible() && o.FillColor == look.Color(theme.ColorNameScrollBar) && o.Size().Width > 0 && o.Size().Height > 0 {
				bars++
			}
		}
	}
	down(b.view.entry)
	if bars > 0 {
		t.Errorf("%d bars are over it", bars)
	}
}
