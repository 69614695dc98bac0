package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/storage"
)

// rows is how many goals are in view.
func (b *bench) rows() int { return len(b.w.goals.model.Rows()) }

// importMany imports more goals than a step is held in memory with.
func (b *bench) importMany(count int) {
	b.t.Helper()
	forest := make([]storage.Branch, count)
	for i := range forest {
		forest[i].Goal.Name = fmt.Sprint("Goal ", i)
	}
	imported := false
	b.w.goals.rework(b.t.Context(), func() (*storage.Tree, []storage.Step, error) {
		tree, step, err := b.w.goals.user.Import(b.t.Context(), func(*storage.Tree) (storage.Incoming, error) {
			return storage.Incoming{Grafts: []storage.Graft{{Parent: storage.TopLevel, Goals: forest}}}, nil
		}, nil)
		return tree, []storage.Step{step}, err
	}, func(err error) {
		if imported = true; err != nil {
			b.t.Error(err)
		}
	})
	b.until("goals imported", func() bool { return imported })
}

// What was undone is said: the keys alone do not tell.
func TestUndoAndRedoSayWhatTheyDid(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go")
	b.key(fyne.KeySpace)
	b.w.undo()
	b.reads("Undone: completion of ‘Learn Go’")
	b.w.redo()
	b.reads("Redone: completion of ‘Learn Go’")
	b.w.redo()
	b.reads("There is nothing to redo.")
	b.w.undo()
	b.w.undo()
	b.w.undo()
	b.reads("There is nothing to undo.")
}

func TestUndoSaysHowManyGoalsItWasAbout(t *testing.T) {
	b := onFriday(t, "One", "Two", "Three")
	p := b.w.goals
	p.view.do(p.model.MarkAll)
	p.view.do(p.model.Toggle)
	b.w.undo()
	b.reads("Undone: completion of 3 goals")
	p.view.do(p.model.Unmark)
	p.view.do(p.model.Toggle)
	b.w.undo()
	b.reads("Undone: completion of ‘One’")
}

// A large step is read from the file before it is undone or redone, in its own session
// and in the next; the window says so, and does not wait.
func TestALargeStepIsLookedUp(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Before")
	b.importMany(300)
	for range 2 {
		b.w.undo()
		if b.rows() != 301 || b.w.goals.status.news.Text != "Looking up the import of 300 goals…" {
			t.Fatalf("%d rows, and %q", b.rows(), b.w.goals.status.news.Text)
		}
		b.until("the import undone", func() bool { return b.rows() == 1 })
		b.w.redo()
		b.until("the import redone", func() bool { return b.rows() == 301 })
	}
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.until("the history", func() bool { return again.w.goals != nil && again.w.menus.shown.undo == "Undo import of 300 goals" })
	again.w.undo()
	again.until("the import undone", func() bool { return again.rows() == 1 })
	again.w.undo()
	again.until("all undone", func() bool { return again.rows() == 0 })
}

// Who does something else while a large step is looked up, has not undone it.
func TestALookUpIsOvertakenByAnEdit(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.importMany(300)
	b.w.undo()
	b.name("Meanwhile")
	b.until("looked up", func() bool { return !b.w.goals.recalling })
	if b.rows() != 301 || b.w.menus.shown.undo != "Undo new goal of ‘Meanwhile’" {
		t.Errorf("%d rows, and to be undone: %q", b.rows(), b.w.menus.shown.undo)
	}
	b.w.undo()
	b.w.undo()
	b.until("all undone", func() bool { return b.rows() == 0 })
}

// Undo may be pressed before it is read what there is to undo.
func TestUndoBeforeTheHistoryIsThere(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("One", "Two")
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.until("goals", func() bool { return again.w.goals != nil })
	again.w.undo()
	again.until("undone", func() bool { return again.rows() == 1 })
	again.w.redo()
	again.until("redone", func() bool { return again.rows() == 2 })
}

// What was typed into a description without a pause is undone at once, and named once.
func TestTypingIsUndoneAtOnce(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Run")
	p := b.w.goals
	goal, _ := p.model.Selected()
	for _, text := range []string{"I", "I want", "I want to."} {
		p.model.Describe(goal.ID, text)
	}
	p.view.show()
	if b.w.menus.shown.undo != "Undo description of ‘Run’" {
		t.Errorf("to be undone: %q", b.w.menus.shown.undo)
	}
	b.w.undo()
	if goal, _ := p.model.Selected(); goal.Description != "" || b.w.menus.shown.undo != "Undo new goal of ‘Run’" {
		t.Errorf("%q is left, and to be undone: %q", goal.Description, b.w.menus.shown.undo)
	}
	b.w.redo()
	if goal, _ := p.model.Selected(); goal.Description != "I want to." {
		t.Errorf("redone to %q", goal.Description)
	}
}

// A step that would hold up the window is undone and redone in the file, behind a sheet;
// cancelled, it is not.
func TestALongStepIsUndoneInTheFile(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Before")
	b.importMany(3000)
	undoing := func() {
		b.w.undo()
		b.reads("Undoing the import of 3,000 goals…")
	}
	undoing()
	b.key(fyne.KeyEscape)
	b.until("cancelled", func() bool { return len(b.w.sheets) == 0 })
	if b.rows() != 3001 {
		t.Fatalf("%d rows", b.rows())
	}
	undoing()
	b.until("undone", func() bool { return len(b.w.sheets) == 0 })
	if b.rows() != 1 {
		t.Fatalf("%d rows", b.rows())
	}
	b.until("the history", func() bool { return b.w.menus.shown.redo == "Redo import of 3,000 goals" })
	b.w.redo()
	b.until("redone", func() bool { return len(b.w.sheets) == 0 && b.rows() == 3001 })
	b.w.goals.view.do(b.w.goals.model.Delete)
	b.until("saved", func() bool { return b.w.goals.status.saved.Text == "Saved" })
	report, err := b.w.desk.Store.Check(t.Context())
	if err != nil || len(report.Problems) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
}
