package outline

import (
	"testing"

	"overachiever/storage"
)

// hidden is A, B, C, D with B and C completed and hidden, and the cursor on D.
func hidden(t *testing.T) *Model {
	m, _ := newOutline(t)
	name(m, "A", "B", "C", "D")
	m.Step(-2)
	m.Extend(+1)
	m.Toggle()
	m.Step(+1)
	m.ToggleHide()
	wantRows(t, m, "A\nD*")
	return m
}

func wantAll(t *testing.T, m *Model, want string) {
	t.Helper()
	m.ToggleHide()
	wantRows(t, m, want)
	m.ToggleHide()
}

// What is not seen is nothing to move past, or to go below.
func TestMovingPastHiddenGoals(t *testing.T) {
	m := hidden(t)
	m.Move(-1)
	wantRows(t, m, "D*\nA")
	wantAll(t, m, "D*\nA\nBx\nCx")
	m.Move(-1)
	wantAll(t, m, "D*\nA\nBx\nCx")
	m.Move(+1)
	wantAll(t, m, "A\nD*\nBx\nCx")
	m.Move(+1) // only hidden ones are left
	wantAll(t, m, "A\nD*\nBx\nCx")
	m.MoveToEnd(false)
	wantAll(t, m, "A\nBx\nCx\nD*")
}

func TestIndentingPastHiddenGoals(t *testing.T) {
	m := hidden(t)
	m.Indent()
	wantRows(t, m, "A\n  D*")
	wantAll(t, m, "A\n  D*\nBx\nCx")
	if last, _ := m.tree.NextUndo(); last.Act != storage.ActIndent {
		t.Errorf("it is called %q", last.Act)
	}
	m.Undo()
	m.NameBelow()
	m.Typed("E")
	m.Keep()
	m.Extend(-1)
	m.Indent()
	wantAll(t, m, "A\n  D^*\n  E^\nBx\nCx")
	m.Undo()
	m.Step(-5)
	m.Delete()
	wantAll(t, m, "Bx\nCx\nD*\nE")
	m.Indent() // none that is seen is above
	wantAll(t, m, "Bx\nCx\nD*\nE")
}

func TestIndentingANewGoalPastHiddenGoals(t *testing.T) {
	m := hidden(t)
	m.Step(-1)
	m.NameBelow()
	m.Move(+1)
	wantRows(t, m, "A\nD\n?*")
	m.Move(-1)
	wantRows(t, m, "A\n?*\nD")
	m.Indent()
	m.Typed("E")
	m.Keep()
	wantRows(t, m, "A\n  E*\nD")
}
