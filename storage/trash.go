package storage

import "slices"

// Delete puts goals, with all below them, into the trash: the newest first there.
// Errors: ErrNoGoal.
func (t *Tree) Delete(ids ...GoalID) (Step, error) {
	goals, err := t.tops(ids)
	if err != nil {
		return Step{}, err
	}
	return t.trash(slices.DeleteFunc(goals, func(n *Entry) bool { return n.within(t.entries[Trash]) }))
}

// DeleteCompleted puts all goals that are completed, and all below them too, into the trash.
func (t *Tree) DeleteCompleted() (Step, error) {
	return t.trash(finished(t.entries[TopLevel], nil))
}

// finished finds the highest goals below n that are completed with all below them.
func finished(n *Entry, found []*Entry) []*Entry {
	for _, child := range n.Children() {
		switch {
		case child.Done() && child.below().all.open() == 0:
			found = append(found, child)
		case child.below().all.completed > 0:
			found = finished(child, found)
		}
	}
	return found
}

func (t *Tree) trash(goals []*Entry) (Step, error) {
	c := t.change()
	c.move(goals, t.entries[Trash], 0)
	return c.step(ActDelete, subject(goals))
}

// Restore takes goals out of the trash, each to where it was if that still stands, or
// comes back with it; else to the end of the top level. Errors: ErrNoGoal.
func (t *Tree) Restore(ids ...GoalID) (Step, error) {
	goals, err := t.trashed(ids)
	if err != nil {
		return Step{}, err
	}
	r := restoring{tree: t, chosen: map[*Entry]turn{}}
	for _, n := range goals {
		r.chosen[n] = waiting
	}
	for _, n := range goals {
		r.restore(n)
	}
	c := t.change()
	c.perform(r.operations, nil)
	c.move(r.homeless, t.entries[TopLevel], len(t.entries[TopLevel].Children()))
	return c.step(ActRestore, subject(goals))
}

// restoring finds out which goals can go back to where they were.
type restoring struct {
	tree       *Tree
	chosen     map[*Entry]turn
	operations []Operation
	homeless   []*Entry
}

// turn is how far the restoring of a goal is.
type turn int

const (
	waiting turn = iota
	asking       // whether its place stands
	restored
)

// restore puts a goal back to where it was. The position may be another goal's by now:
// then the ids decide, as after a merge.
func (r *restoring) restore(n *Entry) {
	if r.chosen[n] != waiting {
		return
	}
	r.chosen[n] = asking
	from := n.origin()
	parent, err := r.tree.place(from.parent)
	if err == nil && n.parent.goal.ID == Trash && from.position != "" && r.stands(parent) {
		r.operations = append(r.operations, Operation{Kind: Move, Goal: n.goal.ID, Parent: from.parent, Position: from.position})
	} else {
		r.homeless = append(r.homeless, n)
	}
	r.chosen[n] = restored
}

// stands tells whether a place is outside of the trash, or comes out of it with the others.
func (r *restoring) stands(place *Entry) bool {
	for up := place; up != nil; up = up.parent {
		if _, chosen := r.chosen[up]; chosen {
			r.restore(up)
			return r.chosen[up] == restored // else each was in the other
		}
		if up.goal.ID == Trash {
			return false
		}
	}
	return true
}

// EmptyTrash takes all goals out of the trash, to Nowhere: only an undo brings them back.
func (t *Tree) EmptyTrash() (Step, error) {
	return t.erase(ActEmpty, t.entries[Trash].Children())
}

// Erase takes goals out of the trash, with all below them, to Nowhere. Goals outside of
// the trash stay. Errors: ErrNoGoal.
func (t *Tree) Erase(ids ...GoalID) (Step, error) {
	goals, err := t.trashed(ids)
	if err != nil {
		return Step{}, err
	}
	return t.erase(ActErase, goals)
}

func (t *Tree) erase(act Act, goals []*Entry) (Step, error) {
	operations := make([]Operation, 0, len(goals))
	for _, n := range goals {
		operations = append(operations, Operation{Kind: Move, Goal: n.goal.ID, Parent: Nowhere})
	}
	return t.do(act, subject(goals), operations...)
}

// trashed are those of the goals that are in the trash, without those below another.
func (t *Tree) trashed(ids []GoalID) ([]*Entry, error) {
	goals, err := t.tops(ids)
	return slices.DeleteFunc(goals, func(n *Entry) bool { return !n.within(t.entries[Trash]) }), err
}
