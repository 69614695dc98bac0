package ui

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// breakFile makes the goals file take no more edits, until what it returns is called.
func (b *bench) breakFile(dir string) (mend func()) {
	b.t.Helper()
	// What is read when the page is there would find it broken, too.
	b.until("looked around", func() bool { return b.w.looked == b.w.desk && !b.w.goals.reading })
	db, err := sql.Open("sqlite", filepath.Join(dir, "goals.db")+"?_pragma=busy_timeout(5000)&_pragma=legacy_alter_table(1)")
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { db.Close() })
	rename := func(from, to string) {
		if _, err := db.Exec(`ALTER TABLE ` + from + ` RENAME TO ` + to); err != nil {
			b.t.Fatal(err)
		}
	}
	rename("operation", "away")
	return func() { rename("away", "operation") }
}

// copiesTo has a copy saved elsewhere, from the banner or the dialog that offers it.
func (b *bench) copiesTo(path string) {
	b.t.Helper()
	b.press(saveCopy)
	b.reads("Save a copy elsewhere")
	b.w.win.Canvas().Focused().(*field).SetText(path)
	b.key(fyne.KeyReturn)
}

func copied(t *testing.T, path string) string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := interchange.Import(path, file, interchange.JSON, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, branch := range document.Goals {
		names = append(names, branch.Goal.Name)
	}
	return strings.Join(names, ", ")
}

// What cannot be saved can be written elsewhere, by the banner; when the file takes edits
// again they are saved by themselves.
func TestACopyElsewhereOfWhatCannotBeSaved(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Safe")
	b.until("saved", func() bool { return b.w.goals.status.saved.Text == "Saved" })
	split := b.w.goals.split
	above := split.Position().Y
	mend := b.breakFile(dir)
	b.name("In danger")
	b.reads("Your latest changes are not saved yet")
	b.reads("Not saved")
	if strip := b.w.goals.banner.strip; split.Position().Y != strip.Position().Y+strip.MinSize().Height+theme.Padding() {
		t.Errorf("the banner ends at %v, and the goals begin at %v", strip.Position().Y+strip.MinSize().Height, split.Position().Y)
	}
	logged := len(b.logged)
	path := filepath.Join(t.TempDir(), "elsewhere.json")
	b.copiesTo(path)
	b.reads("A copy with 2 goals is in " + path)
	if got := copied(t, path); got != "Safe, In danger" {
		t.Errorf("in the copy: %s", got)
	}
	b.reads("Not saved") // a copy elsewhere is not saving
	if len(b.logged) != logged {
		t.Errorf("the same was logged again: %v", b.logged[logged:])
	}
	mend()
	b.until("banner gone", func() bool { return !b.w.goals.banner.strip.Visible() })
	if split.Position().Y != above {
		t.Errorf("where the banner was, there is a gap: the goals begin at %v instead of %v", split.Position().Y, above)
	}
	b.reads("Saved")
}

// Quitting with changes that cannot be saved offers the copy, and then to quit.
func TestQuittingWithWhatCannotBeSaved(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Mine")
	b.w.goals.unsavedAtQuit(storage.ErrDiskFull)
	b.reads("The disk is full.")
	path := filepath.Join(t.TempDir(), "elsewhere.json")
	b.copiesTo(path)
	b.reads("Your goals are in the copy")
	b.press("Quit")
	if !b.w.closed || copied(t, path) != "Mine" {
		t.Error("not quit, or no copy")
	}
}

// A copy that does not read back as it was written is none; nor is one in the place of a
// file that is there.
func TestACopyThatIsNotOneIsSaid(t *testing.T) {
	own, dir := t.TempDir(), t.TempDir()
	there := filepath.Join(dir, "there.json")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, own)
	b.local()
	b.name("Mine")
	for path, why := range map[string]string{
		os.DevNull:                     "reads differently", // says that it wrote, and did not
		there:                          "is there already",
		filepath.Join(dir, "no", "x"):  "cannot be written",
		filepath.Join(own, "goals.db"): "is there already",
	} {
		b.w.goals.unsavedAtQuit(storage.ErrDiskFull)
		b.copiesTo(path)
		b.reads("The copy was not made")
		b.reads(why)
		if b.says("A copy with") || b.says("Your goals are in the copy") {
			t.Errorf("%s was called a copy", path)
		}
		b.press("OK")
	}
	if content, err := os.ReadFile(there); err != nil || string(content) != "mine" {
		t.Errorf("in the file that was there: %q, %v", content, err)
	}
}

// Changes that the file will never take are not said to be tried again.
func TestChangesThatAreRefused(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.w.goals.saving(storage.SaveState{Refused: 2, Err: errors.New("no such goal")})
	b.reads("2 changes could not be taken into the file")
	b.reads("Not saved")
	b.reads(saveCopy)
}
