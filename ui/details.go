package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/look"
)

// describeAfter is how long after the last key a description is saved.
const describeAfter = 300 * time.Millisecond

// details is the pane beside the outline: all there is to know about the
// selected goal.
type details struct {
	page *goalsPage
	goal storage.GoalID // shown now, "" for none

	name        *widget.Label
	progress    *widget.ProgressBar
	done        *widget.Label
	whole       fyne.CanvasObject // progress and done
	due         *field
	dueTrouble  *widget.Label
	description *note
	dates       *widget.Label
	body, none  *fyne.Container
	pending     *time.Timer // until the description is saved
}

func newDetails(p *goalsPage) *details {
	d := &details{page: p}
	d.name = look.Title("")
	d.progress = widget.NewProgressBar()
	d.progress.TextFormatter = func() string { return "" }
	d.done = look.Caption("")
	d.due = newField()
	d.due.SetPlaceHolder("None. Like 2027-01-31")
	d.due.OnSubmitted = func(string) { d.keepDue(); p.view.focus() }
	d.due.onEscape = func() { d.showDue(); p.view.focus() }
	d.due.onLeave = d.keepDue
	d.due.onKey = p.w.typedAnywhere
	d.dueTrouble = look.Caption("")
	d.dueTrouble.Importance = widget.DangerImportance
	d.dueTrouble.Wrapping = fyne.TextWrapWord
	d.dueTrouble.Hide()
	d.description = newNote(p)
	d.description.OnChanged = func(string) { d.typed() }
	d.description.onLeave = d.keep
	d.dates = look.Caption("")
	d.layout()
	return d
}

func (d *details) layout() {
	calendar := widget.NewButtonWithIcon("", theme.CalendarIcon(), d.pickDue)
	d.whole = container.NewVBox(container.New(layout.NewCustomPaddedLayout(0, 0, 7, 7), look.Thin(6, d.progress)), d.done)
	head := container.NewVBox(
		d.name,
		d.whole,
		label("Due"),
		container.NewBorder(nil, nil, nil, calendar, d.due),
		d.dueTrouble,
		label("Description"),
	)
	d.body = container.NewBorder(head, d.dates, nil, nil, d.description)
	hint := look.Caption("Select a goal to see its details.")
	hint.Alignment = fyne.TextAlignCenter
	d.none = container.NewCenter(hint)
	d.body.Hide()
}

func label(text string) *widget.Label {
	l := look.Caption(text)
	l.TextStyle = fyne.TextStyle{Bold: true}
	return l
}

func (d *details) object() fyne.CanvasObject {
	return look.Wide(232, look.Inset(8, container.NewStack(d.none, d.body)))
}

// refresh shows the selected goal. What is being typed here is kept first.
func (d *details) refresh() {
	goal, ok := d.page.model.Selected()
	if goal.ID != d.goal {
		d.keep()
		d.goal = goal.ID
		d.showDescription(goal.Description)
		d.due.SetText(string(goal.Due))
		d.dueTrouble.Hide()
	}
	d.body.Hidden, d.none.Hidden = !ok, ok
	if !ok {
		return
	}
	if d.pending == nil && d.description.Text != goal.Description {
		d.showDescription(goal.Description)
	}
	if d.page.w.win.Canvas().Focused() != d.due {
		d.showDue()
	}
	if d.name.Text != goal.Name {
		d.name.SetText(goal.Name)
	}
	d.showProgress(goal)
}

func (d *details) showDescription(text string) {
	changed := d.description.OnChanged
	d.description.OnChanged = nil
	d.description.SetText(text)
	d.description.OnChanged = changed
}

func (d *details) showProgress(goal storage.Goal) {
	progress := d.page.model.Tree().Progress(goal.ID)
	if progress.Total == 0 {
		d.whole.Hide()
	} else {
		d.whole.Show()
		d.progress.SetValue(float64(progress.Completed) / float64(progress.Total))
		d.done.SetText(fmt.Sprintf("%d of %d completed · %d %%", progress.Completed, progress.Total, 100*progress.Completed/progress.Total))
	}
	dates := "Created " + moment(goal.Created)
	if !goal.Completed.IsZero() {
		dates += "\nCompleted " + moment(goal.Completed)
	}
	if d.dates.Text != dates {
		d.dates.SetText(dates)
	}
}

func moment(at time.Time) string { return at.Local().Format("2 Jan 2006, 15:04") }

// typed saves the description a moment after the last key.
func (d *details) typed() {
	if d.pending != nil {
		d.pending.Stop()
	}
	d.pending = time.AfterFunc(describeAfter, func() { d.page.w.do(d.keep) })
}

// keep saves the description if it was changed here, and shows that.
func (d *details) keep() {
	if d.take() {
		d.page.view.refresh()
		d.page.changed()
	}
}

// take saves the description if it was changed here, and tells whether it was.
func (d *details) take() bool {
	if d.pending == nil {
		return false
	}
	d.pending.Stop()
	d.pending = nil
	d.page.model.Describe(d.goal, d.description.Text)
	return true
}

// takeDue saves the day being typed, if it is one already.
func (d *details) takeDue() {
	if due, err := storage.ParseDate(d.due.Text); err == nil && d.goal != "" {
		d.page.model.SetDue(d.goal, due)
	}
}

func (d *details) showDue() {
	goal, _ := d.page.model.Tree().Goal(d.goal)
	if d.due.Text != string(goal.Due) && d.dueTrouble.Hidden {
		d.due.SetText(string(goal.Due))
	}
}

// keepDue saves the day that was typed, or says how to write one.
func (d *details) keepDue() {
	goal, ok := d.page.model.Tree().Goal(d.goal)
	if !ok {
		return
	}
	due, err := storage.ParseDate(d.due.Text)
	if err != nil {
		d.dueTrouble.SetText("Write the day as year-month-day, like 2027-01-31.")
		d.dueTrouble.Show()
		return
	}
	d.dueTrouble.Hide()
	if due == goal.Due {
		return
	}
	d.setDue(due)
}

func (d *details) setDue(due storage.Date) {
	d.page.model.SetDue(d.goal, due)
	d.page.view.refresh()
	d.page.changed()
}

// pickDue opens a calendar.
func (d *details) pickDue() {
	start := d.page.w.Now()
	if at, err := time.Parse(time.DateOnly, d.due.Text); err == nil {
		start = at
	}
	s := d.page.w.openSheet(300, nil)
	set := func(due storage.Date) {
		s.close()
		d.dueTrouble.Hide()
		d.setDue(due)
		d.due.SetText(string(due))
	}
	calendar := widget.NewCalendar(start, func(day time.Time) { set(storage.Date(day.Format(time.DateOnly))) })
	cancel := s.button("Cancel", s.close)
	s.show(cancel, calendar, buttons(s.button("No due date", func() { set("") }), cancel))
}

// note is where a description is typed. Escape goes back to the outline.
type note struct {
	widget.Entry
	page    *goalsPage
	onLeave func()
}

func newNote(p *goalsPage) *note {
	n := &note{page: p}
	n.MultiLine = true
	n.Wrapping = fyne.TextWrapWord
	n.PlaceHolder = "Why, how, what it takes…"
	n.ExtendBaseWidget(n)
	return n
}

func (n *note) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		n.page.view.focus()
	case n.page.w.typedAnywhere(key.Name):
	default:
		n.Entry.TypedKey(key)
	}
}

func (n *note) FocusLost() {
	n.Entry.FocusLost()
	n.onLeave()
}
