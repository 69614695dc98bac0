package outline

import "overachiever/storage"

// Rule is what completing a goal does to those around it. The zero Rule asks about
// open goals below, and completes no parent.
type Rule struct {
	Below Below `json:"below,omitempty"`
	Above bool  `json:"above,omitempty"` // a goal is completed with the last goal below it
}

// Below is what becomes of the open goals below a goal that is completed.
type Below string

// What a person can choose for it.
const (
	AskBelow      Below = ""
	CompleteBelow Below = "complete" // they are completed too
	RefuseBelow   Below = "refuse"   // they have to be completed first
	LeaveBelow    Below = "leave"    // they stay open
)

// Completing are the goals that Ask or Refused was last called for.
func (m *Model) Completing() []storage.GoalID { return m.completing }

// Toggle completes the selected goals; when all of them are completed it reopens them.
func (m *Model) Toggle() {
	m.keep()
	m.toggle(m.Selection())
}

// ToggleGoal completes a goal, or reopens it, wherever the cursor is.
func (m *Model) ToggleGoal(id storage.GoalID) {
	m.keep()
	m.toggle([]storage.GoalID{id})
}

func (m *Model) toggle(ids []storage.GoalID) {
	var open []storage.GoalID
	for _, id := range ids {
		if entry := m.tree.Entry(id); entry != nil && !entry.Done() {
			open = append(open, id)
		}
	}
	switch {
	case len(ids) == 0 || m.view == Trash || !m.mayChange():
	case len(open) == 0:
		m.leaving(ids, func() { m.done(m.tree.Reopen(ids...)) })
	default:
		m.complete(open)
	}
}

// complete completes goals as the rule says.
func (m *Model) complete(ids []storage.GoalID) {
	do := func(how storage.Completing) {
		m.leaving(ids, func() { m.done(m.tree.Complete(how, ids...)) })
	}
	m.completing = ids
	how := storage.Completing{Above: m.Rule.Above}
	below := m.tree.OpenBelow(ids...)
	switch {
	case below == 0 || m.Rule.Below == LeaveBelow || m.Rule.Below == AskBelow && m.Ask == nil:
		do(how)
	case m.Rule.Below == CompleteBelow:
		how.Below = true
		do(how)
	case m.Rule.Below == RefuseBelow:
		if m.Refused != nil {
			m.Refused(below)
		}
	default:
		m.Ask(below, func(below bool) {
			how.Below = below
			do(how)
		})
	}
}
