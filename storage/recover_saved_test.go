package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"overachiever/storage"
)

// What else a person had is saved too: who they are, their settings, the trash, and what
// they could undo where nothing of the journal is lost.
func TestEverythingElseIsSavedToo(t *testing.T) {
	g := growGrove(t, 45)
	before := must(storage.Open(t.Context(), g.path, ticking()))(t)
	user, _, err := before.LastOpen(t.Context())
	check(t, err)
	profile, _, err := before.Profile(t.Context(), user)
	check(t, err)
	tree := must(before.User(user).Tree(t.Context()))(t)
	want := snapshot(t, tree)
	recall(t, before.User(user), tree)
	next, _ := tree.NextUndo()
	check(t, before.Close())
	check(t, os.RemoveAll(filepath.Join(g.dir, "backups")))
	r := storage.Rescue{Path: g.path, Now: ticking()}
	must(storage.Recover(t.Context(), r))(t)

	store := open(t, g.path)
	if again, ok, err := store.LastOpen(t.Context()); again != user || !ok || err != nil {
		t.Errorf("last open: %v %v %v", again, ok, err)
	}
	if again, _, err := store.Profile(t.Context(), user); err != nil || again.Login != profile.Login || again.Email != profile.Email {
		t.Errorf("the profile: %+v, %v", again, err)
	}
	if language := must(store.Setting(t.Context(), "language"))(t); language != "eo" {
		t.Errorf("the setting: %q", language)
	}
	if place := must(store.User(user).Setting(t.Context(), "outline"))(t); place != "somewhere" {
		t.Errorf("the person's setting: %q", place)
	}
	tree = must(store.User(user).Tree(t.Context()))(t)
	if got := snapshot(t, tree); got != want {
		t.Errorf("the goals:\n%s\nwant\n%s", got, want)
	}
	recall(t, store.User(user), tree)
	if again, ok := tree.NextUndo(); !ok || again.ID != next.ID {
		t.Errorf("to undo: %v, want %v", again.ID, next.ID)
	}
}

// What other programs say of a goal is read from a damaged file as the rest is.
func TestWhatIsKeptForOtherProgramsIsRecovered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "goals.db")
	store := must(storage.Open(t.Context(), path, ticking()))(t)
	user := must(store.Local(t.Context()))(t)
	tree := must(store.User(user).Tree(t.Context()))(t)
	const extra = `{"color":"red"}`
	branch := storage.Branch{Goal: storage.Goal{Name: "a", Extra: extra}}
	_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, []storage.Branch{branch})
	check(t, err)
	check(t, store.User(user).Commit(t.Context(), []storage.Step{step}))
	check(t, store.Close())
	content := must(os.ReadFile(path))(t)
	clear(content[100:4096]) // of which tables there are
	check(t, os.WriteFile(path, content, 0o600))
	done := must(storage.Recover(t.Context(), storage.Rescue{Path: path, Now: ticking()}))(t)
	again := must(open(t, path).User(user).Tree(t.Context()))(t)
	goals := again.Children(storage.TopLevel)
	if len(goals) != 1 || !done.Saved {
		t.Fatalf("%d goals, %+v", len(goals), done)
	}
	if goal, _ := again.Goal(goals[0]); goal.Extra != extra {
		t.Errorf("kept for other programs: %q", goal.Extra)
	}
}

// A row that tells of the wrong person, because a bit of that is wrong, makes nobody up: it
// is known whose the goal is.
func TestNobodyComesOfADamagedRow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "goals.db")
	store := must(storage.Open(t.Context(), path, ticking()))(t)
	user := must(store.Local(t.Context()))(t)
	add(t, store, user, "a\n\tb\nc")
	tree := must(store.User(user).Tree(t.Context()))(t)
	check(t, store.User(user).Commit(t.Context(), []storage.Step{must(tree.Rename(tree.Children(storage.TopLevel)[0], "renamed"))(t)}))
	want := snapshot(t, tree)
	check(t, store.Close())
	sound := must(os.ReadFile(path))(t)
	sound[0] ^= 1 // SQLite says that this is no database
	for from := 0; ; {
		at := bytes.Index(sound[from:], []byte(user))
		if at < 0 {
			break
		}
		from += at + len(user)
		damaged := bytes.Clone(sound)
		damaged[from-20] ^= 8
		check(t, os.WriteFile(path, damaged, 0o600))
		done := must(storage.Recover(t.Context(), storage.Rescue{Path: path, Now: ticking()}))(t)
		again := must(storage.Open(t.Context(), path, ticking()))(t)
		people := must(again.People(t.Context()))(t)
		if len(people) != 1 || done.Goals != 3 {
			t.Fatalf("byte %d: %d goals of %d people", from-20, done.Goals, len(people))
		}
		if got := snapshot(t, must(again.User(people[0].User).Tree(t.Context()))(t)); got != want {
			t.Errorf("byte %d:\n%s\nwant\n%s", from-20, got, want)
		}
		check(t, again.Close())
	}
}
