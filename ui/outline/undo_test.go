package outline

import "testing"

// What a person did something to comes before what that did to others: the cursor goes there.
func TestUndoSelectsWhatTheStepWasAbout(t *testing.T) {
	m, _ := newOutline(t)
	m.Rule = Rule{Below: CompleteBelow, Above: true}
	name(m, "A", ">B", ">C", "D", "<<E")
	m.Step(-3)
	wantRows(t, m, "A\n  B*\n    C\n    D\nE")
	m.Toggle()
	wantRows(t, m, "Ax\n  Bx*\n    Cx\n    Dx\nE")
	m.Undo()
	wantRows(t, m, "A\n  B*\n    C\n    D\nE")
	m.Redo()
	wantRows(t, m, "Ax\n  Bx*\n    Cx\n    Dx\nE")
	m.Toggle()
	m.Step(+3)
	m.Undo()
	wantRows(t, m, "Ax\n  Bx*\n    Cx\n    Dx\nE")
}

func TestUndoOfADeletionGoesToTheFirst(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B", "C")
	m.MarkAll()
	m.Delete()
	m.Undo()
	wantRows(t, m, "A^*\nB^\nC^")
}

// Undo and redo select all that was selected when it was done, the cursor on the first. What
// was completed or moved along with it they do not.
func TestUndoAndRedoSelectAllThatTheStepWasAbout(t *testing.T) {
	const before = "A\n  B^*\n    C\n  D^\nE"
	for act, test := range map[string]struct {
		do           func(*Model)
		undone, done string
	}{
		"outdent": {(*Model).Outdent, before, "A\nB^*\n  C\nD^\nE"},
		"complete, and those below, and the one above with the last": {(*Model).Toggle, before, "Ax\n  Bx^*\n    Cx\n  Dx^\nE"},
		"due":       {func(m *Model) { m.SetDueAll("2026-12-01", m.Selection()...) }, before, before},
		"delete":    {(*Model).Delete, before, "A\nE*"},
		"duplicate": {(*Model).Duplicate, "A\n  B\n    C\n  D*\nE", "A\n  B\n    C\n  D\n  B^*\n    C\n  D^\nE"},
		"paste":     {func(m *Model) { m.Paste("F\n  G\nH") }, "A\n  B\n    C\n  D*\nE", "A\n  B\n    C\n  D\n  F^*\n    G\n  H^\nE"},
	} {
		t.Run(act, func(t *testing.T) {
			m, _ := newOutline(t)
			m.Rule = Rule{Below: CompleteBelow, Above: true}
			name(m, "A", ">B", ">C", "<D", "<E")
			m.Select(m.Row(1).ID())
			m.Mark(m.Row(3).ID())
			test.do(m)
			m.Select(m.Row(m.Len() - 1).ID())
			m.Undo()
			wantRows(t, m, test.undone)
			m.Select(m.Row(m.Len() - 1).ID())
			m.Redo()
			wantRows(t, m, test.done)
		})
	}
}

func TestUndoSelectsGoalsBelowOthersThatWereSelectedToo(t *testing.T) {
	m, _ := newOutline(t)
	m.Rule = Rule{Below: CompleteBelow}
	name(m, "A", ">B", "C", "<D")
	m.Select(m.Row(0).ID())
	m.Extend(+1)
	for _, do := range []func(){m.Toggle, func() { m.SetDueAll("2026-12-01", m.Selection()...) }} {
		do()
		m.Step(+3)
		m.Undo()
		wantRows(t, m, "A^*\n  B^\n  C\nD")
	}
}

// What goes together into another goal is one goal again, and not several.
func TestUndoOfAJoinSelectsTheGoalThatWasJoined(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B", ">C")
	m.Select(m.Row(1).ID())
	m.Rename()
	m.Join()
	m.Keep()
	wantRows(t, m, "A B*\n  C")
	m.Undo()
	if m.Marked() > 0 {
		t.Errorf("undoing a join selects %d goals:\n%s", m.Marked(), write(m))
	}
}

// What was made is gone again: the cursor goes back to the goal that it was made beside.
func TestUndoingWhatWasMadeGoesBackToWhereThatWas(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", "C", "<D")
	m.Step(-3)
	wantRows(t, m, "A*\n  B\n  C\nD")
	m.Paste("E\n  F\nG")
	wantRows(t, m, "A\n  B\n  C\nE^\n  F\nG^*\nD")
	m.Undo()
	wantRows(t, m, "A*\n  B\n  C\nD")
	m.NameChild()
	m.Typed("H")
	m.Keep()
	m.Undo()
	wantRows(t, m, "A\n  B\n  C*\nD")
	m.Step(-1)
	m.NameChild()
	m.Typed("I")
	m.Keep()
	m.Undo()
	wantRows(t, m, "A\n  B*\n  C\nD")
}

// What comes back from nowhere is found again, with all below it.
func TestWhatComesBackIsFound(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", ">C")
	m.Step(-2)
	m.Delete()
	m.EmptyTrash()
	m.ReadyToSearch()
	m.Undo()
	m.Undo()
	m.Search("c")
	wantRows(t, m, "A\n  B\n    C*")
}
