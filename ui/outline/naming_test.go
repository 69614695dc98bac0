package outline

import "testing"

// A goal that was made just now goes on with the next one, also when it was completed or
// indented while it was named.
func TestEnterGoesOnAfterAGoalThatIsNewStill(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A")
	m.NameBelow()
	m.Typed("B")
	m.ToggleNamed(1)
	m.Typed("B!")
	m.KeepAndGoOn()
	wantRows(t, m, "A\nB!x\n?*")
	m.Typed("C")
	m.ToggleNamed(1)
	m.Indent()
	m.KeepAndGoOn()
	wantRows(t, m, "A\nB!x\n  Cx\n  ?*")
	m.Typed("D")
	m.ToggleNamed(1)
	m.Typed("")
	m.KeepAndGoOn()
	wantRows(t, m, "A\nB!x\n  Cx\n  Dx*")
}

func TestEnterGoesOnAfterASplit(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "One Two")
	m.Rename()
	m.Split(4)
	m.KeepAndGoOn()
	wantRows(t, m, "One\nTwo\n?*")
	m.Keep()
	m.Rename()
	m.KeepAndGoOn()
	wantRows(t, m, "One\nTwo*")
}

// What is hidden by being completed is named no more, and no other goal in its place.
func TestCompletingWhileNamingAndHidingEndsTheNaming(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B", "C")
	m.ToggleHide()
	m.Step(-1)
	m.Rename()
	m.Typed("B2")
	m.ToggleNamed(1)
	if _, text, ok := m.Naming(); ok {
		t.Errorf("%q is named", text)
	}
	wantRows(t, m, "A\nC*")
	m.ToggleHide()
	wantRows(t, m, "A\nB2x\nC*")
}

func TestMovingWhileNamingGoesOnNaming(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B", "C")
	m.Rename()
	m.Typed("C2")
	m.Move(-1)
	wantRows(t, m, "A\nC2*\nB")
	if _, text, ok := m.Naming(); !ok || text != "C2" {
		t.Errorf("%q is named", text)
	}
	m.Move(-5)
	m.Keep()
	wantRows(t, m, "C2*\nA\nB")
	m.NameBelow()
	m.Move(+1)
	wantRows(t, m, "C2\nA\n?*\nB")
	m.Move(+9)
	wantRows(t, m, "C2\nA\nB\n?*")
	m.MoveToEnd(true)
	wantRows(t, m, "?*\nC2\nA\nB")
	m.Typed("D")
	m.Keep()
	wantRows(t, m, "D*\nC2\nA\nB")
}
