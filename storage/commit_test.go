package storage_test

import (
	"errors"
	"testing"

	"overachiever/storage"
)

// A commit whose outcome is unknown is simply tried again.
func TestCommitTwiceIsOnce(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	plant(t, tree, fruit)
	check(t, user.Commit(t.Context(), done(tree)))
	undo, _ := tree.Undo()
	first, _ := tree.NextUndo()
	for range 2 {
		check(t, user.Commit(t.Context(), append([]storage.Step{first}, undo...)))
	}
	if got := outline(must(user.Tree(t.Context()))(t)); got != outline(tree) {
		t.Errorf("read back:%s", got)
	}
	report := must(store.Check(t.Context()))(t)
	if len(report.Problems) > 0 {
		t.Errorf("checked: %+v", report)
	}
	again := must(user.Tree(t.Context()))(t)
	recall(t, user, again)
	if next, ok := again.NextRedo(); !ok || next.ID != undo[0].Undoes {
		t.Errorf("next to redo: %+v", next)
	}
}

// An operation that is in the journal is not taken for another one, which would make a
// goal that the journal knows nothing of.
func TestCommitTheSameOperationForAnotherGoal(t *testing.T) {
	store, user := local(t)
	create := func(step storage.StepID, goal storage.GoalID) error {
		return user.Commit(t.Context(), []storage.Step{{ID: step, Operations: []storage.Operation{
			{ID: "once", Kind: storage.Move, Goal: goal, OldParent: storage.Nowhere, Position: "a1"},
		}}})
	}
	check(t, create("first", "a"))
	check(t, create("first", "a"))
	if err := create("second", "b"); !errors.Is(err, storage.ErrBadOperation) {
		t.Errorf("taken: %v", err)
	}
	sound(t, store)
}

// All of a commit, or nothing.
func TestCommitIsAtomic(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	_, good, err := tree.Create(storage.TopLevel, 0, "good")
	check(t, err)
	for name, c := range map[string]struct {
		bad  storage.Operation
		want error
	}{
		"no such goal":     {storage.Operation{Kind: storage.Set, Goal: "x", Field: storage.FieldName}, storage.ErrNoGoal},
		"no such place":    {storage.Operation{Kind: storage.Move, Goal: "x", OldParent: storage.Nowhere, Parent: "y", Position: "a1"}, storage.ErrNoGoal},
		"never came":       {storage.Operation{Kind: storage.Move, Goal: "x", Position: "a1"}, storage.ErrNoGoal},
		"below itself":     {storage.Operation{Kind: storage.Move, Goal: "x", OldParent: storage.Nowhere, Parent: "x", Position: "a1"}, storage.ErrOwnDescendant},
		"no position":      {storage.Operation{Kind: storage.Move, Goal: "x", OldParent: storage.Nowhere}, storage.ErrBadOperation},
		"no field":         {storage.Operation{Kind: storage.Set, Goal: good.Operations[0].Goal, Field: "user"}, storage.ErrBadOperation},
		"no day":           {storage.Operation{Kind: storage.Set, Goal: good.Operations[0].Goal, Field: storage.FieldDue, Value: "soon"}, storage.ErrBadOperation},
		"no time":          {storage.Operation{Kind: storage.Set, Goal: good.Operations[0].Goal, Field: storage.FieldCreated, Value: "soon"}, storage.ErrBadOperation},
		"no kind":          {storage.Operation{Goal: good.Operations[0].Goal}, nil},
		"a place as goal":  {storage.Operation{Kind: storage.Move, Goal: storage.Trash, OldParent: storage.Nowhere, Position: "a1"}, nil},
		"a nameless place": {storage.Operation{Kind: storage.Move, Goal: storage.TopLevel, OldParent: storage.Nowhere, Position: "a1"}, nil},
	} {
		c.bad.ID = "bad"
		err := user.Commit(t.Context(), []storage.Step{good, {ID: "bad", Operations: []storage.Operation{c.bad}}})
		if err == nil || !errors.Is(err, c.want) && c.want != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if report := must(store.Check(t.Context()))(t); report.Goals+report.Operations+len(report.Problems) > 0 {
			t.Errorf("%s left %+v", name, report)
		}
	}
}

func TestCommitRefusesCycle(t *testing.T) {
	_, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	id := plant(t, tree, "a\n\tb\n\t\tc")
	check(t, user.Commit(t.Context(), done(tree)))
	forged := storage.Step{ID: "x", Operations: []storage.Operation{
		{ID: "x", Kind: storage.Move, Goal: id["a"], Parent: id["c"], Position: "a1"}}}
	if err := user.Commit(t.Context(), []storage.Step{forged}); !errors.Is(err, storage.ErrOwnDescendant) {
		t.Errorf("a goal went below itself: %v", err)
	}
	if got := outline(must(user.Tree(t.Context()))(t)); got != "\na\n\tb\n\t\tc" {
		t.Errorf("read back:%s", got)
	}
}
