package storage_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"overachiever/storage"
)

// many is a forest of so many goals, three levels deep, each with all that a goal can have.
func many(count int) []storage.Branch {
	var forest []storage.Branch
	for i := range count {
		goal := storage.Goal{
			ID: storage.GoalID(fmt.Sprintf("goal-%06d", i)), Name: fmt.Sprint("goal ", i),
			Description: fmt.Sprint("about ", i), Due: "2027-01-31", Created: start(), Completed: start(),
		}
		if i%3 == 1 { // most have less
			goal.Description, goal.Due, goal.Extra = "", "", `{"priority":"A"}`
		}
		switch branch := (storage.Branch{Goal: goal}); {
		case i%10 == 0:
			forest = append(forest, branch)
		case i%10 < 5:
			top := &forest[len(forest)-1]
			top.Children = append(top.Children, branch)
		default:
			top := &forest[len(forest)-1]
			below := &top.Children[len(top.Children)-1]
			below.Children = append(below.Children, branch)
		}
	}
	return forest
}

// Goals come in under several parents by one step, and go again by one undo.
func TestImportIsOneStep(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	a, step, err := tree.Create(storage.TopLevel, 0, "a")
	check(t, err)
	before := outline(tree)
	check(t, user.Commit(t.Context(), []storage.Step{step}))
	tree, step, err = user.Import(t.Context(), grafted(
		storage.Graft{Parent: a, Goals: []storage.Branch{{Goal: storage.Goal{Name: "below"}, Children: []storage.Branch{{Goal: storage.Goal{Name: "deeper"}}}}}},
		storage.Graft{Parent: storage.TopLevel, Goals: []storage.Branch{{Goal: storage.Goal{Name: "b"}}, {Goal: storage.Goal{Name: "c"}}}},
	), nil)
	check(t, err)
	if step.Act != storage.ActImport || step.Subject != "4 goals" {
		t.Errorf("the step is %q of %q", step.Act, step.Subject)
	}
	imported := outline(tree)
	if got := outline(must(user.Tree(t.Context()))(t)); got != imported {
		t.Errorf("in the file:%s\nwant:%s", got, imported)
	}
	if undone, ok := tree.Undo(); !ok || len(undone) != 1 || outline(tree) != before {
		t.Errorf("undone by %d steps to%s", len(undone), outline(tree))
	}
	sound(t, store)
}

// grafted is the plan of an import that is known before.
func grafted(grafts ...storage.Graft) func(*storage.Tree) (storage.Incoming, error) {
	return func(*storage.Tree) (storage.Incoming, error) { return storage.Incoming{Grafts: grafts}, nil }
}

func TestImportOfNothing(t *testing.T) {
	store, user := local(t)
	tree, step, err := user.Import(t.Context(), grafted(), nil)
	if err != nil || !step.Empty() || tree.Totals().Total != 0 {
		t.Errorf("%+v, %v", step, err)
	}
	if _, ok := tree.NextUndo(); ok {
		t.Error("nothing can be undone")
	}
	sound(t, store)
}

// More goals than are made at once are one step all the same: in the file as in the tree, told of as they come, and
// taken back by one undo, by the next session too.
func TestImportOfManyIsOneStep(t *testing.T) {
	for _, count := range []int{1023, 1024, 1025, 3000} {
		store, user := local(t)
		last, all, told := 0, 0, 0
		tree, step, err := user.Import(t.Context(), grafted(storage.Graft{Parent: storage.TopLevel, Goals: many(count)}), func(saved, of int) {
			if saved < last || saved > of {
				t.Errorf("%d of %d after %d", saved, of, last)
			}
			last, all = saved, of
			told++
		})
		check(t, err)
		if last != count || all != count || told < count/64 {
			t.Errorf("told %d times, last of %d of %d", told, last, all)
		}
		if step.Empty() || step.Subject != storage.Counted(count, "goal") {
			t.Errorf("the step is %q of %q, with %d operations", step.Act, step.Subject, len(step.Operations))
		}
		if got, want := goals(must(user.Tree(t.Context()))(t)), goals(tree); fmt.Sprint(got) != fmt.Sprint(want) || tree.Totals().Total != count {
			t.Fatalf("of %d goals in the file:\n%v\nwant:\n%v", count, got, want)
		}
		if want := outline(must(storage.NewTree(tree.All(), nil))(t)); outline(tree) != want {
			t.Errorf("the tree is%s\nanew it is%s", outline(tree), want)
		}
		sound(t, store)
		_, after, err := tree.Create(storage.TopLevel, 0, "after it")
		check(t, err)
		check(t, user.Commit(t.Context(), []storage.Step{after}))
		for _, tree := range []*storage.Tree{tree, must(user.Tree(t.Context()))(t)} {
			recall(t, user, tree)
			for range 2 {
				fill(t, user, tree, (*storage.Tree).UndoGap)
				undone, ok := tree.Undo()
				if !ok || len(undone) != 1 {
					t.Fatalf("undone by %d steps", len(undone))
				}
			}
			if left := tree.Totals().Total; left != 0 {
				t.Errorf("undone, %d goals are left", left)
			}
		}
	}
}

// One bad graft, and none is done.
func TestImportIsAllOrNothing(t *testing.T) {
	large := storage.Graft{Parent: storage.TopLevel, Goals: many(2000)}
	for name, c := range map[string]struct {
		bad  storage.Graft
		want error
	}{
		"an unknown parent": {storage.Graft{Parent: "nobody", Goals: large.Goals}, storage.ErrNoGoal},
		"an id twice":       {large, storage.ErrDuplicate},
	} {
		t.Run(name, func(t *testing.T) {
			store, user := local(t)
			if _, _, err := user.Import(t.Context(), grafted(large, c.bad), nil); !errors.Is(err, c.want) {
				t.Errorf("got %v", err)
			}
			if got := must(user.Tree(t.Context()))(t).Totals().Total; got != 0 {
				t.Errorf("%d goals came in", got)
			}
			sound(t, store)
		})
	}
}

