package outline

import (
	"encoding/json"
	"maps"
	"slices"

	"overachiever/storage"
)

// Fold hides what is below the selected goal; on a goal with nothing to hide
// the cursor goes to its parent.
func (m *Model) Fold() {
	m.keep()
	defer m.rebuild()
	goal, ok := m.Selected()
	switch {
	case !ok:
	case len(m.tree.Children(goal.ID)) > 0 && !m.folded[goal.ID] && m.query == "":
		m.folded[goal.ID] = true
	case goal.Parent != m.zoom:
		m.selected = goal.Parent
	}
}

// Unfold shows what is below the selected goal; where that is in view already
// the cursor goes to its first child.
func (m *Model) Unfold() {
	m.keep()
	defer m.rebuild()
	goal, ok := m.Selected()
	if !ok {
		return
	}
	if m.folded[goal.ID] {
		delete(m.folded, goal.ID)
	} else if children := m.tree.Children(goal.ID); len(children) > 0 && m.query == "" {
		m.selected = children[0]
	}
}

// ToggleFold folds or unfolds a goal, wherever the cursor is. A cursor that
// would be hidden moves up to the folded goal.
func (m *Model) ToggleFold(id storage.GoalID) {
	m.keep()
	if m.folded[id] {
		delete(m.folded, id)
	} else {
		m.folded[id] = true
		if m.tree.IsBelow(m.selected, id) {
			m.selected = id
		}
	}
	m.rebuild()
}

// FoldAll folds every goal that has children in what is zoomed into.
func (m *Model) FoldAll() {
	m.keep()
	m.foldBelow(m.zoom)
	for path := m.tree.Path(m.selected); len(path) > 0; path = path[1:] {
		if path[0] != m.zoom && m.folded[path[0]] && m.inView(path[0]) {
			m.selected = path[0]
			break
		}
	}
	m.rebuild()
}

func (m *Model) foldBelow(parent storage.GoalID) {
	for _, id := range m.tree.Children(parent) {
		if len(m.tree.Children(id)) > 0 {
			m.folded[id] = true
			m.foldBelow(id)
		}
	}
}

// UnfoldAll shows everything.
func (m *Model) UnfoldAll() {
	m.keep()
	clear(m.folded)
	m.rebuild()
}

// Zoom is the goal whose inside is shown, TopLevel for everything.
func (m *Model) Zoom() storage.GoalID { return m.zoom }

// ZoomIn shows only what is below the selected goal.
func (m *Model) ZoomIn() {
	m.keep()
	if goal, ok := m.Selected(); ok && goal.ID != m.zoom {
		m.ZoomTo(goal.ID)
	}
}

// ZoomOut shows what is around the goal that is zoomed into.
func (m *Model) ZoomOut() {
	if goal, ok := m.tree.Goal(m.zoom); ok {
		m.ZoomTo(goal.Parent)
		m.selected = goal.ID
	}
}

// ZoomTo shows only what is below a goal; TopLevel shows everything.
func (m *Model) ZoomTo(id storage.GoalID) {
	m.keep()
	m.query = ""
	from := m.selected
	m.zoom = id
	m.rebuild()
	if m.rowOf(from) < 0 {
		m.selectNear(0)
	}
}

// inView tells whether a goal is below the zoom; folds do not count.
func (m *Model) inView(id storage.GoalID) bool {
	return m.zoom == storage.TopLevel || m.tree.IsBelow(id, m.zoom)
}

// reveal brings a goal into view: unfolds its ancestors, and zooms out if need be.
func (m *Model) reveal(id storage.GoalID) {
	if _, ok := m.tree.Goal(id); ok {
		if !m.inView(id) {
			m.zoom = storage.TopLevel
		}
		m.unfoldTo(id)
	}
	m.rebuild()
}

func (m *Model) unfoldTo(id storage.GoalID) {
	for _, ancestor := range m.tree.Path(id) {
		delete(m.folded, ancestor)
	}
}

// Reveal selects a goal and brings it into view.
func (m *Model) Reveal(id storage.GoalID) {
	m.keep()
	m.query = ""
	m.selected = id
	m.reveal(id)
}

// place is what the window remembers of an outline from one start to the next.
type place struct {
	Folded   []storage.GoalID `json:"folded,omitempty"`
	Zoom     storage.GoalID   `json:"zoom,omitempty"`
	Selected storage.GoalID   `json:"selected,omitempty"`
}

// Place tells, as text, what is folded, zoomed and selected.
func (m *Model) Place() string {
	text, err := json.Marshal(place{slices.Sorted(maps.Keys(m.folded)), m.zoom, m.selected})
	if err != nil {
		return "" // strings cannot fail to marshal
	}
	return string(text)
}

// Return goes back to a Place; goals that are gone since are left out, and a
// text that is no place changes nothing.
func (m *Model) Return(text string) {
	var p place
	if json.Unmarshal([]byte(text), &p) != nil {
		m.rebuild()
		return
	}
	for _, id := range p.Folded {
		if _, ok := m.tree.Goal(id); ok {
			m.folded[id] = true
		}
	}
	if p.Zoom != storage.TopLevel && m.stands(p.Zoom) {
		m.zoom = p.Zoom
	}
	m.rebuild()
	if m.rowOf(p.Selected) >= 0 {
		m.selected = p.Selected
	} else {
		m.selectNear(0)
	}
}

// stands tells whether a goal is there, and not in the trash; the top level
// always is.
func (m *Model) stands(id storage.GoalID) bool {
	if id == storage.TopLevel {
		return true
	}
	goal, ok := m.tree.Goal(id)
	if !ok {
		return false
	}
	if path := m.tree.Path(id); len(path) > 0 {
		goal, _ = m.tree.Goal(path[0])
	}
	return goal.Parent != storage.Trash
}
