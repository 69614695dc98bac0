package storage_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"overachiever/storage"

	"pgregory.net/rapid"
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

// edit does something that a person could do, and returns the step.
func edit(t *rapid.T, tree *storage.Tree) storage.Step {
	t.Helper()
	ids := []storage.GoalID{storage.TopLevel}
	for _, goal := range goals(tree) {
		ids = append(ids, goal.ID)
	}
	parent := rapid.SampledFrom(ids).Draw(t, "parent")
	index := rapid.IntRange(-1, 5).Draw(t, "index")
	text := rapid.StringN(0, 12, -1).Draw(t, "text")
	create := func() (storage.Step, error) {
		_, step, err := tree.Create(parent, index, text)
		return step, err
	}
	if len(ids) == 1 {
		return must(create())(t)
	}
	id := rapid.SampledFrom(ids[1:]).Draw(t, "goal")
	some := rapid.SliceOfN(rapid.SampledFrom(ids[1:]), 1, 5).Draw(t, "goals")
	if rapid.Bool().Draw(t, "with all beside") {
		goal, _ := tree.Goal(id)
		some = append(some, tree.Children(goal.Parent)...)
	}
	pasted := rapid.SampledFrom([]int{0, 1, 20}).Draw(t, "pasted") // 42 goals are a batch
	flag := rapid.Bool().Draw(t, "flag")
	edits := []func() (storage.Step, error){
		create,
		create, // lest everything ends up in the trash
		func() (storage.Step, error) { return tree.Rename(id, text) },
		func() (storage.Step, error) { return tree.Describe(id, text) },
		func() (storage.Step, error) { return tree.SetDueAll("2027-02-28", some...) },
		func() (storage.Step, error) { return tree.SetDue(id, "") },
		func() (storage.Step, error) { return tree.Complete(storage.Completing{}, id) },
		func() (storage.Step, error) {
			return tree.Complete(storage.Completing{Below: flag, Above: index > 1}, some...)
		},
		func() (storage.Step, error) { return tree.Reopen(some...) },
		func() (storage.Step, error) { return tree.Delete(id) },
		func() (storage.Step, error) { return tree.Delete(some...) },
		tree.DeleteCompleted,
		func() (storage.Step, error) { return tree.Restore(id) },
		func() (storage.Step, error) { return tree.Restore(some...) },
		func() (storage.Step, error) { return tree.Restore(tree.Children(storage.Trash)...) },
		func() (storage.Step, error) { return tree.Erase(some...) },
		tree.EmptyTrash,
		func() (storage.Step, error) { return tree.Indent(id) },
		func() (storage.Step, error) { return tree.Indent(some...) },
		func() (storage.Step, error) { return tree.Outdent(id) },
		func() (storage.Step, error) { return tree.Outdent(some...) },
		func() (storage.Step, error) { return moveAll(tree, []storage.GoalID{id}, parent, index) },
		func() (storage.Step, error) { return moveAll(tree, some, parent, index) },
		func() (storage.Step, error) {
			if len(ids) > 200 {
				return storage.Step{}, nil // it was doubled often enough
			}
			_, step, err := tree.Duplicate(some...)
			return step, err
		},
		func() (storage.Step, error) {
			_, step, err := tree.Split(id, text, "rest", flag)
			return step, err
		},
		func() (storage.Step, error) {
			if parent == storage.TopLevel || parent == id || tree.IsBelow(parent, id) {
				return storage.Step{}, nil
			}
			return tree.Join(id, parent)
		},
		func() (storage.Step, error) {
			branch := storage.Branch{Goal: storage.Goal{Name: text}, Children: make([]storage.Branch, pasted)}
			_, step, err := tree.Graft(parent, index, storage.ActPaste, []storage.Branch{branch, branch})
			return step, err
		},
	}
	return must(edits[rapid.IntRange(0, len(edits)-1).Draw(t, "act")]())(t)
}

// moveAll moves goals unless one of them would come below itself.
func moveAll(tree *storage.Tree, ids []storage.GoalID, parent storage.GoalID, index int) (storage.Step, error) {
	for _, id := range ids {
		if parent == id || tree.IsBelow(parent, id) {
			return storage.Step{}, nil
		}
	}
	return tree.MoveAll(ids, parent, index)
}

// grown is a tree of so many goals at most, in any shape: enough for moves of many at once.
func grown(t *rapid.T, most int) *storage.Tree {
	t.Helper()
	tree := newTree(t)
	above := rapid.SliceOfN(rapid.IntRange(0, 8), 0, most).Draw(t, "shape")
	root := &twig{}
	twigs := []*twig{root}
	for _, back := range above {
		parent, child := twigs[max(0, len(twigs)-1-back)], &twig{}
		if back == 8 {
			parent = root
		}
		parent.children = append(parent.children, child)
		twigs = append(twigs, child)
	}
	_, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, root.forest())
	check(t, err)
	return tree
}

// twig is a goal of a tree in the making.
type twig struct{ children []*twig }

func (w *twig) forest() []storage.Branch {
	var forest []storage.Branch
	for i, child := range w.children {
		forest = append(forest, storage.Branch{Goal: storage.Goal{Name: fmt.Sprint(i)}, Children: child.forest()})
	}
	return forest
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
