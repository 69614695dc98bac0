package outline

import (
	"errors"

	"overachiever/storage"
)

// done saves a step that the tree made, brings the rows up to date, and tells whether
// it changed anything. A refused step (a move under one's own descendant) changes nothing.
func (m *Model) done(step storage.Step, err error) bool {
	if errors.Is(err, storage.ErrReadOnly) {
		return m.mayChange()
	}
	if err != nil || step.Empty() {
		return false
	}
	m.save(step)
	m.leaveLostZoom()
	m.follow(step)
	m.dropMarks()
	return true
}

// leaveLostZoom shows everything when the goal that is zoomed into is not there any more.
func (m *Model) leaveLostZoom() {
	if !m.stands(m.zoom) {
		m.zoom = storage.TopLevel
		m.flatten()
	}
}

// arranges tells whether goals can be put elsewhere in what is shown now: a list by
// date has an order of its own, and the trash none.
func (m *Model) arranges() bool { return m.view == Goals }

// Indent puts the selected goals, or the draft, under the sibling that is shown above.
func (m *Model) Indent() {
	indent := func(goals ...storage.GoalID) (storage.Step, error) { return m.tree.IndentAmong(m.shows, goals...) }
	m.shift(indent, m.indentDraft)
}

// Outdent puts the selected goals, or the draft, right below their parent.
func (m *Model) Outdent() {
	if goal, ok := m.Selected(); ok && goal.Parent == m.zoom && !m.namesDraft() {
		return // it would leave what is zoomed into
	}
	m.shift(m.tree.Outdent, m.outdentDraft)
}

// shift indents or outdents, and goes on with the naming where it was.
func (m *Model) shift(shift func(...storage.GoalID) (storage.Step, error), draft func()) {
	if m.namesDraft() {
		m.hideDraft()
		draft()
		m.showDraft()
		return
	}
	naming := m.naming
	m.keep()
	if !m.arranges() {
		return
	}
	if goals := m.topmost(); len(goals) > 0 && m.done(shift(goals...)) {
		m.reveal(m.cursor)
	}
	if naming != nil {
		m.goOn(naming, naming.caret)
	}
}

// Delete puts the selected goals into the trash, with all below them, and the
// cursor on the goal that takes their row.
func (m *Model) Delete() {
	m.keep()
	goals := m.topmost()
	if m.view == Trash || len(goals) == 0 {
		return
	}
	m.leaving(goals, func() { m.done(m.tree.Delete(goals...)) })
}

// leaving does what takes goals out of view, and puts the cursor where they were.
func (m *Model) leaving(goals []storage.GoalID, do func()) {
	at := m.rows.find(m.tree.Entry(goals[0]))
	do()
	if m.SelectedRow() < 0 {
		m.putNear(at)
	}
}

// Duplicate makes a copy of the selected goals, with all below them, after them.
func (m *Model) Duplicate() {
	m.keep()
	if !m.arranges() || len(m.topmost()) == 0 {
		return
	}
	ids, step, err := m.tree.Duplicate(m.topmost()...)
	if m.done(step, err) {
		m.markThese(ids)
	}
}

// markThese selects goals: the cursor on the last of them.
func (m *Model) markThese(ids []storage.GoalID) {
	if len(ids) == 0 {
		return
	}
	m.put(ids[len(ids)-1])
	m.reveal(m.cursor)
	if len(ids) == 1 {
		return
	}
	m.marked = map[*storage.Entry]bool{}
	for _, id := range ids {
		m.marked[m.tree.Entry(id)] = true
	}
	m.anchor = m.tree.Entry(ids[0])
}

// Describe sets a goal's description.
func (m *Model) Describe(id storage.GoalID, text string) { m.done(m.tree.Describe(id, text)) }

// SetDue sets the day that a goal is due; "" unsets it. A goal that leaves a list by it
// leaves the cursor there.
func (m *Model) SetDue(id storage.GoalID, due storage.Date) { m.SetDueAll(due, id) }

// SetDueAll sets the day that goals are due; "" unsets it.
func (m *Model) SetDueAll(due storage.Date, ids ...storage.GoalID) {
	if len(ids) > 0 {
		m.leaving(ids, func() { m.done(m.tree.SetDueAll(due, ids...)) })
	}
}
