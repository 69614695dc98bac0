package storage

import (
	"fmt"
	"slices"

	"overachiever/storage/position"
)

// perform does operations one after the other and returns them as they happened: with
// an id, a stamp and what was there before. When one cannot be done, none is.
func (t *Tree) perform(operations ...Operation) ([]Operation, error) {
	return t.performIn(make([]Operation, 0, len(operations)), operations)
}

// performIn does the same, and puts what happened into done, which may be where the
// operations are.
func (t *Tree) performIn(done, operations []Operation) ([]Operation, error) {
	if t.readOnly {
		return nil, ErrReadOnly
	}
	apply, settle := t.apply, func() {}
	if manyMoves(operations) {
		batch := t.batch()
		apply, settle = batch.apply, batch.settle
	}
	done, err := t.performBy(apply, done, operations)
	settle()
	if err != nil {
		t.revert(done)
		return nil, err
	}
	return done, nil
}

// performBy returns the operations as they happened, until one cannot be done.
func (t *Tree) performBy(apply func(Operation) error, done, operations []Operation) ([]Operation, error) {
	for _, operation := range operations {
		t.remember(&operation)
		if err := apply(operation); err != nil {
			return done, err
		}
		operation.Stamp = t.clock.Next()
		operation.ID = t.clock.newID()
		done = append(done, operation)
	}
	return done, nil
}

// revert takes back operations that were done, the last first.
func (t *Tree) revert(done []Operation) {
	for _, operation := range slices.Backward(done) {
		// What was there a moment ago can be there again.
		_ = t.apply(operation.Inverse())
	}
}

// remember notes in the operation what it is about to replace.
func (t *Tree) remember(operation *Operation) {
	n := t.entries[operation.Goal]
	switch {
	case operation.Kind == Move && n == nil:
		operation.OldParent, operation.OldPosition = Nowhere, ""
	case operation.Kind == Move:
		operation.OldParent, operation.OldPosition = n.parent.goal.ID, n.goal.Position
	case n != nil:
		operation.OldValue = n.value(operation.Field)
	}
}

// apply changes the tree as the operation says.
func (t *Tree) apply(operation Operation) error {
	switch operation.Kind {
	case Move:
		return t.applyMove(operation)
	case Set:
		return t.applySet(operation)
	}
	return fmt.Errorf("%w: kind %q", ErrBadOperation, operation.Kind)
}

func (t *Tree) applyMove(operation Operation) error {
	n, parent, err := t.movable(operation)
	if err != nil {
		return err
	}
	if n.parent != nil {
		t.detach(n)
	}
	n.place(operation)
	t.attach(n, parent)
	return nil
}

// movable returns the goal that an operation moves, new if it comes for the first time, and
// the parent to be.
func (t *Tree) movable(operation Operation) (n, parent *Entry, err error) {
	n, parent = t.entries[operation.Goal], t.entries[operation.Parent]
	switch {
	case parent == nil:
		return nil, nil, fmt.Errorf("parent %q: %w", operation.Parent, ErrNoGoal)
	case n != nil && n.parent == nil:
		return nil, nil, fmt.Errorf("%w: a place cannot be moved", ErrBadOperation)
	case n != nil && parent.within(n):
		return nil, nil, fmt.Errorf("goal %q: %w", operation.Goal, ErrOwnDescendant)
	case operation.Parent != Nowhere && !position.Valid(operation.Position):
		return nil, nil, fmt.Errorf("%w: %w: %q", ErrBadOperation, position.ErrInvalid, operation.Position)
	}
	if n == nil {
		n = &Entry{goal: record{ID: operation.Goal, number: int32(len(t.entries))}}
		t.entries[operation.Goal] = n
	}
	return n, parent, nil
}

// place notes in the goal where it is. Erasing it, and taking that back, is not to forget
// where it was before the trash.
func (n *Entry) place(operation Operation) {
	n.goal.Position = operation.Position
	if operation.Parent == Trash && operation.OldParent != Trash && operation.OldParent != Nowhere {
		n.cameFrom(origin{operation.OldParent, operation.OldPosition})
	}
}

func (t *Tree) applySet(operation Operation) error {
	n, err := t.settable(operation)
	if err != nil {
		return err
	}
	leaves, all := n.asLeaves(), n.asAll()
	err = n.set(operation.Field, operation.Value)
	n.parent.add(n.asLeaves().minus(leaves), n.asAll().minus(all))
	return err
}

// settable returns the goal that an operation sets a field of.
func (t *Tree) settable(operation Operation) (*Entry, error) {
	n := t.entries[operation.Goal]
	if n == nil || n.parent == nil {
		return nil, missing(operation.Goal)
	}
	return n, nil
}

// detach takes a goal from its parent.
func (t *Tree) detach(n *Entry) {
	parent := n.parent
	leaves := parent.asLeaves()
	index, _ := search(parent, n.goal.Position, n.goal.ID)
	below := parent.grow()
	below.children = slices.Delete(below.children, index, index+1)
	below.leaves = below.leaves.minus(n.asLeaves())
	below.all = below.all.minus(n.asAll())
	n.parent = nil
	parent.tell(parent.asLeaves().minus(leaves), tally{}.minus(n.asAll()))
}

// attach hangs a goal under a parent, where its position belongs.
func (t *Tree) attach(n, parent *Entry) {
	leaves := parent.asLeaves()
	index, _ := search(parent, n.goal.Position, n.goal.ID)
	below := parent.grow()
	below.children = slices.Insert(below.children, index, n)
	below.leaves = below.leaves.plus(n.asLeaves())
	below.all = below.all.plus(n.asAll())
	n.parent = parent
	parent.tell(parent.asLeaves().minus(leaves), n.asAll())
}
