package ui

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
	"overachiever/ui/prose"
)

// details is the pane beside the outline: all there is to know about the selected
// goal, or what can be said of several.
type details struct {
	page   *goalsPage
	search func(text string) // what a click on a tag does
	shown  subject
	goals  []storage.GoalID // it is about these
	names  string           // of the goals above, to notice a rename

	path     *prose.Text
	name     *prose.Text
	bar      *look.Bar // how far it is
	done     *prose.Text
	trash    *fyne.Container // what can be done with a goal in the trash
	dueTitle *prose.Text
	dueRow   fyne.CanvasObject
	due      *field // of day
	day      *dueField
	title    *prose.Text // of the note
	note     *note
	written  fyne.CanvasObject // the note
	dates    *prose.Text
	body     *fyne.Container
	none     *fyne.Container
	hint     *widget.Label // in none
}

// subject is what the pane is about.
type subject struct {
	goal    storage.GoalID // "" for none
	draft   bool           // a new goal, that has no name yet
	several bool
	trash   bool
}

func newDetails(p *goalsPage) *details {
	d := &details{page: p}
	d.search = p.search
	d.path = d.text(theme.SizeNameCaptionText, look.ColorMuted, 4)
	d.name = d.text(theme.SizeNameSubHeadingText, theme.ColorNameForeground, 5)
	d.bar = look.NewBar()
	d.done = d.text(theme.SizeNameCaptionText, look.ColorMuted, 1)
	d.day = newDueField(p, d.setDue)
	d.due = d.day.entry
	d.note = newNote(p)
	d.dates = d.text(theme.SizeNameCaptionText, look.ColorMuted, 2)
	d.layout()
	return d
}

// text is a paragraph of the pane. From a link in it, Escape goes back to the outline.
func (d *details) text(size fyne.ThemeSizeName, color fyne.ThemeColorName, lines int) *prose.Text {
	t := prose.New(size, color)
	t.MostLines, t.OnKey = lines, d.page.typedAside
	return t
}

func (d *details) layout() {
	restore := d.page.button("Restore", d.page.restore)
	erase := d.page.button("Delete for ever…", d.page.askErase)
	d.trash = container.New(layout.NewRowWrapLayoutWithCustomPadding(8, 6), restore, erase)
	d.dueTitle, d.title = d.heading("Due"), d.heading("Description")
	d.dueRow, d.written = d.day.row(), d.note.object()
	d.body = container.New(pane{
		fills: d.written,
		above: map[fyne.CanvasObject]float32{
			d.name: 2, d.bar: 10, d.done: 4, d.trash: 10, d.dueTitle: 16, d.dueRow: 4, d.day.caption: 4,
			d.title: 16, d.written: 4, d.dates: 8,
		},
	}, d.path, d.name, d.bar, d.done, d.trash, d.dueTitle, d.dueRow, d.day.caption, d.title, d.written, d.dates)
	d.hint = look.Caption("")
	d.hint.Alignment = fyne.TextAlignCenter
	d.none = container.NewCenter(d.hint)
	d.body.Hide()
}

// heading heads a part of the pane.
func (d *details) heading(text string) *prose.Text {
	t := d.text(theme.SizeNameCaptionText, look.ColorMuted, 1)
	t.Write(prose.Span{Text: text, Style: prose.Style{Bold: true}})
	return t
}

func label(text string) *widget.Label {
	l := look.Caption(text)
	l.TextStyle = fyne.TextStyle{Bold: true}
	return l
}

func (d *details) object() fyne.CanvasObject {
	return look.Wide(232, look.Inset(14, container.NewStack(d.none, container.NewClip(d.body))))
}

// refresh shows the selected goal. What is being typed here is kept first.
func (d *details) refresh() {
	if d.subject() != d.shown {
		d.leaveTyped()
	}
	now := d.subject()
	other := now != d.shown
	goal, ok := d.page.model.Selected()
	ok = ok && !now.draft
	d.shown, d.goals = now, []storage.GoalID{goal.ID}
	d.body.Hidden, d.none.Hidden = !ok, ok
	switch {
	case !ok:
		d.showHint()
	case now.several:
		d.showSeveral(other)
	default:
		d.showGoal(goal, other)
	}
	d.arrange()
}

func (d *details) subject() subject {
	model := d.page.model
	goal, _ := model.Selected()
	row, _, naming := model.Naming()
	draft := naming && model.Row(row).Draft()
	return subject{goal: goal.ID, draft: draft, several: model.Marked() > 0, trash: model.View() == outline.Trash}
}

// leaveTyped keeps what is being typed about goals that are not selected any more.
func (d *details) leaveTyped() {
	if d.take() {
		d.page.view.refresh()
	}
	d.takeDue()
}

