package storage_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"overachiever/storage"
)

// Whatever is done to many goals by one step, and taken back and done again, the file has
// the goals that the tree has, and their journal leads to them.
func TestManyOperationsOfOneStep(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	save := func(what string, steps ...storage.Step) {
		t.Helper()
		check(t, user.Commit(t.Context(), steps))
		if got, want := snapshot(t, must(user.Tree(t.Context()))(t)), snapshot(t, tree); got != want {
			t.Fatalf("%s:\n%s\nwant\n%s", what, got, want)
		}
		sound(t, store)
	}
	travel := func(what string, gap func() storage.Gap, turn func() ([]storage.Step, bool)) {
		t.Helper()
		tree.AddHistory(must(user.History(t.Context(), gap()))(t))
		steps, ok := turn()
		if !ok {
			t.Fatalf("no %s", what)
		}
		save(what, steps...)
	}
	imported := grownBy(t, tree, 200)
	save("import", imported)
	save("due", must(tree.SetDueAll("2028-02-29", ids(tree)...))(t))
	save("reopen", must(tree.Reopen(ids(tree)...))(t))
	save("complete", must(tree.Complete(storage.Completing{Below: true}, tree.Children(storage.TopLevel)...))(t))
	leaves := slices.DeleteFunc(ids(tree), func(id storage.GoalID) bool { return len(tree.Children(id)) > 0 })
	save("flatten", must(tree.MoveAll(leaves, storage.TopLevel, 3))(t))
	save("delete", must(tree.Delete(tree.Children(storage.TopLevel)[:100]...))(t))
	save("empty", must(tree.EmptyTrash())(t))
	for i := range 7 {
		travel(fmt.Sprint("undo ", i), tree.UndoGap, tree.Undo)
	}
	if tree.Totals().Total != 0 || len(leaves) < 100 {
		t.Errorf("left: %+v; %d leaves", tree.Totals(), len(leaves))
	}
	for i := range 7 {
		travel(fmt.Sprint("redo ", i), tree.RedoGap, tree.Redo)
	}
}

// grownBy is a step that makes many goals in a tree.
func grownBy(t *testing.T, tree *storage.Tree, number int) storage.Step {
	t.Helper()
	_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, many(number))
	check(t, err)
	return step
}

// One that is wrong, wherever among many, and nothing of the step is saved.
func TestOneOfManyOperationsIsRefused(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	check(t, user.Commit(t.Context(), []storage.Step{grownBy(t, tree, 100)}))
	before := must(store.Check(t.Context()))(t)
	good := must(tree.SetDueAll("2028-02-29", ids(tree)...))(t)
	for _, at := range []int{0, 40, 63, 64, 99} {
		for want, spoil := range map[error]func(*storage.Operation){
			storage.ErrNoGoal: func(o *storage.Operation) { o.Goal = "nobody" },
			storage.ErrBadOperation: func(o *storage.Operation) {
				*o = storage.Operation{ID: o.ID, Stamp: o.Stamp, Goal: o.Goal, Kind: storage.Move, Parent: storage.Trash}
			},
		} {
			bad := good
			bad.Operations = slices.Clone(good.Operations)
			spoil(&bad.Operations[at])
			if err := user.Commit(t.Context(), []storage.Step{bad}); !errors.Is(err, want) {
				t.Errorf("operation %d: %v, want %v", at, err, want)
			}
		}
		bad := good
		bad.Operations = slices.Clone(good.Operations)
		bad.Operations[at].Field = "user"
		if err := user.Commit(t.Context(), []storage.Step{bad}); err == nil {
			t.Errorf("operation %d set what is no field", at)
		}
	}
	if after := must(store.Check(t.Context()))(t); after.Hash != before.Hash || len(after.Problems) > 0 {
		t.Errorf("it became %+v", after)
	}
}

// A long step that is tried again does not take back what was done after it.
func TestManyOperationsTwiceAreOnce(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	imported := grownBy(t, tree, 100)
	due := must(tree.SetDueAll("2028-02-29", ids(tree)...))(t)
	later := must(tree.SetDueAll("2028-03-01", ids(tree)...))(t)
	undone, _ := tree.Undo()
	check(t, user.Commit(t.Context(), append([]storage.Step{imported, due, later}, undone...)))
	want := must(store.Check(t.Context()))(t)
	for _, step := range append([]storage.Step{imported, due, later}, undone...) {
		check(t, user.Commit(t.Context(), []storage.Step{step}))
	}
	if got := must(store.Check(t.Context()))(t); got.Hash != want.Hash || len(got.Problems) > 0 {
		t.Errorf("it became %+v", got)
	}
}

// BenchmarkTravel takes back an import of 100,000 goals, and does it again, as the window
// has it done in the file.
func BenchmarkTravel(b *testing.B) {
	_, _, imported := big(b, 100_000)
	for b.Loop() {
		store := must(storage.Open(b.Context(), filepath.Join(b.TempDir(), "goals.db"), time.Now))(b)
		user := store.User(must(store.Local(b.Context()))(b))
		began := time.Now()
		lap := func(unit string) { b.ReportMetric(time.Since(began).Seconds(), unit); began = time.Now() }
		check(b, user.Commit(b.Context(), []storage.Step{imported}))
		lap("s/import")
		for _, to := range []struct {
			unit string
			gap  func(*storage.Tree) storage.Gap
			turn func(*storage.Tree) ([]storage.Step, bool)
		}{
			{"s/undo", (*storage.Tree).UndoGap, (*storage.Tree).Undo},
			{"s/redo", (*storage.Tree).RedoGap, (*storage.Tree).Redo},
		} {
			must(user.Rework(b.Context(), func(tree *storage.Tree) ([]storage.Step, error) {
				for _, gap := range []func(*storage.Tree) storage.Gap{(*storage.Tree).Unread, to.gap} {
					tree.AddHistory(must(user.History(b.Context(), gap(tree)))(b))
				}
				lap(to.unit + "-read")
				steps, ok := to.turn(tree)
				lap(to.unit + "-memory")
				if !ok {
					b.Fatal("nothing to undo")
				}
				return steps, nil
			}, nil))(b)
			lap(to.unit)
		}
		check(b, store.Close())
	}
}
