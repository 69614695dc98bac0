package storage_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"overachiever/storage"
	"overachiever/storage/place"
)

// onNetwork and inCloud are where a store is told to be.
func onNetwork() place.Place { return place.Place{Kind: place.Network, By: "NFS"} }
func inCloud() place.Place   { return place.Place{Kind: place.Synced, By: "Dropbox"} }

// openIn opens a file as if it were in such a place, until the test ends.
func openIn(t *testing.T, path string, where place.Place) *storage.Store {
	t.Helper()
	store := must(storage.Open(t.Context(), path, ticking(), storage.In(where)))(t)
	t.Cleanup(func() { check(t, store.Close()) })
	return store
}

// beside lists what is in the file's folder besides it.
func beside(t *testing.T, path string) string {
	t.Helper()
	var names []string
	for _, entry := range must(os.ReadDir(filepath.Dir(path)))(t) {
		if entry.Name() != filepath.Base(path) {
			names = append(names, entry.Name())
		}
	}
	return strings.Join(names, " ")
}

// Where the file is not on a disk of this computer alone it is all there is: no log
// lasts beside it that would be copied at another moment, or need memory to be shared.
func TestOneFileWherePlacesDemandIt(t *testing.T) {
	for _, where := range []place.Place{onNetwork(), inCloud()} {
		t.Run(where.By, func(t *testing.T) {
			path := file(t)
			store := openIn(t, path, where)
			if store.Place() != where {
				t.Errorf("it is in %+v", store.Place())
			}
			id := must(store.Local(t.Context()))(t)
			user := store.User(id)
			tree := must(user.Tree(t.Context()))(t)
			plant(t, tree, fruit)
			check(t, user.Commit(t.Context(), done(tree)))
			if got := beside(t, path); got != "" {
				t.Errorf("beside it: %s", got)
			}
			copied := stopped(t, path, "") // as a program would copy it
			window := openIn(t, copied, where)
			if got := outline(must(window.User(id).Tree(t.Context()))(t)); got != outline(tree) {
				t.Errorf("the copy holds%s", got)
			}
			if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 {
				t.Errorf("checked: %q", report.Problems)
			}
			reader := must(storage.OpenReadOnly(t.Context(), path, ticking(), storage.In(where)))(t)
			defer func() { check(t, reader.Close()) }()
			if got := outline(must(reader.User(id).Tree(t.Context()))(t)); got != outline(tree) {
				t.Errorf("read beside it:%s", got)
			}
			if got := beside(t, path); got != "" {
				t.Errorf("a reader left beside it: %s", got)
			}
		})
	}
}

// A data folder is moved from one sort of place to another and back, closed properly or
// after a crash. Nothing is lost on the way.
func TestMovingBetweenPlaces(t *testing.T) {
	path := file(t)
	var id storage.UserID
	for i, where := range []place.Place{{}, onNetwork(), {}, inCloud(), onNetwork(), {}} {
		store := must(storage.Open(t.Context(), path, ticking(), storage.In(where)))(t)
		id = must(store.Local(t.Context()))(t)
		user := store.User(id)
		tree := must(user.Tree(t.Context()))(t)
		if got := len(tree.Children(storage.TopLevel)); got != i {
			t.Fatalf("at %+v there are %d goals, want %d", where, got, i)
		}
		_, step, err := tree.Create(storage.TopLevel, 0, where.By)
		check(t, err)
		check(t, user.Commit(t.Context(), []storage.Step{step}))
		want, suffixes := "", []string{""}
		if where.Kind == place.Local {
			want, suffixes = "goals.db-shm goals.db-wal", []string{"", "-wal", "-shm"}
		}
		if got := beside(t, path); got != want {
			t.Errorf("at %+v there is %q beside it, want %q", where, got, want)
		}
		if i == 2 {
			suffixes = suffixes[:2] // copied without what is only memory
		}
		crashed := stopped(t, path, suffixes...)
		check(t, store.Close())
		path = crashed
	}
	report := must(must(storage.Open(t.Context(), path, ticking()))(t).Check(t.Context()))(t)
	if len(report.Problems) > 0 || report.Goals != 6 {
		t.Errorf("checked: %+v", report)
	}
}

// A commit that was broken off in the middle is taken back, and nothing before it.
func TestBrokenCommitIsTakenBack(t *testing.T) {
	for _, where := range []place.Place{onNetwork(), inCloud(), {}} {
		path, goals := broken(t)
		reader := must(storage.OpenReadOnly(t.Context(), path, ticking(), storage.In(where)))(t)
		id := must(reader.Local(t.Context()))(t)
		if got := outline(must(reader.User(id).Tree(t.Context()))(t)); got != goals {
			t.Errorf("before it was taken back, in %+v:%s", where, got)
		}
		check(t, reader.Close())
		store := must(storage.Open(t.Context(), path, ticking(), storage.In(where)))(t)
		if got := outline(must(store.User(id).Tree(t.Context()))(t)); got != goals {
			t.Errorf("in %+v:%s", where, got)
		}
		if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 {
			t.Errorf("in %+v: %q", where, report.Problems)
		}
		check(t, store.Close())
		if got := beside(t, path); got != "" {
			t.Errorf("in %+v, beside it: %s", where, got)
		}
	}
}
