package storage_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
)

// withoutEntry takes the last entry out of an index or a table, as a lost write would.
func withoutEntry(t *testing.T, path, index string) {
	t.Helper()
	var root int
	db := raw(t, path)
	check(t, db.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = ?`, index).Scan(&root))
	run(t, db, `PRAGMA wal_checkpoint(TRUNCATE)`)
	content := must(os.ReadFile(path))(t)
	page := content[(root-1)*4096:]
	if page[0] != 10 && page[0] != 13 {
		t.Fatalf("%s is not a single page", index)
	}
	binary.BigEndian.PutUint16(page[3:], binary.BigEndian.Uint16(page[3:])-1)
	check(t, os.WriteFile(path, content, 0o600))
}

func TestADamagedIndexIsRebuilt(t *testing.T) {
	for _, index := range []string{"step_user", "operation_step", "operation_trashed", "sqlite_autoindex_step_1"} {
		t.Run(index, func(t *testing.T) {
			path, store, _, tree := kept(t)
			check(t, store.Close())
			withoutEntry(t, path, index)
			store = must(storage.Open(t.Context(), path, ticking()))(t)
			defer func() { check(t, store.Close()) }()
			if report := must(store.Check(t.Context()))(t); len(report.Problems) == 0 {
				t.Fatal("nothing is damaged")
			}
			rebuilt := must(store.LookThrough(t.Context()))(t)
			if strings.Join(rebuilt, " ") != index {
				t.Errorf("rebuilt: %q", rebuilt)
			}
			if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 {
				t.Errorf("still: %q", report.Problems)
			}
			if again := must(store.LookThrough(t.Context()))(t); len(again) > 0 {
				t.Errorf("rebuilt again: %q", again)
			}
			user := store.User(must(store.Local(t.Context()))(t))
			if got := must(user.Tree(t.Context()))(t); outline(got) != outline(tree) {
				t.Errorf("the goals: %s", outline(got))
			}
		})
	}
}

// An index that says more than its table may be right: rows of the table are lost.
func TestALostRowIsNotTakenForADamagedIndex(t *testing.T) {
	path, store, _, _ := kept(t)
	check(t, store.Close())
	withoutEntry(t, path, "step")
	store = must(storage.Open(t.Context(), path, ticking()))(t)
	defer func() { check(t, store.Close()) }()
	if _, err := store.LookThrough(t.Context()); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("%v", err)
	}
}

func TestOtherDamageIsToldOf(t *testing.T) {
	path, store, _, _ := kept(t)
	var root int
	check(t, store.Close())
	db := raw(t, path)
	check(t, db.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = 'setting'`).Scan(&root))
	check(t, db.Close())
	content := must(os.ReadFile(path))(t)
	copy(content[(root-1)*4096+8:], []byte{0xff, 0xff})
	content[(root-1)*4096+4] = 1
	check(t, os.WriteFile(path, content, 0o600))
	store = must(storage.Open(t.Context(), path, ticking()))(t)
	defer func() { check(t, store.Close()) }()
	if rebuilt, err := store.LookThrough(t.Context()); !errors.Is(err, storage.ErrDamaged) || len(rebuilt) > 0 {
		t.Errorf("%q, %v", rebuilt, err)
	}
}

// A large file is looked through once a day, by counting.
func TestALargeFileIsLookedThroughOnceADay(t *testing.T) {
	path := file(t)
	now := start()
	store := must(storage.Open(t.Context(), path, func() time.Time { now = now.Add(time.Millisecond); return now }))(t)
	user := must(store.Local(t.Context()))(t)
	add(t, store, user, "a\n\tb")
	check(t, store.SetSetting(t.Context(), "large", strings.Repeat("x", 17<<20)))
	check(t, store.Close())
	look := func() string {
		t.Helper()
		withoutEntry(t, path, "operation_step")
		store := must(storage.Open(t.Context(), path, func() time.Time { now = now.Add(time.Millisecond); return now }))(t)
		defer func() { check(t, store.Close()) }()
		return fmt.Sprint(must(store.LookThrough(t.Context()))(t))
	}
	if rebuilt := look(); rebuilt != "[operation_step]" {
		t.Errorf("the first time: %s", rebuilt)
	}
	now = now.Add(time.Hour)
	if rebuilt := look(); rebuilt != "[]" {
		t.Errorf("an hour later: %s", rebuilt)
	}
	now = now.Add(24 * time.Hour)
	if rebuilt := look(); rebuilt != "[operation_step]" {
		t.Errorf("a day later: %s", rebuilt)
	}
}

func TestALookEndsWhenTheStoreIsClosed(t *testing.T) {
	store := must(storage.Open(t.Context(), file(t), ticking()))(t)
	check(t, store.Close())
	if _, err := store.LookThrough(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("looked: %v", err)
	}
}
