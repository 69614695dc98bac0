package outline

import (
	"slices"

	"overachiever/storage"
)

// Move moves the selected goals, or the draft, by so many places among their siblings, and
// goes on with the naming. Siblings that are hidden are no places.
func (m *Model) Move(places int) {
	m.moveAmong(func(siblings []*storage.Entry, at int) int { return m.past(siblings, at, places) })
}

// MoveToEnd moves the selected goals, or the draft, before all their siblings, or after them.
func (m *Model) MoveToEnd(first bool) {
	m.moveAmong(func(siblings []*storage.Entry, _ int) int {
		if first {
			return 0
		}
		return len(siblings)
	})
}

// moveAmong moves to a place among the siblings that stay, told from the one where it is now.
func (m *Model) moveAmong(to func(siblings []*storage.Entry, at int) int) {
	if m.namesDraft() {
		m.hideDraft()
		m.naming.index = to(m.tree.Entry(m.naming.parent).Children(), m.naming.index)
		m.showDraft()
		return
	}
	naming := m.naming
	m.keep()
	if goals := m.siblings(); len(goals) > 0 {
		at, parent := m.tree.Index(goals[0]), m.tree.Entry(goals[0]).Parent()
		if index := to(m.without(parent.Children(), goals), at); index != at || len(goals) > 1 {
			m.done(m.tree.MoveAll(goals, parent.ID(), index))
		}
	}
	if naming != nil {
		m.goOn(naming, naming.caret)
	}
}

// without are the siblings that are none of these goals.
func (m *Model) without(siblings []*storage.Entry, goals []storage.GoalID) []*storage.Entry {
	these := map[*storage.Entry]bool{}
	for _, id := range goals {
		these[m.tree.Entry(id)] = true
	}
	return slices.DeleteFunc(slices.Clone(siblings), func(e *storage.Entry) bool { return these[e] })
}

// past is so many places on from one, or back, and not beyond the last sibling that is shown.
func (m *Model) past(siblings []*storage.Entry, at, places int) int {
	to := at
	for i := at; places > 0 && i < len(siblings); i++ {
		if m.shows(siblings[i]) {
			to, places = i+1, places-1
		}
	}
	for i := at; places < 0 && i > 0; i-- {
		if m.shows(siblings[i-1]) {
			to, places = i-1, places+1
		}
	}
	return to
}

// Scattered tells whether the selected goals cannot be moved among their siblings because
// they have not one parent.
func (m *Model) Scattered() bool {
	return m.arranges() && len(m.topmost()) > 0 && m.siblings() == nil
}

// siblings are the selected goals if they can be moved: all right below one parent.
func (m *Model) siblings() []storage.GoalID {
	goals := m.topmost()
	if !m.arranges() {
		return nil
	}
	for _, id := range goals {
		if m.tree.Entry(id).Parent() != m.tree.Entry(goals[0]).Parent() {
			return nil
		}
	}
	return goals
}
