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

// SetDue gives a goal a day it is due, or none. Errors: ErrNoGoal, and those of ParseDate.
func (t *Tree) SetDue(id GoalID, due Date) (Step, error) {
	if _, err := ParseDate(string(due)); err != nil {
		return Step{}, err
	}
	return t.set(ActDue, id, FieldDue, string(due))
}

// Complete marks a goal as completed now, and only this goal. Errors: ErrNoGoal.
func (t *Tree) Complete(id GoalID) (Step, error) {
	if n := t.find(id); n != nil && n.Done() {
		return Step{}, nil
	}
	return t.set(ActComplete, id, FieldCompleted, formatTime(t.clock.Now()))
}

// Reopen marks a goal as open. Errors: ErrNoGoal.
func (t *Tree) Reopen(id GoalID) (Step, error) {
	return t.set(ActReopen, id, FieldCompleted, "")
}

// Move puts a goal, with all below it, under a parent. The index counts among the
// children there without the goal itself and is brought into range. A move into the
// Trash is a Delete. Errors: ErrNoGoal, ErrOwnDescendant.
func (t *Tree) Move(id, parent GoalID, index int) (Step, error) {
	if parent == Trash {
		return t.Delete(id)
	}
	return t.move(ActMove, id, parent, index)
}

// Indent makes a goal the last child of the sibling before it. Errors: ErrNoGoal.
func (t *Tree) Indent(id GoalID) (Step, error) {
	n := t.find(id)
	if n == nil {
		return Step{}, missing(id)
	}
	index := t.Index(id)
	if index == 0 || n.parent.goal.ID == Trash {
		return Step{}, nil
	}
	sibling := n.parent.children[index-1]
	return t.move(ActIndent, id, sibling.goal.ID, len(sibling.children))
}

// Outdent puts a goal right after its parent. Errors: ErrNoGoal.
func (t *Tree) Outdent(id GoalID) (Step, error) {
	n := t.find(id)
	if n == nil {
		return Step{}, missing(id)
	}
	if n.parent.parent == nil || n.parent.parent.goal.ID == Trash {
		return Step{}, nil
	}
	return t.move(ActOutdent, id, n.parent.parent.goal.ID, t.Index(n.parent.goal.ID)+1)
}

// Delete puts a goal, with all below it, into the trash: the newest first there.
// Errors: ErrNoGoal.
func (t *Tree) Delete(id GoalID) (Step, error) {
	if t.IsBelow(id, Trash) {
		return Step{}, nil
	}
	return t.move(ActDelete, id, Trash, 0)
}

// Restore takes a goal out of the trash, to where it was if that still stands, else to
// the end of the top level. Errors: ErrNoGoal.
func (t *Tree) Restore(id GoalID) (Step, error) {
	n := t.find(id)
	if n == nil {
		return Step{}, missing(id)
	}
	if !n.within(t.entries[Trash]) {
		return Step{}, nil
	}
	if from := n.origin(); n.parent.goal.ID == Trash && from.position != "" {
		if parent, err := t.place(from.parent); err == nil && !parent.within(t.entries[Trash]) {
			index, _ := search(parent, from.position, id)
			return t.move(ActRestore, id, from.parent, index)
		}
	}
	return t.move(ActRestore, id, TopLevel, len(t.entries[TopLevel].children))
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
	positions, operations, err := t.room(under, index, len(forest), Nowhere)
	if err != nil {
		return nil, Step{}, err
	}
	graft := graft{tree: t, operations: operations, taken: map[GoalID]struct{}{}}
	ids, err := graft.add(parent, positions, forest)
	if err != nil {
		return nil, Step{}, err
	}
	step, err := t.do(act, forest[0].Goal.Name, graft.operations...)
	return ids, step, err
}

// graft collects the operations that make a forest.
type graft struct {
	tree       *Tree
	operations []Operation
	taken      map[GoalID]struct{}
}

