package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"overachiever/storage"
	"overachiever/ui/look"
)

func TestADayIsTypedAsPeopleDo(t *testing.T) {
	b := onFriday(t, "Learn Go")
	p := b.w.goals
	p.focusDetail(p.details.due)
	b.typeText("in 2 week")
	b.reads("Friday, 4 December 2026 · in 14 days")
	b.key(fyne.KeyReturn)
	if got := b.goal().Due; got != "2026-12-04" {
		t.Errorf("due %q", got)
	}
	if b.w.win.Canvas().Focused() != p.view.list {
		t.Error("Enter did not go back to the outline")
	}
	if got := p.details.due.Text; got != "4 Dec" {
		t.Errorf("said as %q", got)
	}
	p.focusDetail(p.details.due)
	if got := p.details.due.Text; got != "2026-12-04" {
		t.Errorf("to be changed as %q", got)
	}
	b.typeText("x") // over the selected day
	p.details.due.SetText("")
	b.reads("No due date")
	b.key(fyne.KeyReturn)
	if got := b.goal().Due; got != "" {
		t.Errorf("still due %q", got)
	}
}

func TestWhatIsNoDayIsRefusedWhenTheFieldIsLeft(t *testing.T) {
	b := onFriday(t, "Learn Go", "Run")
	p := b.w.goals
	p.focusDetail(p.details.due)
	b.typeText("someday")
	if strings.Contains(strings.Join(b.screen(), "\n"), "This is not a day") {
		t.Error("refused while it is typed")
	}
	b.key(fyne.KeyReturn)
	b.reads("This is not a day.")
	if b.w.win.Canvas().Focused() != p.details.due {
		t.Error("the keyboard went away")
	}
	b.w.win.Canvas().Unfocus()
	if got := p.details.due.Text; got != "someday" {
		t.Errorf("what was typed became %q", got)
	}
	p.view.do(func() { p.model.Step(-1) })
	b.reads("‘someday’ is not a day, and was not kept.")
	if got := p.details.due.Text; got != "" {
		t.Errorf("another goal shows %q", got)
	}
}

func TestEscapeForgetsTheDayBeingTyped(t *testing.T) {
	b := onFriday(t, "Learn Go")
	b.dues("fri")
	b.w.goals.focusDetail(b.w.goals.details.due)
	b.typeText("tomorrow")
	b.key(fyne.KeyEscape)
	if got := b.goal().Due; got != "2026-11-27" {
		t.Errorf("due %q", got)
	}
	if got := b.w.goals.details.due.Text; got != "27 Nov" {
		t.Errorf("the field says %q", got)
	}
}

func TestADayBeingTypedIsKeptWithItsOwnGoals(t *testing.T) {
	b := onFriday(t, "One", "Two", "Three")
	p := b.w.goals
	p.view.do(func() { p.model.Extend(-1) })
	p.focusDetail(p.details.due)
	b.typeText("tomorrow")
	p.view.do(func() { p.model.Step(-1) }) // to One, which was not selected
	for _, id := range p.model.Tree().Children(storage.TopLevel) {
		want := storage.Date("2026-11-21")
		goal, _ := p.model.Tree().Goal(id)
		if goal.Name == "One" {
			want = ""
		}
		if goal.Due != want {
			t.Errorf("%q is due %q, want %q", goal.Name, goal.Due, want)
		}
	}
}

func TestUrgencyIsSeen(t *testing.T) {
	b := onFriday(t, "Learn Go")
	day := b.w.goals.details.day
	for due, want := range map[storage.Date]struct{ tint, caption fyne.ThemeColorName }{
		"2026-11-19": {theme.ColorNameError, theme.ColorNameError},
		"2026-11-20": {theme.ColorNameWarning, theme.ColorNameWarning},
		"2026-11-23": {theme.ColorNamePrimary, theme.ColorNamePrimary},
		"2026-11-24": {theme.ColorNameForeground, look.ColorMuted},
		"":           {theme.ColorNameForeground, look.ColorMuted},
	} {
		b.w.goals.view.do(func() { b.w.goals.model.SetDue(b.goal().ID, due) })
		if day.tint.Name != want.tint || day.caption.Color != want.caption {
			t.Errorf("%q is %s and %s", due, day.tint.Name, day.caption.Color)
		}
	}
	b.w.goals.view.do(func() { b.w.goals.model.SetDue(b.goal().ID, "2026-11-19") })
	b.w.goals.view.do(b.w.goals.model.Toggle)
	if day.tint.Name != theme.ColorNameForeground {
		t.Error("a completed goal is overdue")
	}
}

