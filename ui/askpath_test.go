package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
)

// Who goes on without a path is told what is missing, and can type it at once.
func TestAPathThatIsMissingIsAskedFor(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.w.goals.askImport()
	b.press("Next")
	b.reads("Type or paste a path here, or choose one.")
	b.typeText(filepath.Join(t.TempDir(), "none.md"))
	b.key(fyne.KeyReturn)
	b.reads("none.md cannot be read: no such file or directory.")
	b.key(fyne.KeyEscape)
	b.w.goals.askExport()
	b.fileField().SetText(" ")
	b.press("Export")
	b.reads("Type or paste the name of a file.")
}

// A path with a mistake in it need not be typed again.
func TestAPathThatFailedIsProposedAgain(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Mine")
	path := filepath.Join(t.TempDir(), "none", "a.json")
	b.imports(path)
	b.reads("cannot be read")
	b.press("Choose another…")
	if got := b.focused(); got != "field:"+path {
		t.Errorf("to import from: %q", got)
	}
	b.key(fyne.KeyEscape)

	b.choose("File", "Back up to a folder…")
	b.typeText(path)
	b.key(fyne.KeyReturn)
	b.reads("No backup was made")
	b.press("Choose a folder…")
	if got := b.focused(); got != "field:"+path {
		t.Errorf("to back up to: %q", got)
	}
	b.key(fyne.KeyEscape)

	quits := false
	b.w.goals.askCopy(func(string) { quits = true })
	b.w.win.Canvas().Focused().(*field).SetText(path)
	b.key(fyne.KeyReturn)
	b.reads("The copy was not made")
	b.press("Choose another place…")
	if got := b.focused(); got != "field:"+path {
		t.Errorf("to copy to: %q", got)
	}
	b.w.win.Canvas().Focused().(*field).SetText(filepath.Join(t.TempDir(), "a.json"))
	b.key(fyne.KeyReturn)
	b.until("what was to come after the copy", func() bool { return quits })
}

// Escape closes the toolkit's dialog, and leaves the sheet below it.
func TestEscapeClosesTheFileDialogAlone(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.w.goals.askImport()
	b.typeText("half typed")
	b.press("Choose…")
	if b.w.browsing == nil {
		t.Fatal("no dialog")
	}
	b.w.typedNowhere(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.w.browsing != nil || len(b.w.sheets) != 1 || b.fileField().Text != "half typed" {
		t.Errorf("dialog %v, %d sheets, %q", b.w.browsing, len(b.w.sheets), b.fileField().Text)
	}
}

// To close the file that SQLite has open, opened a second time, would cost it its locks:
// another program would take the log beside it for its own, and with it what is saved next.
func TestTheOpenFileIsNotImported(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Mine")
	link := filepath.Join(t.TempDir(), "link.md")
	if err := os.Symlink(filepath.Join(dir, "goals.db"), link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "goals.db"), filepath.Join(dir, "goals.db-shm"), link} {
		b.imports(path)
		b.reads("it is one of Overachiever's own")
		b.key(fyne.KeyEscape)
	}
	offers := otherFiles{dir, ""}
	if offers.Matches(storage.NewFileURI(link)) || !offers.Matches(storage.NewFileURI(fileOf(t, "a.md", ""))) {
		t.Error("the dialog offers the wrong files")
	}
}

// A caret goes on blinking, and has the whole window drawn for it, until its field is told that the keyboard is elsewhere.
func TestAFieldHearsThatItsSheetIsClosed(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	s := b.w.openSheet(importWidth, nil)
	f, left := s.field(""), 0
	f.onLeave = func() { left++ }
	s.show(f, f, buttons(s.button("Cancel", s.close)))
	s.close()
	if left != 1 {
		t.Errorf("told %d times", left)
	}
	if got, ok := b.w.win.Canvas().Focused().(*goalList); !ok {
		t.Errorf("the keys go to %v", got)
	}
}
