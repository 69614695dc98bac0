package outline

import "overachiever/storage"

// draft opens a goal without a name yet.
func (m *Model) draft(parent storage.GoalID, index int) {
	if !m.mayChange() {
		return
	}
	changed := m.asked != "" || m.view != Goals
	m.view = Goals
	m.endSearch()
	changed = m.unfoldTo(parent) || changed
	entry := m.tree.Entry(parent)
	if m.folded[entry] {
		delete(m.folded, entry)
		changed = true
	}
	if entry != m.root() && !m.shows(entry) {
		m.hide, changed = false, true
	}
	m.unmark()
	m.naming = &naming{parent: parent, index: index, caret: atEnd}
	if changed {
		m.flatten()
	} else {
		m.showDraft()
	}
}

// showDraft brings the draft into view where the goal will be.
func (m *Model) showDraft() {
	parent := m.tree.Entry(m.naming.parent)
	at, depth, visible := m.top(parent)
	if !visible {
		return
	}
	for i := m.naming.index - 1; i >= 0; i-- {
		if !m.shows(parent.Children()[i]) {
			continue
		}
		if before := m.rows.find(parent.Children()[i]); before >= 0 {
			at = m.rows.blockEnd(before)
			break
		}
	}
	m.rows.insert(at, func(add func(Row)) { add(Row{Depth: depth}) })
}

// hideDraft takes the draft out of view, and tells in which row it was; -1 for none.
func (m *Model) hideDraft() int {
	if !m.namesDraft() {
		return -1
	}
	at := m.rows.find(nil)
	if at >= 0 {
		m.rows.remove(at, at+1)
	}
	return at
}

// indentDraft puts the draft under the sibling that is shown above it.
func (m *Model) indentDraft() {
	n := m.naming
	siblings := m.tree.Entry(n.parent).Children()
	above := m.past(siblings, n.index, -1)
	if above == n.index {
		return
	}
	sibling := siblings[above]
	n.parent, n.index = sibling.ID(), len(sibling.Children())
	if at := m.rows.find(sibling); at >= 0 && m.folded[sibling] {
		m.unfold(at)
	}
}

// outdentDraft puts the draft right below its parent, never above the zoom.
func (m *Model) outdentDraft() {
	n := m.naming
	if n.parent == m.zoom {
		return
	}
	goal, _ := m.tree.Goal(n.parent)
	n.parent, n.index = goal.Parent, m.tree.Index(goal.ID)+1
}
