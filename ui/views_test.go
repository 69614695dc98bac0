package ui

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/outline"
)

// due gives the selected goal a day, so many days after today.
func (b *bench) due(days int) {
	p := b.w.goals
	goal, _ := p.model.Selected()
	p.view.do(func() { p.model.SetDue(goal.ID, dates.Of(time.Now(), days)) })
}

// open starts the window on a folder with goals, or with none yet.
func open(t *testing.T, dir string, names ...string) *bench {
	t.Helper()
	b := newBench(t, dir)
	b.local()
	b.name(names...)
	return b
}

// quit ends the window, with everything saved.
func (b *bench) quit() {
	b.t.Helper()
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })
}

// side is what the sidebar's rows say, the selected one in brackets.
func (b *bench) side() string {
	var rows []string
	b.walk(func(o fyne.CanvasObject) {
		if row, ok := o.(*sideRow); ok {
			text := row.line.label
			if row.line.count != "" {
				text += " " + row.line.count
			}
			if row.line.urgent {
				text += "!"
			}
			if row.line.selected {
				text = "[" + text + "]"
			}
			rows = append(rows, text)
		}
	})
	return strings.Join(rows, ", ")
}

// names are the names in the outline, top to bottom.
func (b *bench) names() string {
	var names []string
	for _, row := range b.w.goals.model.Rows() {
		if row.Entry != nil {
			names = append(names, row.Entry.Name())
		}
	}
	return strings.Join(names, ", ")
}

func TestViewsAreShownByKeysAndByTheSidebar(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go", "Run", "Sleep")
	b.key(fyne.KeySpace)
	b.key(fyne.KeyUp)
	b.due(0)
	b.key(fyne.KeyUp)
	b.due(+1)
	for i, want := range []struct{ names, side string }{
		{"Learn Go, Run, Sleep", "[Goals], Today 1, Upcoming, Completed, Trash"},
		{"Run", "Goals, [Today 1], Upcoming, Completed, Trash"},
		{"Learn Go", "Goals, Today 1, [Upcoming], Completed, Trash"},
		{"Sleep", "Goals, Today 1, Upcoming, [Completed], Trash"},
		{"", "Goals, Today 1, Upcoming, Completed, [Trash]"},
	} {
		b.shortcut(digit(i + 1))
		b.until("the sidebar", func() bool { return b.side() == want.side })
		if b.names() != want.names {
			t.Errorf("Ctrl+%d shows %q, want %q", i+1, b.names(), want.names)
		}
	}
	b.walk(func(o fyne.CanvasObject) {
		if row, ok := o.(*sideRow); ok && row.line.label == "Today" {
			row.Tapped(nil)
		}
	})
	if b.names() != "Run" {
		t.Errorf("a click on Today shows %q", b.names())
	}
}

func TestWhatIsOverdueIsCountedAndStandsOut(t *testing.T) {
	b := open(t, t.TempDir(), "Late")
	b.due(-2)
	b.until("the count", func() bool { return b.side() == "[Goals], Today 1!, Upcoming, Completed, Trash" })
	b.key(fyne.KeySpace)
	b.until("nothing due", func() bool { return b.side() == "[Goals], Today, Upcoming, Completed, Trash" })
	b.w.undo()
	b.until("the count again", func() bool { return strings.Contains(b.side(), "Today 1!") })
}

// A window may be open for days.
func TestWithTheDayTheViewsChange(t *testing.T) {
	b := newBench(t, t.TempDir())
	var days atomic.Int64
	b.w.Now = func() time.Time { return time.Now().AddDate(0, 0, int(days.Load())) }
	b.local()
	b.name("Tomorrow’s")
	b.due(+1)
	b.shortcut(digit(2))
	b.reads("Nothing is due today")
	b.until("the count", func() bool { return b.w.goals.counts.timer == nil })
	days.Store(1)
	b.w.goals.counts.night.Reset(0)
	b.until("the next day", func() bool { return b.names() == "Tomorrow’s" })
	b.until("the count", func() bool { return strings.Contains(b.side(), "[Today 1]") })
}

