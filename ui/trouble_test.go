package ui

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"overachiever/storage"
	"overachiever/ui/account"
)

// troubledBench is a window that opens a data folder, and can recover the file in it.
func troubledBench(t *testing.T, dir string) *bench {
	t.Helper()
	b := newBench(t, dir)
	open, path := b.w.Open, filepath.Join(dir, "goals.db")
	b.w.Recover = func(ctx context.Context, r storage.Rescue) (*account.Desk, storage.Recovery, error) {
		r.Path, r.Now = path, time.Now
		done, err := storage.Recover(ctx, r)
		if err != nil {
			return nil, done, err
		}
		desk, err := open(ctx)
		return desk, done, err
	}
	return b
}

// withGoals makes a data folder in which somebody keeps goals, and has a backup of the first.
func withGoals(t *testing.T, names ...string) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	path = filepath.Join(dir, "goals.db")
	b := newBench(t, dir)
	b.local()
	b.name(names[0])
	b.reads("1 goal ·")
	if err := b.w.goals.writer.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.w.desk.Store.Backup(t.Context(), storage.BackupPath(dir, time.Now())); err != nil {
		t.Fatal(err)
	}
	if len(names) > 1 {
		b.name(names[1:]...)
	}
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })
	if err := b.w.desk.Store.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, path
}

func (b *bench) buttons() string {
	var labels []string
	for _, text := range b.screen() {
		if slices.Contains([]string{"Quit", "Try again", "Choose a backup…", "Begin with no goals…", "OK", "Open the folder"}, text) {
			labels = append(labels, text)
		}
	}
	return strings.Join(labels, ", ")
}

func TestANewerFileIsLeftAsItIs(t *testing.T) {
	dir, path := withGoals(t, "Learn Go")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`ALTER TABLE goal ADD COLUMN mood TEXT; PRAGMA user_version = 4711`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b := troubledBench(t, dir)
	b.reads("last opened by a newer Overachiever")
	if got := b.buttons(); got != "Quit, Try again" {
		t.Errorf("offered: %s", got)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed, %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "damaged")); err == nil {
		t.Error("it was put into quarantine")
	}
}

func TestAFolderInPlaceOfTheFileIsExplained(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "goals.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	b := troubledBench(t, dir)
	b.reads("There is a folder where the file with your goals should be. Move that folder away")
	if got := b.buttons(); got != "Quit, Try again" {
		t.Errorf("offered: %s", got)
	}
}

