package storage_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"overachiever/storage"

	"pgregory.net/rapid"
)

func TestProgressAndTotals(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, fruit)
	expect := func(when string, apple, totals storage.Progress) {
		t.Helper()
		if got := tree.Progress(id["apple"]); got != apple {
			t.Errorf("%s: apple %v, want %v", when, got, apple)
		}
		if got := tree.Totals(); got != totals {
			t.Errorf("%s: totals %v, want %v", when, got, totals)
		}
	}
	expect("at first", storage.Progress{Total: 2}, storage.Progress{Total: 7})
	must(tree.Complete(storage.Completing{}, id["pip"]))(t)
	expect("a leaf is completed", storage.Progress{Completed: 1, Total: 2}, storage.Progress{Completed: 1, Total: 7})
	must(tree.Complete(storage.Completing{}, id["core"]))(t)
	expect("its parent is completed", storage.Progress{Completed: 1, Total: 2}, storage.Progress{Completed: 2, Total: 7})
	must(tree.Delete(id["pip"]))(t)
	expect("the leaf is deleted", storage.Progress{Completed: 1, Total: 2}, storage.Progress{Completed: 1, Total: 6})
	must(tree.Delete(id["apple"]))(t)
	expect("all of it is deleted", storage.Progress{Completed: 1, Total: 2}, storage.Progress{Total: 3})
	if got := tree.Progress(id["pip"]); got != (storage.Progress{}) {
		t.Errorf("a leaf has progress %v", got)
	}
}

func TestNewTreeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		goals []storage.Goal
		want  error
	}{
		"twice":     {[]storage.Goal{{ID: "a", Position: "a1"}, {ID: "a", Position: "a1"}}, storage.ErrDuplicate},
		"a place":   {[]storage.Goal{{ID: "trash", Position: "a1"}}, storage.ErrDuplicate},
		"no parent": {[]storage.Goal{{ID: "a", Parent: "b", Position: "a1"}}, storage.ErrNoGoal},
		"itself":    {[]storage.Goal{{ID: "a", Parent: "a", Position: "a1"}}, storage.ErrOwnDescendant},
		"a cycle": {[]storage.Goal{{ID: "a", Parent: "b", Position: "a1"}, {ID: "b", Parent: "a", Position: "a1"}},
			storage.ErrOwnDescendant},
	} {
		if _, err := storage.NewTree(c.goals, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := storage.NewTree([]storage.Goal{{ID: "a", Position: "0"}}, nil); err == nil {
		t.Error("a position that is none was taken")
	}
}

// A merge can give siblings the same position: the id decides, and inserts still go
// exactly where they should.
func TestEqualPositions(t *testing.T) {
	var merged []storage.Goal
	for i := range 4 {
		merged = append(merged, storage.Goal{ID: storage.GoalID(fmt.Sprint(i)), Name: fmt.Sprint(i), Position: "a1"})
	}
	tree := must(storage.NewTree(merged, nil))(t)
	_, _, err := tree.Create(storage.TopLevel, 2, "new")
	check(t, err)
	if got := names(tree, tree.Children(storage.TopLevel)); !slices.Equal(got, []string{"0", "1", "new", "2", "3"}) {
		t.Errorf("created: %v", got)
	}
	must(tree.Move("0", storage.TopLevel, 3))(t)
	if got := names(tree, tree.Children(storage.TopLevel)); !slices.Equal(got, []string{"1", "new", "2", "0", "3"}) {
		t.Errorf("moved: %v", got)
	}
	tree.Undo()
	tree.Undo()
	if got := names(tree, tree.Children(storage.TopLevel)); !slices.Equal(got, []string{"0", "1", "2", "3"}) {
		t.Errorf("undone: %v", got)
	}
}

// After any edits, what was counted along the way is what a tree built from the same
// goals, in any order, counts.
func TestIncrementalIsWhatAFreshTreeGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := grown(t, 60)
		for range rapid.IntRange(1, 40).Draw(t, "edits") {
			edit(t, tree)
		}
		shuffled := rapid.Permutation(goals(tree)).Draw(t, "order")
		fresh := must(storage.NewTree(shuffled, nil))(t)
		if snapshot(t, tree) != snapshot(t, fresh) {
			t.Fatalf("kept:\n%s\nfresh:\n%s", snapshot(t, tree), snapshot(t, fresh))
		}
	})
}