func TestAnEmptyViewSaysSo(t *testing.T) {
	b := open(t, t.TempDir())
	for i, words := range []string{
		"What do you want to achieve?", "Nothing is due today", "Nothing is coming up", "Nothing is completed yet", "The trash is empty",
	} {
		b.shortcut(digit(i + 1))
		b.reads(words)
	}
	b.shortcut(digit(1))
	b.name("A goal")
	p := b.w.goals
	if p.empty.box.Visible() {
		t.Error("it still says that there is nothing")
	}
	p.view.do(p.model.ZoomIn)
	b.reads("No goals in here yet")
	p.search("nonesuch")
	b.reads("No goal below ‘A goal’ fits what you look for. Esc shows everything again.")
	p.view.do(p.model.ZoomOut)
	p.search("nonesuch")
	b.reads("No goal fits what you look for. Esc shows everything again.")
	b.shortcut(digit(5))
	b.reads("The trash is empty")
}

func TestHiddenGoalsAreCounted(t *testing.T) {
	b := open(t, t.TempDir(), "Done", "Open")
	b.key(fyne.KeyUp)
	b.key(fyne.KeySpace)
	b.shortcut(key(fyne.KeyH, ctrl))
	b.reads("2 goals · 1 completed · 1 hidden")
	if b.names() != "Open" {
		t.Errorf("shown are %q", b.names())
	}
	if !b.entry("Hide completed").Checked {
		t.Error("the menu has no check mark")
	}
	b.shortcut(key(fyne.KeyH, ctrl))
	if b.names() != "Done, Open" {
		t.Errorf("shown are %q", b.names())
	}
}

func TestTheSidebarHidesAndStaysHidden(t *testing.T) {
	b := open(t, t.TempDir(), "One")
	b.shortcut(key(fyne.KeyB, ctrl))
	if b.side() != "" || b.w.sidebarShown() {
		t.Errorf("the sidebar shows %q, and is remembered as shown: %v", b.side(), b.w.sidebarShown())
	}
	b.w.openLocal() // the page is another one now
	b.until("the goals again", func() bool { return b.w.goals != nil })
	if b.side() != "" {
		t.Error("the sidebar is back by itself")
	}
	b.shortcut(key(fyne.KeyB, ctrl))
	if b.side() == "" {
		t.Error("the sidebar does not come back")
	}
}

func TestGoalsIsAllOfThemTheSecondTime(t *testing.T) {
	b := open(t, t.TempDir(), "One", "Two")
	p := b.w.goals
	p.view.do(p.model.ZoomIn)
	b.shortcut(digit(2))
	b.shortcut(digit(1))
	if p.model.Zoom() == storage.TopLevel {
		t.Error("another view took the zoom away")
	}
	b.shortcut(digit(1))
	if b.names() != "One, Two" {
		t.Errorf("shown are %q", b.names())
	}
}

// Who is killed loses nothing of it: it is written down a moment after each change.
func TestWhereAPersonIsAndWhatIsSetIsThereNextTime(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir, "One", "Two")
	p := b.w.goals
	p.search("is:open o")
	p.keepSearch()
	b.key(fyne.KeyEscape)
	p.model.Rule = outline.Rule{Below: outline.LeaveBelow, Above: true}
	b.shortcut(key(fyne.KeyH, ctrl))
	b.shortcut(digit(4))
	place := p.model.Place()
	b.until("the place on its way", func() bool { return p.places.kept == place })
	<-p.places.last
	kept, err := p.user.Setting(t.Context(), settingPlace)
	if err != nil || kept != place {
		t.Fatalf("in the file is %q, %v; want %q", kept, err, place)
	}
	b.quit()

	again := newBench(t, dir)
	again.reads("Nothing is completed yet")
	m := again.w.goals.model
	if m.View() != outline.Completed || !m.Hides() || m.Rule != p.model.Rule || !slices.Equal(m.Searches(), []string{"is:open o"}) {
		t.Errorf("it comes back as %s", m.Place())
	}
	if got := again.side(); got != "Goals, Today, Upcoming, [Completed], Trash, is:open o" {
		t.Errorf("the sidebar shows %q", got)
	}
}