func TestADamagedFileIsRecoveredAndThePersonTold(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(content []byte) []byte
		want   []string
		goals  string
	}{
		"garbage": {func(content []byte) []byte { return bytes.Repeat([]byte("garbage "), 4096) },
			[]string{"something else was in it. 1 goal was restored from the backup of ", "What was changed after that is not in it.", "The backup is ", "The damaged file is kept in "}, "1 goal ·"},
		"the first page": {func(content []byte) []byte { clear(content[100:4096]); return content },
			[]string{"was damaged. 3 goals were saved.", "The damaged file is kept in "}, "3 goals ·"},
		"empty": {func([]byte) []byte { return nil },
			[]string{"was gone or empty. 1 goal was restored from the backup of "}, "1 goal ·"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, path := withGoals(t, "Learn Go", "Run", "Sleep")
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, c.damage(content), 0o600); err != nil {
				t.Fatal(err)
			}
			b := troubledBench(t, dir)
			shown := make(chan string, 1)
			b.w.OpenFolder = func(_ context.Context, path string) error { shown <- path; return nil }
			for _, words := range append(c.want, "Your goals were recovered") {
				b.reads(words)
			}
			if b.buttons() != "Open the folder, OK" {
				t.Fatalf("offered: %s", b.buttons())
			}
			b.press("Open the folder")
			if kept := <-shown; !strings.HasPrefix(kept, filepath.Join(dir, "damaged")) {
				t.Errorf("shown: %s", kept)
			}
			b.press("OK")
			b.reads("Learn Go")
			b.reads(c.goals)
			b.name("Still works")
			if err := b.w.goals.writer.Flush(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWhenNothingIsLeftThePersonDecides(t *testing.T) {
	dir, path := withGoals(t, "Learn Go", "Run")
	backups, err := storage.Backups(dir)
	if err != nil || len(backups) != 1 {
		t.Fatal(backups, err)
	}
	elsewhere, bad := filepath.Join(t.TempDir(), "mine.db"), filepath.Join(t.TempDir(), "bad.db")
	if err := errors.Join(os.Rename(backups[0].Path, elsewhere), os.WriteFile(bad, []byte("bad"), 0o600),
		os.WriteFile(path, bytes.Repeat([]byte("garbage "), 4096), 0o600)); err != nil {
		t.Fatal(err)
	}
	open := func(t *testing.T) *bench {
		copied := filepath.Join(t.TempDir(), "data")
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		b := troubledBench(t, copied)
		b.reads("Your goals could not be recovered")
		b.reads("The damaged file is kept in " + filepath.Join(copied, "damaged"))
		if got := b.buttons(); got != "Begin with no goals…, Choose a backup…, Quit, Try again" {
			t.Fatalf("offered: %s", got)
		}
		return b
	}
	t.Run("try again", func(t *testing.T) {
		b := open(t)
		b.press("Try again")
		b.reads("Saving what can be read")
		b.reads("Your goals could not be recovered")
	})
	t.Run("another backup", func(t *testing.T) {
		b := open(t)
		b.press("Choose a backup…")
		b.typeText(bad)
		b.key(fyne.KeyReturn)
		b.reads("This file is not a sound backup of Overachiever. Choose another one.")
		b.press("Choose a backup…")
		b.typeText(elsewhere)
		b.key(fyne.KeyReturn)
		b.reads("1 goal was restored from the backup of ")
		b.press("OK")
		b.reads("Learn Go")
	})
	t.Run("no goals", func(t *testing.T) {
		b := open(t)
		b.press("Begin with no goals…")
		b.reads("Overachiever never removes it.")
		b.press("Cancel")
		b.press("Begin with no goals…")
		b.press("Begin with no goals")
		b.reads("You begin with no goals")
		b.reads("Nothing could be brought back.")
		b.press("OK")
		b.local()
		b.reads("0 goals ·")
	})
}

// What is only in memory is not lost when the file is damaged under an open window.
func TestDamageUnderAnOpenWindowLosesNoEdit(t *testing.T) {
	dir, path := withGoals(t, "Learn Go", "Run")
	b := troubledBench(t, dir)
	b.reads("2 goals ·")
	p, damaged := b.w.goals, b.w.desk.Store
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`PRAGMA legacy_alter_table = ON; ALTER TABLE operation RENAME TO away`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	b.name("Only in memory")
	id, _ := p.model.Selected()
	if _, err := p.model.Tree().Describe(id.ID, "never given to the writer"); err != nil {
		t.Fatal(err)
	}
	b.reads("Not saved")
	again := b.w.Recover
	b.w.Recover = func(ctx context.Context, r storage.Rescue) (*account.Desk, storage.Recovery, error) {
		if len(r.Unsaved.Steps) == 0 {
			t.Error("no steps are to be saved")
		}
		if err := damaged.Close(); err != nil {
			t.Error(err)
		}
		return again(ctx, r)
	}
	p.lookedThrough(nil, storage.ErrDamaged)
	b.reads("The file with your goals is damaged. What you see here is safe.")
	b.press("Recover…")
	b.reads("Recover your goals?")
	b.press("Recover")
	b.w.quit() // is heard when all is saved
	b.w.quitting = false
	b.reads("3 goals were saved.")
	b.press("OK")
	b.reads("Only in memory")
	b.reads("Run")
	if goal, ok := b.w.goals.model.Tree().Goal(id.ID); !ok || goal.Description != "never given to the writer" {
		t.Errorf("the goal is %+v", goal)
	}
	if report, err := b.w.desk.Store.Check(t.Context()); err != nil || len(report.Problems) > 0 {
		t.Errorf("the recovered file: %+v, %v", report, err)
	}
}

// Damage that saving comes across is told as what the look through the file finds.
func TestDamageThatSavingMeetsOffersTheRecovery(t *testing.T) {
	dir, _ := withGoals(t, "Learn Go")
	b := troubledBench(t, dir)
	b.reads("1 goal ·")
	b.w.goals.saving(storage.SaveState{Pending: 1, Err: storage.ErrDamaged})
	b.reads("Your latest changes are not saved. They are kept here, and come along when you recover your goals.")
	b.reads("The file with your goals is damaged. What you see here is safe.")
	b.press("Recover…")
	b.reads("Recover your goals?")
}

func TestARebuiltIndexIsNotedInTheStatusLine(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.w.goals.lookedThrough([]string{"step_user"}, nil)
	b.reads("An index in your file was damaged, and has been rebuilt. No goal was lost.")
}

func TestHowManyGoalsAreSaid(t *testing.T) {
	for goals, want := range map[int]string{0: "0 goals were", 1: "1 goal was", 999: "999 goals were", 1234: "1,234 goals were", 1234567: "1,234,567 goals were"} {
		if got := were(goals); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatIsSaidOfARecovery(t *testing.T) {
	at := time.Date(2026, 11, 21, 14, 5, 0, 0, time.Local)
	for want, done := range map[string]storage.Recovery{
		"The file with your goals was damaged. 1,200 goals were saved. 34 goals were lost in it, and restored from the backup of 21 Nov 2026, 14:05.": {Goals: 1234, FromBackup: 34, Saved: true, Backup: at},
		"The file with your goals was damaged. 3 goals were saved. 2 goals were there of which not even the name could be read.":                      {Goals: 3, Missing: 2, Saved: true},
	} {
		if got := recovered(done); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
}
