package storage_test

import (
	"fmt"
	"slices"
	"testing"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// What a step on many goals says it was done to: the only goal, or how many.
func TestSubjects(t *testing.T) {
	for want, edit := range map[string]func(*storage.Tree, map[string]storage.GoalID) (storage.Step, error){
		"banana": func(tree *storage.Tree, id map[string]storage.GoalID) (storage.Step, error) {
			return tree.Indent(id["banana"])
		},
		"apple": func(tree *storage.Tree, id map[string]storage.GoalID) (storage.Step, error) {
			return tree.Delete(id["pip"], id["apple"], id["core"])
		},
		"2 goals": func(tree *storage.Tree, id map[string]storage.GoalID) (storage.Step, error) {
			return tree.MoveAll([]storage.GoalID{id["pip"], id["stone"], id["pip"]}, storage.TopLevel, 0)
		},
		"3 goals": func(tree *storage.Tree, id map[string]storage.GoalID) (storage.Step, error) {
			return tree.Complete(storage.Completing{Below: true, Above: true}, id["banana"], id["cherry"], id["apple"])
		},
		"cherry": func(tree *storage.Tree, id map[string]storage.GoalID) (storage.Step, error) {
			return tree.Complete(storage.Completing{Below: true}, id["cherry"])
		},
		"4 goals": func(tree *storage.Tree, id map[string]storage.GoalID) (storage.Step, error) {
			_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActPaste, make([]storage.Branch, 4))
			return step, err
		},
	} {
		tree := newTree(t)
		step := must(edit(tree, plant(t, tree, fruit)))(t)
		if step.Subject != want {
			t.Errorf("the subject is %q, want %q", step.Subject, want)
		}
	}
}

// A copy is everything below the goal, as it is, under new ids and created now.
func TestDuplicate(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, fruit)
	must(tree.Describe(id["core"], "hard"))(t)
	must(tree.SetDue(id["pip"], "2027-02-28"))(t)
	must(tree.Complete(storage.Completing{}, id["pip"]))(t)
	core, _ := tree.Goal(id["core"])
	pip, _ := tree.Goal(id["pip"])
	made, _, err := tree.Duplicate(id["cherry"], id["core"])
	check(t, err)
	if got := names(tree, made); !slices.Equal(got, []string{"core", "cherry"}) || tree.Index(made[0]) != 1 {
		t.Errorf("made %v", got)
	}
	below := tree.Children(made[0])
	for _, c := range []struct {
		was storage.Goal
		now storage.GoalID
	}{{core, made[0]}, {pip, below[0]}} {
		now, _ := tree.Goal(c.now)
		if now.ID == c.was.ID || !now.Created.After(c.was.Created) {
			t.Errorf("%+v is a copy of %+v", now, c.was)
		}
		now.ID, now.Created, now.Parent, now.Position = c.was.ID, c.was.Created, c.was.Parent, c.was.Position
		if now != c.was {
			t.Errorf("%+v is a copy of %+v", now, c.was)
		}
	}
}

func TestSplitAndJoin(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, "learn Go\n\tread")
	must(tree.Describe(id["learn Go"], "by summer"))(t)
	must(tree.SetDue(id["learn Go"], "2027-02-28"))(t)
	must(tree.Complete(storage.Completing{}, id["learn Go"]))(t)
	made, step, err := tree.Split(id["learn Go"], "learn", "Go", false)
	check(t, err)
	first, _ := tree.Goal(id["learn Go"])
	second, _ := tree.Goal(made)
	if first.Description != "by summer" || first.Due != "2027-02-28" || first.Completed.IsZero() ||
		second.Description != "" || second.Due != "" || !second.Completed.IsZero() || second.Created.IsZero() || step.Subject != "learn Go" {
		t.Errorf("%s: %+v and %+v", step.Subject, first, second)
	}
	must(tree.Describe(made, "and more"))(t)
	must(tree.SetDue(made, "2027-03-31"))(t)
	must(tree.Join(made, first.ID))(t)
	if joined, _ := tree.Goal(first.ID); joined.Name != "learn Go" || joined.Description != "by summer\n\nand more" ||
		joined.Due != "2027-02-28" || joined.Completed != first.Completed {
		t.Errorf("joined: %+v", joined)
	}
	if left, _ := tree.Goal(made); left.Parent != storage.Trash || left.Name != "Go" || left.Description != "and more" {
		t.Errorf("in the trash: %+v", left)
	}
}

