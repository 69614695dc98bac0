package outline

import "overachiever/storage"

// Zoom is the goal whose inside is shown, TopLevel for everything.
func (m *Model) Zoom() storage.GoalID { return m.zoom }

// ZoomIn shows only what is below the selected goal.
func (m *Model) ZoomIn() {
	m.keep()
	if goal, ok := m.Selected(); ok && goal.ID != m.zoom && m.stands(goal.ID) {
		m.ZoomTo(goal.ID)
	}
}

// ZoomOut shows what is around the goal that is zoomed into.
func (m *Model) ZoomOut() {
	if goal, ok := m.tree.Goal(m.zoom); ok {
		m.ZoomTo(goal.Parent)
		if m.rows.find(m.tree.Entry(goal.ID)) >= 0 {
			m.put(goal.ID)
		}
	}
}

// ZoomTo shows only what is below a goal; TopLevel, or a goal that is gone, shows everything.
func (m *Model) ZoomTo(id storage.GoalID) {
	m.keep()
	if !m.stands(id) {
		id = storage.TopLevel
	}
	m.view, m.zoom = Goals, id
	m.endSearch()
	m.flatten()
	if m.SelectedRow() < 0 {
		m.putNear(0)
	}
}

// Reveal selects a goal and brings it into view in the tree, wherever one is.
func (m *Model) Reveal(id storage.GoalID) {
	m.keep()
	if _, ok := m.tree.Goal(id); !ok || !m.stands(id) {
		return
	}
	m.view = Goals
	m.endSearch()
	m.put(id)
	m.flatten()
	m.reveal(id)
}

// reveal brings a goal into view: unfolds its ancestors, and zooms out if need be.
func (m *Model) reveal(id storage.GoalID) {
	if _, ok := m.tree.Goal(id); !ok || !m.view.tree() {
		m.flatten()
		return
	}
	changed := m.unfoldTo(id)
	if m.view == Goals && !m.inView(id) {
		m.zoom, changed = storage.TopLevel, true
	}
	if entry := m.tree.Entry(id); m.hide && !m.shows(entry) {
		m.hide, changed = false, true
	}
	if changed || m.asked != "" {
		m.flatten()
	}
}

// inView tells whether a goal is below the zoom; folds do not count.
func (m *Model) inView(id storage.GoalID) bool {
	return m.zoom == storage.TopLevel || m.tree.IsBelow(id, m.zoom)
}

// stands tells whether a goal is there, and not in the trash; the top level
// always is.
func (m *Model) stands(id storage.GoalID) bool {
	if id == storage.TopLevel {
		return true
	}
	_, ok := m.tree.Goal(id)
	return ok && !m.tree.IsBelow(id, storage.Trash)
}
