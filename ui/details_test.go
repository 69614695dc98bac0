package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// onFriday is a window on Friday, 20 November 2026, with goals of these names, the last
// one selected.
func onFriday(t *testing.T, names ...string) *bench {
	t.Helper()
	b := newBench(t, t.TempDir())
	b.w.Now = func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }
	b.local()
	b.name(names...)
	return b
}

func (b *bench) goal() storage.Goal {
	goal, _ := b.w.goals.model.Selected()
	return goal
}

// describes types a description, and leaves it with Escape.
func (b *bench) describes(text string) {
	b.w.goals.describe()
	b.typeText(text)
	b.key(fyne.KeyEscape)
}

// dues types a day into the field, and presses Enter.
func (b *bench) dues(text string) {
	b.w.goals.focusDetail(b.w.goals.details.due)
	b.typeText(text)
	b.key(fyne.KeyReturn)
}

func TestDescriptionIsSavedAMomentAfterTheLastKey(t *testing.T) {
	b := onFriday(t, "Learn Go")
	p := b.w.goals
	p.describe()
	b.typeText("Because.")
	b.until("description", func() bool { return b.goal().Description == "Because." })
	if b.w.win.Canvas().Focused() != p.details.note.entry {
		t.Error("saving took the keyboard away")
	}
	b.typeText(" And")
	b.key(fyne.KeyEscape) // leaving saves at once
	if got := b.goal().Description; got != "Because. And" {
		t.Errorf("the description is %q", got)
	}
	if b.w.win.Canvas().Focused() != p.view.list {
		t.Error("Escape did not go back to the outline")
	}
}

func TestADescriptionReadsAsMarkdownUntilItIsEdited(t *testing.T) {
	b := onFriday(t, "Learn Go")
	p := b.w.goals
	p.describe()
	if p.details.note.preview.Visible() {
		t.Error("an empty description cannot be typed into")
	}
	b.typeText("# Why\n**Because**")
	b.key(fyne.KeyEscape)
	b.reads("Why")
	b.reads("Because")
	if p.details.note.entry.Visible() {
		t.Error("the source is still there")
	}
	test.Tap(p.details.note.preview)
	if got := p.details.note.entry; b.w.win.Canvas().Focused() != got || got.Text != "# Why\n**Because**" {
		t.Errorf("a click edits %q", got.Text)
	}
	b.typeText("!")
	if got := p.details.note.entry.Text; got != "# Why\n**Because**!" {
		t.Errorf("typing goes on as %q", got)
	}
	b.key(fyne.KeyEscape)
	b.w.win.Canvas().Focus(p.details.note.preview)
	b.key(fyne.KeyReturn)
	if b.w.win.Canvas().Focused() != p.details.note.entry {
		t.Error("Enter on the preview does not edit")
	}
}

// The window gives the keyboard back to whoever had it when the person left.
func TestComingBackToTheWindowGoesOnWithTheDescription(t *testing.T) {
	b := onFriday(t, "Learn Go")
	b.w.goals.describe()
	b.typeText("Half a")
	entry := b.w.goals.details.note.entry
	entry.FocusLost()
	if got := b.goal().Description; got != "Half a" {
		t.Errorf("leaving the window keeps %q", got)
	}
	entry.FocusGained()
	b.typeText(" thought")
	if !entry.Visible() || entry.Text != "Half a thought" {
		t.Errorf("coming back goes on with %q", entry.Text)
	}
}

func TestNothingTypedInTheDescriptionIsLost(t *testing.T) {
	for what, leave := range map[string]func(b *bench){
		"another goal":  func(b *bench) { b.w.goals.view.do(func() { b.w.goals.model.Step(-1) }) },
		"another view":  func(b *bench) { b.w.goals.view.do(func() { b.w.goals.model.Show(outline.Completed) }) },
		"a new goal":    func(b *bench) { b.w.goals.view.do(b.w.goals.model.NameTop) },
		"several goals": func(b *bench) { b.w.goals.view.do(b.w.goals.model.MarkAll) },
		"the due day":   func(b *bench) { b.w.goals.focusDetail(b.w.goals.details.due) },
		"a search":      func(b *bench) { b.w.win.Canvas().Focus(b.w.goals.header.search); b.typeText("on") },
		"nobody":        func(b *bench) { b.w.win.Canvas().Unfocus() },
		"Tab":           func(b *bench) { b.w.win.Canvas().FocusNext() },
	} {
		t.Run(what, func(t *testing.T) {
			b := onFriday(t, "One", "Two")
			id := b.goal().ID
			b.w.goals.describe()
			b.typeText("Because.")
			leave(b)
			if goal, _ := b.w.goals.model.Tree().Goal(id); goal.Description != "Because." {
				t.Errorf("left with %q", goal.Description)
			}
			for _, other := range b.w.goals.model.Tree().Children(storage.TopLevel) {
				if goal, _ := b.w.goals.model.Tree().Goal(other); other != id && goal.Description != "" {
					t.Errorf("%q has %q", goal.Name, goal.Description)
				}
			}
		})
	}
}

