package outline

import "overachiever/storage"

// Landing is where goals that are dragged would come to be.
type Landing struct {
	Parent storage.GoalID
	Index  int // among the parent's children, those that are dragged not counted
	Row    int // before which row; len(Rows()) is after the last
	Depth  int // at which depth
}

// Dragged are the goals that a drag that begins on a goal is about: the selected ones if
// it is one of them. It is empty where goals cannot be put elsewhere.
func (m *Model) Dragged(id storage.GoalID) []storage.GoalID {
	m.keep()
	if !m.arranges() || m.asked != "" || !m.mayChange() {
		return nil
	}
	if entry := m.tree.Entry(id); entry == nil || !m.marked[entry] {
		m.put(id)
	}
	return m.topmost()
}

// Landing tells where goals would come to be if they were dropped before a row, at the
// possible depth that is nearest to the one wanted: between that of the row below, whose
// parent stays its parent, and one more than that of the row above. The dragged goals
// themselves count as not there: the landing is before or after them. It is false without
// goals.
func (m *Model) Landing(goals []storage.GoalID, row, depth int) (Landing, bool) {
	dragged := map[*storage.Entry]bool{}
	for _, id := range goals {
		dragged[m.tree.Entry(id)] = true
	}
	row = min(max(row, 0), m.rows.len())
	above, below := row-1, row
	for above >= 0 && isWithin(m.rows.at(above).Entry, dragged) {
		above--
	}
	for below < m.rows.len() && isWithin(m.rows.at(below).Entry, dragged) {
		below++
	}
	least, most := 0, 0
	if below < m.rows.len() {
		least = int(m.rows.at(below).Depth)
	}
	if above >= 0 {
		most = int(m.rows.at(above).Depth)
		if !m.Folded(m.rows.at(above)) {
			most++
		}
	}
	if row-above-1 <= below-row { // the nearer edge of the dragged goals
		row = above + 1
	} else {
		row = below
	}
	landing := Landing{Row: row, Depth: min(max(depth, least), max(most, least))}
	m.lodge(&landing, above, dragged)
	return landing, len(goals) > 0
}

// lodge finds the parent and the index that a depth below a row comes to.
func (m *Model) lodge(l *Landing, above int, dragged map[*storage.Entry]bool) {
	parent, before := m.root(), (*storage.Entry)(nil)
	if above >= 0 {
		before = m.rows.at(above).Entry
		depth := int(m.rows.at(above).Depth)
		for ; depth > l.Depth; depth-- {
			before = before.Parent()
		}
		if parent = before.Parent(); depth < l.Depth {
			parent, before = before, nil
		}
	}
	l.Parent = parent.ID()
	if before == nil {
		return
	}
	for _, sibling := range parent.Children() {
		if !dragged[sibling] {
			l.Index++
		}
		if sibling == before {
			return
		}
	}
}

func isWithin(entry *storage.Entry, dragged map[*storage.Entry]bool) bool {
	for ; entry != nil; entry = entry.Parent() {
		if dragged[entry] {
			return true
		}
	}
	return false
}

// Land puts goals where they were dropped.
func (m *Model) Land(goals []storage.GoalID, l Landing) {
	m.done(m.tree.MoveAll(goals, l.Parent, l.Index))
	m.reveal(m.cursor)
}
