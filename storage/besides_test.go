package storage_test

import (
	"testing"

	"overachiever/storage"
)

// said is what a tree knows of imported files besides their goals.
func said(tree *storage.Tree) (text string) {
	for _, id := range []storage.GoalID{storage.Document, storage.Owner} {
		if entry := tree.Known(id); entry != nil {
			text += string(id) + entry.Goal().Extra
		}
	}
	return text
}

// takeIn imports, and returns the tree as it is in the file then.
func takeIn(t *testing.T, user *storage.User, goals []storage.Graft, besides ...storage.Goal) *storage.Tree {
	t.Helper()
	tree, _, err := user.Import(t.Context(), func(*storage.Tree) (storage.Incoming, error) {
		return storage.Incoming{Grafts: goals, Besides: besides}, nil
	}, nil)
	check(t, err)
	return tree
}

// What a file says besides its goals comes in with them, as one step, and goes with them by one
// undo. It is in no outline and no count.
func TestWhatAFileSaysBesidesGoals(t *testing.T) {
	store, user := local(t)
	goals := []storage.Graft{{Parent: storage.TopLevel, Goals: many(3)}}
	tree := takeIn(t, user, goals, storage.Goal{ID: storage.Document, Extra: `{"by":1}`}, storage.Goal{ID: storage.Owner, Extra: `{"x":2}`})
	count, shown := tree.Totals(), outline(tree)
	tree = takeIn(t, user, nil, storage.Goal{ID: storage.Document, Extra: `{"by":3}`})
	if tree.Totals() != count || count.Total != 3 || outline(tree) != shown || tree.Entry(storage.Document) != nil {
		t.Errorf("it is counted, or shown: %v, %s", tree.Totals(), outline(tree))
	}
	again := must(user.Tree(t.Context()))(t)
	if said(tree) != `document{"by":3}owner{"x":2}` || said(again) != said(tree) {
		t.Errorf("it says %s, and in the file %s", said(tree), said(again))
	}
	for _, want := range []string{`document{"by":1}owner{"x":2}`, `documentowner`} {
		steps, ok := back(t, user, again)
		check(t, user.Commit(t.Context(), steps))
		if got := must(user.Tree(t.Context()))(t); !ok || said(again) != want || said(got) != want {
			t.Errorf("undone it says %s, and in the file %s, want %s", said(again), said(got), want)
		}
	}
	if len(again.Children(storage.TopLevel)) > 0 {
		t.Errorf("there still are%s", outline(again))
	}
	steps, _ := forth(t, user, again)
	check(t, user.Commit(t.Context(), steps))
	if want := `document{"by":1}owner{"x":2}`; said(again) != want || outline(again) != shown {
		t.Errorf("done again it says %s, with%s", said(again), outline(again))
	}
	if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 || report.Goals != 3 {
		t.Errorf("checked: %+v", report)
	}

	ids, _, err := tree.Graft(storage.TopLevel, 0, storage.ActPaste, []storage.Branch{{Goal: storage.Goal{ID: storage.Owner}}})
	if err != nil || ids[0] == storage.Owner {
		t.Errorf("a goal took its place: %v, %v", ids, err)
	}
}

// Who signs in after importing has it still; who has imported something themselves keeps that.
func TestWhatAFileSaysGoesWithTheGoals(t *testing.T) {
	store := open(t, file(t))
	local := store.User(must(store.Local(t.Context()))(t))
	takeIn(t, local, []storage.Graft{{Parent: storage.TopLevel, Goals: many(1)}},
		storage.Goal{ID: storage.Document, Extra: `{"by":1}`}, storage.Goal{ID: storage.Owner, Extra: `{"x":2}`})
	id := signIn(t, store, account("github", "1", 1), "cat")
	cat := store.User(id)
	takeIn(t, cat, nil, storage.Goal{ID: storage.Owner, Extra: `{"mine":1}`})
	check(t, store.Claim(t.Context(), id))
	claimed := must(cat.Tree(t.Context()))(t)
	if got := said(claimed); got != `document{"by":1}owner{"mine":1}` {
		t.Errorf("claimed, it says %s", got)
	}
	steps, _ := back(t, cat, claimed)
	check(t, cat.Commit(t.Context(), steps))
	if got := said(must(cat.Tree(t.Context()))(t)); got != `documentowner{"mine":1}` {
		t.Errorf("given back, it says %s", got)
	}
	if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 {
		t.Errorf("%q", report.Problems)
	}
}

// It is recovered like everything else, and no goal is missed for it.
func TestWhatAFileSaysIsRecovered(t *testing.T) {
	path := file(t)
	store := must(storage.Open(t.Context(), path, ticking()))(t)
	id := must(store.Local(t.Context()))(t)
	takeIn(t, store.User(id), []storage.Graft{{Parent: storage.TopLevel, Goals: many(2)}}, storage.Goal{ID: storage.Document, Extra: `{"by":1}`})
	check(t, store.Close())
	db := raw(t, path)
	for _, query := range []string{
		`DROP TRIGGER operation_remains`,
		`DELETE FROM operation WHERE goal = 'document' AND kind = 'move'`,
		`PRAGMA foreign_keys = OFF`,
		`DELETE FROM goal WHERE id = 'document'`,
	} {
		run(t, db, query)
	}
	done := must(storage.Recover(t.Context(), storage.Rescue{Path: path, Now: ticking(), Why: storage.ErrDamaged}))(t)
	if done.Goals != 2 || done.Missing > 0 {
		t.Errorf("told: %+v", done)
	}
	if got := said(must(open(t, path).User(id).Tree(t.Context()))(t)); got != `document{"by":1}` {
		t.Errorf("it says %s", got)
	}
}
