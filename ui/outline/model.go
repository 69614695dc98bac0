// Package outline is what the window shows of a person's goals: the rows in
// view, what is folded, zoomed, selected and being named. It knows no widget;
// the window only draws it and tells it what was pressed.
package outline

import (
	"overachiever/storage"
)

// Row is one visible line.
type Row struct {
	Goal        storage.GoalID // "" for the draft, a goal that has no name yet
	Depth       int            // levels below what is zoomed into
	HasChildren bool
	Folded      bool
	Path        bool // shown only because a hit of the search stands below it
}

// Draft tells whether the row is a goal that is still being named for the first time.
func (r Row) Draft() bool { return r.Goal == "" }

// Model is the outline of one person. Its zero value is not usable: see New.
// It belongs to one goroutine, the window's.
type Model struct {
	tree *storage.Tree
	save func(storage.Step)

	rows     []Row
	folded   map[storage.GoalID]bool
	zoom     storage.GoalID
	query    string
	selected storage.GoalID
	naming   *naming
}

// naming is the name being typed: of a goal there is, or of a draft that
// becomes one when it has a name.
type naming struct {
	goal   storage.GoalID // "" for a draft
	parent storage.GoalID // of a draft
	index  int            // of a draft, among its siblings to be
	text   string
}

// New shows tree, and hands every step made here to save, which must not wait.
func New(tree *storage.Tree, save func(storage.Step)) *Model {
	m := &Model{tree: tree, save: save, folded: map[storage.GoalID]bool{}}
	m.rebuild()
	return m
}

// Tree is the goals themselves, to be read; edits go through the model.
func (m *Model) Tree() *storage.Tree { return m.tree }

// Rows are the visible lines, top to bottom, until the next change.
func (m *Model) Rows() []Row { return m.rows }

// Selected is the goal under the cursor; false when there is none.
func (m *Model) Selected() (storage.Goal, bool) { return m.tree.Goal(m.selected) }

// SelectedRow is where the cursor stands among the rows, -1 for nowhere.
// While a draft is named it is the draft's row.
func (m *Model) SelectedRow() int {
	if m.naming != nil && m.naming.goal == "" {
		return m.rowOf("")
	}
	if m.selected == "" {
		return -1
	}
	return m.rowOf(m.selected)
}

func (m *Model) rowOf(id storage.GoalID) int {
	for i := range m.rows {
		if m.rows[i].Goal == id {
			return i
		}
	}
	return -1
}

// Select puts the cursor on a goal, whether or not it is in view.
func (m *Model) Select(id storage.GoalID) {
	m.keep()
	if _, ok := m.tree.Goal(id); ok {
		m.selected = id
	}
	m.rebuild()
}

// Step moves the cursor by so many rows, and stops at the ends.
func (m *Model) Step(rows int) {
	m.keep()
	m.rebuild()
	if len(m.rows) == 0 {
		return
	}
	at := m.SelectedRow()
	if at < 0 {
		at, rows = 0, 0
	}
	at = min(max(at+rows, 0), len(m.rows)-1)
	m.selected = m.rows[at].Goal
}

// rebuild flattens what is in view. Drafts stand where the goal will be.
func (m *Model) rebuild() {
	m.rows = m.rows[:0]
	if m.query != "" {
		m.search(m.zoom, 0)
	} else {
		m.level(m.zoom, 0)
	}
}

func (m *Model) level(parent storage.GoalID, depth int) {
	children := m.tree.Children(parent)
	for i, id := range children {
		if m.drafting(parent, i) {
			m.rows = append(m.rows, Row{Depth: depth})
		}
		row := Row{Goal: id, Depth: depth, HasChildren: len(m.tree.Children(id)) > 0, Folded: m.folded[id]}
		m.rows = append(m.rows, row)
		if !row.Folded {
			m.level(id, depth+1)
		}
	}
	if m.drafting(parent, len(children)) {
		m.rows = append(m.rows, Row{Depth: depth})
	}
}

func (m *Model) drafting(parent storage.GoalID, index int) bool {
	return m.naming != nil && m.naming.goal == "" && m.naming.parent == parent && m.naming.index == index
}
