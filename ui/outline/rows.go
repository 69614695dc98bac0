package outline

import (
	"slices"

	"overachiever/storage"
)

// Row is one visible line: a goal, a heading, or the draft, a goal that has no name yet.
type Row struct {
	Entry   *storage.Entry // nil for a heading and for the draft
	Depth   int32          // levels below what is zoomed into
	heading int16          // from 1, which heading it is
	Path    bool           // shown only because a hit of the search stands below it
}

// ID is the row's goal, "" when it has none.
func (r Row) ID() storage.GoalID {
	if r.Entry == nil {
		return ""
	}
	return r.Entry.ID()
}

// Draft tells whether the row is a goal that is still being named for the first time.
func (r Row) Draft() bool { return r.Entry == nil && r.heading == 0 }

// Heading is the text of a row that heads the ones below it, "" for other rows.
func (m *Model) Heading(r Row) string {
	if r.heading == 0 {
		return ""
	}
	return m.headings[r.heading-1]
}

// Folded tells whether what is below the row's goal is hidden.
func (m *Model) Folded(r Row) bool { return r.Entry != nil && m.folded[r.Entry] && m.folds() }

// Foldable tells whether there is something below the row's goal to be hidden or shown.
func (m *Model) Foldable(r Row) bool {
	return r.Entry != nil && m.folds() && slices.ContainsFunc(r.Entry.Children(), m.shows)
}

// folds tells whether goals can be folded in what is shown now.
func (m *Model) folds() bool { return m.view.tree() && m.asked == "" }

// shows tells whether a goal is not hidden because it is completed, and all below it.
func (m *Model) shows(e *storage.Entry) bool { return !m.hide || m.view != Goals || !e.AllDone() }

// flatten makes the rows anew.
func (m *Model) flatten() {
	m.rows.clear(m.tree.Numbers())
	m.headings = m.headings[:0]
	switch {
	case m.asked != "":
		m.rows.insert(0, m.findRows)
	case m.view.tree():
		m.rows.insert(0, func(add func(Row)) { m.below(m.root(), 0, add) })
	default:
		m.rows.insert(0, m.list)
	}
	if m.namesDraft() {
		m.showDraft()
	}
	m.dropMarks()
}

// root is what the rows stand below.
func (m *Model) root() *storage.Entry {
	if m.view == Trash {
		return m.tree.Entry(storage.Trash)
	}
	if zoom := m.tree.Entry(m.zoom); zoom != nil {
		return zoom
	}
	return m.tree.Entry(storage.TopLevel)
}

// below adds the visible rows below a goal or place.
func (m *Model) below(parent *storage.Entry, depth int32, add func(Row)) {
	for _, child := range parent.Children() {
		if !m.shows(child) {
			continue
		}
		add(Row{Entry: child, Depth: depth})
		if len(child.Children()) > 0 && !m.folded[child] {
			m.below(child, depth+1, add)
		}
	}
}
