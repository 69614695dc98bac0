// Package outline is what the window shows of a person's goals: the rows in
// view, what is folded, zoomed, selected and being named. It knows no widget;
// the window only draws it and tells it what was pressed.
package outline

import (
	"time"

	"overachiever/storage"
	"overachiever/ui/query"
)

// Model is the outline of one person. Its zero value is not usable: see New.
// It belongs to one goroutine, the window's.
type Model struct {
	// Rule is what completing a goal does to those around it.
	Rule Rule
	// Ask is called when goals with open ones below are to be completed and the
	// rule says to ask; the answer may come later. Nil completes only the goals.
	Ask func(open int, answer func(below bool))
	// Refused is called when the rule forbids to complete goals with open ones below.
	Refused func(open int)
	// ReadOnly is called when something was to be changed that can only be read.
	ReadOnly func()

	completing []storage.GoalID // what Ask or Refused is about

	tree *storage.Tree
	save func(storage.Step)
	now  func() time.Time

	view     View
	rows     rows
	headings []string
	folded   map[*storage.Entry]bool
	zoom     storage.GoalID
	hide     bool // completed goals are not shown
	naming   *naming
	kept     kept // the naming before

	cursor storage.GoalID // "" for none
	marked map[*storage.Entry]bool
	anchor *storage.Entry // where a range of marks began

	asked  string // what is searched for, as typed
	query  query.Query
	typing query.Query // what may be meant if its last word is not typed to the end,
	typed  bool        // which may be
	texts  *texts
	saved  []string // searches that are kept
	prefix prefix   // the first letters of a name being typed
	clip   clip
}

// New shows tree, and hands every step made here to save, which must not wait.
// now tells what day it is.
func New(tree *storage.Tree, save func(storage.Step), now func() time.Time) *Model {
	m := &Model{tree: tree, save: save, now: now, folded: map[*storage.Entry]bool{}}
	m.flatten()
	return m
}

// mayChange tells whether anything can be changed, and says so if not.
func (m *Model) mayChange() bool {
	if m.tree.ReadOnly() && m.ReadOnly != nil {
		m.ReadOnly()
	}
	return !m.tree.ReadOnly()
}

// Tree is the goals themselves, to be read; edits go through the model.
func (m *Model) Tree() *storage.Tree { return m.tree }

// Len is how many visible lines there are.
func (m *Model) Len() int { return m.rows.len() }

// Row is one of the visible lines, from 0 at the top; it panics where there is none.
func (m *Model) Row(at int) Row { return m.rows.at(at) }

// Rows are all visible lines, top to bottom: a copy, which takes longer the more there are.
func (m *Model) Rows() []Row { return m.rows.slice() }

// Selected is the goal under the cursor; false when there is none, or it is out of view
// because nothing is found.
func (m *Model) Selected() (storage.Goal, bool) {
	if m.SelectedRow() < 0 {
		return storage.Goal{}, false
	}
	return m.tree.Goal(m.cursor)
}

// SelectedRow is where the cursor stands among the rows, -1 for nowhere.
// While a draft is named it is the draft's row.
func (m *Model) SelectedRow() int {
	if m.namesDraft() {
		return m.rows.find(nil)
	}
	entry := m.tree.Entry(m.cursor)
	if m.cursor == "" || entry == nil {
		return -1
	}
	return m.rows.find(entry)
}

// Select puts the cursor on a goal, whether or not it is in view, and marks
// nothing else.
func (m *Model) Select(id storage.GoalID) {
	m.keep()
	m.put(id)
}

// Step moves the cursor by so many rows, and stops at the ends.
func (m *Model) Step(rows int) {
	m.keep()
	if at := m.stepped(rows); at >= 0 {
		m.put(m.rows.at(at).ID())
	}
}

// stepped is the row of a goal so many rows from the cursor, -1 for none.
func (m *Model) stepped(rows int) int {
	if m.rows.len() == 0 {
		return -1
	}
	at := m.SelectedRow()
	if at < 0 {
		at, rows = 0, 0
	}
	at = min(max(at+rows, 0), m.rows.len()-1)
	return m.goalNear(at, rows)
}

// goalNear is the row of a goal at, or next to, a row: a heading is passed over
// in the direction of the step, or else in the other one. -1 for none.
func (m *Model) goalNear(at, step int) int {
	direction := 1
	if step < 0 {
		direction = -1
	}
	for _, way := range []int{direction, -direction} {
		for i := at; i >= 0 && i < m.rows.len(); i += way {
			if m.rows.at(i).Entry != nil {
				return i
			}
		}
	}
	return -1
}

// put moves the cursor to a goal and marks nothing else; a letter typed next begins a name.
func (m *Model) put(id storage.GoalID) {
	m.unmark()
	m.prefix.text = ""
	if _, ok := m.tree.Goal(id); ok {
		m.cursor = id
	}
}

// putNear moves the cursor to the goal that stands at a row now.
func (m *Model) putNear(row int) {
	m.unmark()
	m.cursor = ""
	if m.rows.len() == 0 {
		return
	}
	if at := m.goalNear(min(max(row, 0), m.rows.len()-1), 1); at >= 0 {
		m.cursor = m.rows.at(at).ID()
	}
}
