package headless_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/headless"
)

const twoGoals = "- [ ] Learn Go 📅 2027-01-31\n\n  Slowly.\n  - [x] שלום 👩‍👩‍👧‍👦\n"

func TestExportOfAnImportIsTheSame(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", twoGoals))
	if got := succeed(t, dir, "export", "--format", "markdown"); got != twoGoals {
		t.Errorf("got %s, want %s", got, twoGoals)
	}
	first := succeed(t, dir, "export")
	other := t.TempDir()
	succeed(t, other, "import", write(t, "a.json", first))
	if second := succeed(t, other, "export", "-"); second != first {
		t.Errorf("got %s, want %s", second, first)
	}
	if !strings.Contains(first, `"exported": "2026-11-20T12:00:00.25Z"`) {
		t.Errorf("no time of export in %s", first)
	}
}

func TestTrashIsNotExported(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", "- a\n  - b\n- c\n"))
	edit(t, dir, func(tree *storage.Tree) (storage.Step, error) { return tree.Delete(tree.Children(storage.TopLevel)[0]) })
	if got := succeed(t, dir, "export", "--format", "markdown"); got != "- [ ] c\n" {
		t.Errorf("got %q", got)
	}
}

// edit changes the local person's goals as the window would.
func edit(t *testing.T, dir string, do func(*storage.Tree) (storage.Step, error)) {
	t.Helper()
	inStore(t, dir, func(ctx context.Context, store *storage.Store) error {
		id, err := store.Local(ctx)
		if err != nil {
			return err
		}
		tree, err := store.User(id).Tree(ctx)
		if err != nil {
			return err
		}
		step, err := do(tree)
		if err != nil {
			return err
		}
		return store.User(id).Commit(ctx, []storage.Step{step})
	})
}

// Whoever has several accounts is called by either login, and exports under the newest.
func TestExportOfSeveralAccounts(t *testing.T) {
	dir := t.TempDir()
	inStore(t, dir, func(ctx context.Context, store *storage.Store) error {
		id, err := store.SignedIn(ctx, storage.Profile{Provider: "github", Issuer: "a", Subject: "1", Login: "older", Fetched: now()})
		if err != nil {
			return err
		}
		return store.Connect(ctx, id, storage.Profile{Provider: "gitlab", Issuer: "b", Subject: "1", Login: "newer", Fetched: now().Add(time.Hour)})
	})
	for _, login := range []string{"older", "newer"} {
		if got := succeed(t, dir, "export", "--user", login); !strings.Contains(got, `"login": "newer"`) {
			t.Errorf("--user %s gave %s", login, got)
		}
	}
}

func TestExportToAFile(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", twoGoals))
	for name, want := range map[string]string{
		"goals":      succeed(t, dir, "export"),
		"goals.json": succeed(t, dir, "export"),
		"goals.md":   twoGoals,
	} {
		file := filepath.Join(out, name)
		if err := os.WriteFile(file, []byte("older"), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := succeed(t, dir, "export", file); got != "Exported 2 goals to "+file+"\n" {
			t.Errorf("got %q", got)
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%s: got %s (%v), want %s", name, got, err, want)
		}
		if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: mode %v (%v)", name, info.Mode(), err)
		}
	}
	if got := entries(t, out); got != "goals goals.json goals.md" {
		t.Errorf("the folder holds %s", got)
	}
}

func TestExportFollowsLinks(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", twoGoals))
	file, link := write(t, "real.md", "older"), filepath.Join(out, "link.md")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	succeed(t, dir, "export", link)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != twoGoals {
		t.Errorf("got %s (%v)", got, err)
	}
	succeed(t, dir, "export", os.DevNull)
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Error("the null device has been replaced")
	}
}

func TestExportThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", twoGoals))
	missing := filepath.Join(t.TempDir(), "missing", "a.json")
	fail(t, headless.Failed, dir, []string{"export", missing}, missing+": cannot be written: no such file or directory: name another file")
	fail(t, headless.Failed, dir, []string{"export", dir}, "this is a folder")
	before := entries(t, dir)
	for _, own := range []string{"goals.db", "goals.db-wal", "goals.db-shm", "lock", "overachiever.log"} {
		fail(t, headless.Failed, dir, []string{"export", filepath.Join(dir, own)}, "one of Overachiever's own")
	}
	if got := entries(t, dir); got != before {
		t.Errorf("the data folder holds %s, want %s", got, before)
	}
}

func TestBesideAnOpenWindow(t *testing.T) {
	dir := t.TempDir()
	lock, err := storage.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, "b.md", "- b\n")
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
		if err := store.User(id).Commit(ctx, []storage.Step{step}); err != nil {
			return err
		}
		if got := succeed(t, dir, "export", "--format", "markdown"); got != "- [ ] a\n" {
			t.Errorf("got %q", got)
		}
		succeed(t, dir, "check")
		succeed(t, dir, "backup")
		succeed(t, dir, "version")
		if got := succeed(t, dir, "import", "--dry-run", file); got != "Would import 1 goal for local; nothing has been written\n" {
			t.Errorf("got %q", got)
		}
		fail(t, headless.Failed, dir, []string{"import", file}, "Overachiever is open: use File ▸ Import there, or quit it first")
		return nil
	})
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	succeed(t, dir, "import", file)
	if got := succeed(t, dir, "export", "--format", "markdown"); got != "- [ ] a\n- [ ] b\n" {
		t.Errorf("got %q", got)
	}
}
