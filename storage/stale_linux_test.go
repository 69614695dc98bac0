package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"overachiever/storage"
	"overachiever/storage/place"
)

// goStale makes what the process has open of the files at path such as a disk leaves that
// was taken away: each reading and writing is an error from now on.
func goStale(t *testing.T, path string) {
	t.Helper()
	gone := must(os.Open(filepath.Dir(path)))(t) // no file, so that nothing can be read or written
	defer gone.Close()
	stale := 0
	for _, entry := range must(os.ReadDir("/proc/self/fd"))(t) {
		fd := must(strconv.Atoi(entry.Name()))(t)
		target, err := os.Readlink(filepath.Join("/proc/self/fd", entry.Name()))
		if err == nil && strings.HasPrefix(target, path) && !strings.HasSuffix(target, "-shm") { // that is memory
			check(t, syscall.Dup3(int(gone.Fd()), fd, syscall.O_CLOEXEC))
			stale++
		}
	}
	if stale < 2 {
		t.Fatalf("only %d were open", stale)
	}
}

// A disk that is reached over a network is gone and comes back: what was changed meanwhile
// is saved.
func TestANetworkThatComesBack(t *testing.T) {
	path := file(t)
	store := must(storage.Open(t.Context(), path, ticking(), storage.In(place.Place{Kind: place.Network})))(t)
	id := must(store.Local(t.Context()))(t)
	tree := must(store.User(id).Tree(t.Context()))(t)
	goStale(t, path)
	check(t, os.Rename(path, path+".far"))
	plant(t, tree, fruit)
	steps := done(tree)
	for range 2 {
		if err := store.User(id).Commit(t.Context(), steps); !errors.Is(err, storage.ErrDisk) {
			t.Errorf("while it is gone, saved with %v", err)
		}
	}
	if isFile(path) {
		t.Error("another was begun")
	}
	check(t, os.Rename(path+".far", path))
	check(t, store.User(id).Commit(t.Context(), steps))
	check(t, store.Close())
	again := open(t, path)
	if got, want := outline(must(again.User(id).Tree(t.Context()))(t)), outline(tree); got != want {
		t.Errorf("it holds%s, want%s", got, want)
	}
}

// A stick that is pulled out and put in again has another file, for all the system knows:
// that can be recovered, and saving in vain for ever cannot.
func TestAStickThatComesBack(t *testing.T) {
	path, store, user, tree := kept(t)
	id := must(store.Local(t.Context()))(t)
	check(t, store.Backup(t.Context(), path+".copy"))
	goStale(t, path)
	check(t, errors.Join(os.Remove(path), os.Remove(path+"-wal"), os.Remove(path+"-shm")))
	plant(t, tree, "after that")
	steps := done(tree)
	if err := user.Commit(t.Context(), steps); !errors.Is(err, storage.ErrDisk) {
		t.Errorf("saved with %v", err)
	}
	if err := user.Commit(t.Context(), steps); !errors.Is(err, storage.ErrTakenAway) {
		t.Errorf("while it is out, saved with %v", err)
	}
	check(t, os.Rename(path+".copy", path))
	if err := user.Commit(t.Context(), steps); !errors.Is(err, storage.ErrTakenAway) {
		t.Errorf("when it is in again, saved with %v", err)
	}
	_ = store.Close() // which tells of the disk
	unsaved := &storage.Unsaved{User: id, Goals: tree.All(), Steps: steps}
	must(storage.Recover(t.Context(), storage.Rescue{Path: path, Now: ticking(), Why: storage.ErrTakenAway, Unsaved: unsaved}))(t)
	again := open(t, path)
	if got, want := outline(must(again.User(id).Tree(t.Context()))(t)), outline(tree); got != want {
		t.Errorf("it holds%s, want%s", got, want)
	}
}
