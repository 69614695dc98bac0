package storage_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// copyOf is a tree of the same goals, as a backup has them.
func copyOf(t tester, tree *storage.Tree) *storage.Tree {
	t.Helper()
	return must(storage.NewTree(goals(tree), nil))(t)
}

// became makes sure that tree, which was before, has become other: the same goals outside
// the trash; in it all that other has there, and what other does not have and was there.
func became(t tester, tree, before, other *storage.Tree) {
	t.Helper()
	if got, want := living(tree), living(other); got != want {
		t.Fatalf("the goals became%s\nwant%s", got, want)
	}
	for _, goal := range goals(other) {
		if now, ok := tree.Goal(goal.ID); !ok || now != goal {
			t.Fatalf("%+v became %+v", goal, now)
		}
	}
	for _, goal := range goals(tree) {
		if _, ok := other.Goal(goal.ID); ok {
			continue
		}
		if _, ok := before.Goal(goal.ID); !ok || !tree.IsBelow(goal.ID, storage.Trash) {
			t.Fatalf("%+v came from somewhere, or stayed", goal)
		}
	}
	for _, goal := range goals(before) {
		if _, ok := tree.Goal(goal.ID); !ok {
			t.Fatalf("%+v is lost", goal)
		}
	}
}

// living are all goals outside the trash, in order, with all there is of them.
func living(tree *storage.Tree) string {
	var text strings.Builder
	var write func(parent storage.GoalID)
	write = func(parent storage.GoalID) {
		for _, id := range tree.Children(parent) {
			goal, _ := tree.Goal(id)
			fmt.Fprintf(&text, "\n%+v %v", goal, tree.Progress(id))
			write(id)
		}
	}
	write(storage.TopLevel)
	return text.String()
}

// Whatever was done since, or before, or in another tree: it becomes the other one, what
// differed was told before, and undo and redo go back and forth.
func TestBecome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := grown(t, 30)
		some := func(label string) {
			for range rapid.IntRange(0, 12).Draw(t, label) {
				edit(t, tree)
			}
		}
		some("edits before")
		other := copyOf(t, tree)
		if rapid.IntRange(0, 9).Draw(t, "nothing in common") == 0 {
			other = copyOf(t, grown(t, 10))
		}
		some("edits after")
		for range rapid.IntRange(0, 3).Draw(t, "undone") {
			tree.Undo()
		}
		differs := tree.Differences(other)
		told(t, tree, other, differs)

		before, was := snapshot(t, tree), copyOf(t, tree)
		step := must(tree.Become(other))(t)
		became(t, tree, was, other)
		if differs.Empty() && before != snapshot(t, tree) {
			t.Fatalf("nothing was to change, but\n%s\nbecame\n%s", before, snapshot(t, tree))
		}
		if !tree.Differences(other).Empty() || !must(tree.Become(other))(t).Empty() {
			t.Fatal("it still differs")
		}
		if step.Empty() {
			return
		}
		if step.Act != storage.ActRevert {
			t.Fatalf("the act is %q", step.Act)
		}
		after := snapshot(t, tree)
		if _, ok := tree.Undo(); !ok || snapshot(t, tree) != before {
			t.Fatalf("undone:\n%s\nwant\n%s", snapshot(t, tree), before)
		}
		if _, ok := tree.Redo(); !ok || snapshot(t, tree) != after {
			t.Fatalf("redone:\n%s\nwant\n%s", snapshot(t, tree), after)
		}
	})
}

