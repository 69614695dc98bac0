package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// A click on the menu bar takes the keyboard from a text: Undo and Redo there take back
// typing, as their keys do, and once nothing of it is left what was done to the goals.
func TestUndoChosenByMouseTakesBackTyping(t *testing.T) {
	for _, tt := range []struct {
		what  string
		begin func(b *bench)
		name  string // Esc after Undo leaves the goals so,
		again string // and after Redo too
	}{
		{"in a name", func(b *bench) { b.key(fyne.KeyHome); b.key(fyne.KeyF2) }, "Run, Swim", "Run far, Swim"},
		{"in a new goal", func(b *bench) { b.key(fyne.KeyEnd); b.key(fyne.KeyReturn) }, "Run, Swim", "Run, Swim, far"},
	} {
		b := open(t, t.TempDir(), "Run", "Swim")
		p, canvas := b.w.goals, b.w.win.Canvas()
		choose := func(do func()) {
			canvas.Unfocus()
			do()
		}
		tt.begin(b)
		b.typeText(" far")
		choose(b.w.undo)
		if canvas.Focused() != p.view.entry {
			t.Errorf("%s: the keyboard is not there any more", tt.what)
		}
		b.key(fyne.KeyEscape)
		if b.names() != tt.name {
			t.Errorf("%s: undone it is %q", tt.what, b.names())
		}
		tt.begin(b)
		b.typeText(" far")
		choose(b.w.undo)
		choose(b.w.redo)
		b.key(fyne.KeyEscape)
		if b.names() != tt.again {
			t.Errorf("%s: redone it is %q", tt.what, b.names())
		}
		b.key(fyne.KeyF2)
		choose(b.w.undo) // nothing is typed yet
		if b.names() != tt.name {
			t.Errorf("%s: the goals are %q", tt.what, b.names())
		}
	}
}

func TestUndoChosenByMouseInADescription(t *testing.T) {
	b := open(t, t.TempDir(), "Run")
	b.shortcut(key(fyne.KeyE, ctrl))
	b.typeText("Why")
	b.w.win.Canvas().Unfocus()
	b.w.undo()
	b.key(fyne.KeyEscape)
	if goal, _ := b.w.goals.model.Selected(); goal.Description != "" {
		t.Errorf("it is described as %q", goal.Description)
	}
}

// A day that was typed is kept when the field is left: that is what Undo takes back.
func TestUndoChosenByMouseInADueDate(t *testing.T) {
	b := open(t, t.TempDir(), "Run")
	b.shortcut(key(fyne.KeyL, ctrl))
	b.typeText("2027-01-31")
	b.w.win.Canvas().Unfocus()
	b.w.undo()
	if goal, _ := b.w.goals.model.Selected(); goal.Due != "" {
		t.Errorf("it is due %q", goal.Due)
	}
}
