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

// followedOneByOne is up to how many moves of a step the rows follow one by one; for
// more it is faster to make all rows anew.
const followedOneByOne = 16

// follow brings the rows up to date with a step. In the plain tree only the
// rows of the goals that moved change: an edit does not cost what the tree is large.
func (m *Model) follow(step storage.Step) {
	m.texts.follow(m.tree, step)
	if !m.folds() || m.hide || len(step.Operations) > 8*followedOneByOne {
		m.flatten()
		return
	}
	var moved []*storage.Entry
	for _, operation := range step.Operations {
		if operation.Kind == storage.Move {
			if entry := m.tree.Known(operation.Goal); entry != nil && !slices.Contains(moved, entry) {
				moved = append(moved, entry)
			}
		}
	}
	if len(moved) > followedOneByOne {
		m.flatten()
		return
	}
	for _, entry := range moved {
		m.cut(entry)
	}
	for _, entry := range moved {
		m.insert(entry)
	}
}

// cut takes a goal's row, and those below it, out of view.
func (m *Model) cut(entry *storage.Entry) {
	if at := m.rows.find(entry); at >= 0 {
		m.rows.remove(at, m.rows.blockEnd(at))
	}
}

// insert brings a goal and what is below it into view where the tree has it, unless it
// is there already or is to be hidden.
func (m *Model) insert(entry *storage.Entry) {
	parent := entry.Parent()
	at, depth, visible := m.top(parent)
	if !visible || m.rows.find(entry) >= 0 {
		return
	}
	siblings := parent.Children()
	for i := m.tree.Index(entry.ID()) - 1; i >= 0; i-- {
		if before := m.rows.find(siblings[i]); before >= 0 {
			at = m.rows.blockEnd(before)
			break
		}
	}
	m.rows.insert(at, func(add func(Row)) {
		add(Row{Entry: entry, Depth: depth})
		if !m.folded[entry] {
			m.below(entry, depth+1, add)
		}
	})
}

// top is the row at which the goals right below a parent begin, and their depth;
// not visible when the parent is folded or out of view.
func (m *Model) top(parent *storage.Entry) (at int, depth int32, visible bool) {
	if parent == nil || parent == m.root() {
		return 0, 0, parent != nil
	}
	at = m.rows.find(parent)
	if at < 0 || m.folded[parent] {
		return 0, 0, false
	}
	return at + 1, m.rows.at(at).Depth + 1, true
}
