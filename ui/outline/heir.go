package outline

import "overachiever/storage"

// Heir is another tree of the same person, laid out as a model shows its own: one in which
// steps were done, and saved, that would have held up the window. So would laying it out;
// hence that is done elsewhere, and Model.Adopt only takes over what came of it.
type Heir struct {
	from   ways
	row    int // where the cursor stood
	folded []storage.GoalID
	model  Model // as it will be
	steps  []storage.Step
}

// ways are how a model shows its goals.
type ways struct {
	view   View
	hide   bool
	zoom   storage.GoalID
	asked  string
	cursor storage.GoalID
	folded int
}

func (m *Model) ways() ways { return ways{m.view, m.hide, m.zoom, m.asked, m.cursor, len(m.folded)} }

// Heir is what the model knows of how to lay out another tree. It is the caller's.
func (m *Model) Heir() *Heir {
	h := &Heir{from: m.ways(), row: m.SelectedRow(), model: Model{view: m.view, hide: m.hide, zoom: m.zoom, cursor: m.cursor, now: m.now}}
	for entry := range m.folded {
		h.folded = append(h.folded, entry.ID())
	}
	return h
}

// LayOut lays out a tree. What is folded and zoomed stays so, and the cursor goes to what the
// last of the steps changed.
func (h *Heir) LayOut(tree *storage.Tree, steps []storage.Step) {
	m := &h.model
	m.tree, m.folded, h.steps = tree, make(map[*storage.Entry]bool, len(h.folded)), steps
	for _, id := range h.folded {
		if entry := tree.Entry(id); entry != nil {
			m.folded[entry] = true
		}
	}
	if !m.stands(m.zoom) {
		m.zoom = storage.TopLevel
	}
	m.flatten()
	if len(steps) > 0 {
		m.goTo(steps[len(steps)-1])
	}
	if m.SelectedRow() < 0 {
		m.putNear(h.row)
	}
}

// Adopt shows the heir's tree instead of the model's.
func (m *Model) Adopt(h *Heir) {
	if h.from != m.ways() { // it shows them otherwise by now
		tree, steps := h.model.tree, h.steps
		h = m.Heir()
		h.LayOut(tree, steps)
	}
	m.naming, m.texts = nil, nil // they know the other tree's goals
	m.endSearch()
	next := &h.model
	m.tree, m.folded, m.rows, m.headings = next.tree, next.folded, next.rows, next.headings
	m.marked, m.anchor = next.marked, next.anchor
	m.view, m.hide, m.zoom, m.cursor = next.view, next.hide, next.zoom, next.cursor
}
