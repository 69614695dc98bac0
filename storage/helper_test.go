package storage_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"overachiever/storage"
)

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// start is when the tests take place.
func start() time.Time { return time.Date(2027, 1, 31, 12, 0, 0, 0, time.UTC) }

// ticking is a clock that moves on by a millisecond each time someone looks.
func ticking() func() time.Time {
	var mu sync.Mutex
	now := start()
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Millisecond)
		return now
	}
}

func must[T any](value T, err error) func(t tester) T {
	return func(t tester) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func check(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newTree(t tester) *storage.Tree {
	t.Helper()
	return must(storage.NewTree(nil, storage.NewClock("test", ticking())))(t)
}

// plant makes goals from lines indented by tabs, and returns their ids by name.
func plant(t tester, tree *storage.Tree, outline string) map[string]storage.GoalID {
	t.Helper()
	ids := map[string]storage.GoalID{}
	above := []storage.GoalID{storage.TopLevel}
	for _, line := range strings.Split(strings.Trim(outline, "\n"), "\n") {
		name := strings.TrimLeft(line, "\t")
		depth := len(line) - len(name)
		id, _, err := tree.Create(above[depth], 1000, name)
		check(t, err)
		ids[name] = id
		above = append(above[:depth+1], id)
	}
	return ids
}

// outline is the opposite of plant. Goals have the day they are due, and a ✓ when they are
// completed; the trash is at the end.
func outline(tree *storage.Tree) string {
	var text strings.Builder
	var write func(parent storage.GoalID, depth int)
	write = func(parent storage.GoalID, depth int) {
		for _, id := range tree.Children(parent) {
			goal, _ := tree.Goal(id)
			text.WriteString("\n" + strings.Repeat("\t", depth) + goal.Name)
			if goal.Due != "" {
				text.WriteString(" " + string(goal.Due))
			}
			if !goal.Completed.IsZero() {
				text.WriteString(" ✓")
			}
			write(id, depth+1)
		}
	}
	write(storage.TopLevel, 0)
	if len(tree.Children(storage.Trash)) > 0 {
		text.WriteString("\nTRASH")
		write(storage.Trash, 1)
	}
	return text.String()
}

// snapshot is all that a tree shows: the goals in order, and what is counted.
func snapshot(t tester, tree *storage.Tree) string {
	t.Helper()
	var text strings.Builder
	var write func(parent storage.GoalID)
	write = func(parent storage.GoalID) {
		for i, id := range tree.Children(parent) {
			goal, ok := tree.Goal(id)
			if !ok || tree.Index(id) != i {
				t.Fatalf("goal %s: there %v, index %d instead of %d", id, ok, tree.Index(id), i)
			}
			fmt.Fprintf(&text, "%+v %v %v\n", goal, tree.Path(id), tree.Progress(id))
			write(id)
		}
	}
	write(storage.TopLevel)
	write(storage.Trash)
	fmt.Fprintf(&text, "%v %v", tree.Totals(), tree.Progress(storage.TopLevel))
	return text.String()
}

// goals lists all goals of a tree, those in the trash too.
func goals(tree *storage.Tree) []storage.Goal {
	var list []storage.Goal
	var add func(parent storage.GoalID)
	add = func(parent storage.GoalID) {
		for _, id := range tree.Children(parent) {
			goal, _ := tree.Goal(id)
			list = append(list, goal)
			add(id)
		}
	}
	add(storage.TopLevel)
	add(storage.Trash)
	return list
}

// open opens a file that is closed when the test ends.
func open(t *testing.T, path string) *storage.Store {
	t.Helper()
	store := must(storage.Open(context.Background(), path, ticking()))(t)
	t.Cleanup(func() { check(t, store.Close()) })
	return store
}

func file(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "goals.db")
}

// local returns a store on a new file and its local person.
func local(t *testing.T) (*storage.Store, *storage.User) {
	t.Helper()
	store := open(t, file(t))
	return store, store.User(must(store.Local(t.Context()))(t))
}

// eventually waits until a condition holds, ten seconds at most.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	limit := time.After(10 * time.Second)
	for !holds() {
		select {
		case <-limit:
			t.Fatalf("%s: not within ten seconds", what)
		case <-time.After(time.Millisecond):
		}
	}
}

// recall reads all that a tree's person could undo from the file.
func recall(t tester, user *storage.User, tree *storage.Tree) {
	t.Helper()
	fill(t, user, tree, (*storage.Tree).Unread)
}

// back undoes and forth redoes, once what that takes is read from the file.
func back(t tester, user *storage.User, tree *storage.Tree) ([]storage.Step, bool) {
	t.Helper()
	fill(t, user, tree, (*storage.Tree).UndoGap)
	return tree.Undo()
}

func forth(t tester, user *storage.User, tree *storage.Tree) ([]storage.Step, bool) {
	t.Helper()
	fill(t, user, tree, (*storage.Tree).RedoGap)
	return tree.Redo()
}

// fill reads a gap, as the window does before it goes back or forth.
func fill(t tester, user *storage.User, tree *storage.Tree, gap func(*storage.Tree) storage.Gap) {
	t.Helper()
	for at := gap(tree); !at.Empty(); at = gap(tree) {
		tree.AddHistory(must(user.History(context.Background(), at))(t))
	}
}

func names(tree *storage.Tree, ids []storage.GoalID) []string {
	var list []string
	for _, id := range ids {
		goal, _ := tree.Goal(id)
		list = append(list, goal.Name)
	}
	return slices.Clip(list)
}

// background is a context for helpers that rapid's checks use too.
func background() context.Context { return context.Background() }

// outgrow makes a file one of a newer version: it knows more of a goal, and says so.
func outgrow(t *testing.T, db *sql.DB) {
	t.Helper()
	run(t, db, `ALTER TABLE goal ADD COLUMN mood TEXT`)
	run(t, db, `PRAGMA user_version = 4711`)
}
