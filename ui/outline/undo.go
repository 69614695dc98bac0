package outline

import (
	"iter"
	"slices"

	"overachiever/storage"
)

// Undo takes back what was done last and selects what it changed; where that is gone by
// it, the goal above.
func (m *Model) Undo() {
	m.keep()
	m.travel(m.tree.Undo, m.beside(m.tree.NextUndo()))
}

// Redo does again what was undone last and selects what it changed.
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

// goTo selects the goals that a step is about, and that are there: the cursor goes to the
// first, and the others are marked where they are in view.
func (m *Model) goTo(step storage.Step) bool {
	first := m.first(step)
	if first == nil {
		return false
	}
	m.goToGoal(first.ID())
	if (changesSelected(step.Act) || selectsMade(step.Act)) && step.Subject != first.Name() {
		m.markAbout(step)
	}
	return true
}

// inOrder are the operations of a step in the order in which they were done first: what
// undoes it has them the other way round. What a person did something to comes before what
// that did to others.
func inOrder(step storage.Step) iter.Seq2[int, storage.Operation] {
	if step.Undoes == "" {
		return slices.All(step.Operations)
	}
	return slices.Backward(step.Operations)
}

// lookedAt is how many operations of a step are looked at for a goal to go to.
const lookedAt = 1000

// first is the first goal that a step is about, and that is there; nil for none.
func (m *Model) first(step storage.Step) *storage.Entry {
	looked := 0
	for _, operation := range inOrder(step) {
		if m.stands(operation.Goal) {
			return m.tree.Entry(operation.Goal)
		}
		if looked++; looked == lookedAt {
			break
		}
	}
	return nil
}

// changesSelected tells whether an act is done to all goals that are selected.
func changesSelected(act storage.Act) bool {
	return slices.Contains([]storage.Act{
		storage.ActMove, storage.ActIndent, storage.ActOutdent, storage.ActDelete, storage.ActRestore,
		storage.ActComplete, storage.ActReopen, storage.ActDue,
	}, act)
}

// selectsMade tells whether an act leaves selected what it made. An import does not: it may
// have made more than the step that is held of it says.
func selectsMade(act storage.Act) bool {
	return act == storage.ActDuplicate || act == storage.ActPaste
}

// markAbout marks the goals in view that a step says it is about: as many as its subject
// counts, and none that was made below another of them.
func (m *Model) markAbout(step storage.Step) {
	about := map[*storage.Entry]bool{}
	for _, operation := range inOrder(step) {
		entry := m.tree.Entry(operation.Goal)
		if entry == nil || selectsMade(step.Act) && isWithin(entry, about) {
			continue
		}
		about[entry], m.anchor = true, entry
		if storage.Counted(len(about), "goal") == step.Subject {
			break
		}
	}
	m.marked = about
	m.dropMarks()
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