// told makes sure that each goal is in the one list it belongs to.
func told(t tester, tree, other *storage.Tree, differs storage.Differences) {
	t.Helper()
	list := map[storage.GoalID]string{}
	for name, of := range map[string][]storage.Difference{"back": differs.Back, "gone": differs.Gone, "changed": differs.Changed} {
		for _, d := range of {
			if list[d.Goal.ID] != "" {
				t.Fatalf("%s is %s and %s", d.Goal.ID, list[d.Goal.ID], name)
			}
			list[d.Goal.ID] = name
		}
	}
	lives := func(tree *storage.Tree, id storage.GoalID) bool { return tree.IsBelow(id, storage.TopLevel) }
	for _, goal := range append(goals(tree), goals(other)...) {
		now, _ := tree.Goal(goal.ID)
		then, _ := other.Goal(goal.ID)
		want := ""
		switch before, after := lives(tree, goal.ID), lives(other, goal.ID); {
		case before && !after:
			want = "gone"
		case after && !before:
			want = "back"
		case before && after && now != then:
			want = "changed"
		}
		if list[goal.ID] != want {
			t.Fatalf("%+v is said to be %q, but is %q", goal, list[goal.ID], want)
		}
	}
}

// The same by what is in the file: saved, undone after the next start, and sound.
func TestRevert(t *testing.T) {
	store, rounds := open(t, file(t)), 0
	rapid.Check(t, func(rt *rapid.T) {
		rounds++
		person := signIn(rt, store, account("github", fmt.Sprint("person", rounds), 1), "")
		user := store.User(person)
		tree := must(user.Tree(t.Context()))(rt)
		wander(rt, store, person, tree, "edits before")
		other := must(user.Tree(t.Context()))(rt) // as a backup has it
		wander(rt, store, person, tree, "edits after")

		before := must(user.Tree(t.Context()))(rt)
		differs := !before.Differences(other).Empty()
		check(rt, user.Revert(t.Context(), other))
		now := remembering(rt, store, person)
		became(rt, now, before, other)
		if !differs {
			return
		}
		steps, ok := back(rt, user, now)
		if !ok || steps[0].Act != storage.ActRevert {
			rt.Fatalf("taken back: %v", steps)
		}
		check(rt, user.Commit(t.Context(), steps))
		if got, want := snapshot(rt, must(user.Tree(t.Context()))(rt)), snapshot(rt, before); got != want {
			rt.Fatalf("taken back:\n%s\nwant\n%s", got, want)
		}
	})
	sound(t, store)
}

func TestDifferences(t *testing.T) {
	tree := newTree(t)
	ids := plant(t, tree, "a\n\tb\nc\nd\ne")
	check(t, last(tree.Delete(ids["e"])))
	other := copyOf(t, tree)
	check(t, last(tree.Delete(ids["b"])))
	check(t, last(tree.Rename(ids["c"], "C")))
	check(t, last(tree.SetDue(ids["c"], "2027-02-01")))
	check(t, last(tree.Move(ids["d"], ids["a"], 0)))
	check(t, last(tree.EmptyTrash()))
	plant(t, tree, "new")
	d := tree.Differences(other)
	if len(d.Back) != 1 || d.Back[0].Goal.Name != "b" {
		t.Errorf("back: %+v", d.Back)
	}
	if len(d.Gone) != 1 || d.Gone[0].Goal.Name != "new" {
		t.Errorf("gone: %+v", d.Gone)
	}
	if len(d.Changed) != 2 || d.Trash != 1 {
		t.Fatalf("changed: %+v, trash %d", d.Changed, d.Trash)
	}
	if c := d.Changed[0]; c.Goal.Name != "c" || c.Was != "C" || c.Moved || fmt.Sprint(c.Fields) != "[name due]" {
		t.Errorf("changed: %+v", c)
	}
	if moved := d.Changed[1]; moved.Goal.Name != "d" || !moved.Moved || len(moved.Fields) > 0 {
		t.Errorf("moved: %+v", moved)
	}
}

func last(_ storage.Step, err error) error { return err }

