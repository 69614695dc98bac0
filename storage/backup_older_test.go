package storage

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// olderBackup is a backup as a program of an earlier version made it, with what somebody had.
func olderBackup(t *testing.T, version int) string {
	t.Helper()
	db, path := atVersion(t, version, "DELETE")
	backup := BackupPath(t.TempDir(), time.Unix(1, 0))
	if err := os.MkdirAll(filepath.Dir(backup), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, backup); err != nil {
		t.Fatal(err)
	}
	return backup
}

func hasOldGoals(t *testing.T, tree *Tree) {
	t.Helper()
	top := tree.Children(TopLevel)
	if len(top) != 1 {
		t.Fatalf("on the top level are %v", top)
	}
	purr, _ := tree.Goal(top[0])
	if below := tree.Children("g"); purr.ID != "g" || purr.Name != "purr" || purr.Created.UnixMilli() != 7 || len(below) != 1 || below[0] != "h" {
		t.Errorf("the goals are %+v and %v", purr, below)
	}
}

// A backup that an earlier version made is opened, looked through and restored. It stays as
// it is to the byte, nothing comes to be beside it, and nothing is left of the copy in which
// it was brought up to date.
func TestABackupOfAnEarlierVersionIsRestored(t *testing.T) {
	for version := 1; version <= len(builtIn(t)); version++ {
		backup, temporary := olderBackup(t, version), t.TempDir()
		t.Setenv("TMPDIR", temporary)
		before, err := os.ReadFile(backup)
		if err != nil {
			t.Fatal(err)
		}
		from, err := OpenBackup(t.Context(), backup, time.Now)
		if err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		if report, err := from.Check(t.Context()); err != nil || len(report.Problems) > 0 || report.Users != 2 {
			t.Errorf("version %d: %+v, %v", version, report, err)
		}
		if state, err := from.State(t.Context()); state == "" || err != nil {
			t.Errorf("version %d: its state is %q, %v", version, state, err)
		}

		path := filepath.Join(t.TempDir(), "goals.db")
		store, err := Open(t.Context(), path, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		local, err := store.Local(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		user := store.User(local)
		tree, err := user.Tree(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, step, err := tree.Create(TopLevel, 0, "bark")
		if err != nil {
			t.Fatal(err)
		}
		if err := user.Commit(t.Context(), []Step{step}); err != nil {
			t.Fatal(err)
		}
		there, err := user.In(t.Context(), from)
		if err != nil || there != "me" {
			t.Fatalf("version %d: the person is %q, %v", version, there, err)
		}
		to, err := from.User(there).Tree(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		hasOldGoals(t, to)
		if d := tree.Differences(to); len(d.Back) != 2 || len(d.Gone) != 1 {
			t.Errorf("version %d: it would change %+v", version, d)
		}
		if err := user.Revert(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		if tree, err = user.Tree(t.Context()); err != nil {
			t.Fatal(err)
		}
		hasOldGoals(t, tree)
		if report, err := store.Check(t.Context()); err != nil || len(report.Problems) > 0 {
			t.Errorf("version %d, restored: %+v, %v", version, report, err)
		}
		copied := filepath.Join(t.TempDir(), "copy.db") // as "overachiever backup" would of it
		if err := from.Backup(t.Context(), copied); err != nil {
			t.Errorf("version %d, copied: %v", version, err)
		}
		if err := errors.Join(from.Close(), store.Close()); err != nil {
			t.Fatal(err)
		}
		if after, err := os.ReadFile(backup); err != nil || string(after) != string(before) {
			t.Errorf("version %d: the backup has changed, %v", version, err)
		}
		for _, dir := range []string{filepath.Dir(backup), temporary} {
			if entries, err := os.ReadDir(dir); err != nil || len(entries) > 1 || dir == temporary && len(entries) > 0 {
				t.Errorf("version %d: left are %v, %v", version, entries, err)
			}
		}
	}
}

// So is one that a recovery takes, because it is the newest or because somebody chose it.
func TestABackupOfAnEarlierVersionIsRecoveredFrom(t *testing.T) {
	for version := 1; version <= len(builtIn(t)); version++ {
		for _, chosen := range []bool{false, true} {
			backup := olderBackup(t, version)
			dir := filepath.Dir(filepath.Dir(backup))
			r := Rescue{Path: filepath.Join(dir, "goals.db"), Now: time.Now, Why: ErrDamaged}
			if chosen {
				r.Path, r.Backup = filepath.Join(t.TempDir(), "goals.db"), backup
			}
			if err := os.WriteFile(r.Path, make([]byte, 8192), 0o600); err != nil {
				t.Fatal(err)
			}
			done, err := Recover(t.Context(), r)
			if err != nil || done.Goals != 2 || done.FromBackup != 2 || done.Missing > 0 {
				t.Errorf("version %d, chosen %v: %+v, %v", version, chosen, done, err)
				continue
			}
			store, err := Open(t.Context(), r.Path, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			tree, err := store.User("me").Tree(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			hasOldGoals(t, tree)
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
