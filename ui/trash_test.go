package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestTheTrashIsEmptiedAfterAskingAndCanBeUndone(t *testing.T) {
	b := open(t, t.TempDir(), "Keep", "Parent", "Child")
	p := b.w.goals
	p.view.do(func() { p.model.Indent(); p.model.Step(-1); p.model.Delete() })
	b.shortcut(digit(5))
	if b.names() != "Parent, Child" {
		t.Fatalf("in the trash are %q", b.names())
	}
	b.entry("Empty trash…").Action()
	b.reads("2 goals will be gone. Ctrl+Z takes that back, also tomorrow.")
	b.press("Cancel")
	if b.names() != "Parent, Child" {
		t.Fatalf("after Cancel, in the trash are %q", b.names())
	}
	b.entry("Empty trash…").Action()
	b.press("Empty trash")
	b.reads("The trash is empty")
	b.w.undo()
	b.shortcut(digit(5))
	if b.names() != "Parent, Child" {
		t.Errorf("after undo, in the trash are %q", b.names())
	}
}

// How to write a day is not said where none can be written.
func TestInTheTrashNoDayIsAskedFor(t *testing.T) {
	b := open(t, t.TempDir(), "One")
	b.key(fyne.KeyDelete)
	b.shortcut(digit(5))
	if due := b.w.goals.details.due; !due.Disabled() || due.PlaceHolder != "No due date" {
		t.Errorf("the field says %q", due.PlaceHolder)
	}
	b.w.undo()
	if due := b.w.goals.details.due; due.Disabled() || due.PlaceHolder != dueHint {
		t.Errorf("view %v: of a goal that is there (%q) the field says %q, %v", b.w.goals.model.View(), b.names(), due.PlaceHolder, due.Disabled())
	}
}

func TestAGoalIsRestoredOrDeletedForEver(t *testing.T) {
	b := open(t, t.TempDir(), "One", "Two", "Three")
	p := b.w.goals
	p.view.do(func() { p.model.Delete(); p.model.Delete() })
	b.shortcut(digit(5))
	before := b.names()
	if before == "" || b.names() == "One" {
		t.Fatalf("in the trash are %q", before)
	}
	p.view.do(func() { p.model.Step(-5) })
	restored := b.selected()
	b.shortcut(key(fyne.KeyR, ctrl))
	b.reads("1 goal restored to where it was")
	erased := b.selected()
	p.askErase()
	b.reads("Delete ‘" + erased + "’ for ever?")
	b.press("Delete for ever")
	if b.names() != "" {
		t.Errorf("in the trash are %q", b.names())
	}
	b.shortcut(digit(1))
	if want := map[string]string{"Two": "One, Two", "Three": "One, Three"}[restored]; b.names() != want {
		t.Errorf("after restoring %q the goals are %q", restored, b.names())
	}
}

func TestCompletedGoalsMoveToTheTrash(t *testing.T) {
	b := open(t, t.TempDir(), "One", "Two")
	b.key(fyne.KeySpace)
	b.entry("Move completed to trash").Action()
	b.reads("1 goal moved to the trash")
	if b.names() != "One" {
		t.Errorf("left are %q", b.names())
	}
	b.w.undo()
	if b.names() != "One, Two" {
		t.Errorf("after undo %q", b.names())
	}
}
