package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"overachiever/storage"
)

func TestDamageOfEveryKindIsRecovered(t *testing.T) {
	g := growGrove(t, 45)
	garbage := func(size int) []byte {
		content := make([]byte, size)
		random := rand.New(rand.NewPCG(3, 4))
		for i := range content {
			content[i] = byte(random.Uint32())
		}
		return content
	}
	for name, c := range map[string]struct {
		do       func(*damage)
		complete bool // everything is there again, not only what the backup has
		opens    bool // nothing is wrong with the file at first sight
	}{
		"nothing":                          {func(*damage) {}, true, true},
		"a log alone":                      {func(d *damage) { d.file = nil }, false, false},
		"an empty file":                    {func(d *damage) { d.file, d.log = []byte{}, nil }, false, false},
		"an empty file and a log":          {func(d *damage) { d.file = []byte{} }, false, false},
		"no file":                          {func(d *damage) { d.file, d.log = nil, nil }, false, false},
		"zeros":                            {func(d *damage) { clear(d.file); d.log = nil }, false, false},
		"garbage":                          {func(d *damage) { d.file, d.log = garbage(50000), garbage(9000) }, false, false},
		"the header":                       {func(d *damage) { copy(d.file, garbage(100)); d.log = nil }, false, false},
		"the first page, and the log":      {func(d *damage) { copy(d.file, garbage(4096)) }, true, true},
		"the first page":                   {func(d *damage) { copy(d.file, garbage(4096)); d.log = nil }, false, false},
		"half of it":                       {func(d *damage) { d.file = d.file[:len(d.file)/2] }, false, true},
		"a text":                           {func(d *damage) { d.file, d.log = []byte("Dear diary"), nil }, false, false},
		"a log that begins with something": {func(d *damage) { copy(d.log, garbage(40)) }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			g := g.copyTo(t, filepath.Join(t.TempDir(), "data"))
			g.damage(t, c.do)
			store, why := storage.Open(t.Context(), g.path, ticking())
			if why == nil {
				check(t, store.Close())
			}
			if !c.opens && !storage.Recoverable(why) {
				t.Errorf("it opens with %v", why)
			}
			done, names := g.recover(t, storage.Rescue{Why: why})
			want := g.backup
			if c.complete {
				want = g.names
			}
			if err := covers(names, want); err != nil {
				t.Error(err)
			}
			if done.Missing > 0 || !errors.Is(done.Why, why) {
				t.Errorf("told: %+v", done)
			}
			if len(names) > 0 && !done.Saved && !done.Backup.Equal(g.taken) {
				t.Errorf("from the backup of %v", done.Backup)
			}
		})
	}
}

// Every page of a file is broken, one after the other; most costs nothing at all.
func TestABrokenPageIsMended(t *testing.T) {
	g := growGrove(t, 45)
	store := must(storage.Open(t.Context(), g.path, ticking()))(t)
	check(t, store.Close()) // the log is in the file now
	check(t, os.RemoveAll(filepath.Join(g.dir, "backups")))
	size := len(must(os.ReadFile(g.path))(t))
	complete := 0
	for page := 0; page < size/4096; page += 7 {
		g := g.copyTo(t, filepath.Join(t.TempDir(), "data"))
		content := must(os.ReadFile(g.path))(t)
		for i := range 4096 {
			content[page*4096+i] ^= 0x5a
		}
		check(t, os.WriteFile(g.path, content, 0o600))
		r := storage.Rescue{Path: g.path, Now: ticking(), Why: storage.ErrDamaged}
		done := must(storage.Recover(t.Context(), r))(t)
		if done.Goals+done.Missing < len(g.names)-20 {
			t.Errorf("page %d: %d goals of %d are back, %d missing", page+1, done.Goals, len(g.names), done.Missing)
		}
		if done.Goals >= len(g.names) {
			complete++
		}
	}
	if complete < size/4096/7*9/10 {
		t.Errorf("all goals came back for %d of %d broken pages", complete, size/4096/7)
	}
}

