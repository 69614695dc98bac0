package storage

import (
	"cmp"
	"slices"
	"time"
)

// Tree is one person's goals in memory: what the window draws. It does no I/O, and one
// goroutine owns it. Every edit costs its depth, not the size of the tree.
type Tree struct {
	clock     *Clock
	entries   map[GoalID]*Entry // the goals, and the three places TopLevel, Trash and Nowhere
	memory    memory
	completed time.Time // when goals were completed last, since the tree is there
	readOnly  bool      // nothing can be saved: every edit is refused
}

// NewTree puts goals together, in whatever order they come. A nil clock is one that only
// counts. It returns an error for goals that make no tree: a cycle, an unknown parent
// (ErrNoGoal), an id twice (ErrDuplicate), a position that is none.
func NewTree(goals []Goal, clock *Clock) (*Tree, error) {
	p := newPlanting(len(goals), clock)
	for _, goal := range goals {
		p.add(goal)
	}
	return p.grown()
}

// ReadOnly tells whether every edit is refused, because nothing could be saved.
func (t *Tree) ReadOnly() bool { return t.readOnly }

// Goal returns a goal as it is now; false when there is none of this id, when its creation
// has been undone, or when it was erased.
func (t *Tree) Goal(id GoalID) (Goal, bool) {
	n := t.find(id)
	if n == nil {
		return Goal{}, false
	}
	return n.Goal(), true
}

// Entry returns where a goal is, or the entry of TopLevel or Trash; nil when there is no
// such goal.
func (t *Tree) Entry(id GoalID) *Entry {
	if id == TopLevel || id == Trash {
		return t.entries[id]
	}
	return t.find(id)
}

// Known returns the entry of a goal that is in this tree or was: one whose creation was
// undone is Nowhere. Nil for a goal that never was.
func (t *Tree) Known(id GoalID) *Entry { return t.entries[id] }

// Numbers is how many numbers entries have.
func (t *Tree) Numbers() int { return len(t.entries) }

// Children returns the goals right below a goal, TopLevel or Trash, in order.
func (t *Tree) Children(parent GoalID) []GoalID {
	n := t.Entry(parent)
	if n == nil {
		return nil
	}
	ids := make([]GoalID, len(n.Children()))
	for i, child := range n.Children() {
		ids[i] = child.goal.ID
	}
	return ids
}

// Index returns where a goal is among its siblings, and -1 when there is no such goal.
func (t *Tree) Index(id GoalID) int {
	n := t.find(id)
	if n == nil {
		return -1
	}
	index, _ := search(n.parent, n.goal.Position, id)
	return index
}

// Path returns the goals above a goal, top first, without the goal itself.
func (t *Tree) Path(id GoalID) []GoalID {
	n := t.find(id)
	if n == nil {
		return nil
	}
	var path []GoalID
	for up := n.parent; up.parent != nil; up = up.parent {
		path = append(path, up.goal.ID)
	}
	slices.Reverse(path)
	return path
}

// IsBelow tells whether id is strictly below ancestor, which may be a place too.
func (t *Tree) IsBelow(id, ancestor GoalID) bool {
	n, top := t.entries[id], t.entries[ancestor]
	return n != nil && top != nil && n != top && n.within(top)
}

// Progress counts the goals below a goal, or TopLevel, that have no goals below
// themselves. For a goal without any it is 0 of 0.
func (t *Tree) Progress(id GoalID) Progress {
	if n := t.Entry(id); n != nil {
		return n.Progress()
	}
	return Progress{}
}

// Totals counts all goals outside the trash.
func (t *Tree) Totals() Progress { return t.entries[TopLevel].below().all.progress() }

// find returns the entry of a goal, not of a place, that is somewhere.
func (t *Tree) find(id GoalID) *Entry {
	n := t.entries[id]
	if n == nil || n.parent == nil || n.within(t.entries[Nowhere]) {
		return nil
	}
	return n
}

// search finds the index at which a goal of this position and id is, or would be.
func search(parent *Entry, key string, id GoalID) (int, bool) {
	return slices.BinarySearchFunc(parent.Children(), key, func(child *Entry, key string) int {
		return compare(child.goal.Position, child.goal.ID, key, id)
	})
}

// compare orders siblings: by position, and by id where a merge made positions equal.
func compare(aPosition string, a GoalID, bPosition string, b GoalID) int {
	if order := cmp.Compare(aPosition, bPosition); order != 0 {
		return order
	}
	return cmp.Compare(a, b)
}