func TestWhoIsInABackup(t *testing.T) {
	store, dir := open(t, file(t)), t.TempDir()
	ann := signIn(t, store, account("github", "ann", 1), "a")
	there := open(t, filepath.Join(dir, "other.db"))
	alsoAnn := signIn(t, there, account("gitlab", "anna", 1), "b")
	alone := must(there.Local(t.Context()))(t)
	backup := filepath.Join(dir, "backup.db")
	check(t, there.Backup(t.Context(), backup))
	from := must(storage.OpenBackup(t.Context(), backup, ticking()))(t)
	defer func() { check(t, from.Close()) }()

	if id, err := store.User(ann).In(t.Context(), from); !errors.Is(err, storage.ErrNotInBackup) || !explains(err) {
		t.Errorf("who is not in it is %q, %v", id, err)
	}
	check(t, store.Connect(t.Context(), ann, account("gitlab", "anna", 2)))
	if id := must(store.User(ann).In(t.Context(), from))(t); id != alsoAnn {
		t.Errorf("by an account: %q instead of %q", id, alsoAnn)
	}
	if id := must(store.User(must(store.Local(t.Context()))(t)).In(t.Context(), from))(t); id != alone {
		t.Errorf("who has no account is %q instead of %q", id, alone)
	}
	if id := must(there.User(alsoAnn).In(t.Context(), from))(t); id != alsoAnn {
		t.Errorf("by id: %q instead of %q", id, alsoAnn)
	}
}

// Reading a backup leaves no trace, wherever it is; one that is in use is read with what
// is newest in it.
func TestBackupIsReadWithoutATrace(t *testing.T) {
	path, store, user, tree := kept(t)
	dir := t.TempDir()
	backup := filepath.Join(dir, "goals.db")
	check(t, store.Backup(t.Context(), backup))
	before := contents(t, dir)
	from := must(storage.OpenBackup(t.Context(), backup, ticking()))(t)
	if got := outline(must(from.User(must(from.Local(t.Context()))(t)).Tree(t.Context()))(t)); got != outline(tree) {
		t.Errorf("it has%s", got)
	}
	if now := contents(t, dir); len(now) != 1 || now["goals.db"] != before["goals.db"] {
		t.Errorf("%d files are there, or it is another", len(now))
	}
	check(t, from.Close())

	plant(t, tree, "newest")
	check(t, user.Commit(t.Context(), done(tree)))
	live := must(storage.OpenBackup(t.Context(), path, ticking()))(t)
	if got := outline(must(live.User(must(live.Local(t.Context()))(t)).Tree(t.Context()))(t)); got != outline(tree) {
		t.Errorf("the file in use has%s", got)
	}
	check(t, live.Close())

	for name, want := range map[string]error{"": storage.ErrNotOurs, "garbage": storage.ErrNotOurs} {
		other := filepath.Join(dir, "other"+name)
		check(t, os.WriteFile(other, []byte(strings.Repeat(name, 1000)), 0o600))
		if _, err := storage.OpenBackup(t.Context(), other, ticking()); !errors.Is(err, want) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := storage.OpenBackup(t.Context(), filepath.Join(dir, "none"), ticking()); !errors.Is(err, storage.ErrNoFile) {
		t.Errorf("none: %v", err)
	}
}

// What is wrong with a backup is not said of the file with the goals.
func TestWhatIsWrongWithABackupIsSaidOfIt(t *testing.T) {
	_, store, _, _ := kept(t)
	dir := t.TempDir()
	newer, garbage := filepath.Join(dir, "newer.db"), filepath.Join(dir, "garbage.db")
	check(t, store.Backup(t.Context(), newer))
	run(t, raw(t, newer), `ALTER TABLE goal ADD COLUMN mood TEXT; PRAGMA user_version = 99`)
	check(t, os.WriteFile(garbage, []byte("garbage"), 0o600))
	for path, want := range map[string]string{
		newer:                       "This backup was made by a newer Overachiever.",
		garbage:                     "This file is not a sound backup of Overachiever.",
		dir:                         "This file is not a sound backup of Overachiever.",
		filepath.Join(dir, "no.db"): "There is no such file.",
	} {
		_, err := storage.OpenBackup(t.Context(), path, ticking())
		var explained interface{ Explain() (string, string) }
		if !errors.As(err, &explained) {
			t.Errorf("%s: %v", path, err)
		} else if sentence, _ := explained.Explain(); sentence != want {
			t.Errorf("%s: %s", path, sentence)
		}
	}
}