// Wherever a recovery is broken off, the next one comes to the same end.
func TestARecoveryThatIsBrokenOffIsGoneOnWith(t *testing.T) {
	g := growGrove(t, 45)
	g.damage(t, func(d *damage) { clear(d.file[4096:20480]) })
	original := filesIn(t, g.dir)
	crashes := map[string]grove{}
	whole := g.copyTo(t, filepath.Join(t.TempDir(), "data"))
	r := storage.Rescue{Path: whole.path, Now: ticking()}.Watched(func(stage string) {
		crashes[stage] = whole.copyTo(t, filepath.Join(t.TempDir(), "data"))
	})
	want := must(storage.Recover(t.Context(), r))(t)
	for moved := range 3 { // in the middle of moving the files away
		at := g.copyTo(t, filepath.Join(t.TempDir(), "data"))
		folder := filepath.Join(at.dir, "damaged", "20270101-000000")
		check(t, os.MkdirAll(folder, 0o700))
		check(t, os.WriteFile(filepath.Join(folder, "unfinished"), nil, 0o600))
		for _, name := range []string{"goals.db", "goals.db-wal", "goals.db-shm"}[:moved] {
			check(t, os.Rename(filepath.Join(at.dir, name), filepath.Join(folder, name)))
		}
		crashes[fmt.Sprint(moved, " moved")] = at
	}
	if len(crashes) != 7 {
		t.Fatalf("only these stages: %v", crashes)
	}
	for name, at := range crashes {
		t.Run(name, func(t *testing.T) {
			store, err := storage.Open(t.Context(), at.path, ticking())
			if name == "installed" { // there was nothing left to do
				check(t, err)
				check(t, store.Close())
				check(t, os.WriteFile(at.path, make([]byte, 10000), 0o600))
				if again := must(storage.Recover(t.Context(), storage.Rescue{Path: at.path, Now: ticking()}))(t); again.Goals < len(g.backup) {
					t.Errorf("damaged again: %+v", again)
				}
				return
			}
			if err == nil {
				check(t, store.Close())
			} else if !storage.Recoverable(err) {
				t.Fatalf("it opens with %v", err)
			}
			done := must(storage.Recover(t.Context(), storage.Rescue{Path: at.path, Now: ticking()}))(t)
			if done.Goals != want.Goals || done.Missing != want.Missing || !done.Backup.Equal(want.Backup) {
				t.Errorf("recovered %+v, want %+v", done, want)
			}
			if folders := must(os.ReadDir(filepath.Join(at.dir, "damaged")))(t); len(folders) != 1 {
				t.Errorf("the files are in %v", folders)
			}
			kept := filesIn(t, done.Kept)
			for _, file := range []string{"goals.db", "goals.db-wal"} {
				if name == "0 moved" {
					break // opening it has brought the log into the file
				}
				if !bytes.Equal(kept[file], original[file]) {
					t.Errorf("%s is not kept as it was", file)
				}
			}
			check(t, must(storage.Open(t.Context(), at.path, ticking()))(t).Close())
		})
	}
}

