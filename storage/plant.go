package storage

import (
	"fmt"
	"slices"

	"overachiever/storage/position"
)

// planting makes a tree of goals that come in any order. Each is put into its place as it
// comes, beside the reading of the next, so that little is left to do after the last.
type planting struct {
	tree      *Tree
	chunk     []Entry // a slice of all entries would have to be copied as it grows
	early     []early
	parent    *Entry              // of the goal that came last
	unordered map[*Entry]struct{} // few: goals are read in the order they were made
	err       error               // of the first goal that has no place
}

// early is a goal that came before the one that it is below.
type early struct {
	entry  *Entry
	parent GoalID
}

// chunk is how many entries are made at once.
const chunk = 1024

// newPlanting is to be given about so many goals. A nil clock is one that only counts.
func newPlanting(goals int, clock *Clock) *planting {
	if clock == nil {
		clock = &Clock{}
	}
	t := &Tree{clock: clock, entries: make(map[GoalID]*Entry, goals+3)}
	for i, place := range []GoalID{TopLevel, Trash, Nowhere} {
		t.entries[place] = &Entry{goal: record{ID: place, number: int32(i)}}
	}
	return &planting{tree: t, parent: t.entries[TopLevel], unordered: map[*Entry]struct{}{}}
}

func (p *planting) add(goal Goal) {
	if p.err != nil {
		return
	}
	if goal.Parent != Nowhere && !position.Valid(goal.Position) {
		p.err = fmt.Errorf("goal %q: %w: %q", goal.ID, position.ErrInvalid, goal.Position)
		return
	}
	if len(p.chunk) == cap(p.chunk) {
		p.chunk = make([]Entry, 0, chunk)
	}
	known := len(p.tree.entries)
	p.chunk = append(p.chunk, Entry{goal: record{ID: goal.ID, Position: goal.Position, number: int32(known)}})
	e := &p.chunk[len(p.chunk)-1]
	if p.tree.entries[goal.ID] = e; len(p.tree.entries) == known {
		p.err = fmt.Errorf("goal %q: %w", goal.ID, ErrDuplicate)
		return
	}
	e.fill(goal)
	if goal.Parent != p.parent.goal.ID {
		parent := p.tree.entries[goal.Parent]
		if parent == nil {
			p.early = append(p.early, early{e, goal.Parent})
			return
		}
		p.parent = parent
	}
	p.link(e, p.parent)
}

// link hangs a goal under its parent.
func (p *planting) link(e, parent *Entry) {
	e.parent = parent
	below := parent.grow()
	if last := len(below.children) - 1; last >= 0 && siblings(below.children[last], e) > 0 {
		p.unordered[parent] = struct{}{}
	}
	below.children = append(below.children, e)
}

// grown is the tree of all that was added. Errors are those of NewTree.
func (p *planting) grown() (*Tree, error) {
	if p.err != nil {
		return nil, p.err
	}
	for _, e := range p.early {
		parent := p.tree.entries[e.parent]
		if parent == nil {
			return nil, fmt.Errorf("parent %q of goal %q: %w", e.parent, e.entry.goal.ID, ErrNoGoal)
		}
		p.link(e.entry, parent)
	}
	for parent := range p.unordered {
		slices.SortFunc(parent.Children(), siblings)
	}
	if err := p.tree.rollUp(); err != nil {
		return nil, err
	}
	return p.tree, nil
}

// rollUp counts what is below each goal, from the deepest upwards. A goal that none of
// the places leads to is part of a cycle.
func (t *Tree) rollUp() error {
	reached := make([]*Entry, 0, len(t.entries))
	reached = append(reached, t.entries[TopLevel], t.entries[Trash], t.entries[Nowhere])
	for i := 0; i < len(reached); i++ {
		reached = append(reached, reached[i].Children()...)
	}
	if lost := len(t.entries) - len(reached); lost > 0 {
		return fmt.Errorf("%d goals are below themselves: %w", lost, ErrOwnDescendant)
	}
	for _, e := range slices.Backward(reached[3:]) {
		below := e.parent.branch
		below.leaves = below.leaves.plus(e.asLeaves())
		below.all = below.all.plus(e.asAll())
	}
	return nil
}
