package storage_test

import (
	"errors"
	"testing"

	"overachiever/storage"
)

const colours = `{"color":"red","links":[{"to":1e400}]}`

// What other programs say of a goal is saved, undone and redone with it, and goes where it goes.
func TestExtraIsKept(t *testing.T) {
	_, user := local(t)
	tree := newTree(t)
	ids, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, []storage.Branch{{Goal: storage.Goal{Name: "a", Extra: colours}}})
	check(t, err)
	copies, doubled, err := tree.Duplicate(ids...)
	check(t, err)
	check(t, user.Commit(t.Context(), []storage.Step{step, doubled}))

	again := must(user.Tree(t.Context()))(t)
	for _, id := range append(ids, copies...) {
		if goal, _ := again.Goal(id); goal.Extra != colours {
			t.Errorf("saved as %q", goal.Extra)
		}
	}
	recall(t, user, again)
	for range 2 {
		steps, _ := back(t, user, again)
		check(t, user.Commit(t.Context(), steps))
	}
	for range 2 {
		steps, _ := forth(t, user, again)
		check(t, user.Commit(t.Context(), steps))
	}
	check(t, user.Commit(t.Context(), []storage.Step{must(again.Describe(ids[0], "slowly"))(t), must(again.Delete(ids[0]))(t)}))
	for _, tree := range []*storage.Tree{again, must(user.Tree(t.Context()))(t)} {
		if goal, _ := tree.Goal(ids[0]); goal.Extra != colours || goal.Description != "slowly" || goal.Parent != storage.Trash {
			t.Errorf("became %+v", goal)
		}
	}
}

func TestExtraGoesWithTheGoalsOfAnother(t *testing.T) {
	store := open(t, file(t))
	local := store.User(must(store.Local(t.Context()))(t))
	tree := must(local.Tree(t.Context()))(t)
	_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, []storage.Branch{{Goal: storage.Goal{Name: "a", Extra: colours}}})
	check(t, err)
	check(t, local.Commit(t.Context(), []storage.Step{step}))
	cat := signIn(t, store, account("github", "1", 1), "cat")
	check(t, store.Claim(t.Context(), cat))
	claimed := goals(must(store.User(cat).Tree(t.Context()))(t))
	if len(claimed) != 2 || claimed[1].Extra != colours {
		t.Errorf("claimed %+v", claimed)
	}
	if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 {
		t.Errorf("%q", report.Problems)
	}
}

// What is no JSON object would make every later export unreadable.
func TestExtraIsAnObject(t *testing.T) {
	for _, extra := range []string{"red", `"red"`, "[]", "{", "{}}", "null", " {}"} {
		tree := newTree(t)
		_, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, []storage.Branch{{Goal: storage.Goal{Extra: extra}}})
		if !errors.Is(err, storage.ErrBadOperation) || len(tree.Children(storage.TopLevel)) > 0 {
			t.Errorf("%s: %v", extra, err)
		}
	}
}

// Many goals at once, as an import brings them in, keep it as well.
func TestExtraOfManyGoals(t *testing.T) {
	store, user := local(t)
	forest := make([]storage.Branch, 200)
	for i := range forest {
		if i%3 > 0 {
			forest[i].Goal.Extra = colours
		}
	}
	tree := newTree(t)
	_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, forest)
	check(t, err)
	check(t, user.Commit(t.Context(), []storage.Step{step}))
	if again := must(user.Tree(t.Context()))(t); snapshot(t, again) != snapshot(t, tree) {
		t.Errorf("saved as\n%s\nwant\n%s", snapshot(t, again), snapshot(t, tree))
	}
	if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 {
		t.Errorf("%q", report.Problems)
	}
}
