package storage_test

import (
	"fmt"
	"testing"
	"time"

	"overachiever/storage"
)

// A large step is not held in memory: its operations are read when it is undone or redone,
// in the session that made it and in later ones.
func TestLargeStepIsReadFromTheFile(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	plant(t, tree, "before")
	check(t, user.Commit(t.Context(), done(tree)))
	_, step, err := tree.Graft(storage.TopLevel, 1, storage.ActImport, forest(1_000))
	check(t, err)
	check(t, user.Commit(t.Context(), []storage.Step{step}))
	whole := snapshot(t, tree)
	for round := range 3 {
		if next, ok := tree.NextUndo(); !ok || next.ID != step.ID || !next.Empty() {
			t.Fatalf("round %d: next to undo is %s of %d operations", round, next.Act, len(next.Operations))
		}
		if _, ok := tree.Undo(); ok || tree.UndoGap().Empty() || snapshot(t, tree) != whole {
			t.Fatalf("round %d: undone without having been read", round)
		}
		undone, ok := back(t, user, tree)
		if !ok || outline(tree) != "\nbefore" {
			t.Fatalf("round %d: undone (%v) to%s", round, ok, outline(tree))
		}
		check(t, user.Commit(t.Context(), undone))
		tree = remembering(t, store, must(store.Local(t.Context()))(t))
		if _, ok := tree.Redo(); ok || tree.RedoGap().Empty() {
			t.Fatalf("round %d: redone without having been read", round)
		}
		redone, ok := forth(t, user, tree)
		if !ok || snapshot(t, tree) != whole {
			t.Fatalf("round %d: redone (%v) to%s", round, ok, outline(tree))
		}
		check(t, user.Commit(t.Context(), redone))
	}
	sound(t, store)
}

// However many steps there were, in however many sessions: all of them can be undone, and
// then all of them redone.
func TestAllStepsCanBeUndoneAfterRestart(t *testing.T) {
	store, user := local(t)
	const sessions, each = 5, 500
	for session := range sessions {
		tree := remembering(t, store, must(store.Local(t.Context()))(t))
		var steps []storage.Step
		for i := range each {
			_, step, err := tree.Create(storage.TopLevel, 0, fmt.Sprint(session*each+i))
			check(t, err)
			steps = append(steps, step)
		}
		check(t, user.Commit(t.Context(), steps))
	}
	turnAll := func(turn func(tester, *storage.User, *storage.Tree) ([]storage.Step, bool), left func(i int) int) {
		tree := must(user.Tree(t.Context()))(t)
		var steps []storage.Step
		for i := range sessions * each {
			turned, ok := turn(t, user, tree)
			if !ok || tree.Totals().Total != left(i) {
				t.Fatalf("turn %d: %v, %d goals", i, ok, tree.Totals().Total)
			}
			steps = append(steps, turned...)
		}
		if _, more := turn(t, user, tree); more {
			t.Fatal("there was more than was done")
		}
		check(t, user.Commit(t.Context(), steps))
	}
	turnAll(back, func(i int) int { return sessions*each - 1 - i })
	turnAll(forth, func(i int) int { return i + 1 })
	sound(t, store)
}

// In one session, too, what is long ago is read again from the file.
func TestAllStepsCanBeUndoneInOneSession(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	const all = 2500
	for i := range all {
		_, step, err := tree.Create(storage.TopLevel, 0, fmt.Sprint(i))
		check(t, err)
		check(t, user.Commit(t.Context(), []storage.Step{step}))
	}
	for i := range all {
		steps, ok := back(t, user, tree)
		if !ok || len(tree.Children(storage.TopLevel)) != all-1-i {
			t.Fatalf("undo %d: %v, %d goals", i, ok, len(tree.Children(storage.TopLevel)))
		}
		check(t, user.Commit(t.Context(), steps))
	}
	for i := range all {
		if _, ok := forth(t, user, tree); !ok || len(tree.Children(storage.TopLevel)) != i+1 {
			t.Fatalf("redo %d: %v, %d goals", i, ok, len(tree.Children(storage.TopLevel)))
		}
	}
	sound(t, store)
}

// What was typed into one description without a long pause is undone at once, and redone;
// also after a restart, and where it was read in two parts.
func TestTypingIsUndoneTogether(t *testing.T) {
	now := start()
	path := file(t)
	store := must(storage.Open(t.Context(), path, func() time.Time { return now }))(t)
	defer func() { check(t, store.Close()) }()
	user := store.User(must(store.Local(t.Context()))(t))
	tree := must(user.Tree(t.Context()))(t)
	id := plant(t, tree, "a\nb")
	steps := done(tree)
	types := func(goal, text string, after time.Duration) {
		now = now.Add(after)
		steps = append(steps, must(tree.Describe(id[goal], text))(t))
	}
	types("a", "I", time.Second)
	types("a", "I w", time.Second)
	types("a", "I will", 4999*time.Millisecond)
	types("a", "I will.", 5*time.Second) // a pause
	types("a", "I will. Now", time.Second)
	types("b", "Why", time.Second) // another goal
	for i := range 600 {           // more than is read at once
		types("b", fmt.Sprint("Why ", i), time.Second)
	}
	now = now.Add(time.Second)
	steps = append(steps, must(tree.Rename(id["b"], "c"))(t))
	types("b", "Why not", time.Second) // something else between
	check(t, user.Commit(t.Context(), steps))

	described := func(tree *storage.Tree) string {
		a, _ := tree.Goal(id["a"])
		b, _ := tree.Goal(id["b"])
		return a.Description + "|" + b.Description
	}
	states := []string{"I will. Now|Why not", "I will. Now|Why 599", "I will. Now|Why 599", "I will. Now|", "I will|", "|"}
	for name, tree := range map[string]*storage.Tree{"in the session": tree, "after a restart": must(user.Tree(t.Context()))(t)} {
		for i, want := range states[1:] {
			if steps, ok := back(t, user, tree); !ok || described(tree) != want {
				t.Errorf("%s, undo %d: %d steps give %q, want %q", name, i, len(steps), described(tree), want)
			}
		}
		for i := len(states) - 2; i >= 0; i-- {
			if steps, ok := forth(t, user, tree); !ok || described(tree) != states[i] {
				t.Errorf("%s, redo to %d: %d steps give %q, want %q", name, i, len(steps), described(tree), states[i])
			}
		}
	}
}

// A part of the history that comes late, or twice, makes no gap and no double.
func TestPagesOfHistoryComeOnce(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	const all = 1200
	var steps []storage.Step
	for i := range all {
		_, step, err := tree.Create(storage.TopLevel, 0, fmt.Sprint(i))
		check(t, err)
		steps = append(steps, step)
	}
	check(t, user.Commit(t.Context(), steps))
	again := must(store.User(must(store.Local(t.Context()))(t)).Tree(t.Context()))(t)
	first := again.Unread()
	newest, twice := must(user.History(t.Context(), first))(t), must(user.History(t.Context(), first))(t)
	again.AddHistory(newest)
	for range 400 {
		again.Undo()
	}
	second := must(user.History(t.Context(), again.Unread()))(t)
	again.AddHistory(twice)
	again.AddHistory(second)
	again.AddHistory(second)
	for i := range all - 400 {
		if _, ok := back(t, user, again); !ok || len(again.Children(storage.TopLevel)) != all-401-i {
			t.Fatalf("undo %d: %v, %d goals", 400+i, ok, len(again.Children(storage.TopLevel)))
		}
	}
}
