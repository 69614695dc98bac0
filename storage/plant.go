package storage

import (
	"fmt"
	"slices"

	"overachiever/storage/position"
)

// planting makes a tree of goals that come in any order.
type planting struct {
	chunks  [][]Entry // of entries: a slice of all would have to be copied as it grows
	parents []GoalID  // of each entry, in order
}

// chunk is how many entries are made at once.
const chunk = 1024

func (p *planting) add(goal Goal) {
	if len(p.parents)%chunk == 0 {
		p.chunks = append(p.chunks, make([]Entry, 0, chunk))
	}
	newest := &p.chunks[len(p.chunks)-1]
	*newest = append(*newest, Entry{goal: record{ID: goal.ID, Position: goal.Position}})
	(*newest)[len(*newest)-1].fill(goal)
	p.parents = append(p.parents, goal.Parent)
}

// tree puts the goals together. Errors are those of NewTree.
func (p *planting) tree(clock *Clock) (*Tree, error) {
	if clock == nil {
		clock = &Clock{}
	}
	t := &Tree{clock: clock, entries: make(map[GoalID]*Entry, len(p.parents)+3)}
	for i, place := range []GoalID{TopLevel, Trash, Nowhere} {
		t.entries[place] = &Entry{goal: record{ID: place, number: int32(i)}}
	}
	for _, step := range []func(*Tree) error{p.plant, p.link, p.rollUp} {
		if err := step(t); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// plant gives each goal its entry in the tree.
func (p *planting) plant(t *Tree) error {
	for i, e := range p.entries {
		if p.parents[i] != Nowhere && !position.Valid(e.goal.Position) {
			return fmt.Errorf("goal %q: %w: %q", e.goal.ID, position.ErrInvalid, e.goal.Position)
		}
		known := len(t.entries)
		e.goal.number = int32(known)
		if t.entries[e.goal.ID] = e; len(t.entries) == known {
			return fmt.Errorf("goal %q: %w", e.goal.ID, ErrDuplicate)
		}
	}
	return nil
}

// link hangs each goal under its parent, and puts siblings in order.
func (p *planting) link(t *Tree) error {
	var parent *Entry
	unordered := map[*Entry]struct{}{} // few: goals are read in the order they were made
	for i, e := range p.entries {
		if i == 0 || p.parents[i] != p.parents[i-1] {
			parent = t.entries[p.parents[i]]
		}
		if parent == nil {
			return fmt.Errorf("parent %q of goal %q: %w", p.parents[i], e.goal.ID, ErrNoGoal)
		}
		e.parent = parent
		below := parent.grow()
		if last := len(below.children) - 1; last >= 0 && siblings(below.children[last], e) > 0 {
			unordered[parent] = struct{}{}
		}
		below.children = append(below.children, e)
	}
	for parent := range unordered {
		slices.SortFunc(parent.Children(), siblings)
	}
	return nil
}

// rollUp counts what is below each goal, from the deepest upwards. A goal that none of
// the places leads to is part of a cycle.
func (p *planting) rollUp(t *Tree) error {
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

// entries are all that were added, in order.
func (p *planting) entries(yield func(int, *Entry) bool) {
	for i := range p.parents {
		if !yield(i, &p.chunks[i/chunk][i%chunk]) {
			return
		}
	}
}
