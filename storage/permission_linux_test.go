package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"overachiever/storage"
	"overachiever/storage/medium"
)

// A file that may not be read, and one in a folder that may not be looked into.
func TestNoPermission(t *testing.T) {
	for name, hide := range map[string]func(path string) string{
		"the file":   func(path string) string { return path },
		"the folder": filepath.Dir,
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t)
			check(t, must(storage.Open(t.Context(), path, ticking()))(t).Close())
			dir := filepath.Dir(path)
			for _, folder := range []string{dir, filepath.Dir(dir)} {
				check(t, os.Chmod(folder, 0o755))
			}
			check(t, os.Chmod(hide(path), 0))
			t.Cleanup(func() { check(t, os.Chmod(hide(path), 0o700)) })
			medium.AsNobody(t, func() {
				if _, err := storage.Open(t.Context(), path, ticking()); !errors.Is(err, storage.ErrNoPermission) || storage.Recoverable(err) {
					t.Errorf("it opens with %v", err)
				}
				if _, err := storage.OpenReadOnly(t.Context(), path, ticking()); !errors.Is(err, storage.ErrNoPermission) {
					t.Errorf("it opens for reading with %v", err)
				}
				if _, err := storage.Recover(t.Context(), storage.Rescue{Path: path, Now: ticking()}); !errors.Is(err, storage.ErrNoPermission) {
					t.Errorf("recovered: %v", err)
				}
			})
			if _, err := os.Stat(filepath.Join(dir, "damaged")); name == "the file" && !errors.Is(err, os.ErrNotExist) {
				t.Errorf("it was put into quarantine: %v", err)
			}
		})
	}
}

// A file that may only be read is opened so, in a folder that can be written, too.
func TestAReadOnlyFileInAWritableFolder(t *testing.T) {
	for name, protect := range map[string]func(path string) error{
		"marked":          func(path string) error { return os.Chmod(path, 0o444) },
		"somebody else's": func(path string) error { return os.Chmod(path, 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			if os.Geteuid() != 0 && name != "marked" {
				return // there is nobody else
			}
			path := file(t)
			check(t, must(storage.Open(t.Context(), path, ticking()))(t).Close())
			for dir := filepath.Dir(path); dir != os.TempDir(); dir = filepath.Dir(dir) {
				check(t, os.Chmod(dir, 0o777))
			}
			check(t, protect(path))
			medium.AsNobody(t, func() {
				if _, err := storage.Open(t.Context(), path, ticking()); !errors.Is(err, storage.ErrReadOnly) {
					t.Errorf("it opens with %v", err)
				}
				openAndClose(t, func() (*storage.Store, error) { return storage.OpenReadOnly(t.Context(), path, ticking()) })
			})
		})
	}
}

// A file that was marked as one to be read only is looked at without a trace, whatever is
// beside it, and takes edits once it is not marked any more.
func TestAFileThatMayBeWrittenAgain(t *testing.T) {
	const nobody = 65534
	for name, leave := range map[string]func(t *testing.T, path string) string{
		"closed":             func(t *testing.T, path string) string { return stopped(t, path, "") },
		"killed":             func(t *testing.T, path string) string { return stopped(t, path, "", "-wal", "-shm") },
		"killed, and copied": func(t *testing.T, path string) string { return stopped(t, path, "", "-wal") },
		"with a log that a reader left": func(t *testing.T, path string) string {
			path = stopped(t, path, "")
			check(t, errors.Join(os.WriteFile(path+"-wal", nil, 0o600), os.WriteFile(path+"-shm", make([]byte, 32<<10), 0o600)))
			return path
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, _, user, tree := kept(t)
			plant(t, tree, fruit)
			check(t, user.Commit(t.Context(), done(tree)))
			want := outline(tree)
			if name == "closed" || name == "with a log that a reader left" {
				run(t, raw(t, path), `PRAGMA wal_checkpoint(TRUNCATE)`)
			}
			path = leave(t, path)
			dir := filepath.Dir(path)
			for up := dir; up != os.TempDir(); up = filepath.Dir(up) {
				check(t, os.Chmod(up, 0o777))
			}
			for name := range contents(t, dir) {
				check(t, os.Chmod(filepath.Join(dir, name), 0o400))
				if os.Geteuid() == 0 {
					check(t, os.Chown(filepath.Join(dir, name), nobody, nobody))
				}
			}
			before := contents(t, dir)
			medium.AsNobody(t, func() {
				if _, err := storage.Open(t.Context(), path, ticking()); !errors.Is(err, storage.ErrReadOnly) {
					t.Errorf("it opens with %v", err)
				}
				store, err := storage.OpenReadOnly(t.Context(), path, ticking())
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := localOutline(t, store); err != nil || got != want {
					t.Errorf("it holds%s, %v", got, err)
				}
				if err := store.Close(); err != nil {
					t.Error(err)
				}
			})
			unchanged(t, before, dir)
			check(t, os.Chmod(path, 0o600))
			medium.AsNobody(t, func() {
				store, err := storage.Open(t.Context(), path, ticking())
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := localOutline(t, store); err != nil || got != want {
					t.Errorf("after that it holds%s, %v", got, err)
				}
				if err := errors.Join(store.SetSetting(t.Context(), "a", "b"), store.Close()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// localOutline is what the person without an account has, read on any goroutine.
func localOutline(t *testing.T, store *storage.Store) (string, error) {
	id, err := store.Local(t.Context())
	if err != nil {
		return "", err
	}
	tree, err := store.User(id).Tree(t.Context())
	if err != nil {
		return "", err
	}
	return outline(tree), nil
}

// Whose lock cannot be opened may look at the goals.
func TestALockOfSomebodyElse(t *testing.T) {
	if os.Geteuid() != 0 {
		return // there is nobody else
	}
	for _, mode := range []os.FileMode{0o600, 0o644} {
		dir := filepath.Dir(file(t))
		for up := dir; up != os.TempDir(); up = filepath.Dir(up) {
			check(t, os.Chmod(up, 0o777))
		}
		check(t, must(storage.Lock(dir))(t).Release())
		check(t, os.Chmod(filepath.Join(dir, "lock"), mode))
		medium.AsNobody(t, func() {
			instance, err := storage.Lock(dir)
			if err != nil || !instance.ReadOnly() {
				t.Errorf("%v: %v", mode, err)
				return
			}
			if err := instance.Release(); err != nil {
				t.Error(err)
			}
		})
	}
}

// openAndClose does both, on any goroutine.
func openAndClose(t *testing.T, open func() (*storage.Store, error)) {
	t.Helper()
	store, err := open()
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		t.Error(err)
	}
}
