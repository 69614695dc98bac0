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
	m.clip = clip{}
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

// clip is the goals that were cut last.
type clip struct {
	goals []storage.GoalID
	text  string // what they became on the clipboard
}

// Cut is Copy, and puts the goals into the trash.
func (m *Model) Cut() (write func() string, goals int) {
	write, goals = m.Copy()
	cut := m.topmost()
	m.Delete()
	m.clip.goals = cut
	return write, goals
}

// Clipped tells what the goals that were copied or cut last became on the clipboard.
func (m *Model) Clipped(text string) { m.clip.text = text }

// isCut tells whether a text stands for goals that were cut, and are in the trash still.
func (m *Model) isCut(text string) bool {
	for _, id := range m.clip.goals {
		if entry := m.tree.Entry(id); entry == nil || entry.Parent() != m.tree.Entry(storage.Trash) {
			return false
		}
	}
	return len(m.clip.goals) > 0 && text == m.clip.text
}

// Paste makes goals of a text, each line one, below the one above that is less indented,
// and puts them after the selected goal. Goals that were cut it takes out of the trash: they
// keep what their text does not say. It tells how many there are.
func (m *Model) Paste(text string) int {
	m.keep()
	if m.view != Goals {
		return 0
	}
	parent, index := m.zoom, len(m.zoomed().Children())
	if goal, ok := m.Selected(); ok && m.inView(goal.ID) && m.stands(goal.ID) {
		parent, index = goal.Parent, m.tree.Index(goal.ID)+1
	}
	before := m.tree.Totals().Total
	if ids, step, err := m.pasted(text, parent, index); m.done(step, err) {
		if m.asked != "" {
			m.endSearch()
			m.flatten()
		}
		m.markThese(ids)
	}
	return m.tree.Totals().Total - before
}

func (m *Model) pasted(text string, parent storage.GoalID, index int) ([]storage.GoalID, storage.Step, error) {
	if m.isCut(text) {
		step, err := m.tree.MoveAll(m.clip.goals, parent, index)
		return m.clip.goals, step, err
	}
	return m.tree.Graft(parent, index, storage.ActPaste, interchange.Pasted(text, m.now()))
}
