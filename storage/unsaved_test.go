package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"overachiever/storage"
)

// What is in memory only is saved into the recovered file, also when a goal that it is about
// is not there any more, or its person is not.
func TestWhatIsInMemoryIsSavedIntoTheRecoveredFile(t *testing.T) {
	for name, hurt := range map[string]func(*damage){
		"sound":   func(*damage) {},
		"half":    func(d *damage) { d.file, d.log = d.file[:len(d.file)/2&^4095], nil },
		"garbage": func(d *damage) { clear(d.file); d.log = nil },
	} {
		t.Run(name, func(t *testing.T) {
			g := growGrove(t, 45)
			check(t, os.RemoveAll(filepath.Join(g.dir, "backups")))
			store := must(storage.Open(t.Context(), g.path, ticking()))(t)
			user, _, err := store.LastOpen(t.Context())
			check(t, err)
			tree := must(store.User(user).Tree(t.Context()))(t)
			writer := store.User(user).Writer(nil)
			check(t, store.Close()) // the disk is gone
			below := tree.Children(storage.TopLevel)[0]
			id, created, err := tree.Create(below, 0, "in memory")
			check(t, err)
			writer.Save(created)
			writer.Save(must(tree.Rename(below, "renamed in memory"))(t))
			writer.Save(must(tree.Delete(tree.Children(storage.TopLevel)[1]))(t))
			want := snapshot(t, tree)
			steps := writer.Abandon()
			if len(steps) != 3 {
				t.Fatalf("%d steps are unsaved", len(steps))
			}
			writer.Save(created)
			if err := writer.Flush(t.Context()); !errors.Is(err, storage.ErrClosed) {
				t.Errorf("an abandoned writer saves: %v", err)
			}
			g.damage(t, hurt)
			unsaved := &storage.Unsaved{User: user, Goals: tree.All(), Steps: steps}
			must(storage.Recover(t.Context(), storage.Rescue{Path: g.path, Now: ticking(), Unsaved: unsaved}))(t)
			again := open(t, g.path)
			got := must(again.User(user).Tree(t.Context()))(t)
			if _, there := got.Goal(id); !there || snapshot(t, got) != want {
				t.Errorf("the goals are\n%s\nwant\n%s", snapshot(t, got), want)
			}
			if report := must(again.Check(t.Context()))(t); len(report.Problems) > 0 {
				t.Errorf("%q", report.Problems)
			}
			if open, ok, err := again.LastOpen(t.Context()); open != user || !ok || err != nil {
				t.Errorf("open is %v, %v, %v", open, ok, err)
			}
			recall(t, again.User(user), got)
			if _, undoable := got.NextUndo(); undoable != (name == "sound") {
				t.Errorf("can be undone: %v", undoable)
			}
		})
	}
}

// What is committed into a file that was moved, removed or replaced is not called saved, and
// is in the recovered one.
func TestAFileTakenAwayWhileItIsOpen(t *testing.T) {
	for name, take := range map[string]func(t *testing.T, path string){
		"moved": func(t *testing.T, path string) { check(t, os.Rename(path, path+".old")) },
		"removed": func(t *testing.T, path string) {
			check(t, errors.Join(os.Remove(path), os.Remove(path+"-wal"), os.Remove(path+"-shm")))
		},
		"replaced": func(t *testing.T, path string) {
			other := file(t)
			check(t, must(storage.Open(t.Context(), other, ticking()))(t).Close())
			check(t, os.Rename(other, path))
		},
		"its log removed": func(t *testing.T, path string) { check(t, os.Remove(path+"-wal")) },
		"its log replaced": func(t *testing.T, path string) {
			check(t, os.WriteFile(path+".other", must(os.ReadFile(path+"-wal"))(t), 0o600))
			check(t, os.Rename(path+".other", path+"-wal"))
		},
		"the index of its log removed": func(t *testing.T, path string) { check(t, os.Remove(path+"-shm")) },
	} {
		t.Run(name, func(t *testing.T) {
			path, store, user, tree := kept(t)
			id, err := store.Local(t.Context())
			check(t, err)
			take(t, path)
			plant(t, tree, "after that")
			steps := done(tree)
			if err := user.Commit(t.Context(), steps); !errors.Is(err, storage.ErrTakenAway) || !storage.Recoverable(err) {
				t.Fatalf("saved with %v", err)
			}
			want := outline(tree)
			check(t, store.Close())
			unsaved := &storage.Unsaved{User: id, Goals: tree.All(), Steps: steps}
			must(storage.Recover(t.Context(), storage.Rescue{Path: path, Now: ticking(), Why: storage.ErrTakenAway, Unsaved: unsaved}))(t)
			again := open(t, path)
			if got := outline(must(again.User(id).Tree(t.Context()))(t)); got != want {
				t.Errorf("recovered:%s, want%s", got, want)
			}
		})
	}
}

// Once it was noticed that the log is gone, the file has all that was in it: nothing waits
// for the end of the program.
func TestWhatWasInALogThatIsGoneIsInTheFile(t *testing.T) {
	path, store, user, tree := kept(t)
	id, err := store.Local(t.Context())
	check(t, err)
	check(t, os.Remove(path+"-wal"))
	plant(t, tree, "after that")
	if err := user.Commit(t.Context(), done(tree)); !errors.Is(err, storage.ErrTakenAway) {
		t.Fatalf("saved with %v", err)
	}
	killed := open(t, stopped(t, path, ""))
	if got, want := outline(must(killed.User(id).Tree(t.Context()))(t)), outline(tree); got != want {
		t.Errorf("the file holds%s, want%s", got, want)
	}
}

// A file that is back where it was takes edits again.
func TestAFileBroughtBackWhileItIsOpen(t *testing.T) {
	path, _, user, tree := kept(t)
	check(t, os.Rename(path, path+".old"))
	plant(t, tree, "after that")
	if err := user.Commit(t.Context(), done(tree)); !errors.Is(err, storage.ErrTakenAway) {
		t.Errorf("saved with %v", err)
	}
	check(t, os.Rename(path+".old", path))
	check(t, user.Commit(t.Context(), done(tree)))
}