func TestLongDay(t *testing.T) {
	now := time.Date(2026, 11, 20, 23, 59, 0, 0, time.FixedZone("far", 14*3600))
	for due, want := range map[storage.Date]string{
		"":           "",
		"2026-11-18": "Wednesday, 18 November 2026 · 2 days ago",
		"2026-11-19": "Thursday, 19 November 2026 · yesterday",
		"2026-11-20": "Friday, 20 November 2026 · today",
		"2026-11-21": "Saturday, 21 November 2026 · tomorrow",
		"2026-11-27": "Friday, 27 November 2026 · in 7 days",
		"9999-12-31": "Friday, 31 December 9999 · in 2,912,119 days",
	} {
		if got := longDay(due, now); got != want {
			t.Errorf("%s is said as %q, want %q", due, got, want)
		}
	}
}

func TestTheCalendarByKeyboard(t *testing.T) {
	for what, tt := range map[string]struct {
		keys []fyne.KeyName
		want storage.Date
	}{
		"the day there is":       {nil, "2027-01-31"},
		"a day and a week":       {[]fyne.KeyName{fyne.KeyRight, fyne.KeyDown}, "2027-02-08"},
		"back":                   {[]fyne.KeyName{fyne.KeyLeft, fyne.KeyUp}, "2027-01-23"},
		"a month without a 31st": {[]fyne.KeyName{fyne.KeyPageDown}, "2027-02-28"},
		"a month back":           {[]fyne.KeyName{fyne.KeyPageUp}, "2026-12-31"},
		"the first":              {[]fyne.KeyName{fyne.KeyHome}, "2027-01-01"},
		"the last":               {[]fyne.KeyName{fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyEnd}, "2027-03-31"},
	} {
		t.Run(what, func(t *testing.T) {
			b := onFriday(t, "Learn Go")
			b.dues("2027-01-31")
			p := b.w.goals
			p.focusDetail(p.details.due)
			b.key(fyne.KeyDown)
			b.reads("January 2027")
			for _, key := range tt.keys {
				b.key(key)
			}
			b.key(fyne.KeyReturn)
			if got := b.goal().Due; got != tt.want {
				t.Errorf("due %q, want %q", got, tt.want)
			}
			if len(b.w.sheets) != 0 || b.w.win.Canvas().Focused() != p.view.list {
				t.Error("the calendar is still there")
			}
		})
	}
}

// The mouse turns the month, and the keys go on from there.
func TestTheCalendarHasTheKeysAfterAClick(t *testing.T) {
	b := onFriday(t, "Learn Go")
	b.w.goals.details.day.pick()
	var arrows []*look.Button
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Button); ok && button.Text == "" && button.Icon == theme.NavigateNextIcon() {
			arrows = append(arrows, button)
		}
	})
	test.Tap(arrows[0])
	b.reads("December 2026")
	b.key(fyne.KeyRight)
	b.key(fyne.KeyReturn)
	if got := b.goal().Due; got != "2026-12-21" {
		t.Errorf("due %q", got)
	}
}

func TestTheCalendarIsLeftByEscape(t *testing.T) {
	b := onFriday(t, "Learn Go")
	b.w.goals.view.do(b.w.goals.model.MarkAll)
	test.Tap(b.w.goals.details.day.calendar)
	b.reads("November 2026")
	b.key(fyne.KeyRight)
	b.key(fyne.KeyEscape)
	if got := b.goal().Due; got != "" || len(b.w.sheets) != 0 {
		t.Errorf("due %q, %d sheets", got, len(b.w.sheets))
	}
}

// The day in the calendar is one step, also when another one was being typed.
func TestADayOfTheCalendarIsOneStep(t *testing.T) {
	b := onFriday(t, "Learn Go")
	p := b.w.goals
	p.focusDetail(p.details.due)
	b.typeText("tomorrow")
	b.key(fyne.KeyDown)
	b.key(fyne.KeyDown)
	b.key(fyne.KeyReturn)
	if got := b.goal().Due; got != "2026-11-28" {
		t.Errorf("due %q, want a week from tomorrow", got)
	}
	b.w.undo()
	if got := b.goal().Due; got != "" {
		t.Errorf("after one undo it is due %q", got)
	}
}

func TestADayIsClickedInTheCalendar(t *testing.T) {
	b := onFriday(t, "Learn Go")
	b.w.goals.details.day.pick()
	c := b.w.win.Canvas().Focused().(*calendar)
	width := c.Size().Width / 7
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(width/2, weekdayHeight/2)}) // on no day
	if len(b.w.sheets) != 1 {
		t.Fatal("a weekday was taken for a day")
	}
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(6.5*width, weekdayHeight+0.5*dayHeight)})
	if got := b.goal().Due; got != "2026-11-01" {
		t.Errorf("the first Sunday is %q", got)
	}
}
