package rotation_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/rotation"
)

// life is a data folder with a goals file in it, and a clock that the test moves.
type life struct {
	t     *testing.T
	dir   string
	now   time.Time
	store *storage.Store
	user  *storage.User
	tree  *storage.Tree
}

func begin(t *testing.T) *life {
	l := &life{t: t, dir: t.TempDir(), now: noon()}
	var err error
	l.store, err = storage.Open(t.Context(), filepath.Join(l.dir, "goals.db"), l.clock)
	l.ok(err)
	t.Cleanup(func() { l.ok(l.store.Close()) })
	id, err := l.store.Local(t.Context())
	l.ok(err)
	l.user = l.store.User(id)
	l.tree, err = l.user.Tree(t.Context())
	l.ok(err)
	return l
}

func (l *life) clock() time.Time { return l.now }

func (l *life) ok(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// keeper is the one of a start.
func (l *life) keeper() *rotation.Keeper {
	return &rotation.Keeper{Store: l.store, Dir: l.dir, Now: l.clock}
}

func (l *life) edit(name string) {
	l.t.Helper()
	_, step, err := l.tree.Create(storage.TopLevel, 0, name)
	l.ok(err)
	l.ok(l.user.Commit(l.t.Context(), []storage.Step{step}))
}

func (l *life) backups(want int) []storage.BackupFile {
	l.t.Helper()
	list, err := storage.Backups(l.dir)
	l.ok(err)
	if len(list) != want {
		l.t.Fatalf("there are %d backups instead of %d: %v", len(list), want, list)
	}
	return list
}

func TestABackupIsMadeWhenSomethingChanged(t *testing.T) {
	l := begin(t)
	k := l.keeper()
	l.ok(k.Keep(t.Context(), much))
	l.backups(0) // nobody has any goals
	l.edit("a")
	l.ok(k.Keep(t.Context(), much))
	l.backups(1)
	l.now = l.now.Add(time.Hour)
	l.ok(k.Keep(t.Context(), much))
	l.ok(l.keeper().Keep(t.Context(), much)) // after a start
	l.backups(1)
	l.edit("b")
	l.ok(l.keeper().Keep(t.Context(), much))
	l.backups(2)
	l.now = l.now.Add(time.Hour)
	path, err := k.BackUp(t.Context(), much) // somebody asks for it
	l.ok(err)
	if list := l.backups(3); list[0].Path != path {
		t.Errorf("%s is not the newest of %v", path, list)
	}
	backup, err := storage.OpenBackup(t.Context(), path, l.clock)
	l.ok(err)
	defer backup.Close()
	report, err := backup.Check(t.Context())
	if err != nil || report.Goals != 2 || len(report.Problems) > 0 {
		t.Errorf("in it: %+v, %v", report, err)
	}
}

// What somebody asked for is theirs: it stays, whatever is made after it.
func TestABackupThatWasAskedForStays(t *testing.T) {
	l := begin(t)
	k := l.keeper()
	var asked []string
	for range 2 {
		l.edit("a")
		path, err := k.BackUp(t.Context(), 1)
		l.ok(err)
		asked = append(asked, path)
		l.now = l.now.Add(time.Minute)
		l.edit("b")
		l.ok(k.Keep(t.Context(), 1))
		l.now = l.now.Add(time.Minute)
	}
	list := l.backups(3) // and the newest
	if list[1].Path != asked[1] || list[2].Path != asked[0] {
		t.Errorf("left: %v", list)
	}
	for i, backup := range list {
		if backup.Kept != (i > 0) || backup.Before() != "" {
			t.Errorf("%s is kept: %v, before %q", backup.Path, backup.Kept, backup.Before())
		}
	}
}

func TestOlderBackupsGoAfterTheNewOne(t *testing.T) {
	l := begin(t)
	l.edit("a")
	kept := storage.KeptBackupPath(l.dir, "before-restore", l.now.Add(-3*365*day))
	l.ok(l.store.Backup(t.Context(), kept))
	k := l.keeper()
	for range 3 {
		l.edit("b")
		l.ok(k.Keep(t.Context(), much))
		l.now = l.now.Add(20 * time.Minute)
	}
	l.backups(2) // of this hour, and the kept one
	unfinished := filepath.Join(l.dir, "backups", ".overachiever-backup-1")
	l.ok(os.WriteFile(unfinished, nil, 0o600))
	l.ok(os.Chtimes(unfinished, l.now, l.now.Add(-2*day)))
	beingMade := filepath.Join(l.dir, "backups", ".overachiever-backup-2")
	l.ok(os.WriteFile(beingMade, nil, 0o600))
	l.ok(os.Chtimes(beingMade, l.now, l.now))
	l.now = l.now.Add(time.Hour)
	l.edit("c")
	l.ok(k.Keep(t.Context(), 1))
	if list := l.backups(2); !list[0].Taken.Equal(l.now) || list[1].Path != kept {
		t.Errorf("left: %v", list)
	}
	if _, err := os.Stat(unfinished); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a crash left is still there: %v", err)
	}
	_, err := os.Stat(beingMade)
	l.ok(err)
}

// What cannot be backed up costs no older backup, and is tried again.
func TestABackupThatFails(t *testing.T) {
	l := begin(t)
	k := l.keeper()
	for range 2 {
		l.edit("a")
		l.ok(k.Keep(t.Context(), much))
		l.now = l.now.Add(2 * time.Hour)
	}
	l.edit("b")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := k.Keep(cancelled, 1); err == nil {
		t.Fatal("no error")
	}
	folder := filepath.Join(l.dir, "backups")
	l.ok(os.Rename(folder, folder+"-"))
	l.ok(os.WriteFile(folder, nil, 0o600))
	if err := k.Keep(t.Context(), 1); err == nil {
		t.Fatal("no error with a file in the folder's place")
	}
	l.ok(os.Remove(folder))
	l.ok(os.Rename(folder+"-", folder))
	l.backups(2)
	l.ok(k.Keep(t.Context(), much))
	l.backups(3)
}

// A newest backup that cannot be read is none.
func TestADamagedBackupIsNone(t *testing.T) {
	l := begin(t)
	l.edit("a")
	l.ok(l.keeper().Keep(t.Context(), much))
	l.ok(os.WriteFile(l.backups(1)[0].Path, []byte("garbage"), 0o600))
	l.now = l.now.Add(2 * time.Hour)
	l.ok(l.keeper().Keep(t.Context(), much))
	l.backups(2)
}
