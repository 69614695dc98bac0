package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/look"
)

// fileOf is a file with a text.
func fileOf(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// imports starts the import of a file as a person does, by the keyboard alone.
func (b *bench) imports(path string) {
	b.t.Helper()
	b.w.goals.askImport()
	b.w.win.Canvas().Focused().(*field).SetText(path)
	b.key(fyne.KeyReturn)
}

// outlined is what is in view, two spaces a level.
func (b *bench) outlined() string {
	var text strings.Builder
	for _, row := range b.w.goals.model.Rows() {
		fmt.Fprintln(&text, strings.Repeat("  ", int(row.Depth))+row.Entry.Name())
	}
	return text.String()
}

// An import shows first what it will do; Enter does it, as one step, which is undone as one.
func TestImportIsShownFirst(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Before")
	b.imports(fileOf(t, "plans.md", "- [ ] Garden\n  - [x] Fence\n- [ ] Learn Go\n"))
	b.reads("3 new goals.")
	for _, words := range []string{"Import plans.md", "Garden", "Fence", "Learn Go", "Read as: Markdown task list", "At the end of the top level", "Below ‘Before’"} {
		b.reads(words)
	}
	if b.focused() != "Import 3 goals" {
		t.Errorf("the keyboard is at %q", b.focused())
	}
	if b.outlined() != "Before\n" {
		t.Errorf("there are already:\n%s", b.outlined())
	}
	b.key(fyne.KeyReturn)
	b.until("imported", func() bool { return len(b.w.sheets) == 0 })
	if got := b.outlined(); got != "Before\nGarden\n  Fence\nLearn Go\n" {
		t.Errorf("imported:\n%s", got)
	}
	if goal, _ := b.w.goals.model.Selected(); goal.Name != "Garden" {
		t.Errorf("%q is selected", goal.Name)
	}
	b.reads("3 goals imported from plans.md.")
	if undo := b.w.menus.shown.undo; undo != "Undo import of 3 goals" {
		t.Errorf("the menu says %q", undo)
	}
	b.w.undo()
	b.until("undone", func() bool { return b.outlined() == "Before\n" })
}

// Escape leaves everything as it is.
func TestImportIsNotDone(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Before")
	b.imports(fileOf(t, "plans.md", "- [ ] Garden\n"))
	b.reads("1 new goal.")
	b.key(fyne.KeyEscape)
	if len(b.w.sheets) > 0 || b.outlined() != "Before\n" {
		t.Errorf("%d sheets over:\n%s", len(b.w.sheets), b.outlined())
	}
}

func TestImportBelowTheSelectedGoal(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Before")
	b.imports(fileOf(t, "plans.md", "- [ ] Garden\n"))
	b.reads("1 new goal.")
	b.press("Below ‘Before’")
	b.press("Import 1 goal")
	b.until("imported", func() bool { return len(b.w.sheets) == 0 })
	if got := b.outlined(); got != "Before\n  Garden\n" {
		t.Errorf("imported:\n%s", got)
	}
}

// Goals that are here already are told, and when nothing is new there is nothing to import.
// However much there is to read about a file, where its goals go to is in sight.
func TestWhereAnImportGoesIsInSight(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Garden")
	b.w.win.Resize(fyne.NewSize(minWidth, minHeight))
	var list strings.Builder
	for n := range 20 {
		fmt.Fprintf(&list, "# %d\n\ntext\n\n- goal %d\n", n, n)
	}
	b.imports(fileOf(t, "a.md", list.String()))
	b.reads("20 new goals. Not everything in this file can be kept: see below.")
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	s := b.w.sheets[0]
	if s.scroll.Content.MinSize().Height <= s.scroll.Size().Height {
		t.Fatal("nothing has to be scrolled")
	}
	found := false
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Button); ok && button.Text == "Below ‘Garden’" {
			found = true
			if y := at(button).Y; y < at(s.foot).Y || y+button.Size().Height > minHeight {
				t.Errorf("it is asked for at %v", y)
			}
		}
	})
	if !found {
		t.Error("it is not asked for")
	}
}

func TestImportOfWhatIsThere(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	text := `{"format":"overachiever","version":1,"goals":[{"id":"01933f6e-0000-7000-8000-00000000000a","name":"A"},{"id":"01933f6e-0000-7000-8000-00000000000b","name":"B"}%s]}`
	b.imports(fileOf(t, "a.json", fmt.Sprintf(text, "")))
	b.reads("2 new goals.")
	b.press("Import 2 goals")
	b.until("imported", func() bool { return len(b.w.sheets) == 0 })
	b.w.goals.view.do(func() { b.w.goals.model.Select("01933f6e-0000-7000-8000-00000000000b"); b.w.goals.model.Delete() })

	b.imports(fileOf(t, "a.json", fmt.Sprintf(text, `,{"id":"01933f6e-0000-7000-8000-00000000000c","name":"C"}`)))
	b.reads("1 new goal. 2 goals are here already (1 goal in the trash), and left as they are.")
	b.key(fyne.KeyEscape)
	b.imports(fileOf(t, "a.json", fmt.Sprintf(text, "")))
	b.reads("Nothing is new: 2 goals of this file are here already (1 goal in the trash).")
	if b.focused() != "Close" {
		t.Errorf("the keyboard is at %q", b.focused())
	}
	b.key(fyne.KeyReturn)
	if len(b.w.sheets) > 0 {
		t.Error("the sheet is still there")
	}
}

