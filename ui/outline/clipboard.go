package outline

import (
	"bytes"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// Copy takes the selected goals, with all below them, as they are now, and counts them.
// What it returns writes them as a Markdown task list: on any goroutine, because that takes
// a while for many goals.
func (m *Model) Copy() (write func() string, goals int) {
	m.keep()
	var pictures []storage.Picture
	for _, id := range m.topmost() {
		picture := m.tree.Entry(id).Picture()
		pictures = append(pictures, picture)
		goals += picture.Len()
	}
	return func() string {
		var text bytes.Buffer
		var forest []storage.Branch
		for _, picture := range pictures {
			forest = append(forest, picture.Branch())
		}
		if err := interchange.Export(&text, interchange.Markdown, interchange.Document{Goals: forest}); err != nil {
			return "" // a buffer takes everything
		}
		return text.String()
	}, goals
}

// Cut is Copy, and puts the goals into the trash.
func (m *Model) Cut() (write func() string, goals int) {
	write, goals = m.Copy()
	m.Delete()
	return write, goals
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
