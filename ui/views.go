package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// viewName is what a view is called on the screen.
func viewName(view outline.View) string {
	return map[outline.View]string{
		outline.Goals: "Goals", outline.Today: "Today", outline.Upcoming: "Upcoming",
		outline.Completed: "Completed", outline.Trash: "Trash",
	}[view]
}

func viewIcon(view outline.View) look.Icon {
	return map[outline.View]look.Icon{
		outline.Goals: look.IconGoals, outline.Today: look.IconToday, outline.Upcoming: look.IconUpcoming,
		outline.Completed: look.IconCompleted, outline.Trash: look.IconTrash,
	}[view]
}

// showView changes the view. Goals, where one is there already, is all of them.
func (p *goalsPage) showView(view outline.View) {
	p.details.keep()
	p.view.do(func() {
		if view == outline.Goals && p.model.View() == view && p.model.Query() == "" {
			p.model.ZoomTo(storage.TopLevel)
		}
		p.model.Show(view)
	})
}

// reveal goes to where the selected goal stands in the tree.
func (p *goalsPage) reveal() {
	p.details.keep()
	if goal, ok := p.model.Selected(); ok {
		p.view.do(func() { p.model.Reveal(goal.ID) })
	}
}

// toggleHide hides completed goals, or shows them again.
func (p *goalsPage) toggleHide() {
	p.view.do(p.model.ToggleHide)
	p.counts.stale = true
	p.changed()
}

// hint is what stands where there are no goals to be shown.
type hint struct {
	title, text *widget.Label
	box         *fyne.Container
}

func newHint() *hint {
	h := &hint{title: look.Title(""), text: look.Body("")}
	h.title.Alignment, h.text.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	h.text.Importance = widget.LowImportance
	h.box = container.NewCenter(look.Wide(420, look.Tight(h.title, h.text)))
	return h
}

func (h *hint) show(title, text string) {
	h.box.Hidden = title == ""
	if h.title.Text != title || h.text.Text != text {
		h.title.SetText(title)
		h.text.SetText(text)
		h.box.Refresh()
	}
}

// nothing says why there is nothing to be seen, and what to do; "" when there is.
func nothing(m *outline.Model) (title, text string) {
	switch view := m.View(); {
	case m.Len() > 0:
		return "", ""
	case m.Query() != "":
		return "Nothing found", fmt.Sprintf("No goal %sfits what you look for. Esc shows everything again.", searched(m))
	case view == outline.Today:
		return "Nothing is due today", "Goals come here on the day they are due, and stay until they are completed."
	case view == outline.Upcoming:
		return "Nothing is coming up", "Give a goal a day with " + forThisSystem("Ctrl+L") + ", and it stands here until then."
	case view == outline.Completed:
		return "Nothing is completed yet", "Space completes the selected goal. Then it stands here, by the day."
	case view == outline.Trash:
		return "The trash is empty", "Deleted goals come here, and can be restored to where they were."
	case m.Hides() && m.Tree().Progress(m.Zoom()).Total > 0:
		return "Everything here is completed", forThisSystem("Ctrl+H") + " shows completed goals again."
	case m.Zoom() != storage.TopLevel:
		return "No goals in here yet", "Press " + forThisSystem("Ctrl+N") + " and type the first step towards it."
	}
	return "What do you want to achieve?", "Press " + forThisSystem("Ctrl+N") + " and type your first goal. Enter goes on with the next one, Tab puts it under the one above."
}

// searched says where a search looks, when it is not everywhere.
func searched(m *outline.Model) string {
	zoomed, ok := m.Tree().Goal(m.Zoom())
	switch {
	case m.View() == outline.Trash:
		return "in the trash "
	case ok:
		return "below ‘" + short(zoomed.Name) + "’ "
	}
	return ""
}

// counts is what takes a walk through all goals to be known. So it is counted a moment
// after the last change that may matter, and kept.
type counts struct {
	overdue, today, hidden int

	day   storage.Date // on which they were counted
	stale bool
	timer *time.Timer // until they are counted
	night *time.Timer // until it is looked whether the day is another one
}

// stop ends the waiting. It begins again with the next change.
func (c *counts) stop() {
	for _, timer := range []*time.Timer{c.timer, c.night} {
		if timer != nil {
			timer.Stop()
		}
	}
	*c = counts{stale: true}
}

// countAfter is that moment.
const countAfter = 200 * time.Millisecond

// follow notices a step that may change the counts.
func (c *counts) follow(step storage.Step) {
	switch step.Act {
	case storage.ActRename, storage.ActDescribe:
	default:
		c.stale = true
	}
}

// countSoon counts a moment later, if something has changed, the day for one.
func (p *goalsPage) countSoon() {
	c := &p.counts
	if c.timer == nil && (c.stale || c.day != dates.Of(p.w.Now(), 0)) {
		c.timer = time.AfterFunc(countAfter, func() { p.w.do(p.count) })
	}
}

func (p *goalsPage) count() {
	if p.w.goals != p {
		return
	}
	c, today := &p.counts, dates.Of(p.w.Now(), 0)
	if c.day != "" && c.day != today {
		p.newDay()
	}
	c.timer, c.stale, c.day = nil, false, today
	p.watchDay()
	c.overdue, c.today = p.model.Due()
	c.hidden = p.model.Hidden()
	p.sidebar.refresh()
	p.status.counts(p.model, c.hidden)
}

// lookAgain is how long a day goes on unwatched at most: a timer stands still while the
// computer sleeps, and does not hear that its clock was set.
const lookAgain = time.Minute

// watchDay counts again when the day is another one.
func (p *goalsPage) watchDay() {
	c := &p.counts
	if c.night != nil {
		return
	}
	c.night = time.AfterFunc(min(untilMidnight(p.w.Now()), lookAgain), func() {
		p.w.do(func() {
			if p.w.goals == p {
				c.night = nil
				p.countSoon()
				p.watchDay()
			}
		})
	})
}

// newDay shows what is due today and what is not any more, unless something is being typed.
func (p *goalsPage) newDay() {
	if _, _, naming := p.model.Naming(); !naming && p.model.Query() == "" {
		p.model.Show(p.model.View())
	}
	p.view.refresh()
	p.empty.show(nothing(p.model))
}

// untilMidnight is how long the day lasts, and a moment more. There are days that begin at
// one o'clock: the midnight before is then taken for an hour of the day before.
func untilMidnight(now time.Time) time.Duration {
	year, month, day := now.Date()
	next := time.Date(year, month, day+1, 0, 0, 1, 0, now.Location())
	for next.Day() == day {
		next = next.Add(time.Hour)
	}
	return next.Sub(now)
}