// showHint says why there is nothing to be seen.
func (d *details) showHint() {
	text := "Select a goal to see its details."
	if d.shown.draft {
		text = forThisSystem("Ctrl+E") + " describes the new goal,\n" + forThisSystem("Ctrl+L") + " says when it is due."
	}
	if d.hint.Text != text {
		d.hint.SetText(text)
	}
}

func (d *details) showGoal(goal storage.Goal, other bool) {
	d.showPath(goal.ID)
	d.showName(goal.Name)
	progress := d.page.model.Tree().Progress(goal.ID)
	d.showProgress(progress, storage.Digits(progress.Completed)+" of "+storage.Digits(progress.Total)+" completed")
	d.trash.Hidden = !d.shown.trash || d.page.readOnly()
	d.day.lock(d.locked())
	d.day.show(daysDue{due: goal.Due, done: !goal.Completed.IsZero()}, other)
	d.title.Show()
	d.written.Show()
	d.note.show(goal, d.locked())
	dates := "Created " + moment(goal.Created)
	if !goal.Completed.IsZero() {
		dates += "\nCompleted " + moment(goal.Completed)
	}
	write(d.dates, dates)
}

// locked tells whether there is only to be read.
func (d *details) locked() bool { return d.shown.trash || d.page.readOnly() }

func moment(at time.Time) string { return at.Local().Format("2 Jan 2006, 15:04") }

// write shows a text without links, if it is another one: drawing takes time.
func write(t *prose.Text, text string) {
	if t.String() != text {
		t.Write(prose.Plain(text))
	}
}

// showProgress shows how far the goals are; nothing, if there are none.
func (d *details) showProgress(p storage.Progress, text string) {
	d.bar.Hidden, d.done.Hidden = p.Total == 0, p.Total == 0
	if p.Total > 0 {
		d.bar.SetValue(float32(p.Completed) / float32(p.Total))
		write(d.done, fmt.Sprintf("%s · %d %%", text, 100*p.Completed/p.Total))
	}
}

// showSeveral says what can be said of all goals that are selected.
func (d *details) showSeveral(other bool) {
	model := d.page.model
	d.goals = model.Selection()
	all := storage.Progress{Total: len(d.goals)}
	var days daysDue
	for i, id := range d.goals {
		goal := model.Tree().Entry(id)
		if goal.Done() {
			all.Completed++
		}
		days.different = days.different || i > 0 && goal.Due() != days.due
		days.due = goal.Due()
	}
	if days.different {
		days.due = ""
	}
	days.done = all.Completed == all.Total
	d.path.Hide()
	if title := plural(all.Total, "goal") + " selected"; d.name.String() != title {
		d.name.Write(prose.Span{Text: title, Style: prose.Style{Bold: true}})
	}
	d.showProgress(all, storage.Digits(all.Completed)+" of them completed")
	d.trash.Hidden = !d.shown.trash || d.page.readOnly()
	d.day.lock(d.locked())
	d.day.show(days, other)
	d.title.Hide()
	d.written.Hide()
	write(d.dates, "A day that you set here goes to all of them.")
}

// arrange lays the pane out anew: its parts know how high they are once they know how
// wide they are.
func (d *details) arrange() {
	if d.body != nil {
		d.body.Layout.Layout(d.body.Objects, d.body.Size())
	}
}

// setDue gives the goals that the pane is about a day.
func (d *details) setDue(due storage.Date) {
	d.page.model.SetDueAll(due, d.goals...)
	d.page.view.refresh()
	d.page.changed()
}

// keep saves the description if it was changed here, and shows that.
func (d *details) keep() { d.note.keep() }

// take saves the description if it was changed here, and tells whether it was.
func (d *details) take() bool { return d.note.take() }

// takeDue saves the day being typed, if it is one already.
func (d *details) takeDue() { d.day.takeTyped() }

// describe gives the keyboard to the description of the selected goal.
func (p *goalsPage) describe() {
	p.model.Keep()
	p.view.refresh()
	p.changed()
	if _, ok := p.model.Selected(); ok && !p.details.shown.several {
		p.details.note.edit()
	}
}

// button is a button beside the outline; Escape goes back there.
func (p *goalsPage) button(label string, tapped func()) *look.Button {
	b := look.NewButton(label, tapped)
	b.OnEscape, b.OnKey = p.view.focus, p.w.typedAnywhere
	return b
}

// typedAside is a key pressed on something beside the outline that has no use for it.
func (p *goalsPage) typedAside(key fyne.KeyName) bool {
	if key == fyne.KeyEscape {
		p.view.focus()
		return true
	}
	return p.w.typedAnywhere(key)
}

// follow opens a link that somebody wrote into a goal.
func (w *window) follow(url string) {
	w.later(func(ctx context.Context) func() {
		err := w.Browse(ctx, url)
		return func() {
			if err != nil && w.goals != nil {
				w.Log(err)
				w.goals.status.tell(said(err))
			}
		}
	})
}