// What is saved many rows at once is what is saved one by one.
func TestManyGoalsAreSavedAsTheyAre(t *testing.T) {
	store, user := local(t)
	for _, count := range []int{63, 64, 65, 500} {
		tree := must(user.Tree(t.Context()))(t)
		forest := many(count)
		_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, forest)
		check(t, err)
		for range 2 { // a commit whose outcome is unknown is tried again
			check(t, user.Commit(t.Context(), []storage.Step{step}))
		}
		if got, want := goals(must(user.Tree(t.Context()))(t)), goals(tree); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("of %d goals in the file:\n%v\nwant:\n%v", count, got, want)
		}
		sound(t, store)
		// Undone, the ids are in the file still: they come in one by one.
		takeBack := func() {
			fill(t, user, tree, (*storage.Tree).UndoGap)
			undone, ok := tree.Undo()
			if !ok {
				t.Fatal("nothing to undo")
			}
			check(t, user.Commit(t.Context(), undone))
		}
		takeBack()
		_, step, err = tree.Graft(storage.TopLevel, 0, storage.ActImport, forest)
		check(t, err)
		check(t, user.Commit(t.Context(), []storage.Step{step}))
		if got, want := goals(must(user.Tree(t.Context()))(t)), goals(tree); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("of %d goals that came again in the file:\n%v\nwant:\n%v", count, got, want)
		}
		sound(t, store)
		takeBack()
	}
}

// Many new goals are refused like one: below a parent that is not there, with a position
// that is none, with a field that cannot be.
func TestManyGoalsAreRefusedLikeOne(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func([]storage.Operation)
		want  error
	}{
		"a parent of nobody's": {func(all []storage.Operation) { all[0].Parent = "nobody" }, storage.ErrNoGoal},
		"no position":          {func(all []storage.Operation) { all[0].Position = "" }, storage.ErrBadOperation},
		"a bad day":            {func(all []storage.Operation) { all[1].Field, all[1].Value = storage.FieldDue, "soon" }, storage.ErrBadOperation},
		"an id twice":          {func(all []storage.Operation) { all[1].ID = all[0].ID }, storage.ErrBadOperation},
		"no id":                {func(all []storage.Operation) { all[0].ID = "" }, storage.ErrBadOperation},
	} {
		t.Run(name, func(t *testing.T) {
			store, user := local(t)
			_, step, err := newTree(t).Graft(storage.TopLevel, 0, storage.ActImport, many(100))
			check(t, err)
			c.spoil(step.Operations)
			if err := user.Commit(t.Context(), []storage.Step{step}); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if left := must(user.Tree(t.Context()))(t).Totals().Total; left != 0 {
				t.Errorf("%d goals were saved", left)
			}
			sound(t, store)
		})
	}
}

func TestRework(t *testing.T) {
	store, user := local(t)
	_, _, err := must(user.Tree(t.Context()))(t).Create(storage.TopLevel, 0, "never saved")
	check(t, err)
	take := func(tree *storage.Tree) ([]storage.Step, error) {
		_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, many(200))
		return []storage.Step{step}, err
	}
	last, all := 0, 0
	tree := must(user.Rework(t.Context(), take, func(saved, of int) {
		if saved <= last || saved > of {
			t.Errorf("%d of %d after %d", saved, of, last)
		}
		last, all = saved, of
	}))(t)
	if last != all || all < 400 {
		t.Errorf("last told of %d of %d", last, all)
	}
	if got, want := outline(tree), outline(must(user.Tree(t.Context()))(t)); got != want || tree.Totals().Total != 200 {
		t.Errorf("the tree is%s\nin the file:%s", got, want)
	}
	recall(t, user, tree)
	if step, ok := tree.NextUndo(); !ok || step.Act != storage.ActImport {
		t.Errorf("next to undo: %+v", step)
	}
	sound(t, store)
}

// Whatever ends it early, nothing has changed.
func TestReworkIsAllOrNothing(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		do   func(cancel context.CancelFunc, tree *storage.Tree) error
		told func(cancel context.CancelFunc)
		want error
	}{
		"it fails":                {func(context.CancelFunc, *storage.Tree) error { return broken }, nil, broken},
		"cancelled before saving": {func(cancel context.CancelFunc, _ *storage.Tree) error { cancel(); return nil }, nil, context.Canceled},
		"cancelled in the middle": {nil, func(cancel context.CancelFunc) { cancel() }, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			store, user := local(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			_, err := user.Rework(ctx, func(tree *storage.Tree) ([]storage.Step, error) {
				_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, many(1000))
				check(t, err)
				if c.do != nil {
					err = c.do(cancel, tree)
				}
				return []storage.Step{step}, err
			}, func(saved, of int) {
				if c.told != nil && saved > of/2 {
					c.told(cancel)
				}
			})
			if !errors.Is(err, c.want) {
				t.Errorf("got %v", err)
			}
			if left := must(user.Tree(t.Context()))(t).Totals().Total; left != 0 {
				t.Errorf("%d goals were saved", left)
			}
			_, step, err := must(user.Tree(t.Context()))(t).Create(storage.TopLevel, 0, "after it")
			check(t, err)
			check(t, user.Commit(t.Context(), []storage.Step{step}))
			sound(t, store)
		})
	}
}
