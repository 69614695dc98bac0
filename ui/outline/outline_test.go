package outline

import (
	"slices"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
)

// newOutline is an empty outline, and the steps it saves.
func newOutline(t testing.TB) (*Model, *[]storage.Step) {
	t.Helper()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	tree, err := storage.NewTree(nil, storage.NewClock("test", func() time.Time { return now }))
	if err != nil {
		t.Fatal(err)
	}
	steps := &[]storage.Step{}
	return New(tree, func(s storage.Step) { *steps = append(*steps, s) }, func() time.Time { return now }), steps
}

// write draws the rows as text: two spaces a level, "+" folded, "x" completed,
// "^" marked, "*" at the cursor, "?" for a draft.
func write(m *Model) string {
	var lines []string
	for i, row := range m.Rows() {
		text := strings.Repeat("  ", int(row.Depth)) + m.Heading(row)
		switch {
		case row.Draft():
			text += "?"
		case row.Entry != nil:
			text += row.Entry.Name()
			if m.Folded(row) && m.Foldable(row) {
				text += "+"
			}
			if row.Entry.Done() {
				text += "x"
			}
			if m.IsSelected(row) && m.Marked() > 0 {
				text += "^"
			}
		}
		if i == m.SelectedRow() {
			text += "*"
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

func wantRows(t *testing.T, m *Model, want string) {
	t.Helper()
	if got := write(m); got != strings.TrimSpace(want) {
		t.Errorf("rows:\n%s\nwant:\n%s", got, strings.TrimSpace(want))
	}
}

// name types names one after the other, as a person does: Ctrl+N, name, Enter …
// A name that begins with ">" is indented first, with "<" outdented.
func name(m *Model, names ...string) {
	m.NameTop()
	for _, text := range names {
		for strings.HasPrefix(text, ">") || strings.HasPrefix(text, "<") {
			if text[0] == '>' {
				m.Indent()
			} else {
				m.Outdent()
			}
			text = text[1:]
		}
		m.Typed(text)
		m.KeepAndGoOn()
	}
	m.Keep()
}

func TestNamingGoalsOneAfterTheOther(t *testing.T) {
	m, steps := newOutline(t)
	name(m, "Learn Go", ">Tour", "Book", "<Run")
	wantRows(t, m, "Learn Go\n  Tour\n  Book\nRun*")
	if len(*steps) != 4 {
		t.Errorf("%d steps were saved, want one a goal", len(*steps))
	}
}

func TestEnterOnAnEmptyDraftEndsTheNaming(t *testing.T) {
	m, steps := newOutline(t)
	name(m, "One")
	m.NameBelow()
	wantRows(t, m, "One\n?*")
	m.KeepAndGoOn()
	if _, _, naming := m.Naming(); naming || len(*steps) != 1 {
		t.Errorf("naming %v, %d steps; want it ended and nothing made", naming, len(*steps))
	}
	wantRows(t, m, "One*")
}

func TestEscapeKeepsWhatWasTyped(t *testing.T) {
	m, _ := newOutline(t)
	m.NameTop()
	m.Typed("half a thought")
	m.Keep()
	wantRows(t, m, "half a thought*")
}

func TestAGoalNeverLosesItsNameToAnEmptyOne(t *testing.T) {
	m, steps := newOutline(t)
	name(m, "One")
	m.Rename()
	m.Typed("   ")
	m.Keep()
	wantRows(t, m, "One*")
	if len(*steps) != 1 {
		t.Errorf("%d steps, want only the first", len(*steps))
	}
}

func TestTabWhileRenamingIndentsAndGoesOnNaming(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "One", "Two")
	m.Rename()
	m.Typed("Two!")
	m.Indent()
	wantRows(t, m, "One\n  Two!*")
	if _, text, naming := m.Naming(); !naming || text != "Two!" {
		t.Errorf("naming %v with %q, want it to go on", naming, text)
	}
}

func TestFoldAndUnfoldWalkTheTree(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", ">C")
	m.Fold() // C has nothing to fold: to its parent
	wantRows(t, m, "A\n  B*\n    C")
	m.Fold()
	wantRows(t, m, "A\n  B+*")
	m.Fold()
	m.Fold()
	wantRows(t, m, "A+*")
	m.Unfold()
	m.Unfold()
	wantRows(t, m, "A\n  B+*")
}

func TestFoldingOverTheCursorMovesItUp(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", ">C")
	m.ToggleFold(m.Rows()[0].ID())
	wantRows(t, m, "A+*")
	m.UnfoldAll()
	m.Step(+2)
	m.FoldAll()
	wantRows(t, m, "A+*")
}

func TestZoomShowsTheInsideAndNewGoalsGoThere(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", "<C")
	m.Step(-2)
	m.ZoomIn()
	wantRows(t, m, "B*")
	name(m, "D")
	wantRows(t, m, "B\nD*")
	m.Outdent() // would leave what is zoomed into
	wantRows(t, m, "B\nD*")
	m.ZoomOut()
	wantRows(t, m, "A*\n  B\n  D\nC")
}

func TestMoveStopsAtTheEnds(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B", "C")
	m.Move(+1)
	wantRows(t, m, "A\nB\nC*")
	m.Move(-1)
	m.Move(-1)
	m.Move(-1)
	wantRows(t, m, "C*\nA\nB")
}

func TestDeleteMovesTheCursorToTheNextRow(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B", "C")
	m.Step(-1)
	m.Delete()
	wantRows(t, m, "A\nC*")
	m.Delete()
	wantRows(t, m, "A*")
	m.Delete()
	wantRows(t, m, "")
	m.Delete() // nothing left: nothing happens
	m.Undo()
	wantRows(t, m, "A*")
}

func TestUndoBringsTheGoalIntoView(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B")
	m.Toggle()
	m.Step(-1)
	m.Fold()
	m.Undo()
	wantRows(t, m, "A\n  B*")
	m.Redo()
	wantRows(t, m, "A\n  Bx*")
}

func TestUndoingTheGoalZoomedIntoZoomsOut(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A")
	m.ZoomIn()
	m.Undo()
	if m.Zoom() != storage.TopLevel {
		t.Error("still zoomed into a goal that is gone")
	}
}

func TestSearchShowsHitsWithTheirAncestors(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "Learn", ">Go tour", "Chess", "<Run", ">Go far")
	m.Search("gO ")
	wantRows(t, m, "Learn\n  Go tour\nRun\n  Go far*")
	if m.Hits() != 2 {
		t.Errorf("%d hits, want 2", m.Hits())
	}
	m.Search("nothing like it")
	wantRows(t, m, "")
	m.Search("")
	wantRows(t, m, "Learn\n  Go tour\n  Chess\nRun\n  Go far*")
}

func TestSearchReadsDescriptions(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B")
	goal, _ := m.Selected()
	m.Describe(goal.ID, "with a Needle inside")
	m.Search("needle")
	wantRows(t, m, "B*")
}

func TestPlaceIsRemembered(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", "<C", ">D")
	m.Step(-3)
	m.Fold()
	m.Step(+1)
	later := New(m.Tree(), func(storage.Step) {}, m.now)
	later.Return(m.Place())
	wantRows(t, later, "A+\nC*\n  D")
	later.Return("no place at all")
	wantRows(t, later, "A+\nC*\n  D")
}

// Another tree of the same person is shown like the one before: folded, zoomed and hidden
// as it was, with the cursor on what is new.
func TestAdopt(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", "<C", ">D")
	m.Step(-3)
	m.Fold()
	m.Step(+1)
	m.Search("D")
	var goals []storage.Goal
	m.each(func(e *storage.Entry) { goals = append(goals, e.Goal()) })
	tree, err := storage.NewTree(goals, storage.NewClock("elsewhere", m.now))
	if err != nil {
		t.Fatal(err)
	}
	_, step, err := tree.Graft(storage.TopLevel, len(goals), storage.ActImport, []storage.Branch{
		{Goal: storage.Goal{Name: "E"}, Children: []storage.Branch{{Goal: storage.Goal{Name: "F"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	adopt(m, tree, step)
	wantRows(t, m, "A+\nC\n  D\nE*\n  F")
	m.Undo()
	wantRows(t, m, "A+\nC*\n  D")
}

func adopt(m *Model, tree *storage.Tree, steps ...storage.Step) {
	heir := m.Heir()
	heir.LayOut(tree, steps)
	m.Adopt(heir)
}

// What is shown otherwise by the time that the other tree is laid out, stays so.
func TestAdoptAfterAChange(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Model)
		want   string
	}{
		{"view", func(m *Model) { m.Show(Trash) }, ""},
		{"fold", func(m *Model) { m.Fold() }, "X+*"},
		{"zoom", func(m *Model) { m.ZoomIn() }, "Y*"},
		{"cursor", func(m *Model) { m.Step(+1) }, "X\n  Y*"},
		{"nothing", func(*Model) {}, "X*\n  Y"},
	} {
		t.Run(test.name, func(t *testing.T) {
			goals := []storage.Goal{{ID: "x", Position: "a1", Name: "X"}, {ID: "y", Parent: "x", Position: "a1", Name: "Y"}}
			first, err := storage.NewTree(goals, nil)
			if err != nil {
				t.Fatal(err)
			}
			other, err := storage.NewTree(goals, nil)
			if err != nil {
				t.Fatal(err)
			}
			m := New(first, func(storage.Step) {}, time.Now)
			m.Step(+1)
			heir := m.Heir()
			heir.LayOut(other, nil)
			test.change(m)
			m.Adopt(heir)
			wantRows(t, m, test.want)
			if m.Tree() != other {
				t.Error("it shows the tree from before")
			}
		})
	}
}

// What was zoomed into and selected may be gone.
func TestAdoptWithoutWhatWasSelected(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", ">B", "C")
	m.Step(-2)
	m.ZoomIn()
	tree, err := storage.NewTree([]storage.Goal{{ID: "x", Position: "a1", Name: "X"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	adopt(m, tree)
	wantRows(t, m, "X*")
}

func TestStepsAreWhatChanged(t *testing.T) {
	m, steps := newOutline(t)
	name(m, "A", "B")
	m.Toggle()
	m.Indent()
	m.Undo()
	var acts []storage.Act
	for _, s := range *steps {
		acts = append(acts, s.Act)
	}
	want := []storage.Act{storage.ActCreate, storage.ActCreate, storage.ActComplete, storage.ActIndent, storage.ActIndent}
	if !slices.Equal(acts, want) {
		t.Errorf("acts %v, want %v", acts, want)
	}
}

func TestRevealShowsTheWholeTreeAgain(t *testing.T) {
	m, _ := newOutline(t)
	m.Paste("- [ ] Garden\n  - [ ] Fence 📅 2026-11-20\n- [ ] Reading")
	fence := m.Rows()[1].ID()
	for _, find := range []func(){func() { m.Search("fence") }, func() { m.Show(Today) }} {
		find()
		m.Reveal(fence)
		wantRows(t, m, "Garden\n  Fence*\nReading")
	}
}

// A tag or a filter that is not typed to the end yet does not empty the list.
func TestSearchWhileATagIsTyped(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "Learn #language", "Lunch #la", "Walk")
	m.Toggle()
	for typed, want := range map[string]string{
		"#l":        "Learn #language*\nLunch #la",
		"#la":       "Lunch #la*",
		"#lan":      "Learn #language*",
		"#lan ":     "",
		"#x":        "",
		"is:do":     "Learn #language\nLunch #la\nWalkx*",
		"is:done":   "Walkx*",
		"walk is:o": "Walkx*",
	} {
		m.Reveal(m.tree.Children("")[2])
		m.Search(typed)
		wantRows(t, m, want)
	}
}
