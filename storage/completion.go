package storage

import (
	"slices"
	"time"
)

// Completing says what is completed along with a goal.
type Completing struct {
	Below bool // all open goals below it
	Above bool // each goal above whose goals right below are then all completed
}

// Complete marks the open ones of these goals as completed now, all at one time that no
// other step has: by it Reopen knows what was completed together. Above goes up from each
// goal completed, and ends at a parent that is completed already. Errors: ErrNoGoal.
func (t *Tree) Complete(how Completing, ids ...GoalID) (Step, error) {
	goals, err := t.chosen(ids)
	if err != nil {
		return Step{}, err
	}
	completing := marks{}
	for _, n := range goals {
		if !n.Done() {
			completing.add(n)
		}
	}
	named := completing.goals
	if how.Below {
		for _, n := range goals {
			n.eachOpen(completing.add)
		}
	}
	if how.Above {
		completing.addLastParents()
	}
	if len(completing.goals) == 0 {
		return Step{}, nil
	}
	if len(named) == 0 {
		named = goals
	}
	return t.do(ActComplete, subject(named), completing.set(formatTime(t.moment()))...)
}

// Reopen marks goals as open, and with each what was completed together with it:
//
//   - what is below it and was completed at the very same time;
//   - its parent, if that was completed at the same time, or later and at the same time as
//     another goal right below: because its last goal was. And so on upwards.
//
// A parent that was completed by itself, or before the goal was, stays completed. So what
// Complete did is taken back exactly, whatever it completed below and above.
// Errors: ErrNoGoal.
func (t *Tree) Reopen(ids ...GoalID) (Step, error) {
	goals, err := t.chosen(ids)
	if err != nil {
		return Step{}, err
	}
	reopening := marks{}
	for _, n := range goals {
		if n.Done() {
			reopening.add(n)
		}
	}
	if len(reopening.goals) == 0 {
		return Step{}, nil
	}
	named := reopening.goals
	for _, n := range named {
		n.eachCompleted(n.goal.Completed, reopening.add)
	}
	reopening.addParentsCompletedWith()
	return t.do(ActReopen, subject(named), reopening.set("")...)
}

// OpenBelow counts the open goals below these goals, each once, but for these themselves.
func (t *Tree) OpenBelow(ids ...GoalID) int {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id GoalID) bool { return t.find(id) == nil })
	goals, _ := t.chosen(ids) // all of them are there
	open := 0
	var top *Entry
	for _, n := range goals { // those below another come after it
		switch {
		case top == nil || !n.within(top):
			top = n
			open += n.below().all.open()
		case !n.Done():
			open--
		}
	}
	return open
}

// moment is now, but later than every moment before.
func (t *Tree) moment() time.Time {
	now := t.clock.Now()
	if !now.After(t.completed) {
		now = t.completed.Add(time.Millisecond)
	}
	t.completed = now
	return now
}

// marks are goals to be completed or reopened, each once.
type marks struct {
	goals []*Entry
	known map[*Entry]struct{}
}

func (m *marks) add(n *Entry) {
	if m.has(n) {
		return
	}
	if m.known == nil {
		m.known = map[*Entry]struct{}{}
	}
	m.known[n] = struct{}{}
	m.goals = append(m.goals, n)
}

func (m *marks) has(n *Entry) bool {
	_, has := m.known[n]
	return has
}

// set are the operations that give all of them this time of completion.
func (m *marks) set(completed string) []Operation {
	operations := make([]Operation, 0, len(m.goals))
	for _, n := range m.goals {
		operations = append(operations, Operation{Kind: Set, Goal: n.goal.ID, Field: FieldCompleted, Value: completed})
	}
	return operations
}

// addLastParents adds the open parents of which none right below is left, and their parents.
func (m *marks) addLastParents() {
	from := map[*Entry]int{} // where to look on: what is before is completed
	for i := 0; i < len(m.goals); i++ {
		parent := m.goals[i].parent
		if parent.parent == nil || parent.Done() || m.has(parent) {
			continue
		}
		at := from[parent]
		for at < len(parent.Children()) && (parent.Children()[at].Done() || m.has(parent.Children()[at])) {
			at++
		}
		from[parent] = at
		if at == len(parent.Children()) {
			m.add(parent)
		}
	}
}

// addParentsCompletedWith adds the parents that were completed with the goals, or because
// their last goal was, and their parents.
func (m *marks) addParentsCompletedWith() {
	withLast := map[*Entry]bool{}
	for i := 0; i < len(m.goals); i++ {
		n, parent := m.goals[i], m.goals[i].parent
		if parent.parent == nil || !parent.Done() || m.has(parent) || n.goal.Completed > parent.goal.Completed {
			continue
		}
		if _, asked := withLast[parent]; !asked {
			withLast[parent] = slices.ContainsFunc(parent.Children(), func(child *Entry) bool {
				return child.goal.Completed == parent.goal.Completed
			})
		}
		if withLast[parent] {
			m.add(parent)
		}
	}
}

// eachOpen calls visit with each open goal below n.
func (n *Entry) eachOpen(visit func(*Entry)) {
	if n.below().all.open() == 0 {
		return
	}
	for _, child := range n.Children() {
		if !child.Done() {
			visit(child)
		}
		child.eachOpen(visit)
	}
}

// eachCompleted calls visit with each goal below n that was completed at this time.
func (n *Entry) eachCompleted(when moment, visit func(*Entry)) {
	if n.below().all.completed == 0 {
		return
	}
	for _, child := range n.Children() {
		if child.goal.Completed == when {
			visit(child)
		}
		child.eachCompleted(when, visit)
	}
}
