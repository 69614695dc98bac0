package outline

import (
	"maps"

	"overachiever/storage"
)

// Selection is the goals that a command is about, top to bottom: the marked ones, or
// else the one under the cursor. One that is out of view is not among them.
func (m *Model) Selection() []storage.GoalID {
	if len(m.marked) == 0 {
		if m.SelectedRow() >= 0 && !m.namesDraft() {
			return []storage.GoalID{m.cursor}
		}
		return nil
	}
	ids := make([]storage.GoalID, 0, len(m.marked))
	for _, row := range m.rows.from(0) {
		if row.Entry != nil && m.marked[row.Entry] {
			ids = append(ids, row.ID())
		}
	}
	return ids
}

// Marked counts the goals that are marked besides the one under the cursor: 0 when a
// command is only about that one.
func (m *Model) Marked() int { return len(m.marked) }

// SelectionDone tells whether all goals that a command is about are completed.
func (m *Model) SelectionDone() bool {
	if len(m.marked) == 0 {
		entry := m.tree.Entry(m.cursor)
		return m.cursor != "" && entry != nil && entry.Done()
	}
	for entry := range m.marked {
		if !entry.Done() {
			return false
		}
	}
	return true
}

// IsSelected tells whether a command would be about the row's goal.
func (m *Model) IsSelected(r Row) bool {
	switch {
	case r.Entry == nil:
		return r.Draft()
	case len(m.marked) > 0:
		return m.marked[r.Entry]
	}
	return !m.namesDraft() && r.ID() == m.cursor
}

// Extend moves the cursor by so many rows and marks all from where marking began.
func (m *Model) Extend(rows int) {
	m.keep()
	if at := m.stepped(rows); at >= 0 {
		m.extendTo(at)
	}
}

// ExtendTo marks all from where marking began to a goal.
func (m *Model) ExtendTo(id storage.GoalID) {
	m.keep()
	if at := m.rows.find(m.tree.Entry(id)); at >= 0 {
		m.extendTo(at)
	}
}

func (m *Model) extendTo(at int) {
	if m.anchor == nil || m.rows.find(m.anchor) < 0 {
		m.anchor = m.tree.Entry(m.cursor)
	}
	from := at
	if m.anchor != nil && m.cursor != "" {
		from = m.rows.find(m.anchor)
	}
	m.cursor = m.rows.at(at).ID()
	m.marked = map[*storage.Entry]bool{}
	for i, row := range m.rows.from(min(from, at)) {
		if i > max(from, at) {
			break
		}
		if row.Entry != nil {
			m.marked[row.Entry] = true
		}
	}
	if len(m.marked) == 1 {
		m.marked = nil
	}
}

// Mark adds a goal to those that are marked, or takes it out, and moves the cursor there.
func (m *Model) Mark(id storage.GoalID) {
	m.keep()
	entry, before := m.tree.Entry(id), m.tree.Entry(m.cursor)
	if entry == nil || m.rows.find(entry) < 0 {
		return
	}
	if len(m.marked) == 0 {
		m.marked = map[*storage.Entry]bool{}
		if m.cursor != "" && before != nil && m.rows.find(before) >= 0 {
			m.marked[before] = true
		}
	}
	if m.marked[entry] && len(m.marked) > 1 {
		delete(m.marked, entry)
		for _, row := range m.rows.from(0) {
			if m.marked[row.Entry] {
				m.cursor = row.ID()
				break
			}
		}
	} else {
		m.marked[entry] = true
		m.cursor = id
	}
	m.anchor = entry
	m.dropMarks()
}

// MarkAll marks the selected goal and its siblings; when they are marked already, all
// that is in view.
func (m *Model) MarkAll() {
	m.keep()
	at := m.SelectedRow()
	if at < 0 {
		return
	}
	before, parent := len(m.marked), m.rows.at(at).Entry.Parent()
	siblings := map[*storage.Entry]bool{}
	all := map[*storage.Entry]bool{}
	for _, row := range m.rows.from(0) {
		if row.Entry == nil || row.Path {
			continue
		}
		all[row.Entry] = true
		if row.Entry.Parent() == parent {
			siblings[row.Entry] = true
		}
	}
	m.marked = siblings
	if before >= len(siblings) || len(siblings) == 1 {
		m.marked = all
	}
	m.dropMarks()
}

// Unmark leaves only the goal under the cursor selected.
func (m *Model) Unmark() { m.unmark() }

func (m *Model) unmark() { m.marked, m.anchor = nil, nil }

// dropMarks forgets the marks of goals that are not in view any more.
func (m *Model) dropMarks() {
	if len(m.marked) == 0 {
		return
	}
	maps.DeleteFunc(m.marked, func(entry *storage.Entry, _ bool) bool { return m.rows.find(entry) < 0 })
	if len(m.marked) <= 1 {
		m.unmark()
	}
}

// topmost are the selected goals without those that are below another selected one.
func (m *Model) topmost() []storage.GoalID {
	if len(m.marked) == 0 {
		return m.Selection()
	}
	var ids []storage.GoalID
	var top *storage.Entry // what is below it mostly follows it, and need not be looked up
	for _, row := range m.rows.from(0) {
		if row.Entry == nil || isBelow(row.Entry, top) {
			continue
		}
		if m.marked[row.Entry] && !m.belowMarked(row.Entry) {
			top = row.Entry
			ids = append(ids, top.ID())
		}
	}
	return ids
}

func isBelow(entry, top *storage.Entry) bool {
	for top != nil && entry != nil {
		if entry = entry.Parent(); entry == top {
			return true
		}
	}
	return false
}

func (m *Model) belowMarked(entry *storage.Entry) bool {
	for up := entry.Parent(); up != nil; up = up.Parent() {
		if m.marked[up] {
			return true
		}
	}
	return false
}
