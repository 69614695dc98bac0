package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/look"
	"overachiever/ui/prose"
)

// dueHint says how to write a day.
const dueHint = "tomorrow, fri, 31 jan"

// dueField is where the day is typed that goals are due, as people do, or taken from a
// calendar. Without the keyboard it says the day as people say it.
type dueField struct {
	page     *goalsPage
	set      func(storage.Date)
	entry    *field
	tint     *look.Tinted
	box      *fyne.Container // the entry in the theme tint, once that is another than usual
	calendar *look.Button
	caption  *prose.Text // what was typed would be this day; or why it is none

	goals   daysDue // what is shown
	focused bool
	typed   bool // and not yet kept
	wrong   bool // what was typed is no day
}

// daysDue is when goals are due.
type daysDue struct {
	due       storage.Date // "" also when they have different days
	different bool
	done      bool // all of them are completed: nothing is urgent any more
}

func newDueField(p *goalsPage, set func(storage.Date)) *dueField {
	f := &dueField{page: p, set: set, entry: newField(), tint: look.NewTinted(theme.ColorNameForeground)}
	f.entry.OnChanged = func(string) { f.typing() }
	f.entry.OnSubmitted = func(string) {
		if f.keep() {
			p.view.focus()
		}
	}
	f.entry.onEscape = func() { f.forget(); p.view.focus() }
	f.entry.onFocus = f.begin
	f.entry.onLeave = func() { p.w.left = p.w.goOn(f.entry); f.focused = false; f.keep(); f.say() }
	f.entry.onDown = f.pick
	f.entry.onKey = p.w.typedAnywhere
	f.box = container.NewStack(f.entry)
	f.calendar = p.button("", f.pick)
	f.calendar.SetIcon(theme.CalendarIcon())
	f.caption = prose.New(theme.SizeNameCaptionText, look.ColorMuted)
	f.caption.MostLines = 4
	return f
}

func (f *dueField) row() fyne.CanvasObject {
	return container.NewBorder(nil, nil, nil, f.calendar, f.box)
}

// show shows the day of goals, of other ones than before or as it has become.
func (f *dueField) show(goals daysDue, other bool) {
	if other {
		f.forget()
	}
	if !other && f.goals == goals {
		return
	}
	f.goals = goals
	f.entry.SetPlaceHolder(f.hint())
	f.say()
}

// hint stands in the field while no day does.
func (f *dueField) hint() string {
	switch {
	case f.goals.different:
		return "Different days"
	case f.entry.Disabled():
		return "No due date"
	}
	return dueHint
}

// lock makes the day one that can only be read.
func (f *dueField) lock(locked bool) {
	if locked == f.entry.Disabled() {
		return
	}
	if locked {
		f.entry.Disable()
		f.calendar.Disable()
	} else {
		f.entry.Enable()
		f.calendar.Enable()
	}
}

// say says the day, unless something else is being typed.
func (f *dueField) say() {
	if f.typed || f.wrong {
		return
	}
	if f.focused {
		f.write(string(f.goals.due))
	} else {
		f.write(dates.Say(f.goals.due, f.page.w.Now()))
	}
	f.paint(f.goals.due)
}

// write puts a text into the field as if nobody had typed it.
func (f *dueField) write(text string) {
	if f.entry.Text == text {
		return
	}
	changed := f.entry.OnChanged
	f.entry.OnChanged = nil
	f.entry.SetText(text)
	f.entry.OnChanged = changed
}

// paint gives the day the colour of its urgency.
func (f *dueField) paint(due storage.Date) {
	name, caption := theme.ColorNameForeground, look.ColorMuted
	urgency := dates.State(due, f.page.w.Now())
	if urgency > dates.Later && !f.goals.done && !f.entry.Disabled() {
		name, caption = urgencyColor(urgency), urgencyColor(urgency)
	}
	if f.tint.Name != name {
		f.tint.Name = name
		f.tinge()
	}
	f.explain(longDay(due, f.page.w.Now()), caption)
}

