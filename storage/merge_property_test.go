package storage_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// wander does some edits of one person's tree and saves them.
func wander(t *rapid.T, store *storage.Store, user storage.UserID, tree *storage.Tree, label string) {
	t.Helper()
	var steps []storage.Step
	for range rapid.IntRange(0, 8).Draw(t, label) {
		steps = append(steps, edit(t, tree))
	}
	check(t, store.User(user).Commit(context.Background(), steps))
}

// Whatever two people have: a merge loses nothing, undoing it gives each exactly what
// they had, redoing it merges again; all by what is in the file.
func TestMergeIsUndone(t *testing.T) {
	t.Parallel() // the longest of this package
	path, rounds := file(t), 0
	store := must(storage.Open(t.Context(), path, ticking()))(t)
	rapid.Check(t, func(rt *rapid.T) {
		rounds++
		from := signIn(rt, store, account("github", fmt.Sprint("from", rounds), 1), "")
		into := signIn(rt, store, account("github", fmt.Sprint("into", rounds), 2), "")
		same := rapid.Bool().Draw(rt, "have imported the same file")
		for _, user := range []storage.UserID{from, into} {
			tree := must(store.User(user).Tree(t.Context()))(rt)
			if same {
				check(rt, store.User(user).Commit(t.Context(), []storage.Step{importOne(rt, tree)}))
			}
			wander(rt, store, user, tree, "edits before")
		}
		theirs, own, both := export(rt, store, from), export(rt, store, into), together(rt, store, from, into)
		apart := func(when string) {
			rt.Helper()
			if left, right := export(rt, store, from), export(rt, store, into); left != theirs || right != own {
				rt.Fatalf("%s: from has\n%s\ninstead of\n%s\nand into\n%s\ninstead of\n%s", when, left, theirs, right, own)
			}
			if left, right := logins(rt, store, from), logins(rt, store, into); len(left) != 1 || !strings.HasPrefix(left[0], "from") || len(right) != 1 {
				rt.Fatalf("%s: the accounts are %q and %q", when, left, right)
			}
		}
		merged := func(when string) {
			rt.Helper()
			tree := must(store.User(into).Tree(t.Context()))(rt)
			if got := namesakes(tree, storage.TopLevel); got != both {
				rt.Fatalf("%s: into has%s\nwant%s", when, got, both)
			}
			if totals := must(store.User(from).Tree(t.Context()))(rt).Totals(); totals.Total != 0 {
				rt.Fatalf("%s: from still has %d goals", when, totals.Total)
			}
			if left, right := logins(rt, store, from), logins(rt, store, into); len(left) != 0 || len(right) != 2 {
				rt.Fatalf("%s: the accounts are %q and %q", when, left, right)
			}
		}

		check(rt, store.Merge(t.Context(), from, into))
		merged("merged")
		tree := remembering(rt, store, into)
		wander(rt, store, into, tree, "edits after")
		save := func(steps ...storage.Step) { check(rt, store.User(into).Commit(t.Context(), steps)) }
		for {
			steps, ok := back(rt, store.User(into), tree)
			save(steps...)
			if !ok || steps[0].Act == storage.ActMerge {
				break
			}
		}
		apart("undone")
		steps, _ := forth(rt, store.User(into), tree)
		save(steps...)
		merged("redone")
		if rapid.Bool().Draw(rt, "ends apart") {
			steps, _ := back(rt, store.User(into), tree)
			save(steps...)
			apart("undone again")
		}
	})
	check(t, store.Close())
	sound(t, open(t, path))
}

// importOne imports what others have imported too.
func importOne(t tester, tree *storage.Tree) storage.Step {
	t.Helper()
	_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, []storage.Branch{{
		Goal:     storage.Goal{ID: "one", Name: "one", Description: "of many", Due: "2027-02-01", Created: start()},
		Children: []storage.Branch{{Goal: storage.Goal{ID: "two", Name: "two", Created: start(), Completed: start()}}},
	}})
	check(t, err)
	return step
}

// together is what into is to have after a merge.
func together(t tester, store *storage.Store, from, into storage.UserID) string {
	t.Helper()
	own := must(store.User(into).Tree(context.Background()))(t)
	theirs := must(store.User(from).Tree(context.Background()))(t)
	return namesakes(own, storage.TopLevel) + namesakes(theirs, storage.TopLevel)
}

// namesakes writes all goals but for their ids and positions.
func namesakes(tree *storage.Tree, parent storage.GoalID) string {
	var text strings.Builder
	for _, id := range tree.Children(parent) {
		goal, _ := tree.Goal(id)
		goal.ID, goal.Parent, goal.Position = "", "", ""
		fmt.Fprintf(&text, "\n%s%+v%s", strings.Repeat("\t", len(tree.Path(id))), goal, namesakes(tree, id))
	}
	return text.String()
}

// Whatever becomes of the goals that were taken, in the trash of whose they were: undoing
// the merge is saved, makes no cycle, and brings back all that is still in the trash.
func TestMergeIsUndoneOverTheOthersEdits(t *testing.T) {
	t.Parallel() // the longest of this package
	store := open(t, file(t))
	rounds := 0
	rapid.Check(t, func(rt *rapid.T) {
		rounds++
		from := signIn(rt, store, account("github", fmt.Sprint("from", rounds), 1), "a\n\tb\n\t\tc\nd")
		into := signIn(rt, store, account("github", fmt.Sprint("into", rounds), 1), "")
		check(rt, store.Merge(t.Context(), from, into))

		tree := remembering(rt, store, from)
		top := slices.Clone(tree.Children(storage.Trash))
		save := func(steps ...storage.Step) { check(rt, store.User(from).Commit(t.Context(), steps)) }
		for range rapid.IntRange(0, 10).Draw(rt, "edits of from") {
			switch rapid.IntRange(0, 5).Draw(rt, "kind") {
			case 0:
				undone, _ := back(rt, store.User(from), tree)
				save(undone...)
			case 1:
				redone, _ := forth(rt, store.User(from), tree)
				save(redone...)
			default:
				save(edit(rt, tree))
			}
		}
		taken := remembering(rt, store, into)
		undone, _ := back(rt, store.User(into), taken)
		check(rt, store.User(into).Commit(t.Context(), undone))

		after := must(store.User(from).Tree(t.Context()))(rt)
		for _, goal := range goals(tree) {
			now, there := after.Goal(goal.ID)
			if !there {
				rt.Fatalf("%s is lost", goal.ID)
			}
			if !tree.IsBelow(goal.ID, storage.Trash) && now != goal {
				rt.Fatalf("%+v became %+v", goal, now)
			}
		}
		for _, id := range top {
			if _, there := tree.Goal(id); there && after.IsBelow(id, storage.Trash) {
				rt.Fatalf("%s stayed in the trash", id)
			}
		}
		redone, _ := taken.Redo()
		undone, _ = taken.Undo()
		check(rt, store.User(into).Commit(t.Context(), append(redone, undone...)))
		if got := must(store.User(from).Tree(t.Context()))(rt); outline(got) != outline(after) {
			rt.Fatalf("from had%s\nand has%s", outline(after), outline(got))
		}
	})
	sound(t, store)
}
