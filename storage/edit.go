package storage

import (
	"fmt"
	"strings"

	"overachiever/storage/position"
)

// Every edit is done in memory at once and returns the step that is to be saved: an
// empty one when nothing changes. An error means that nothing has changed.

// Create puts a new goal below a parent, at an index among its children that is brought
// into range. Goal and name are one step. Errors: ErrNoGoal.
func (t *Tree) Create(parent GoalID, index int, name string) (GoalID, Step, error) {
	ids, step, err := t.Graft(parent, index, ActCreate, []Branch{{Goal: Goal{Name: name}}})
	if err != nil {
		return "", Step{}, err
	}
	return ids[0], step, nil
}

// Rename gives a goal a name. Errors: ErrNoGoal.
func (t *Tree) Rename(id GoalID, name string) (Step, error) {
	return t.set(ActRename, id, FieldName, clean(name))
}

// Describe gives a goal a description. Errors: ErrNoGoal.
func (t *Tree) Describe(id GoalID, text string) (Step, error) {
	return t.set(ActDescribe, id, FieldDescription, clean(text))
}

// Move puts a goal, with all below it, under a parent. The index counts among the
// children there without the goal itself and is brought into range. A move into the
// Trash is a Delete. Errors: ErrNoGoal, ErrOwnDescendant.
func (t *Tree) Move(id, parent GoalID, index int) (Step, error) {
	return t.MoveAll([]GoalID{id}, parent, index)
}

// Graft puts a forest below a parent, as one step. Goals keep their ids, those without
// get one; positions are made afresh; without a creation time it is now.
// Errors: ErrNoGoal, and ErrDuplicate for an id that is already in the tree or twice in
// the forest.
func (t *Tree) Graft(parent GoalID, index int, act Act, forest []Branch) ([]GoalID, Step, error) {
	under, err := t.place(parent)
	if err != nil || len(forest) == 0 {
		return nil, Step{}, err
	}
	ids, operations, err := t.grow(under, index, forest)
	if err != nil {
		return nil, Step{}, err
	}
	subject := forest[0].Goal.Name
	if len(forest) > 1 {
		subject = Counted(len(forest), "goal")
	}
	step, err := t.do(act, subject, operations...)
	return ids, step, err
}

// grow makes the operations that put a forest below a parent.
func (t *Tree) grow(under *Entry, index int, forest []Branch) ([]GoalID, []Operation, error) {
	positions, operations, err := room(under, index, len(forest), nil)
	if err != nil {
		return nil, nil, err
	}
	graft := graft{tree: t, operations: operations, taken: map[GoalID]struct{}{}, made: func() error { return nil }}
	ids, err := graft.add(under.goal.ID, positions, forest)
	return ids, graft.operations, err
}

// graft collects the operations that make a forest.
type graft struct {
	tree       *Tree
	operations []Operation
	taken      map[GoalID]struct{}
	made       func() error // is called after each goal, and may do the operations so far
}

func (g *graft) add(parent GoalID, positions []string, forest []Branch) ([]GoalID, error) {
	ids := make([]GoalID, 0, len(forest))
	for i, branch := range forest {
		id, err := g.identify(branch.Goal.ID)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
		g.leave(id)
		g.operations = append(g.operations, Operation{Kind: Move, Goal: id, Parent: parent, Position: positions[i]})
		g.fill(id, branch.Goal)
		if err := g.made(); err != nil {
			return nil, err
		}
		below, err := position.Spread("", "", len(branch.Children))
		if err != nil {
			return nil, err
		}
		if _, err := g.add(id, below, branch.Children); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// identify keeps the id of an imported goal if it is free. The names of places are nobody's.
func (g *graft) identify(id GoalID) (GoalID, error) {
	if isPlace(id) || isBesides(id) || clean(string(id)) != string(id) {
		return GoalID(g.tree.clock.newID()), nil
	}
	if _, twice := g.taken[id]; twice || g.tree.find(id) != nil {
		return "", fmt.Errorf("goal %q: %w", id, ErrDuplicate)
	}
	g.taken[id] = struct{}{}
	return id, nil
}

// leave keeps what was erased with an earlier goal of this id from coming back with it.
func (g *graft) leave(id GoalID) {
	n := g.tree.entries[id]
	if n == nil {
		return
	}
	for _, child := range n.Children() {
		if _, taken := g.taken[child.goal.ID]; !taken {
			g.operations = append(g.operations, Operation{Kind: Move, Goal: child.goal.ID, Parent: Nowhere})
		}
	}
}

// fill sets the fields of a new goal.
func (g *graft) fill(id GoalID, goal Goal) {
	goal.FillCreated(g.tree.clock.Now())
	var before Goal
	if n := g.tree.entries[id]; n != nil { // its creation was undone once, or it was erased
		before = n.Goal()
	}
	for _, field := range everyField() {
		if value := clean(goal.value(field)); value != before.value(field) {
			g.operations = append(g.operations, Operation{Kind: Set, Goal: id, Field: field, Value: value})
		}
	}
}

// set changes one field as one step.
func (t *Tree) set(act Act, id GoalID, field Field, value string) (Step, error) {
	n := t.find(id)
	if n == nil {
		return Step{}, missing(id)
	}
	c, name := t.change(), n.goal.Name
	c.set(n, field, value)
	return c.step(act, name)
}

// place returns the entry of a parent that goals may be put under.
func (t *Tree) place(parent GoalID) (*Entry, error) {
	if parent == TopLevel || parent == Trash {
		return t.entries[parent], nil
	}
	if n := t.find(parent); n != nil {
		return n, nil
	}
	return nil, missing(parent)
}

func clamp(index, most int) int { return max(0, min(index, most)) }

func missing(id GoalID) error { return fmt.Errorf("goal %q: %w", id, ErrNoGoal) }

// clean makes a text one that every reader of the file can read: valid UTF-8 without NUL.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
}