// tinge shows the tint as it is now. The toolkit keeps fonts of its own, 10 MB, for every
// theme inside the theme, and new ones when that is refreshed itself: so there is one only
// when it is needed, and only what is in it is refreshed.
func (f *dueField) tinge() {
	if f.box.Objects[0] == f.entry {
		f.box.Objects[0] = container.NewThemeOverride(f.entry, f.tint)
		f.box.Refresh()
	}
	f.entry.Refresh()
}

// explain says something under the field.
func (f *dueField) explain(text string, color fyne.ThemeColorName) {
	if f.caption.String() == text && f.caption.Color == color {
		return
	}
	f.caption.Color, f.caption.Hidden = color, text == ""
	f.caption.Write(prose.Plain(text))
	f.page.details.arrange()
}

// begin is the keyboard coming here: the day stands there as it can be changed.
func (f *dueField) begin() {
	f.focused = true
	if f.typed || f.wrong {
		return
	}
	f.write(string(f.goals.due))
	f.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// typing says what the text would be so far. Nothing, where different days are not shown
// either, is as if it had not been touched.
func (f *dueField) typing() {
	f.typed, f.wrong = f.entry.Text != "" || !f.goals.different, false
	due, err := dates.Parse(f.entry.Text, f.page.w.Now())
	f.paint(due)
	switch {
	case err != nil:
		f.explain("…", look.ColorMuted)
	case due == "" && f.typed:
		f.explain("No due date", look.ColorMuted)
	}
}

// keep takes the day that was typed, and tells whether it is one; if it is not, it says
// why, and leaves what was typed there.
func (f *dueField) keep() bool {
	if !f.typed {
		return !f.wrong
	}
	due, err := dates.Parse(f.entry.Text, f.page.w.Now())
	f.typed = false
	if err != nil {
		f.wrong = true
		f.explain(said(err), theme.ColorNameError)
		return false
	}
	f.take(due)
	return true
}

// takeTyped takes the day being typed, if it is one already.
func (f *dueField) takeTyped() {
	if due, err := dates.Parse(f.entry.Text, f.page.w.Now()); f.typed && err == nil {
		f.typed = false
		f.take(due)
	}
}

func (f *dueField) take(due storage.Date) {
	if due != f.goals.due || f.goals.different {
		f.set(due)
	}
	f.say()
}

// forget drops what was typed. What was no day when the field was left is told once more:
// nothing typed goes away without a word.
func (f *dueField) forget() {
	if f.wrong && !f.focused {
		f.page.status.jot(fmt.Sprintf("‘%s’ is not a day, and was not kept.", short(f.entry.Text)))
	}
	f.typed, f.wrong = false, false
	f.say()
}

// pick opens the calendar.
func (f *dueField) pick() {
	if !f.entry.Disabled() {
		start := f.goals.due
		if due, err := dates.Parse(f.entry.Text, f.page.w.Now()); err == nil {
			start = due
		}
		f.page.w.pickDay(start, func(due storage.Date) {
			f.typed, f.wrong = false, false
			f.take(due)
		})
	}
}

// longDay says a day in full, and how far it is: "Friday, 27 November 2026 · in 6 days".
func longDay(due storage.Date, now time.Time) string {
	day, err := time.Parse(time.DateOnly, string(due))
	if err != nil {
		return ""
	}
	today, _ := time.Parse(time.DateOnly, string(dates.Of(now, 0)))
	text := day.Format("Monday, 2 January 2006") + " · "
	switch days := int((day.Unix() - today.Unix()) / (24 * 60 * 60)); {
	case days == 0:
		return text + "today"
	case days == 1:
		return text + "tomorrow"
	case days == -1:
		return text + "yesterday"
	case days < 0:
		return text + plural(-days, "day") + " ago"
	default:
		return text + "in " + plural(days, "day")
	}
}