func TestUndoWhileADescriptionIsTypedIsTheTexts(t *testing.T) {
	b := onFriday(t, "One", "Two")
	b.describes("First.")
	b.w.goals.view.do(func() { b.w.goals.model.Step(-1) })
	b.w.goals.describe()
	b.typeText("Second.")
	b.w.undo()
	b.w.undo() // there is nothing more to take back, and nothing of another goal
	if got := b.w.goals.details.note.entry.Text; got != "" {
		t.Errorf("undone to %q", got)
	}
	b.typeText("Third.")
	b.key(fyne.KeyEscape)
	b.w.undo()
	if got := b.goal(); got.Name != "One" || got.Description != "" {
		t.Errorf("after undo %q is %q", got.Name, got.Description)
	}
	b.reads("One")
}

func TestADescriptionThatIsChangedElsewhereIsShown(t *testing.T) {
	b := onFriday(t, "One")
	b.describes("First.")
	b.reads("First.")
	b.w.undo()
	if strings.Contains(strings.Join(b.screen(), "\n"), "First.") {
		t.Error("what was undone is still shown")
	}
	b.w.redo()
	b.reads("First.")
}

func TestAPreviewIsScrolledByKeys(t *testing.T) {
	b := onFriday(t, "Learn Go")
	b.describes(strings.Repeat("words\n\n", 200) + "[last](https://example.org)")
	p := b.w.goals.details.note.preview
	b.w.win.Canvas().Focus(p)
	at := func() float32 { return p.scroll.Offset.Y }
	lowest := p.scroll.Content.Size().Height - p.scroll.Size().Height
	last := float32(0)
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyPageDown, fyne.KeyEnd} {
		b.key(key)
		if at() <= last {
			t.Errorf("%s leads to %v", key, at())
		}
		last = at()
	}
	if at() != lowest {
		t.Errorf("the end is at %v, want %v", at(), lowest)
	}
	b.key(fyne.KeyHome)
	if at() != 0 {
		t.Errorf("the beginning is at %v", at())
	}
	b.w.win.Canvas().FocusNext() // the link, far below
	if at() != lowest {
		t.Errorf("the link that has the keyboard is out of sight: at %v", at())
	}
}

// However long a name is, and however deep the goal stands: the window asks for no more room.
func TestLongTextsMakeTheWindowNoLarger(t *testing.T) {
	b := onFriday(t, "Short")
	p := b.w.goals
	before := b.w.win.Content().MinSize()
	for range 30 {
		p.view.do(p.model.NameChild)
		b.typeText(strings.Repeat("long", 50) + " #" + strings.Repeat("tag", 50))
		b.key(fyne.KeyReturn)
		b.key(fyne.KeyEscape)
	}
	b.describes(strings.Repeat("x", 2000))
	if after := b.w.win.Content().MinSize(); after != before {
		t.Errorf("the window is at least %v, was %v", after, before)
	}
}

func TestSeveralGoalsGetOneDay(t *testing.T) {
	b := onFriday(t, "One", "Two", "Three")
	p := b.w.goals
	p.view.do(p.model.Toggle)
	p.view.do(p.model.MarkAll)
	b.reads("3 goals selected")
	b.reads("1 of them completed")
	b.dues("tomorrow")
	for _, id := range p.model.Tree().Children(storage.TopLevel) {
		if goal, _ := p.model.Tree().Goal(id); goal.Due != "2026-11-21" {
			t.Errorf("%q is due %q", goal.Name, goal.Due)
		}
	}
	b.reads("Saturday, 21 November 2026 · tomorrow")
	b.w.undo()
	for _, id := range p.model.Tree().Children(storage.TopLevel) {
		if goal, _ := p.model.Tree().Goal(id); goal.Due != "" {
			t.Errorf("after one undo %q is due %q", goal.Name, goal.Due)
		}
	}
}

