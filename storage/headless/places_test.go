package headless_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"overachiever/storage"
	"overachiever/storage/headless"
	"overachiever/storage/medium"
)

// bytesOf is all that a data folder holds.
func bytesOf(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range strings.Fields(entries(t, dir)) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(name + "\n" + string(text) + "\n")
	}
	return all.String()
}

// planted is a data folder with one goal, closed.
func planted(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	inStore(t, dir, func(ctx context.Context, store *storage.Store) error {
		id, err := store.Local(ctx)
		if err != nil {
			return err
		}
		tree, err := store.User(id).Tree(ctx)
		if err != nil {
			return err
		}
		_, step, err := tree.Create(storage.TopLevel, 0, "a")
		if err != nil {
			return err
		}
		return store.User(id).Commit(ctx, []storage.Step{step})
	})
	return dir
}

// No verb touches a file of a newer version.
func TestNewerFile(t *testing.T) {
	dir := planted(t)
	db, err := sql.Open("sqlite", filepath.Join(dir, "goals.db"))
	if err == nil {
		_, err = db.Exec(`ALTER TABLE goal ADD COLUMN mood TEXT; PRAGMA user_version = 4711`)
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, "b.md", "- b\n")
	before := bytesOf(t, dir)
	for _, args := range [][]string{{"export"}, {"check"}, {"backup"}, {"import", "--dry-run", file}} {
		fail(t, headless.Failed, dir, args, "Update Overachiever. Nothing has been changed.")
		if bytesOf(t, dir) != before {
			t.Errorf("%q changed what is in the folder: %s", args, entries(t, dir))
		}
	}
	fail(t, headless.Failed, dir, []string{"import", file}, "Update Overachiever. Nothing has been changed.")
	if err := os.Remove(filepath.Join(dir, "lock")); err != nil || bytesOf(t, dir) != before {
		t.Errorf("import changed what is in the folder: %v, %s", err, entries(t, dir))
	}
}

// What cannot be written can be read, checked and copied away.
func TestReadOnlyFolder(t *testing.T) {
	dir := planted(t)
	file, backup := write(t, "b.md", "- b\n"), filepath.Join(t.TempDir(), "goals.db")
	before := bytesOf(t, dir)
	medium.ReadOnly(t, dir)
	if got := succeed(t, dir, "export", "--format", "markdown"); got != "- [ ] a\n" {
		t.Errorf("exported %q", got)
	}
	sound := succeed(t, dir, "check")
	succeed(t, dir, "backup", backup)
	fail(t, headless.Failed, dir, []string{"import", file}, "Your goals can be read here, but not changed.")
	fail(t, headless.Failed, dir, []string{"backup"}, ".db: read-only file system: check that there is room and that you may write there")
	if bytesOf(t, dir) != before {
		t.Error("the folder has changed")
	}
	copied := succeed(t, filepath.Dir(backup), "check")
	if _, hash, _ := strings.Cut(sound, "hash "); len(hash) != 65 || !strings.HasSuffix(copied, hash) {
		t.Errorf("checked: %q, and the copy: %q", sound, copied)
	}
}
