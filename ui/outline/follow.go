package outline

import (
	"slices"

	"overachiever/storage"
)

// followedOneByOne is up to how many goals of a step the rows follow one by one; for
// more it is faster to make all rows anew. A new goal is up to seven operations: it moves,
// and each of its fields is set.
const followedOneByOne = 16

// follow brings the rows up to date with a step. In the tree only the rows of the goals
// that moved change, and of those that come into view or leave it because they are not
// completed any more or are now: an edit does not cost what the tree is large.
func (m *Model) follow(step storage.Step) {
	m.texts.follow(m.tree, step)
	if !m.folds() || len(step.Operations) > 8*followedOneByOne {
		m.flatten()
		return
	}
	var moved, shown []*storage.Entry // shown: what may now be hidden, or not any more
	for _, operation := range step.Operations {
		entry := m.tree.Known(operation.Goal)
		switch {
		case entry == nil:
		case operation.Kind == storage.Move:
			moved = with(moved, entry)
			shown = with(shown, m.tree.Known(operation.OldParent))
			shown = with(shown, entry)
		case operation.Field == storage.FieldCompleted:
			shown = with(shown, entry)
		}
	}
	if len(moved) > followedOneByOne || m.hide && len(shown) > 2*followedOneByOne {
		m.flatten()
		return
	}
	for _, entry := range moved {
		m.cut(entry)
	}
	for _, entry := range shown {
		m.showOrHide(entry)
	}
	for _, entry := range moved {
		m.insert(entry)
	}
}

// with adds a goal to a list of goals, once.
func with(list []*storage.Entry, entry *storage.Entry) []*storage.Entry {
	if entry == nil || slices.Contains(list, entry) {
		return list
	}
	return append(list, entry)
}

// showOrHide brings a goal and those above it into view or out of it, as they are completed
// now, with all below them.
func (m *Model) showOrHide(entry *storage.Entry) {
	if !m.hide || entry.Parent() == nil {
		return
	}
	if entry.Parent() != m.root() {
		m.showOrHide(entry.Parent())
	}
	if m.shows(entry) {
		m.insert(entry)
	} else {
		m.cut(entry)
	}
}

// cut takes a goal's row, and those below it, out of view.
func (m *Model) cut(entry *storage.Entry) {
	if at := m.rows.find(entry); at >= 0 {
		m.rows.remove(at, m.rows.blockEnd(at))
	}
}

// insert brings a goal and what is below it into view where the tree has it, unless it
// is there already or is to be hidden.
func (m *Model) insert(entry *storage.Entry) {
	parent := entry.Parent()
	at, depth, visible := m.top(parent)
	if !visible || !m.shows(entry) || m.rows.find(entry) >= 0 {
		return
	}
	siblings := parent.Children()
	for i := m.tree.Index(entry.ID()) - 1; i >= 0; i-- {
		if !m.shows(siblings[i]) {
			continue
		}
		if before := m.rows.find(siblings[i]); before >= 0 {
			at = m.rows.blockEnd(before)
			break
		}
	}
	m.rows.insert(at, func(add func(Row)) {
		add(Row{Entry: entry, Depth: depth})
		if !m.folded[entry] {
			m.below(entry, depth+1, add)
		}
	})
}

// top is the row at which the goals right below a parent begin, and their depth;
// not visible when the parent is folded or out of view.
func (m *Model) top(parent *storage.Entry) (at int, depth int32, visible bool) {
	if parent == nil || parent == m.root() {
		return 0, 0, parent != nil
	}
	at = m.rows.find(parent)
	if at < 0 || m.folded[parent] {
		return 0, 0, false
	}
	return at + 1, m.rows.at(at).Depth + 1, true
}
