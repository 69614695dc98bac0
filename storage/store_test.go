package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"overachiever/storage"
)

// raw opens the file beside the store, as another program could.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db := must(sql.Open("sqlite", path+"?_pragma=busy_timeout(5000)"))(t)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { check(t, db.Close()) })
	return db
}

func run(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func TestOpenCreatesAndKeeps(t *testing.T) {
	// On Unix any of these is a file name; ? and the like are not on Windows.
	for _, name := range []string{"plain", "with space", "#hash", "what?mode=memory", "100%25", "é ü 日本", "a&b=c+d;e"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), name, "deeper")
			path := filepath.Join(dir, name+".db")
			store := must(storage.Open(t.Context(), path, ticking()))(t)
			id := must(store.Local(t.Context()))(t)
			check(t, store.SetSetting(t.Context(), "language", "eo"))
			check(t, store.Close())

			store = must(storage.Open(t.Context(), path, ticking()))(t)
			if again := must(store.Local(t.Context()))(t); again != id {
				t.Errorf("the local person was %q and is %q", id, again)
			}
			if value := must(store.Setting(t.Context(), "language"))(t); value != "eo" {
				t.Errorf("the setting is %q", value)
			}
			if info := must(os.Stat(path))(t); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("the file has mode %v", info.Mode())
			}
			if info := must(os.Stat(dir))(t); runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
				t.Errorf("the folder has mode %v", info.Mode())
			}
			for _, suffix := range []string{"-wal", "-shm"} {
				if info := must(os.Stat(path + suffix))(t); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
					t.Errorf("%s has mode %v", suffix, info.Mode())
				}
			}
			check(t, store.Close())
			if entries := must(os.ReadDir(dir))(t); len(entries) != 1 {
				t.Errorf("closing left %v", entries)
			}
		})
	}
}

// Whatever is at the path and is not ours stays as it is, to the byte.
func TestOpenLeavesWhatIsNotOurs(t *testing.T) {
	for name, c := range map[string]struct {
		make func(t *testing.T, path string)
		want error
	}{
		"newer": {func(t *testing.T, path string) {
			check(t, must(storage.Open(t.Context(), path, ticking()))(t).Close())
			db := must(sql.Open("sqlite", path))(t)
			outgrow(t, db)
			check(t, db.Close())
		}, storage.ErrNewerFile},
		"newer, not in WAL mode": {func(t *testing.T, path string) {
			check(t, must(storage.Open(t.Context(), path, ticking()))(t).Close())
			db := must(sql.Open("sqlite", path))(t)
			run(t, db, `PRAGMA journal_mode = DELETE`)
			outgrow(t, db)
			check(t, db.Close())
		}, storage.ErrNewerFile},
		"another program's": {func(t *testing.T, path string) {
			db := must(sql.Open("sqlite", path))(t)
			run(t, db, `CREATE TABLE recipe (name TEXT)`)
			check(t, db.Close())
		}, storage.ErrNotOurs},
		"a text": {func(t *testing.T, path string) {
			check(t, os.WriteFile(path, []byte("Dear diary, this is not a database, and it is longer than a header: "+
				"0123456789012345678901234567890123456789"), 0o600))
		}, storage.ErrNotOurs},
		"a short text": {func(t *testing.T, path string) {
			check(t, os.WriteFile(path, []byte("hi"), 0o600))
		}, storage.ErrNotOurs},
		"an emptied database whose journal is still there": {func(t *testing.T, path string) {
			check(t, os.WriteFile(path, nil, 0o600))
			check(t, os.WriteFile(path+"-wal", []byte("journal"), 0o600))
		}, storage.ErrDamaged},
		"a journal alone": {func(t *testing.T, path string) {
			check(t, os.WriteFile(path+"-wal", []byte("journal"), 0o600))
		}, storage.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t)
			c.make(t, path)
			before := contents(t, filepath.Dir(path))
			for _, open := range []func(context.Context) (*storage.Store, error){
				func(ctx context.Context) (*storage.Store, error) { return storage.Open(ctx, path, ticking()) },
				func(ctx context.Context) (*storage.Store, error) { return storage.OpenReadOnly(ctx, path, ticking()) },
			} {
				if _, err := open(t.Context()); !errors.Is(err, c.want) {
					t.Errorf("%v, want %v", err, c.want)
				}
			}
			after := contents(t, filepath.Dir(path))
			for file, text := range before {
				if after[file] != text {
					t.Errorf("%s has changed", file)
				}
			}
		})
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, entry := range must(os.ReadDir(dir))(t) {
		files[entry.Name()] = string(must(os.ReadFile(filepath.Join(dir, entry.Name())))(t))
	}
	return files
}

func TestOpenReadOnly(t *testing.T) {
	path := file(t)
	if _, err := storage.OpenReadOnly(t.Context(), path, ticking()); !errors.Is(err, storage.ErrNoFile) {
		t.Errorf("without a file: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading made a file: %v", err)
	}

	window := open(t, path)
	id := must(window.Local(t.Context()))(t)
	tree := must(window.User(id).Tree(t.Context()))(t)
	_, step, err := tree.Create(storage.TopLevel, 0, "seen beside the window")
	check(t, err)
	check(t, window.User(id).Commit(t.Context(), []storage.Step{step}))

	beside := must(storage.OpenReadOnly(t.Context(), path, ticking()))(t)
	defer func() { check(t, beside.Close()) }()
	if got := outline(must(beside.User(id).Tree(t.Context()))(t)); got != "\nseen beside the window" {
		t.Errorf("read:%s", got)
	}
	for name, err := range map[string]error{
		"commit":  beside.User(id).Commit(t.Context(), []storage.Step{step}),
		"setting": beside.SetSetting(t.Context(), "a", "b"),
		"sign-in": func() error { _, err := beside.SignedIn(t.Context(), storage.Profile{}); return err }(),
	} {
		if !errors.Is(err, storage.ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if report := must(beside.Check(t.Context()))(t); len(report.Problems) > 0 || report.Goals != 1 {
		t.Errorf("checked: %+v", report)
	}
}

// The file itself refuses a parent that is another person's, whoever writes it.
func TestFileRefusesForeignParent(t *testing.T) {
	path := file(t)
	store := open(t, path)
	mine := must(store.Local(t.Context()))(t)
	theirs := must(store.SignedIn(t.Context(), storage.Profile{Issuer: "i", Subject: "s"}))(t)
	db := raw(t, path)
	run(t, db, `PRAGMA foreign_keys = ON`)
	run(t, db, `INSERT INTO goal (user, id, parent, position) VALUES (?, 'a', '', 'a1')`, mine)
	for name, row := range map[string][]any{
		"somebody else's": {theirs, "b", "a", "a1"},
		"itself":          {mine, "c", "c", "a1"},
		"nobody's":        {"x", "d", "", "a1"},
		"a place's id":    {mine, "trash", "", "a1"},
	} {
		if _, err := db.Exec(`INSERT INTO goal (user, id, parent, position) VALUES (?, ?, ?, ?)`, row...); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	for _, query := range []string{`DELETE FROM operation`, `UPDATE operation SET value = 'forged'`} {
		tree := must(store.User(mine).Tree(t.Context()))(t)
		_, step, err := tree.Create(storage.TopLevel, 0, "x")
		check(t, err)
		check(t, store.User(mine).Commit(t.Context(), []storage.Step{step}))
		if _, err := db.Exec(query); err == nil {
			t.Errorf("the journal let %q happen", query)
		}
	}
}
