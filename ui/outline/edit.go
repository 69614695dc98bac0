package outline

import (
	"overachiever/storage"
	"overachiever/storage/interchange"
)

// done saves a step that the tree made and tells whether it changed anything.
// A refused step (a move under one's own descendant) changes nothing.
func (m *Model) done(step storage.Step, err error) bool {
	if err != nil || step.Empty() {
		return false
	}
	m.save(step)
	return true
}

// Indent puts the goal, or the draft, under the sibling above it.
func (m *Model) Indent() { m.shift(m.tree.Indent, m.indentDraft) }

// Outdent puts the goal, or the draft, right below its parent.
func (m *Model) Outdent() {
	if goal, ok := m.Selected(); ok && goal.Parent == m.zoom && !m.namesDraft() {
		return // it would leave what is zoomed into
	}
	m.shift(m.tree.Outdent, m.outdentDraft)
}

// shift indents or outdents, and goes on with the naming where it was.
func (m *Model) shift(shift func(storage.GoalID) (storage.Step, error), draft func()) {
	if m.namesDraft() {
		draft()
		m.rebuild()
		return
	}
	renaming := m.naming != nil
	m.keep()
	goal, ok := m.Selected()
	if !ok {
		return
	}
	m.done(shift(goal.ID))
	m.reveal(goal.ID)
	if renaming {
		m.Rename()
	}
}

func (m *Model) namesDraft() bool { return m.naming != nil && m.naming.goal == "" }

// Move moves the selected goal by so many places among its siblings.
func (m *Model) Move(places int) {
	m.keep()
	goal, ok := m.Selected()
	if !ok {
		return
	}
	to := m.tree.Index(goal.ID) + places
	if to >= 0 && to < len(m.tree.Children(goal.Parent)) {
		m.done(m.tree.Move(goal.ID, goal.Parent, to))
	}
	m.rebuild()
}

// Toggle completes the selected goal, or reopens it.
func (m *Model) Toggle() {
	m.keep()
	if goal, ok := m.Selected(); ok {
		m.ToggleGoal(goal.ID)
	}
}

// ToggleGoal completes a goal, or reopens it, wherever the cursor is.
func (m *Model) ToggleGoal(id storage.GoalID) {
	goal, ok := m.tree.Goal(id)
	switch {
	case !ok:
	case goal.Completed.IsZero():
		m.done(m.tree.Complete(id))
	default:
		m.done(m.tree.Reopen(id))
	}
	m.rebuild()
}

// Delete puts the selected goal into the trash, with all below it, and the
// cursor on the goal that takes its row.
func (m *Model) Delete() {
	m.keep()
	m.rebuild()
	goal, ok := m.Selected()
	if !ok {
		return
	}
	at := m.SelectedRow()
	m.done(m.tree.Delete(goal.ID))
	m.rebuild()
	m.selectNear(at)
}

func (m *Model) selectNear(row int) {
	m.selected = ""
	if len(m.rows) > 0 {
		m.selected = m.rows[min(max(row, 0), len(m.rows)-1)].Goal
	}
}

// Describe sets a goal's description.
func (m *Model) Describe(id storage.GoalID, text string) {
	m.done(m.tree.Describe(id, text))
	m.rebuild()
}

// SetDue sets the day a goal is due; "" unsets it.
func (m *Model) SetDue(id storage.GoalID, due storage.Date) {
	m.done(m.tree.SetDue(id, due))
	m.rebuild()
}

// Import puts goals at the end of the top level. Those that are there already,
// by their ids, are left as they are.
func (m *Model) Import(goals []storage.Branch) (interchange.Plan, error) {
	m.keep()
	plan := interchange.PlanImport(m.tree, goals)
	steps, err := plan.Apply(m.tree)
	for _, step := range steps {
		m.done(step, nil)
	}
	m.rebuild()
	return plan, err
}

// Undo takes back what was done last and puts the cursor on what it changed.
func (m *Model) Undo() { m.travel(m.tree.Undo) }

// Redo does again what was undone last.
func (m *Model) Redo() { m.travel(m.tree.Redo) }

func (m *Model) travel(travel func() ([]storage.Step, bool)) {
	m.keep()
	m.rebuild()
	at := m.SelectedRow()
	steps, ok := travel()
	if ok {
		for _, step := range steps {
			m.save(step)
		}
		if !m.stands(m.zoom) {
			m.zoom = storage.TopLevel // the goal zoomed into is not there any more
		}
		m.rebuild()
		if id := steps[len(steps)-1].Operations[0].Goal; m.stands(id) {
			m.selected = id
			m.reveal(id)
		}
	}
	if _, ok := m.Selected(); !ok || m.rowOf(m.selected) < 0 {
		m.selectNear(at)
	}
}
