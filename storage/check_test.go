package storage_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"overachiever/storage"
)

// kept is a store with some goals of the local person.
func kept(t *testing.T) (path string, store *storage.Store, user *storage.User, tree *storage.Tree) {
	t.Helper()
	path = file(t)
	store = open(t, path)
	user = store.User(must(store.Local(t.Context()))(t))
	tree = must(user.Tree(t.Context()))(t)
	id := plant(t, tree, fruit)
	must(tree.Delete(id["core"]))(t)
	check(t, user.Commit(t.Context(), done(tree)))
	return path, store, user, tree
}

func TestCheckFindsTampering(t *testing.T) {
	for name, c := range map[string]struct {
		tamper []string
		want   string
	}{
		"nothing":       {nil, ""},
		"a name":        {[]string{`UPDATE goal SET name = 'pear' WHERE name = 'apple'`}, "is not as the journal has it"},
		"what is extra": {[]string{`UPDATE goal SET extra = '{"a":1}' WHERE name = 'apple'`}, "is not as the journal has it"},
		"a goal more": {[]string{`INSERT INTO goal (user, id, parent, position) SELECT id, 'x', '', 'a9' FROM user`},
			"goal x is not in the journal"},
		"a goal less": {[]string{`PRAGMA foreign_keys = OFF`, `DELETE FROM goal WHERE name = 'pip'`}, "is in the journal only"},
		"an operation less": {[]string{`PRAGMA foreign_keys = OFF`, `DROP TRIGGER operation_remains`,
			`DELETE FROM operation WHERE value = 'apple'`}, "is not as the journal has it"},
		"no such goal": {[]string{`PRAGMA foreign_keys = OFF`, `DELETE FROM goal WHERE name = 'apple'`}, "foreign key: operation refers to a missing row of goal"},
		"a cycle":      {[]string{`UPDATE goal SET parent = (SELECT id FROM goal WHERE name = 'pip') WHERE name = 'core'`}, "below themselves"},
		"a local account": {[]string{`INSERT INTO identity (issuer, subject, user, provider, login, name, bio, company, location, page,
			public_repos, followers, following, etag) SELECT 'i', 's', id, '', '', '', '', '', '', '', 0, 0, 0, '' FROM user`},
			"has an account, and keeps goals without one"},
		"a position": {[]string{`UPDATE goal SET position = '!' WHERE name = 'pip'`}, "not a position"},
	} {
		t.Run(name, func(t *testing.T) {
			path, store, _, _ := kept(t)
			db := raw(t, path)
			run(t, db, `PRAGMA foreign_keys = ON`)
			for _, query := range c.tamper {
				run(t, db, query)
			}
			report := must(store.Check(t.Context()))(t)
			found := slices.ContainsFunc(report.Problems, func(problem string) bool { return strings.Contains(problem, c.want) })
			if found != (c.want != "") || c.want == "" && len(report.Problems) > 0 {
				t.Errorf("%q, want one with %q", report.Problems, c.want)
			}
			if c.want == "" && (report.Users != 1 || report.Goals != 7 || report.Operations != 7*3+1) {
				t.Errorf("%+v", report)
			}
			if strings.Contains(strings.Join(report.Problems, ""), "apple") {
				t.Errorf("the report gives a name away: %q", report.Problems)
			}
		})
	}
}

func TestCheckFindsMergeWithoutItsOtherHalf(t *testing.T) {
	path := file(t)
	store := open(t, path)
	from, into := signIn(t, store, account("github", "from", 1), "a"), signIn(t, store, account("github", "into", 1), "b")
	check(t, store.Merge(t.Context(), from, into))
	run(t, raw(t, path), `UPDATE merge SET from_step = 'x'`)
	report := must(store.Check(t.Context()))(t)
	if len(report.Problems) != 1 || report.Problems[0] != "foreign key: merge refers to a missing row of step" {
		t.Errorf("%q", report.Problems)
	}
}

func TestCheckFindsDamage(t *testing.T) {
	path, store, _, _ := kept(t)
	check(t, store.Close())
	bytes := must(os.ReadFile(path))(t)
	for i := len(bytes) / 2; i < len(bytes)/2+4096; i++ {
		bytes[i] ^= 0x55
	}
	damaged := filepath.Join(t.TempDir(), "goals.db")
	check(t, os.WriteFile(damaged, bytes, 0o600))
	again, err := storage.OpenReadOnly(t.Context(), damaged, ticking())
	if errors.Is(err, storage.ErrDamaged) {
		return
	}
	check(t, err)
	defer func() { check(t, again.Close()) }()
	report, err := again.Check(t.Context())
	if len(report.Problems) == 0 && !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestBackup(t *testing.T) {
	path, store, user, tree := kept(t)
	backup := filepath.Join(t.TempDir(), "back ups #1", "goals?.db")
	check(t, store.Backup(t.Context(), backup))
	before := outline(tree)
	plant(t, tree, "after the backup")
	check(t, user.Commit(t.Context(), done(tree)))

	copied := must(storage.Open(t.Context(), backup, ticking()))(t)
	defer func() { check(t, copied.Close()) }()
	id := must(copied.Local(t.Context()))(t)
	if got := outline(must(copied.User(id).Tree(t.Context()))(t)); got != before {
		t.Errorf("the copy holds%s", got)
	}
	if report := must(copied.Check(t.Context()))(t); len(report.Problems) > 0 {
		t.Errorf("the copy: %+v", report)
	}
	if info := must(os.Stat(backup))(t); info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("the copy has mode %v", info.Mode())
	}
	for _, own := range []string{path, path + "-wal", filepath.Join(filepath.Dir(path), ".", "goals.db")} {
		if err := store.Backup(t.Context(), own); err == nil {
			t.Errorf("backed up over %s", own)
		}
	}
}

// A backup that fails leaves what was there, and no rubbish beside it.
func TestBackupThatFails(t *testing.T) {
	path, store, _, _ := kept(t)
	dir := t.TempDir()
	backup := filepath.Join(dir, "goals.db")
	check(t, os.WriteFile(backup, []byte("an older backup"), 0o600))
	run(t, raw(t, path), `DROP TABLE operation`)
	if err := store.Backup(t.Context(), backup); err == nil {
		t.Fatal("a broken file was backed up")
	}
	if left := contents(t, dir); len(left) != 1 || left["goals.db"] != "an older backup" {
		t.Errorf("left: %v", left)
	}
}

// A backup that is cancelled ends soon, and the store is closed after it.
func TestBackupThatIsCancelled(t *testing.T) {
	path, store, _, _ := kept(t)
	dir := t.TempDir()
	began, ended := make(chan struct{}), make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		close(began)
		for ctx.Err() == nil {
			if err := store.Backup(ctx, filepath.Join(dir, "goals.db")); err != nil && ctx.Err() == nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	<-began
	eventually(t, "a backup", func() bool { return len(must(os.ReadDir(dir))(t)) > 0 })
	cancel()
	check(t, store.Close())
	check(t, <-ended)
	for name := range contents(t, dir) {
		if name != "goals.db" {
			t.Errorf("%s is left", name)
		}
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the journal was not tidied away: %v", err)
	}
}
