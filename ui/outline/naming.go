package outline

import (
	"strings"

	"overachiever/storage"
)

// Naming tells which row's name is being typed, and the text so far.
func (m *Model) Naming() (row int, text string, ok bool) {
	if m.naming == nil {
		return -1, "", false
	}
	row = m.rowOf(m.naming.goal)
	return row, m.naming.text, row >= 0
}

// NameTop starts a goal at the end of the top level, or of what is zoomed into.
func (m *Model) NameTop() {
	m.keep()
	m.draft(m.zoom, len(m.tree.Children(m.zoom)))
}

// NameBelow starts a sibling right below the selected goal.
func (m *Model) NameBelow() {
	m.keep()
	goal, ok := m.Selected()
	if !ok || !m.inView(goal.ID) {
		m.draft(m.zoom, len(m.tree.Children(m.zoom)))
		return
	}
	m.draft(goal.Parent, m.tree.Index(goal.ID)+1)
}

// NameChild starts a goal as the last one below the selected goal.
func (m *Model) NameChild() {
	m.keep()
	if goal, ok := m.Selected(); ok {
		m.draft(goal.ID, len(m.tree.Children(goal.ID)))
	}
}

// Rename starts typing at the selected goal's name.
func (m *Model) Rename() {
	m.keep()
	if goal, ok := m.Selected(); ok {
		m.naming = &naming{goal: goal.ID, text: goal.Name}
		m.reveal(goal.ID)
	}
}

// Typed tells the text of the name so far; nothing is saved yet.
func (m *Model) Typed(text string) {
	if m.naming != nil {
		m.naming.text = text
	}
}

// Keep ends the naming and keeps what was typed. A draft without a name is
// dropped; a goal never loses its name to an empty one.
func (m *Model) Keep() { m.keep() }

// KeepAndGoOn keeps the name and, after a new goal, opens its next sibling;
// Enter on an empty draft ends the naming.
func (m *Model) KeepAndGoOn() {
	wasDraft := m.naming != nil && m.naming.goal == ""
	if made := m.keep(); wasDraft && made {
		m.NameBelow()
	}
}

// keep ends the naming, if there is one, and tells whether it made or renamed a goal.
func (m *Model) keep() bool {
	if m.naming == nil {
		return false
	}
	n := m.naming
	m.naming = nil
	kept := m.keepName(n)
	m.rebuild()
	return kept
}

func (m *Model) keepName(n *naming) bool {
	name := strings.TrimSpace(n.text)
	if name == "" {
		return false
	}
	if n.goal != "" {
		step, err := m.tree.Rename(n.goal, name)
		return m.done(step, err)
	}
	id, step, err := m.tree.Create(n.parent, n.index, name)
	if m.done(step, err) {
		m.selected = id
		return true
	}
	return false
}

func (m *Model) draft(parent storage.GoalID, index int) {
	m.query = ""
	m.unfoldTo(parent)
	delete(m.folded, parent)
	m.naming = &naming{parent: parent, index: index}
	m.rebuild()
}

// indentDraft puts the draft under the sibling above it.
func (m *Model) indentDraft() {
	n := m.naming
	if n.index == 0 {
		return
	}
	n.parent = m.tree.Children(n.parent)[n.index-1]
	n.index = len(m.tree.Children(n.parent))
	delete(m.folded, n.parent)
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