// Whoever imports a file without ids once more is told that its goals would be there twice.
func TestImportOnceMore(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	file := fileOf(t, "plans.md", "- [ ] Garden\n  - [x] Fence\n- [ ] Learn Go\n")
	b.imports(file)
	b.reads("3 new goals.")
	b.key(fyne.KeyReturn)
	b.until("imported", func() bool { return len(b.w.sheets) == 0 })
	b.imports(file)
	b.reads("3 new goals.")
	const all = "All of them are there already by name, and would be there twice."
	b.reads(all)
	b.press("Below ‘Garden’")
	if text := strings.Join(b.screen(), "\n"); strings.Contains(text, "twice") {
		t.Errorf("below another goal too: %s", text)
	}
	b.press("At the end of the top level")
	b.reads(all)
	b.key(fyne.KeyEscape)
	b.imports(fileOf(t, "more.md", "- [ ] Garden\n- [ ] Run\n"))
	b.reads("1 of them is there already by name, and would be there twice.")
	b.key(fyne.KeyEscape)
	b.imports(fileOf(t, "one.md", "- [ ] Garden\n"))
	b.reads("It is there already by name, and would be there twice.")
}

// A file that cannot be read says why, and may be read as something else.
func TestImportOfSomethingElse(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.imports(fileOf(t, "plans", "words\n"))
	b.reads("plans:1: this is in no format that Overachiever reads")
	b.press("Read it as…")
	for _, format := range interchange.Readable() {
		b.reads(format.Title())
	}
	b.press("Markdown task list")
	b.reads("There are no goals in this file.")
	b.reads("• text that belongs to no goal (once, on line 1)")
	b.press("Read it as…")
	b.press(interchange.CSV.Title())
	b.reads("plans:1: the first line must name the columns")
	b.key(fyne.KeyEscape)
	b.imports(filepath.Join(t.TempDir(), "missing.md"))
	b.reads("missing.md cannot be read: no such file or directory.")
	b.press("Close")
	if len(b.w.sheets) > 0 || b.outlined() != "" {
		t.Errorf("%d sheets over:\n%s", len(b.w.sheets), b.outlined())
	}
}

// What goals cannot keep is told before they come in.
func TestImportTellsWhatIsLost(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	i := &importing{page: b.w.goals, name: "todo.ics", cancel: func() {}, sheet: b.w.openSheet(importWidth, nil)}
	i.plan.New = 12
	for n := range mostLosses + 2 {
		i.plan.Losses = append(i.plan.Losses, interchange.Loss{What: fmt.Sprint("thing ", n), Goals: n + 1, Line: 7 * n})
	}
	i.show()
	b.reads("• thing 0 (once)\n• thing 1 (2 times, first on line 7)\n")
	b.reads("and 2 more kinds of things")
}

// An import that is cancelled while it is saved has not happened.
func TestImportCancelledInTheMiddle(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Before")
	var text strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&text, "- [ ] goal %d\n", i)
	}
	b.imports(fileOf(t, "plans.md", text.String()))
	b.reads("3,000 new goals.")
	b.key(fyne.KeyReturn)
	b.reads("Importing 3,000 goals…")
	b.key(fyne.KeyEscape)
	b.reads("Cancelling…")
	b.until("cancelled", func() bool { return len(b.w.sheets) == 0 })
	b.reads("Nothing was imported.")
	if got := b.outlined(); got != "Before\n" {
		t.Errorf("there are:\n%s", got)
	}
	tree, err := b.w.goals.user.Tree(t.Context())
	if err != nil || tree.Totals().Total != 1 {
		t.Errorf("%d goals in the file, %v", tree.Totals().Total, err)
	}
	b.name("After")
	if got := b.outlined(); got != "Before\nAfter\n" {
		t.Errorf("after it:\n%s", got)
	}
}

// Whoever quits while goals come in finds all of them afterwards, or none.
func TestQuitWhileImporting(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Before")
	b.imports(fileOf(t, "plans.md", strings.Repeat("- [ ] goal\n", 3000)))
	b.reads("3,000 new goals.")
	b.key(fyne.KeyReturn)
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })
	store, err := storage.OpenReadOnly(t.Context(), filepath.Join(dir, "goals.db"), b.w.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	report, err := store.Check(t.Context())
	if err != nil || len(report.Problems) > 0 || report.Goals != 1 && report.Goals != 3001 {
		t.Errorf("%+v, %v", report, err)
	}
}

// A path is typed or pasted as people do, for whatever it is.
func TestAPathAsPeopleTypeIt(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	b := newBench(t, t.TempDir())
	whole := filepath.Join(home, "a b.json")
	for text, want := range map[string]string{
		"": "", "  ": "", whole: whole, `"` + whole + `"`: whole, " '" + whole + "' ": whole,
		"~/a b.json": whole, "~": home, "a b.json": whole, "~a": filepath.Join(home, "~a"),
		"file://" + filepath.ToSlash(home) + "/a%20b.json\n": whole, "file:": filepath.Join(home, "file:"),
	} {
		if got := b.w.fullPath(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
