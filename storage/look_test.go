package storage_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"overachiever/storage"
	"overachiever/storage/medium"
	"overachiever/storage/place"
)

// stopped copies the files of a store as a power cut would leave them.
func stopped(t *testing.T, path string, suffixes ...string) string {
	t.Helper()
	copied := file(t)
	for _, suffix := range suffixes {
		check(t, os.WriteFile(copied+suffix, must(os.ReadFile(path+suffix))(t), 0o600))
	}
	return copied
}

// broken is a file whose last commit was broken off: its journal, by which that has to be
// taken back, is still there.
func broken(t *testing.T) (path, goals string) {
	t.Helper()
	path = file(t)
	store := must(storage.Open(t.Context(), path, ticking(), storage.In(place.Place{Kind: place.Network})))(t)
	user := store.User(must(store.Local(t.Context()))(t))
	tree := must(user.Tree(t.Context()))(t)
	plant(t, tree, fruit)
	check(t, user.Commit(t.Context(), done(tree)))
	check(t, store.Close())
	db := raw(t, path)
	run(t, db, `PRAGMA cache_size = 1`) // so that it writes into the file before the end
	run(t, db, `BEGIN`)
	for i := range 200 {
		run(t, db, `INSERT INTO setting VALUES (?, hex(zeroblob(1500)))`, strconv.Itoa(i))
	}
	path = stopped(t, path, "", "-journal")
	run(t, db, `ROLLBACK`)
	return path, outline(tree)
}

// A file that a newer version has written is refused, whatever state it was left in. Not
// a byte of it changes, and nothing comes to be beside it.
func TestNewerFileIsNotTouched(t *testing.T) {
	newer := func(t *testing.T) string {
		path := file(t)
		check(t, must(storage.Open(t.Context(), path, ticking()))(t).Close())
		return path
	}
	for name, leave := range map[string]func(t *testing.T) string{
		"closed": func(t *testing.T) string {
			path := newer(t)
			db := must(sql.Open("sqlite", path))(t)
			outgrow(t, db)
			check(t, db.Close())
			return stopped(t, path, "")
		},
		"closed, with a journal": func(t *testing.T) string {
			path := newer(t)
			db := raw(t, path)
			run(t, db, `PRAGMA journal_mode = DELETE`)
			outgrow(t, db)
			return stopped(t, path, "")
		},
		"killed": func(t *testing.T) string {
			path := newer(t)
			db := raw(t, path)
			outgrow(t, db)
			return stopped(t, path, "", "-wal", "-shm")
		},
		"killed, and copied": func(t *testing.T) string {
			path := newer(t)
			db := raw(t, path)
			outgrow(t, db)
			return stopped(t, path, "", "-wal")
		},
		"without power": func(t *testing.T) string { // what is only memory is not what it was
			path := newer(t)
			db := raw(t, path)
			outgrow(t, db)
			path = stopped(t, path, "", "-wal")
			check(t, os.WriteFile(path+"-shm", make([]byte, 32<<10), 0o600))
			return path
		},
		"killed with a journal": func(t *testing.T) string {
			path, _ := broken(t)
			db := raw(t, path)
			outgrow(t, db) // takes the broken one back
			run(t, db, `PRAGMA cache_size = 1`)
			run(t, db, `BEGIN`)
			for i := range 200 {
				run(t, db, `INSERT INTO setting VALUES (?, hex(zeroblob(1500)))`, strconv.Itoa(i))
			}
			return stopped(t, path, "", "-journal")
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := leave(t)
			before := contents(t, filepath.Dir(path))
			for _, where := range []place.Kind{place.Local, place.Network, place.Synced} {
				in := storage.In(place.Place{Kind: where})
				if _, err := storage.Open(t.Context(), path, ticking(), in); !errors.Is(err, storage.ErrNewerFile) {
					t.Errorf("opened: %v", err)
				}
				if _, err := storage.OpenReadOnly(t.Context(), path, ticking(), in); !errors.Is(err, storage.ErrNewerFile) {
					t.Errorf("read: %v", err)
				}
				unchanged(t, before, filepath.Dir(path))
			}
		})
	}
}

func unchanged(t *testing.T, before map[string]string, dir string) {
	t.Helper()
	after := contents(t, dir)
	for name, text := range after {
		if was, there := before[name]; !there {
			t.Errorf("%s came to be", name)
		} else if was != text {
			t.Errorf("%s has changed", name)
		}
	}
	if len(after) != len(before) {
		t.Errorf("of %d files there are %d", len(before), len(after))
	}
}

