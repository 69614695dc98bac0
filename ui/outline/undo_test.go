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
	wantRows(t, m, "A*\nB\nC")
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
