package outline

import "overachiever/storage"

// Fold hides what is below the selected goal; on a goal with nothing to hide
// the cursor goes to its parent.
func (m *Model) Fold() {
	m.keep()
	at := m.SelectedRow()
	if at < 0 {
		return
	}
	row := m.rows.at(at)
	if m.Foldable(row) && !m.folded[row.Entry] {
		m.fold(at)
	} else if parent := row.Entry.Parent(); row.Depth > 0 && m.rows.find(parent) >= 0 {
		m.put(parent.ID())
	}
}

// Unfold shows what is below the selected goal; where that is in view already
// the cursor goes to its first child.
func (m *Model) Unfold() {
	m.keep()
	at := m.SelectedRow()
	switch {
	case at < 0 || !m.Foldable(m.rows.at(at)):
	case m.folded[m.rows.at(at).Entry]:
		m.unfold(at)
	default:
		m.put(m.rows.at(at + 1).ID())
	}
}

// ToggleFold folds or unfolds a goal, wherever the cursor is. A cursor that
// would be hidden moves up to the folded goal.
func (m *Model) ToggleFold(id storage.GoalID) {
	m.keep()
	at := m.rows.find(m.tree.Entry(id))
	switch {
	case at < 0 || !m.folds():
	case m.folded[m.rows.at(at).Entry]:
		m.unfold(at)
	default:
		if m.tree.IsBelow(m.cursor, id) {
			m.put(id)
		}
		m.fold(at)
	}
}

// UnfoldBelow shows everything below the selected goal.
func (m *Model) UnfoldBelow() {
	m.keep()
	at := m.SelectedRow()
	if at < 0 || !m.folds() {
		return
	}
	for entry := range m.folded {
		if entry == m.rows.at(at).Entry || m.tree.IsBelow(entry.ID(), m.cursor) {
			delete(m.folded, entry)
		}
	}
	m.flatten()
}

func (m *Model) fold(at int) {
	m.folded[m.rows.at(at).Entry] = true
	m.rows.remove(at+1, m.rows.blockEnd(at))
	m.dropMarks()
}

func (m *Model) unfold(at int) {
	row := m.rows.at(at)
	delete(m.folded, row.Entry)
	m.rows.insert(at+1, func(add func(Row)) { m.below(row.Entry, row.Depth+1, add) })
}

// FoldAll folds every goal that has children in what is zoomed into.
func (m *Model) FoldAll() {
	m.keep()
	if !m.folds() {
		return
	}
	m.foldBelow(m.root())
	for _, ancestor := range m.tree.Path(m.cursor) {
		if ancestor != m.zoom && (m.view == Trash || m.inView(ancestor)) {
			m.put(ancestor)
			break
		}
	}
	m.flatten()
}

func (m *Model) foldBelow(parent *storage.Entry) {
	for _, child := range parent.Children() {
		if len(child.Children()) > 0 {
			m.folded[child] = true
			m.foldBelow(child)
		}
	}
}

// UnfoldAll shows everything.
func (m *Model) UnfoldAll() {
	m.keep()
	clear(m.folded)
	m.flatten()
}

func (m *Model) unfoldTo(id storage.GoalID) bool {
	unfolded := false
	for _, ancestor := range m.tree.Path(id) {
		if entry := m.tree.Entry(ancestor); m.folded[entry] {
			delete(m.folded, entry)
			unfolded = true
		}
	}
	return unfolded
}
