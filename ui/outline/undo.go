package outline

import "overachiever/storage"

// Undo takes back what was done last and puts the cursor on what it changed; where that
// is gone by it, on the goal above.
func (m *Model) Undo() {
	m.keep()
	m.travel(m.tree.Undo, m.beside(m.tree.NextUndo()))
}

// Redo does again what was undone last and puts the cursor on what it changed.
func (m *Model) Redo() {
	m.keep()
	m.travel(m.tree.Redo, nil)
}

// travel goes back or forth in what was done. The cursor goes beside what is gone by it.
func (m *Model) travel(travel func() ([]storage.Step, bool), beside *storage.Entry) {
	at := m.SelectedRow()
	steps, ok := travel()
	if ok {
		for _, step := range steps {
			m.save(step)
		}
		m.leaveLostZoom()
		for _, step := range steps {
			m.follow(step)
		}
		m.unmark()
		if !m.goTo(steps[len(steps)-1]) && beside != nil && m.rows.find(beside) >= 0 {
			m.put(beside.ID())
		}
	}
	if m.SelectedRow() < 0 {
		m.putNear(at)
	}
}

// beside is the goal above the first one that a step is about: its sibling, or else its
// parent; nil for none.
func (m *Model) beside(step storage.Step, _ bool) *storage.Entry {
	if step.Empty() {
		return nil
	}
	id := step.Operations[0].Goal
	entry := m.tree.Entry(id)
	if entry == nil {
		return nil
	}
	if at := m.tree.Index(id); at > 0 {
		return entry.Parent().Children()[at-1]
	}
	return entry.Parent()
}

// lookedAt is how many operations of a step are looked at for a goal to go to.
const lookedAt = 1000

// goTo puts the cursor on the first goal that a step is about, and that is there. What a
// person did something to comes first in a step, and last in what undoes it.
func (m *Model) goTo(step storage.Step) bool {
	all := step.Operations
	for i := range min(len(all), lookedAt) {
		if step.Undoes != "" {
			i = len(all) - 1 - i
		}
		if id := all[i].Goal; m.stands(id) {
			m.goToGoal(id)
			return true
		}
	}
	return false
}

// goToGoal puts the cursor on a goal, in another view if this one does not show it.
func (m *Model) goToGoal(id storage.GoalID) {
	m.put(id)
	m.reveal(id)
	if m.SelectedRow() < 0 { // it is not in the list, the trash, or what was found
		m.view = Goals
		m.endSearch()
		m.flatten()
		m.reveal(id)
	}
}
