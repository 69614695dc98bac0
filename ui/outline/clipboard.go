package outline

import (
	"bytes"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// Copy takes the selected goals, with all below them, as they are now. What it returns
// writes them as a Markdown task list: on any goroutine, because that takes a while for
// many goals.
func (m *Model) Copy() func() string {
	m.keep()
	var forest []storage.Branch
	for _, id := range m.topmost() {
		forest = append(forest, interchange.Branch(m.tree, id))
	}
	return func() string {
		var text bytes.Buffer
		if err := interchange.Export(&text, interchange.Markdown, interchange.Document{Goals: forest}); err != nil {
			return "" // a buffer takes everything
		}
		return text.String()
	}
}

// Cut is Copy, and puts the goals into the trash.
func (m *Model) Cut() func() string {
	write := m.Copy()
	m.Delete()
	return write
}

// Paste makes goals of a text, each line one, below the one above that is less indented,
// and puts them after the selected goal. It tells how many there are.
func (m *Model) Paste(text string) int {
	m.keep()
	forest := interchange.Pasted(text, m.now())
	if len(forest) == 0 || m.view != Goals {
		return 0
	}
	parent, index := m.zoom, len(m.zoomed().Children())
	if goal, ok := m.Selected(); ok && m.inView(goal.ID) && m.stands(goal.ID) {
		parent, index = goal.Parent, m.tree.Index(goal.ID)+1
	}
	if m.asked != "" {
		m.endSearch()
		m.flatten()
	}
	before := m.tree.Totals().Total
	ids, step, err := m.tree.Graft(parent, index, storage.ActPaste, forest)
	if m.done(step, err) {
		m.markThese(ids)
	}
	return m.tree.Totals().Total - before
}
