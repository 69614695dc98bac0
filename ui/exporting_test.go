package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/storage/interchange"
)

// exports opens the sheet and names a file there.
func (b *bench) exports(path string) {
	b.t.Helper()
	b.w.goals.askExport()
	b.until("the sheet", func() bool { return b.focused() == "Export" })
	b.w.goals.view.canvas.Focus(b.fileField())
	b.fileField().SetText(path)
}

// fileField is the field of the topmost sheet.
func (b *bench) fileField() *field {
	var found *field
	b.walk(func(o fyne.CanvasObject) {
		if f, ok := o.(*field); ok {
			found = f
		}
	})
	return found
}

func TestExport(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Garden", "Learn Go")
	folder := t.TempDir()
	file := filepath.Join(folder, "mine.json")
	b.exports(file)
	for _, format := range interchange.Writable() {
		b.reads(format.Title())
		if format.Keeps() == "" {
			t.Errorf("nobody knows what %s keeps", format)
		}
		b.reads(format.Keeps())
	}
	b.reads("Everything: 2 goals")
	b.key(fyne.KeyReturn)
	b.until("exported", func() bool { return len(b.w.sheets) == 0 })
	b.reads("Exported to " + file)
	b.reads("Show in folder")
	if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), `"Learn Go"`) {
		t.Errorf("the file has %q, %v", text, err)
	}

	// Another format names the file anew; only the selected goal is written.
	b.exports(file)
	b.press("‘Learn Go’")
	b.press("Markdown task list")
	if got := b.fileField().Text; got != filepath.Join(folder, "mine.md") {
		t.Errorf("the file is %q", got)
	}
	b.press("Export")
	b.until("exported", func() bool { return len(b.w.sheets) == 0 })
	if text, err := os.ReadFile(filepath.Join(folder, "mine.md")); err != nil || string(text) != "- [ ] Learn Go\n" {
		t.Errorf("the file has %q, %v", text, err)
	}
}

// What a file says besides its goals is written again with all of them, and not with one.
func TestExportKeepsWhatAFileSaidOfItself(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.imports(fileOf(t, "a.json", `{"format":"overachiever","version":1,"user":{"pronouns":"they"},"generator":"g","goals":[{"name":"Garden"}]}`))
	b.reads("1 new goal.")
	b.key(fyne.KeyReturn)
	b.until("imported", func() bool { return len(b.w.sheets) == 0 })
	for only, want := range map[string]bool{"Everything: 1 goal": true, "‘Garden’": false} {
		file := filepath.Join(t.TempDir(), "mine.json")
		b.exports(file)
		b.press(only)
		b.press("Export")
		b.until("exported", func() bool { return len(b.w.sheets) == 0 })
		text, err := os.ReadFile(file)
		has := strings.Contains(string(text), `"generator": "g"`) && strings.Contains(string(text), `"pronouns": "they"`)
		if err != nil || has != want || strings.Contains(string(text), "generator") != want {
			t.Errorf("%s: the file has %s, %v", only, text, err)
		}
	}
}

// A file that is there is only replaced by who says so.
func TestExportOverAFile(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Garden")
	file := fileOf(t, "mine.json", "precious")
	has := func() string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	b.exports(file)
	b.press("Export")
	b.reads("mine.json is there already")
	b.key(fyne.KeyEscape)
	b.reads("Export goals")
	if b.fileField().Text != file || has() != "precious" {
		t.Errorf("%q has %q", b.fileField().Text, has())
	}
	b.press("Export")
	b.reads("mine.json is there already")
	b.press("Replace it")
	b.until("exported", func() bool { return len(b.w.sheets) == 0 })
	if !strings.Contains(has(), "Garden") {
		t.Errorf("the file has %q", has())
	}
}

// What cannot be written says so, and the person may choose another place.
func TestExportThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Garden")
	b.exports(filepath.Join(t.TempDir(), "missing", "mine.json"))
	b.key(fyne.KeyReturn)
	b.reads("mine.json cannot be written: no such file or directory.")
	b.fileField().SetText(filepath.Join(dir, "goals.db"))
	b.press("Export")
	b.reads("is there already")
	b.press("Replace it")
	b.reads("it is one of Overachiever's own")
	b.key(fyne.KeyEscape)
	if len(b.w.sheets) > 0 {
		t.Error("the sheet is still there")
	}
}