// Undoing every step gives every state on the way back, redoing every step every state
// on the way forth; each step's inverse is exact.
func TestUndoAllAndRedoAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := newTree(t)
		states := []string{snapshot(t, tree)}
		if tree = grown(t, 60); len(goals(tree)) > 0 {
			states = append(states, snapshot(t, tree))
		}
		for range rapid.IntRange(1, 30).Draw(t, "edits") {
			if step := edit(t, tree); !step.Empty() {
				states = append(states, snapshot(t, tree))
			}
		}
		for round := range 2 {
			for i := len(states) - 1; i > 0; {
				undone, ok := tree.Undo()
				if i -= len(undone); !ok || snapshot(t, tree) != states[i] {
					t.Fatalf("round %d, undo to state %d (%v):\n%s\nwant\n%s", round, i, ok, snapshot(t, tree), states[i])
				}
			}
			for i := 0; i < len(states)-1; {
				redone, ok := tree.Redo()
				if i += len(redone); !ok || snapshot(t, tree) != states[i] {
					t.Fatalf("round %d, redo to state %d (%v):\n%s\nwant\n%s", round, i, ok, snapshot(t, tree), states[i])
				}
			}
		}
		if _, ok := tree.Redo(); ok {
			t.Fatal("there was more to redo than was undone")
		}
	})
}

// The operations of all steps, undos and redos, done one by one in the plainest way, give
// the goals that the tree has.
func TestJournalGivesTheTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := grown(t, 60)
		journal := map[storage.GoalID]storage.Goal{}
		noteOne := func(step storage.Step) {
			for _, o := range step.Operations {
				goal := journal[o.Goal]
				goal.ID = o.Goal
				switch {
				case o.Kind == storage.Move:
					goal.Parent, goal.Position = o.Parent, o.Position
				case o.Field == storage.FieldName:
					goal.Name = o.Value
				case o.Field == storage.FieldDescription:
					goal.Description = o.Value
				case o.Field == storage.FieldDue:
					goal.Due = storage.Date(o.Value)
				case o.Field == storage.FieldCreated:
					goal.Created = moment(t, o.Value)
				case o.Field == storage.FieldCompleted:
					goal.Completed = moment(t, o.Value)
				case o.Field == storage.FieldExtra:
					goal.Extra = o.Value
				}
				journal[o.Goal] = goal
			}
		}
		note := func(steps []storage.Step, _ bool) {
			for _, step := range steps {
				noteOne(step)
			}
		}
		first, _ := tree.NextUndo()
		noteOne(first)
		for range rapid.IntRange(1, 20).Draw(t, "edits") {
			switch rapid.IntRange(0, 5).Draw(t, "kind") {
			case 0:
				note(tree.Undo())
			case 1:
				note(tree.Redo())
			default:
				noteOne(edit(t, tree))
			}
			fresh := must(storage.NewTree(slices.Collect(maps.Values(journal)), nil))(t)
			if snapshot(t, tree) != snapshot(t, fresh) {
				t.Fatalf("kept:\n%s\njournal:\n%s", snapshot(t, tree), snapshot(t, fresh))
			}
		}
	})
}

// moment reads a time as operations carry it.
func moment(t tester, millis string) time.Time {
	if millis == "" {
		return time.Time{}
	}
	return time.UnixMilli(must(strconv.ParseInt(millis, 10, 64))(t)).UTC()
}

// A step and its operations: each has its inverse, and twice the inverse is itself.
func TestInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := newTree(t)
		for range rapid.IntRange(1, 20).Draw(t, "edits") {
			for _, operation := range edit(t, tree).Operations {
				twice := operation.Inverse().Inverse()
				twice.ID, twice.Stamp = operation.ID, operation.Stamp
				if twice != operation || operation.Inverse().ID != "" {
					t.Fatalf("%+v becomes %+v", operation, twice)
				}
			}
		}
	})
}

func TestNewEditDropsWhatWasUndone(t *testing.T) {
	tree := newTree(t)
	plant(t, tree, "a\nb")
	tree.Undo()
	plant(t, tree, "c")
	if step, ok := tree.Redo(); ok {
		t.Errorf("redone: %+v", step)
	}
}

func TestImportAgainAfterUndo(t *testing.T) {
	tree := newTree(t)
	forest := []storage.Branch{{
		Goal:     storage.Goal{ID: "a", Name: "a", Created: start()},
		Children: []storage.Branch{{Goal: storage.Goal{ID: "b", Name: "b", Created: start().Add(time.Hour)}}},
	}}
	for range 3 {
		_, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, forest)
		check(t, err)
		if got := outline(tree); got != "\na\n\tb" {
			t.Errorf("imported:%s", got)
		}
		tree.Undo()
	}
	if len(goals(tree)) != 0 || tree.Totals() != (storage.Progress{}) {
		t.Errorf("left:%s", outline(tree))
	}
}
