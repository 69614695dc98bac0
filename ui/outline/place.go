package outline

import (
	"encoding/json"
	"slices"

	"overachiever/storage"
)

// place is what the window remembers of an outline from one start to the next.
type place struct {
	View     View             `json:"view,omitempty"`
	Folded   []storage.GoalID `json:"folded,omitempty"`
	Zoom     storage.GoalID   `json:"zoom,omitempty"`
	Selected storage.GoalID   `json:"selected,omitempty"`
	Hide     bool             `json:"hide,omitempty"`
	Searches []string         `json:"searches,omitempty"`
	Rule     Rule             `json:"rule"`
}

// Place tells, as text, what is shown, folded, zoomed, selected and set.
func (m *Model) Place() string {
	p := place{View: m.view, Zoom: m.zoom, Selected: m.cursor, Hide: m.hide, Searches: m.saved, Rule: m.Rule}
	for entry := range m.folded {
		p.Folded = append(p.Folded, entry.ID())
	}
	slices.Sort(p.Folded)
	text, err := json.Marshal(p)
	if err != nil {
		return "" // strings cannot fail to marshal
	}
	return string(text)
}

// Return goes back to a Place; goals that are gone since are left out, and a
// text that is no place changes nothing but that the cursor is somewhere.
func (m *Model) Return(text string) {
	var p place
	if json.Unmarshal([]byte(text), &p) != nil {
		if m.SelectedRow() < 0 {
			m.putNear(0)
		}
		return
	}
	for _, id := range p.Folded {
		if entry := m.tree.Entry(id); entry != nil {
			m.folded[entry] = true
		}
	}
	if p.Zoom != storage.TopLevel && m.stands(p.Zoom) {
		m.zoom = p.Zoom
	}
	if slices.Contains(Views(), p.View) {
		m.view = p.View
	}
	m.hide, m.saved, m.Rule = p.Hide, p.Searches, p.Rule
	if len(p.Folded) > 0 || m.zoom != storage.TopLevel || m.view != Goals || m.hide {
		m.flatten() // else all of it is shown already
	}
	m.put(p.Selected)
	if m.SelectedRow() < 0 {
		m.putNear(0)
	}
}