// Goals that are due on different days have no day together: it can be taken from all of
// them, though none is shown, and is not by typing nothing.
func TestDifferentDaysOfSeveralGoals(t *testing.T) {
	b := onFriday(t, "One", "Two", "Three")
	p := b.w.goals
	first := p.model.Tree().Children(storage.TopLevel)[0]
	p.view.do(p.model.MarkAll)
	p.view.do(func() { p.model.SetDue(first, "2026-12-01") })
	if got := p.details.due.PlaceHolder; got != "Different days" || p.details.due.Text != "" {
		t.Errorf("different days are said as %q, %q", p.details.due.Text, got)
	}
	p.focusDetail(p.details.due)
	b.typeText("x")
	p.details.due.SetText("")
	b.key(fyne.KeyReturn)
	if goal, _ := p.model.Tree().Goal(first); goal.Due != "2026-12-01" {
		t.Errorf("typing nothing made the day %q", goal.Due)
	}
	test.Tap(p.details.day.calendar)
	b.press("No due date")
	if goal, _ := p.model.Tree().Goal(first); goal.Due != "" {
		t.Errorf("still due %q", goal.Due)
	}
	if got := p.details.due.PlaceHolder; got != dueHint {
		t.Errorf("no day of all is said as %q", got)
	}
}

func TestInTheTrashAGoalCanOnlyBeRead(t *testing.T) {
	b := onFriday(t, "One", "Two")
	b.describes("Because.")
	p := b.w.goals
	p.view.do(p.model.Delete)
	p.view.do(func() { p.model.Show(outline.Trash) })
	b.reads("Because.")
	b.reads("Delete for ever…")
	test.Tap(p.details.note.preview)
	if p.details.note.entry.Visible() || !p.details.due.Disabled() {
		t.Error("a goal in the trash can be changed")
	}
	b.press("Delete for ever…")
	b.reads("for ever?")
	b.press("Cancel")
	b.press("Restore")
	if len(p.model.Tree().Children(storage.TopLevel)) != 2 {
		t.Error("the goal is not back")
	}
	p.view.do(func() { p.model.Show(outline.Goals) })
	if p.details.due.Disabled() {
		t.Error("the goals cannot be changed any more")
	}
}

// Tab goes through the pane, and Escape goes back from anywhere in it.
func TestThePaneByKeyboard(t *testing.T) {
	b := onFriday(t, "Run #health")
	b.describes("[plan](https://example.org/plan)")
	p := b.w.goals
	opened := b.opens(nil)
	canvas := b.w.win.Canvas()
	canvas.Focus(p.details.due)
	canvas.FocusPrevious()
	b.key(fyne.KeyReturn) // the tag
	if got := p.model.Query(); got != "#health" {
		t.Errorf("searching for %q", got)
	}
	p.view.do(func() { p.model.Search("") })

	canvas.Focus(p.details.due)
	canvas.FocusNext()
	if button, ok := canvas.Focused().(*look.Button); !ok || button != p.details.day.calendar {
		t.Fatalf("after the day comes %T", canvas.Focused())
	}
	b.key(fyne.KeyEscape)
	if canvas.Focused() != p.view.list {
		t.Error("Escape on the button stays there")
	}
	canvas.Focus(p.details.day.calendar)
	canvas.FocusNext()
	if canvas.Focused() != p.details.note.preview {
		t.Fatalf("after the calendar comes %T", canvas.Focused())
	}
	canvas.FocusNext()
	b.key(fyne.KeySpace)
	if got := <-opened; got != "https://example.org/plan" {
		t.Errorf("opened %s", got)
	}
	b.key(fyne.KeyEscape)
	if canvas.Focused() != p.view.list {
		t.Error("Escape on a link stays there")
	}
}

// While a new goal is named there is nothing to tell of it yet, and nothing of another one.
func TestWhileANewGoalIsNamedThePaneIsAboutNoOther(t *testing.T) {
	b := onFriday(t, "Learn Go")
	p := b.w.goals
	p.describe()
	b.typeText("Because.")
	p.view.do(p.model.NameBelow)
	if p.details.body.Visible() || !p.details.none.Visible() {
		t.Error("the pane is about the goal above")
	}
	b.reads("Ctrl+E describes the new goal,\nCtrl+L says when it is due.")
	b.typeText("Chess")
	b.key(fyne.KeyReturn)
	if p.details.body.Visible() {
		t.Error("the pane is about the goal before")
	}
	b.key(fyne.KeyEscape)
	if !p.details.body.Visible() || p.details.name.String() != "Chess" {
		t.Errorf("the pane is about %q", p.details.name.String())
	}
	p.view.do(func() { p.model.Step(-1) })
	if goal := b.goal(); goal.Description != "Because." {
		t.Errorf("the description is %q", goal.Description)
	}
	p.view.do(p.model.Delete)
	p.view.do(p.model.Delete)
	b.reads("Select a goal to see its details.")
}