func (g *graft) add(parent GoalID, positions []string, forest []Branch) ([]GoalID, error) {
	ids := make([]GoalID, 0, len(forest))
	for i, branch := range forest {
		id, err := g.identify(branch.Goal.ID)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
		g.operations = append(g.operations, Operation{Kind: Move, Goal: id, Parent: parent, Position: positions[i]})
		g.fill(id, branch.Goal)
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
	if id == TopLevel || id == Trash || id == Nowhere || clean(string(id)) != string(id) {
		return GoalID(g.tree.clock.newID()), nil
	}
	if _, twice := g.taken[id]; twice || g.tree.find(id) != nil {
		return "", fmt.Errorf("goal %q: %w", id, ErrDuplicate)
	}
	g.taken[id] = struct{}{}
	return id, nil
}

// fill sets the fields of a new goal.
func (g *graft) fill(id GoalID, goal Goal) {
	if goal.Created.IsZero() {
		goal.Created = g.tree.clock.Now()
	}
	var before Goal
	if n := g.tree.entries[id]; n != nil { // its creation was undone once
		before = n.Goal()
	}
	for _, field := range []Field{FieldCreated, FieldName, FieldDescription, FieldDue, FieldCompleted} {
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
	if n.value(field) == value {
		return Step{}, nil
	}
	return t.do(act, n.goal.Name, Operation{Kind: Set, Goal: id, Field: field, Value: value})
}

// move changes a goal's place as one step.
func (t *Tree) move(act Act, id, parent GoalID, index int) (Step, error) {
	n := t.find(id)
	if n == nil {
		return Step{}, missing(id)
	}
	under, err := t.place(parent)
	if err != nil {
		return Step{}, err
	}
	if n.parent == under && t.Index(id) == clamp(index, len(under.children)-1) {
		return Step{}, nil
	}
	positions, operations, err := t.room(under, index, 1, id)
	if err != nil {
		return Step{}, err
	}
	operations = append(operations, Operation{Kind: Move, Goal: id, Parent: parent, Position: positions[0]})
	return t.do(act, n.goal.Name, operations...)
}

// do performs operations as one step, after which nothing undone can be redone.
func (t *Tree) do(act Act, subject string, operations ...Operation) (Step, error) {
	done, err := t.perform(operations...)
	if err != nil {
		return Step{}, err
	}
	if len(done) == 0 {
		return Step{}, nil
	}
	newest := done[len(done)-1]
	step := Step{ID: StepID(t.clock.newID()), Act: act, Subject: subject, Operations: done, goal: newest.Goal, wall: newest.Stamp.Wall}
	t.memory.add(step)
	return step, nil
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

// room finds positions for goals at an index among the children of a parent, moved not
// counted. Between positions that a merge made equal there is none: the goals after the
// index then go further on, by the operations returned.
func (t *Tree) room(parent *Entry, index, count int, moved GoalID) ([]string, []Operation, error) {
	length, own := len(parent.children), len(parent.children)
	if n := t.entries[moved]; n != nil && n.parent == parent {
		length, own = length-1, t.Index(moved)
	}
	sibling := func(i int) *Entry {
		if i >= own {
			i++
		}
		return parent.children[i]
	}
	index = clamp(index, length)
	low, high, end := "", "", index
	if index > 0 {
		low = sibling(index - 1).goal.Position
		for end < length && sibling(end).goal.Position == low {
			end++
		}
	}
	if end < length {
		high = sibling(end).goal.Position
	}
	positions, err := position.Spread(low, high, count+end-index)
	if err != nil {
		return nil, nil, fmt.Errorf("finding room below goal %q: %w", parent.goal.ID, err)
	}
	var operations []Operation
	for i := index; i < end; i++ {
		equal := sibling(i).goal.ID
		operations = append(operations, Operation{Kind: Move, Goal: equal, Parent: parent.goal.ID, Position: positions[count+i-index]})
	}
	return positions[:count], operations, nil
}

func clamp(index, most int) int { return max(0, min(index, most)) }

func missing(id GoalID) error { return fmt.Errorf("goal %q: %w", id, ErrNoGoal) }

// clean makes a text one that every reader of the file can read: valid UTF-8 without NUL.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
}