// From a medium that cannot be written everything that was saved can be read, however it
// came there, and copied away.
func TestReadOnlyMedium(t *testing.T) {
	planted := func(t *testing.T) (string, *storage.Store, string) {
		path := file(t)
		store := open(t, path)
		user := store.User(must(store.Local(t.Context()))(t))
		tree := must(user.Tree(t.Context()))(t)
		plant(t, tree, fruit)
		check(t, user.Commit(t.Context(), done(tree)))
		return path, store, outline(tree)
	}
	older := func(t *testing.T) string {
		path := file(t)
		db := raw(t, path)
		run(t, db, string(must(os.ReadFile("migrations/0001_first.sql"))(t)))
		run(t, db, `PRAGMA user_version = 1`)
		run(t, db, `INSERT INTO meta VALUES ('device', 'old')`)
		run(t, db, `INSERT INTO user VALUES ('me', 1, 1)`)
		run(t, db, `INSERT INTO goal (user, id, parent, position) VALUES ('me', 'g', '', 'a1')`)
		return stopped(t, path, "")
	}
	for name, leave := range map[string]func(t *testing.T) (path, goals string){
		"closed": func(t *testing.T) (string, string) {
			path, store, goals := planted(t)
			check(t, store.Close())
			return stopped(t, path, ""), goals
		},
		"killed": func(t *testing.T) (string, string) {
			path, _, goals := planted(t)
			return stopped(t, path, "", "-wal", "-shm"), goals
		},
		"killed, and copied": func(t *testing.T) (string, string) {
			path, _, goals := planted(t)
			return stopped(t, path, "", "-wal"), goals
		},
		"in the middle of a commit": broken,
		"by an older version":       func(t *testing.T) (string, string) { return older(t), "\n" },
		"with a lock": func(t *testing.T) (string, string) {
			path, store, goals := planted(t)
			check(t, store.Close())
			path = stopped(t, path, "")
			check(t, os.WriteFile(filepath.Join(filepath.Dir(path), "lock"), nil, 0o600))
			return path, goals
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			path, goals := leave(t)
			before := contents(t, filepath.Dir(path))
			medium.ReadOnly(t, filepath.Dir(path))

			instance := must(storage.Lock(filepath.Dir(path)))(t)
			if !instance.ReadOnly() {
				t.Error("locked what cannot be written")
			}
			check(t, instance.Release())
			for _, where := range []place.Place{{}, onNetwork(), inCloud()} {
				if _, err := storage.Open(t.Context(), path, ticking(), storage.In(where)); !errors.Is(err, storage.ErrReadOnly) {
					t.Errorf("opened in %+v: %v", where, err)
				}
			}
			store := must(storage.OpenReadOnly(t.Context(), path, ticking()))(t)
			user := store.User(must(store.Local(t.Context()))(t))
			tree := must(user.Tree(t.Context()))(t)
			if got := outline(tree); got != goals || !store.ReadOnly() || !tree.ReadOnly() {
				t.Errorf("read only (%v, %v), it holds%s", store.ReadOnly(), tree.ReadOnly(), got)
			}
			refuses(t, tree)
			backup := file(t)
			check(t, store.Backup(t.Context(), backup))
			check(t, store.Close())
			if left := must(os.ReadDir(os.TempDir()))(t); len(left) > 0 {
				t.Errorf("left in the temporary folder: %v", left)
			}
			unchanged(t, before, filepath.Dir(path))

			copied := open(t, backup)
			tree = must(copied.User(must(copied.Local(t.Context()))(t)).Tree(t.Context()))(t)
			if got := outline(tree); got != goals || tree.ReadOnly() {
				t.Errorf("the copy (%v) holds%s", tree.ReadOnly(), got)
			}
		})
	}
}

// refuses tries edits of every sort on a tree that cannot be changed.
func refuses(t *testing.T, tree *storage.Tree) {
	t.Helper()
	before := snapshot(t, tree)
	first := tree.Children(storage.TopLevel)[0]
	_, _, created := tree.Create(storage.TopLevel, 0, "x")
	errs := map[string]error{"create": created}
	_, errs["rename"] = tree.Rename(first, "y")
	_, errs["describe"] = tree.Describe(first, "y")
	_, errs["delete"] = tree.Delete(first)
	_, errs["complete"] = tree.Complete(storage.Completing{}, first)
	for name, err := range errs {
		if !errors.Is(err, storage.ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := snapshot(t, tree); got != before {
		t.Errorf("what was refused made%s", got)
	}
}

// A folder without goals in it that cannot be written is no place to begin.
func TestNothingBeginsOnAReadOnlyMedium(t *testing.T) {
	path := file(t)
	medium.ReadOnly(t, filepath.Dir(path))
	for _, dir := range []string{"", "deeper"} {
		path := filepath.Join(filepath.Dir(path), dir, "goals.db")
		if _, err := storage.Open(t.Context(), path, ticking()); !errors.Is(err, storage.ErrUnwritable) {
			t.Errorf("opened: %v", err)
		}
		if _, err := storage.OpenReadOnly(t.Context(), path, ticking()); !errors.Is(err, storage.ErrNoFile) {
			t.Errorf("read: %v", err)
		}
	}
	if _, err := storage.Lock(filepath.Join(filepath.Dir(path), "deeper")); !errors.Is(err, storage.ErrUnwritable) {
		t.Errorf("locked: %v", err)
	}
}