func TestWhatRecoverLeavesAlone(t *testing.T) {
	for name, c := range map[string]struct {
		make func(t *testing.T, path string)
		want error
	}{
		"newer": {func(t *testing.T, path string) {
			check(t, must(storage.Open(t.Context(), path, ticking()))(t).Close())
			db := raw(t, path)
			outgrow(t, db)
		}, storage.ErrNewerFile},
		"newer, and damaged": {func(t *testing.T, path string) {
			check(t, must(storage.Open(t.Context(), path, ticking()))(t).Close())
			content := must(os.ReadFile(path))(t)
			content[62] = 77
			clear(content[100:4096])
			check(t, os.WriteFile(path, content, 0o600))
		}, storage.ErrNewerFile},
		"another program's": {func(t *testing.T, path string) {
			run(t, raw(t, path), `CREATE TABLE recipe (name TEXT)`)
		}, storage.ErrForeign},
		"a folder": {func(t *testing.T, path string) { check(t, os.Mkdir(path, 0o700)) }, storage.ErrIsFolder},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t)
			c.make(t, path)
			content := filesIn(t, filepath.Dir(path))
			if _, err := storage.Open(t.Context(), path, ticking()); err == nil || storage.Recoverable(err) != errors.Is(c.want, storage.ErrForeign) && name != "newer, and damaged" {
				t.Errorf("it opens with %v", err)
			}
			if _, err := storage.Recover(t.Context(), storage.Rescue{Path: path, Now: ticking()}); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if after := filesIn(t, filepath.Dir(path)); !bytes.Equal(after["goals.db"], content["goals.db"]) {
				t.Error("the file has changed")
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), "damaged")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("it was put into quarantine: %v", err)
			}
		})
	}
}

// Another program's file in our place is moved away when backups show whose place it is.
func TestAnotherProgramsFileAmongOurBackups(t *testing.T) {
	g := growGrove(t, 45)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		check(t, os.Remove(g.path+suffix))
	}
	db := raw(t, g.path)
	run(t, db, `CREATE TABLE recipe (name TEXT)`)
	_, names := g.recover(t, storage.Rescue{Why: storage.ErrNotOurs})
	check(t, covers(names, g.backup))
}

func TestWhenNothingIsLeftThePersonDecides(t *testing.T) {
	g := growGrove(t, 45)
	elsewhere := filepath.Join(t.TempDir(), "my copy.db")
	check(t, os.Rename(g.newest, elsewhere))
	check(t, os.RemoveAll(filepath.Join(g.dir, "backups")))
	g.damage(t, func(d *damage) { clear(d.file); d.log = nil })
	ask := func(t *testing.T, g grove, r storage.Rescue) (storage.Recovery, error) {
		r.Path, r.Now = g.path, ticking()
		return storage.Recover(t.Context(), r)
	}
	for range 2 {
		done, err := ask(t, g, storage.Rescue{})
		if !errors.Is(err, storage.ErrNothingLeft) || len(filesIn(t, done.Kept)["goals.db"]) == 0 {
			t.Fatalf("%+v, %v", done, err)
		}
		if _, err := os.Stat(g.path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a file was begun: %v", err)
		}
		if _, err := storage.Open(t.Context(), g.path, ticking()); !storage.Recoverable(err) {
			t.Errorf("it opens with %v", err)
		}
		if _, err := storage.OpenReadOnly(t.Context(), g.path, ticking()); !storage.Recoverable(err) {
			t.Errorf("it opens for reading with %v", err)
		}
	}
	t.Run("another backup", func(t *testing.T) {
		g := g.copyTo(t, filepath.Join(t.TempDir(), "data"))
		bad := filepath.Join(t.TempDir(), "bad.db")
		check(t, os.WriteFile(bad, []byte("not a backup"), 0o600))
		if _, err := ask(t, g, storage.Rescue{Backup: bad}); !errors.Is(err, storage.ErrNotBackup) {
			t.Errorf("a bad one: %v", err)
		}
		done := must(ask(t, g, storage.Rescue{Backup: elsewhere}))(t)
		if done.Goals != len(g.backup) || done.FromBackup != done.Goals {
			t.Errorf("told: %+v", done)
		}
		check(t, must(storage.Open(t.Context(), g.path, ticking()))(t).Close())
	})
	t.Run("anew", func(t *testing.T) {
		g := g.copyTo(t, filepath.Join(t.TempDir(), "data"))
		if done := must(ask(t, g, storage.Rescue{Anew: true}))(t); done.Goals != 0 || !isFile(filepath.Join(done.Kept, "goals.db")) {
			t.Errorf("told: %+v", done)
		}
		check(t, must(storage.Open(t.Context(), g.path, ticking()))(t).Close())
	})
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
