package ui

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	files "fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// breakFile makes the goals file take no more edits, until what it returns is called.
func (b *bench) breakFile(dir string) (mend func()) {
	b.t.Helper()
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

// fileDialogs counts the dialogs that ask for a file.
func (b *bench) fileDialogs() int { return len(b.w.win.Canvas().Overlays().List()) }

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
	b.press(saveCopy)
	if b.fileDialogs() != 1 {
		t.Fatalf("%d dialogs ask where to", b.fileDialogs())
	}
	b.w.win.Canvas().Overlays().Top().Hide()
	b.w.win.Canvas().Overlays().Remove(b.w.win.Canvas().Overlays().Top())

	path := filepath.Join(t.TempDir(), "elsewhere.json")
	b.copyTo(path, nil)
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

// copyTo writes a copy as if the person had chosen the path.
func (b *bench) copyTo(path string, then func(string)) {
	b.t.Helper()
	to, err := files.Writer(files.NewFileURI(path))
	if err != nil {
		b.t.Fatal(err)
	}
	b.w.goals.copyTo(to, b.w.goals.document(), then)
}

// Quitting with changes that cannot be saved offers the copy, and then to quit.
func TestQuittingWithWhatCannotBeSaved(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Mine")
	b.w.goals.unsavedAtQuit(storage.ErrDiskFull)
	b.reads("The disk is full.")
	b.press(saveCopy)
	if b.fileDialogs() == 0 || b.w.closed {
		t.Fatal("no dialog asks where to")
	}
	for _, overlay := range slices.Clone(b.w.win.Canvas().Overlays().List()) {
		b.w.win.Canvas().Overlays().Remove(overlay)
	}
	path := filepath.Join(t.TempDir(), "elsewhere.json")
	b.copyTo(path, b.w.goals.askQuit)
	b.reads("Your goals are in the copy")
	b.press("Quit")
	if !b.w.closed || copied(t, path) != "Mine" {
		t.Error("not quit, or no copy")
	}
}

// A copy that does not read back as it was written is none.
func TestACopyThatIsNotOneIsSaid(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Mine")
	path := filepath.Join(t.TempDir(), "elsewhere.json")
	to, err := files.Writer(files.NewFileURI(path))
	if err != nil {
		t.Fatal(err)
	}
	b.w.goals.copyTo(forgetful{to}, b.w.goals.document(), nil)
	b.reads("The copy was not made")
	if b.says("A copy with") {
		t.Error("it was called a copy")
	}
}

// forgetful is a disk that says it wrote, and did not.
type forgetful struct{ fyne.URIWriteCloser }

func (f forgetful) Write(bytes []byte) (int, error) {
	_, err := f.URIWriteCloser.Write(bytes[:len(bytes)/2])
	return len(bytes), err
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
