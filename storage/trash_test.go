package storage_test

import (
	"testing"

	"overachiever/storage"
)

func TestRestore(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, fruit)
	before := outline(tree)
	for _, name := range []string{"core", "apple"} {
		must(tree.Delete(id[name]))(t)
	}
	must(tree.Restore(id["apple"]))(t)
	must(tree.Restore(id["core"]))(t)
	if outline(tree) != before {
		t.Errorf("restored to their places:%s", outline(tree))
	}
	must(tree.Delete(id["core"]))(t)
	must(tree.Delete(id["apple"]))(t)
	must(tree.Restore(id["core"]))(t) // its parent does not stand any more
	must(tree.Restore(id["peel"]))(t) // went to the trash with its parent
	want := "\nbanana\ncherry\n\tstone\ncore\n\tpip\npeel\nTRASH\n\tapple"
	if outline(tree) != want {
		t.Errorf("got:%s\nwant:%s", outline(tree), want)
	}
}

// Goals restored together go back to their places in whatever order they were deleted and
// are named, also one below the other.
func TestRestoreSeveral(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, fruit)
	before := snapshot(t, tree)
	for _, name := range []string{"pip", "peel", "core", "cherry", "apple", "banana"} {
		must(tree.Delete(id[name]))(t)
	}
	step := must(tree.Restore(id["pip"], id["peel"], id["cherry"], id["core"], id["banana"], id["apple"]))(t)
	if snapshot(t, tree) != before {
		t.Errorf("restored:%s", outline(tree))
	}
	if step.Subject != "6 goals" || step.Act != storage.ActRestore {
		t.Errorf("%s of %q", step.Act, step.Subject)
	}
}

// Two goals of which each was in the other when it was deleted, by a roundabout way: one
// of them has no place to go back to.
func TestRestoreEachInTheOther(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, "a\n\tb\nx")
	a, b, x := id["a"], id["b"], id["x"]
	must(tree.Delete(b))(t) // was in a
	must(tree.Move(b, storage.TopLevel, 0))(t)
	must(tree.Move(a, b, 0))(t)
	must(tree.Delete(a, x))(t) // a was in b
	must(tree.Move(b, x, 0))(t)
	must(tree.Erase(b))(t)
	_, _, err := tree.Graft(storage.Trash, 0, storage.ActImport, []storage.Branch{{Goal: storage.Goal{ID: b, Name: "b"}}})
	check(t, err)
	must(tree.Restore(a, b))(t)
	if got := outline(tree); got != "\na\n\tb\nTRASH\n\tx" {
		t.Errorf("restored:%s", got)
	}
}

// What is completed goes with everything below it; what has an open goal below it stays.
func TestDeleteCompleted(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, fruit)
	for _, name := range []string{"apple", "core", "pip", "banana", "cherry"} {
		must(tree.Complete(storage.Completing{}, id[name]))(t)
	}
	before := snapshot(t, tree)
	step := must(tree.DeleteCompleted())(t)
	want := "\napple ✓\n\tpeel\ncherry ✓\n\tstone\nTRASH\n\tcore ✓\n\t\tpip ✓\n\tbanana ✓"
	if got := outline(tree); got != want || step.Subject != "2 goals" {
		t.Errorf("deleted %q:%s\nwant:%s", step.Subject, got, want)
	}
	tree.Undo()
	if snapshot(t, tree) != before {
		t.Errorf("undone:%s", outline(tree))
	}
}

// Emptying the trash takes all of it away at once. After a start nobody sees any of it, the
// file is sound, and undo still brings it back, each goal knowing where it was.
func TestEmptyTrash(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*storage.Tree, map[string]storage.GoalID) (storage.Step, error)
		left string // in the trash
	}{
		"empty": {func(tree *storage.Tree, _ map[string]storage.GoalID) (storage.Step, error) { return tree.EmptyTrash() }, ""},
		"erase": {func(tree *storage.Tree, id map[string]storage.GoalID) (storage.Step, error) {
			return tree.Erase(id["pip"], id["cherry"], id["apple"])
		}, "\nTRASH\n\tcore"},
	} {
		t.Run(name, func(t *testing.T) {
			store, user := local(t)
			me := must(store.Local(t.Context()))(t)
			tree := must(user.Tree(t.Context()))(t)
			id := plant(t, tree, fruit)
			planted := snapshot(t, tree)
			must(tree.Delete(id["core"], id["cherry"]))(t)
			deleted := snapshot(t, tree)
			check(t, user.Commit(t.Context(), done(tree)))
			exported := export(t, store, me)

			step := must(c.edit(tree, id))(t)
			check(t, user.Commit(t.Context(), []storage.Step{step}))
			if got := outline(tree); got != "\napple\n\tpeel\nbanana"+c.left {
				t.Errorf("left:%s", got)
			}
			again := remembering(t, store, me)
			if snapshot(t, again) != snapshot(t, tree) || export(t, store, me) != exported {
				t.Errorf("after a start:%s", outline(again))
			}
			for _, gone := range []string{"cherry", "stone", "pip"} {
				if _, there := again.Goal(id[gone]); there || again.Entry(id[gone]) != nil || len(again.Children(id[gone])) > 0 ||
					again.Progress(id[gone]) != (storage.Progress{}) || again.Index(id[gone]) >= 0 {
					t.Errorf("%s is still there", gone)
				}
				if _, err := again.Restore(id[gone]); err == nil {
					t.Errorf("%s was restored", gone)
				}
			}
			if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 || report.Goals != len(goals(tree)) {
				t.Errorf("checked: %+v", report)
			}

			undone, _ := again.Undo()
			check(t, user.Commit(t.Context(), undone))
			if snapshot(t, again) != deleted {
				t.Errorf("undone:%s", outline(again))
			}
			for _, tree := range []*storage.Tree{again, must(user.Tree(t.Context()))(t)} {
				must(tree.Restore(id["core"], id["cherry"]))(t)
				if snapshot(t, tree) != planted {
					t.Errorf("restored:%s", outline(tree))
				}
			}
			sound(t, store)
		})
	}
}

// A goal that was erased can be imported again. It comes alone: what was below it then, and
// is not in the import, stays away, until the import and the erasing are undone.
func TestImportWhatWasErased(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	id := plant(t, tree, "a\n\tb\n\t\tc\n\td")
	must(tree.Delete(id["a"]))(t)
	before := snapshot(t, tree)
	must(tree.EmptyTrash())(t)
	imports := []storage.Branch{
		{Goal: storage.Goal{ID: id["c"], Name: "c"}},
		{Goal: storage.Goal{ID: id["a"], Name: "a"}, Children: []storage.Branch{{Goal: storage.Goal{ID: id["b"], Name: "b2"}}}},
	}
	_, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, imports)
	check(t, err)
	check(t, user.Commit(t.Context(), done(tree)))
	for _, tree := range []*storage.Tree{tree, must(user.Tree(t.Context()))(t)} {
		if got := outline(tree); got != "\nc\na\n\tb2" || tree.Totals().Total != 3 {
			t.Errorf("imported:%s", got)
		}
	}
	tree.Undo()
	tree.Undo()
	if snapshot(t, tree) != before {
		t.Errorf("undone:%s", outline(tree))
	}
	sound(t, store)
}
