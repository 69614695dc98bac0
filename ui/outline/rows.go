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
	m.rows, m.headings = m.rows[:0], m.headings[:0]
	switch {
	case m.asked != "":
		m.findRows()
	case m.view.tree():
		m.rows = slices.Grow(m.rows, m.expected())
		m.rows = m.below(m.rows, m.root(), 0)
	default:
		m.list()
	}
	if m.namesDraft() {
		m.showDraft()
	}
	m.dropMarks()
}

// expected is about how many rows there will be at most, and some for goals to come: with
// 100,000 goals, rows that are copied each time they need more room take longer than a key may.
func (m *Model) expected() int {
	const more = 64
	goals := m.tree.Totals().Total
	return goals + goals/16 + more
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

// below appends the visible rows below a goal or place.
func (m *Model) below(rows []Row, parent *storage.Entry, depth int32) []Row {
	for _, child := range parent.Children() {
		if !m.shows(child) {
			continue
		}
		rows = append(rows, Row{Entry: child, Depth: depth})
		if len(child.Children()) > 0 && !m.folded[child] {
			rows = m.below(rows, child, depth+1)
		}
	}
	return rows
}

// rowOf finds a goal's row, the draft's for nil; -1 when it is not in view. It
// looks around the cursor first: most commands are about what is near it.
func (m *Model) rowOf(entry *storage.Entry) int {
	is := func(r Row) bool { return r.Entry == entry && (entry != nil || r.Draft()) }
	const near = 64
	from, to := max(0, m.cursorAt-near), min(len(m.rows), m.cursorAt+near)
	if from < to {
		if i := slices.IndexFunc(m.rows[from:to], is); i >= 0 {
			return from + i
		}
	}
	for i := range m.rows {
		if m.rows[i].Entry == entry && is(m.rows[i]) {
			return i
		}
	}
	return -1
}

// blockEnd is the row after the last one below the row at.
func (m *Model) blockEnd(at int) int {
	end := at + 1
	for end < len(m.rows) && m.rows[end].Depth > m.rows[at].Depth {
		end++
	}
	return end
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
	if at := m.rowOf(entry); at >= 0 {
		m.rows = slices.Delete(m.rows, at, m.blockEnd(at))
	}
}

// insert brings a goal and what is below it into view where the tree has it, unless it
// is there already or is to be hidden.
func (m *Model) insert(entry *storage.Entry) {
	parent := entry.Parent()
	at, depth, visible := m.top(parent)
	if !visible || m.rowOf(entry) >= 0 {
		return
	}
	siblings := parent.Children()
	for i := m.tree.Index(entry.ID()) - 1; i >= 0; i-- {
		if before := m.rowOf(siblings[i]); before >= 0 {
			at = m.blockEnd(before)
			break
		}
	}
	block := []Row{{Entry: entry, Depth: depth}}
	if !m.folded[entry] {
		block = m.below(block, entry, depth+1)
	}
	m.rows = slices.Insert(m.rows, at, block...)
}

// top is the row at which the goals right below a parent begin, and their depth;
// not visible when the parent is folded or out of view.
func (m *Model) top(parent *storage.Entry) (at int, depth int32, visible bool) {
	if parent == nil || parent == m.root() {
		return 0, 0, parent != nil
	}
	at = m.rowOf(parent)
	if at < 0 || m.folded[parent] {
		return 0, 0, false
	}
	return at + 1, m.rows[at].Depth + 1, true
}