func TestJoinTexts(t *testing.T) {
	for _, c := range []struct{ name, other, want, description, otherDescription, wantDescription string }{
		{"a", "b", "a b", "", "", ""},
		{"a ", "b", "a b", "", "x", "x"},
		{"a", "\u00a0b", "a\u00a0b", "x", "", "x"},
		{"", "b", "b", "x", "y", "x\n\ny"},
		{"a", "", "a", "x\n", "\ny", "x\n\n\ny"},
		{"é", "ü", "é ü", "x\n\n", "y", "x\n\ny"},
	} {
		tree := newTree(t)
		into, _, err := tree.Create(storage.TopLevel, 0, c.name)
		check(t, err)
		id, _, err := tree.Create(storage.TopLevel, 1, c.other)
		check(t, err)
		must(tree.Describe(into, c.description))(t)
		must(tree.Describe(id, c.otherDescription))(t)
		must(tree.SetDue(id, "2027-02-28"))(t)
		must(tree.Join(id, into))(t)
		if got, _ := tree.Goal(into); got.Name != c.want || got.Description != c.wantDescription || got.Due != "2027-02-28" {
			t.Errorf("%q and %q: %+v", c.name, c.other, got)
		}
	}
}

// Where a merge made positions equal, many goals still go exactly where they should, and
// they are many enough to be moved in a batch.
func TestManyAmongEqualPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var merged []storage.Goal
		count := rapid.IntRange(2, 80).Draw(t, "goals")
		for i := range count {
			key := rapid.SampledFrom([]string{"a1", "a2", "a3"}).Draw(t, "position")
			merged = append(merged, storage.Goal{ID: storage.GoalID(fmt.Sprintf("%02d", i)), Position: key})
		}
		tree := must(storage.NewTree(merged, storage.NewClock("test", ticking())))(t)
		before := snapshot(t, tree)
		var moved, rest []storage.GoalID
		for _, id := range tree.Children(storage.TopLevel) {
			if rapid.Bool().Draw(t, "moved") {
				moved = append(moved, id)
			} else {
				rest = append(rest, id)
			}
		}
		index := rapid.IntRange(0, len(rest)).Draw(t, "index")
		must(tree.MoveAll(rapid.Permutation(moved).Draw(t, "named"), storage.TopLevel, index))(t)
		want := slices.Concat(rest[:index], moved, rest[index:])
		if got := tree.Children(storage.TopLevel); !slices.Equal(got, want) {
			t.Fatalf("moved to %v, want %v", got, want)
		}
		tree.Undo()
		if snapshot(t, tree) != before && len(moved) > 0 {
			t.Fatalf("undone:%s", snapshot(t, tree))
		}
	})
}

// A step that fails half-way leaves nothing behind, also when it was many moves at once.
func TestManyAreAllOrNothing(t *testing.T) {
	tree := newTree(t)
	forest := make([]storage.Branch, 100)
	ids, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, forest)
	check(t, err)
	below, _, err := tree.Create(ids[99], 0, "below the last")
	check(t, err)
	before := snapshot(t, tree)
	if _, err := tree.MoveAll(ids, below, 0); err == nil {
		t.Error("a goal was moved below itself")
	}
	if snapshot(t, tree) != before {
		t.Error("the others were moved")
	}
}

// Steps on ten thousand goals among fifty thousand, and all of them undone.
func TestManyAmongFiftyThousand(t *testing.T) {
	tree := newTree(t)
	ids, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, make([]storage.Branch, 50_000))
	check(t, err)
	some := ids[20_000:30_000]
	must(tree.Complete(storage.Completing{Below: true, Above: true}, some...))(t)
	must(tree.MoveAll(some, storage.TopLevel, 5))(t)
	must(tree.Indent(some...))(t)
	must(tree.Outdent(some...))(t)
	must(tree.Reopen(some...))(t)
	must(tree.Delete(some...))(t)
	must(tree.Restore(some...))(t)
	for range 7 {
		tree.Undo()
	}
	if got := tree.Children(storage.TopLevel); !slices.Equal(got, ids) {
		t.Errorf("undone to %d goals", len(got))
	}
}
