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

// Delete at the end of a name joins the goal in the row below.
func TestJoinBelow(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", ">C", "<<D")
	m.Step(-3)
	m.Rename()
	m.Typed("A2")
	if !m.JoinBelow() {
		t.Error("nothing is joined")
	}
	wantRows(t, m, "A2 B*\n  C\nD")
	if _, text, ok := m.Naming(); !ok || text != "A2 B" || m.Caret() != 2 {
		t.Errorf("%q is named, at %d", text, m.Caret())
	}
	m.Undo()
	wantRows(t, m, "A2*\n  B\n    C\nD")
	m.Step(+3)
	m.Rename()
	if m.JoinBelow() {
		t.Error("the last one is joined with something")
	}
	m.Keep()
	m.Step(-1)
	m.NameBelow()
	m.Typed("E")
	m.JoinBelow()
	wantRows(t, m, "A2\n  B\n    C\n    E D*")
	m.Keep()
	m.Undo()
	m.Step(+1)
	m.NameBelow()
	m.Move(-1)
	m.JoinBelow() // an empty draft: the goal below is named
	wantRows(t, m, "A2\n  B\n    C\n    E\nD*")
	if _, text, ok := m.Naming(); !ok || text != "D" || m.Caret() != 0 {
		t.Errorf("%q is named, at %d", text, m.Caret())
	}
}

// A list or a search does not show what is split off: it is named in its place.
func TestSplittingInAListOrASearchGoesOnInTheTree(t *testing.T) {
	for _, show := range []func(*Model){func(m *Model) { m.Show(Today) }, func(m *Model) { m.Search("one") }} {
		m, _ := newOutline(t)
		name(m, "One two", "Three")
		m.Select(m.Row(0).ID())
		m.SetDue(m.Row(0).ID(), "2026-11-20")
		show(m)
		m.Rename()
		m.Split(3)
		wantRows(t, m, "One\ntwo*\nThree")
		if row, text, naming := m.Naming(); row != 1 || text != "two" || !naming {
			t.Errorf("naming %v %q in row %d", naming, text, row)
		}
	}
}

func TestAGoalAboveOneThatASearchDoesNotShowAnyMore(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "One", "Two")
	m.Search("Two")
	m.Rename()
	m.Typed("2")
	m.Split(0)
	wantRows(t, m, "One\n?*\n2")
}
