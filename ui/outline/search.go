package outline

import (
	"strings"

	"overachiever/storage"
)

// Search shows only the goals whose name or description contains the words
// typed, each with its ancestors; "" shows everything again. Upper and lower
// case are the same.
func (m *Model) Search(query string) {
	m.keep()
	m.query = strings.ToLower(strings.TrimSpace(query))
	m.rebuild()
	if m.query == "" {
		m.reveal(m.selected)
		return
	}
	if at := m.rowOf(m.selected); at >= 0 && !m.rows[at].Path {
		return
	}
	m.selectFirstHit()
}

// Query is what is searched for, "" for nothing.
func (m *Model) Query() string { return m.query }

// Hits counts the goals that are shown because they match.
func (m *Model) Hits() int {
	hits := 0
	for _, row := range m.rows {
		if !row.Path {
			hits++
		}
	}
	return hits
}

func (m *Model) selectFirstHit() {
	for _, row := range m.rows {
		if !row.Path {
			m.selected = row.Goal
			return
		}
	}
}

// search appends the hits below parent, an ancestor only if one stands below
// it, and tells whether it found any.
func (m *Model) search(parent storage.GoalID, depth int) bool {
	found := false
	for _, id := range m.tree.Children(parent) {
		mark := len(m.rows)
		hit := m.matches(id)
		m.rows = append(m.rows, Row{Goal: id, Depth: depth, HasChildren: len(m.tree.Children(id)) > 0, Path: !hit})
		if below := m.search(id, depth+1); !hit && !below {
			m.rows = m.rows[:mark]
			continue
		}
		found = true
	}
	return found
}

func (m *Model) matches(id storage.GoalID) bool {
	goal, _ := m.tree.Goal(id)
	return strings.Contains(strings.ToLower(goal.Name), m.query) ||
		goal.Description != "" && strings.Contains(strings.ToLower(goal.Description), m.query)
}
