package outline

import (
	"cmp"
	"slices"
	"time"

	"overachiever/storage"
	"overachiever/ui/dates"
)

// View is one way to look at the goals.
type View string

// The views there are.
const (
	Goals     View = ""          // the tree
	Today     View = "today"     // open goals that are due today, and overdue ones
	Upcoming  View = "upcoming"  // open goals that are due later, by day
	Completed View = "completed" // completed goals, by the day they were, the newest first
	Trash     View = "trash"     // deleted goals, the newest first
)

// Views are all views, in the order in which a person sees them.
func Views() []View { return []View{Goals, Today, Upcoming, Completed, Trash} }

// tree tells whether the view shows goals below goals.
func (v View) tree() bool { return v == Goals || v == Trash }

// View is the way in which the goals are shown now.
func (m *Model) View() View { return m.view }

// Show changes the view. The cursor stays on its goal where that is shown too.
func (m *Model) Show(view View) {
	m.keep()
	m.view = view
	m.endSearch()
	m.flatten()
	if m.SelectedRow() < 0 {
		m.putNear(0)
	}
}

// Hides tells whether completed goals are hidden in the tree.
func (m *Model) Hides() bool { return m.hide }

// ToggleHide hides completed goals in the tree, or shows them again in their place. A
// completed goal stays as long as something open is below it.
func (m *Model) ToggleHide() {
	m.keep()
	at := m.SelectedRow()
	m.hide = !m.hide
	m.flatten()
	if m.SelectedRow() < 0 {
		m.putNear(at)
	}
}

// Due counts the open goals that are overdue and those due today.
func (m *Model) Due() (overdue, today int) {
	day := m.today()
	m.each(func(e *storage.Entry) {
		switch due := e.Due(); {
		case due == "" || e.Done() || due > day:
		case due < day:
			overdue++
		default:
			today++
		}
	})
	return overdue, today
}

// Hidden counts the completed goals that are hidden in the tree.
func (m *Model) Hidden() int {
	hidden := 0
	var below func(parent *storage.Entry, hides bool)
	below = func(parent *storage.Entry, hides bool) {
		for _, child := range parent.Children() {
			hides := hides || child.AllDone()
			if hides {
				hidden++
			}
			below(child, hides)
		}
	}
	if m.hide {
		below(m.tree.Entry(storage.TopLevel), false)
	}
	return hidden
}

func (m *Model) today() storage.Date { return storage.Date(m.now().Format(time.DateOnly)) }

// each visits all goals outside the trash, in the order of the tree.
func (m *Model) each(visit func(*storage.Entry)) {
	var below func(*storage.Entry)
	below = func(parent *storage.Entry) {
		for _, child := range parent.Children() {
			visit(child)
			below(child)
		}
	}
	below(m.tree.Entry(storage.TopLevel))
}

// list adds the rows of a view that is a list under headings.
func (m *Model) list(add func(Row)) {
	var listed []*storage.Entry
	day := m.today()
	wanted := map[View]func(*storage.Entry) bool{
		Today:     func(e *storage.Entry) bool { return !e.Done() && e.Due() != "" && e.Due() <= day },
		Upcoming:  func(e *storage.Entry) bool { return !e.Done() && e.Due() > day },
		Completed: (*storage.Entry).Done,
	}[m.view]
	m.each(func(e *storage.Entry) {
		if wanted(e) {
			listed = append(listed, e)
		}
	})
	order := func(a, b *storage.Entry) int { return cmp.Compare(a.Due(), b.Due()) }
	heading := m.dueHeading
	if m.view == Completed {
		order = func(a, b *storage.Entry) int { return b.Completed().Compare(a.Completed()) }
		heading = m.completedHeading
	}
	slices.SortStableFunc(listed, order)
	for _, e := range listed {
		if text := heading(e); len(m.headings) == 0 || m.headings[len(m.headings)-1] != text {
			m.headings = append(m.headings, text)
			add(Row{heading: int16(len(m.headings))})
		}
		add(Row{Entry: e})
	}
}

// dueHeading is what a goal stands under in Today and Upcoming.
func (m *Model) dueHeading(e *storage.Entry) string {
	if e.Due() < m.today() {
		return "Overdue"
	}
	return dates.Say(e.Due(), m.now())
}

// completedHeading is what a goal stands under in Completed.
func (m *Model) completedHeading(e *storage.Entry) string {
	day := storage.Date(e.Completed().In(m.now().Location()).Format(time.DateOnly))
	return dates.Say(day, m.now())
}

// Restore takes the selected goals out of the trash, to where they were.
func (m *Model) Restore() {
	if goals := m.topmost(); m.view == Trash && len(goals) > 0 {
		m.leaving(goals, func() { m.done(m.tree.Restore(goals...)) })
	}
}

// Erase takes the selected goals out of the trash for good.
func (m *Model) Erase() {
	if goals := m.topmost(); m.view == Trash && len(goals) > 0 {
		m.leaving(goals, func() { m.done(m.tree.Erase(goals...)) })
	}
}

// EmptyTrash takes everything out of the trash for good.
func (m *Model) EmptyTrash() {
	m.keep()
	m.done(m.tree.EmptyTrash())
	if m.view == Trash {
		m.putNear(0)
	}
}

// DeleteCompleted puts the completed goals into the trash that have nothing open below.
func (m *Model) DeleteCompleted() {
	m.keep()
	at := m.SelectedRow()
	m.done(m.tree.DeleteCompleted())
	if m.SelectedRow() < 0 {
		m.putNear(at)
	}
}
