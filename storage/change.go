package storage

import (
	"fmt"
	"slices"
	"sort"
	"strconv"

	"overachiever/storage/position"
)

// change is a step in the making. After an error it does nothing more, and its end takes
// back all it did.
type change struct {
	tree *Tree
	done []Operation
	err  error
}

func (t *Tree) change() *change { return &change{tree: t} }

// perform does some more operations.
func (c *change) perform(operations []Operation, err error) {
	if c.err == nil {
		c.err = err
	}
	if c.err != nil || len(operations) == 0 {
		return
	}
	done, err := c.tree.performIn(operations[:0], operations) // nobody else has them
	if c.done != nil {
		done = append(c.done, done...)
	}
	c.done, c.err = done, err
}

// move puts goals next to each other under a parent.
func (c *change) move(goals []*Entry, parent *Entry, index int) {
	if c.err == nil {
		c.perform(moves(goals, parent, index))
	}
}

// set gives a field of a goal a value.
func (c *change) set(n *Entry, field Field, value string) {
	if n.value(field) != value {
		c.perform([]Operation{{Kind: Set, Goal: n.goal.ID, Field: field, Value: value}}, nil)
	}
}

// step is the end: all of it as one step, after which nothing undone can be redone.
func (c *change) step(act Act, subject string) (Step, error) {
	t := c.tree
	if c.err != nil {
		t.revert(c.done)
		return Step{}, c.err
	}
	if len(c.done) == 0 {
		return Step{}, nil
	}
	newest := c.done[len(c.done)-1]
	step := Step{ID: StepID(t.clock.newID()), Act: act, Subject: subject, Operations: c.done, goal: newest.Goal, wall: newest.Stamp.Wall}
	t.memory.add(step)
	return step, nil
}

// do performs operations as one step.
func (t *Tree) do(act Act, subject string, operations ...Operation) (Step, error) {
	c := t.change()
	c.perform(operations, nil)
	return c.step(act, subject)
}

// chosen returns goals as they come when the outline is read from the top, each once.
func (t *Tree) chosen(ids []GoalID) ([]*Entry, error) {
	goals := make([]*Entry, 0, len(ids))
	for _, id := range ids {
		n := t.find(id)
		if n == nil {
			return nil, missing(id)
		}
		goals = append(goals, n)
	}
	slices.SortFunc(goals, inOrder)
	return slices.Compact(goals), nil
}

// tops are the chosen goals that are not below another of them: those travel with it.
func (t *Tree) tops(ids []GoalID) ([]*Entry, error) {
	goals, err := t.chosen(ids)
	tops := goals[:0]
	for _, n := range goals {
		if len(tops) == 0 || !n.within(tops[len(tops)-1]) {
			tops = append(tops, n)
		}
	}
	return tops, err
}

// families are goals by their parents, in the order in which they come.
func families(goals []*Entry) [][]*Entry {
	var list [][]*Entry
	at := map[*Entry]int{}
	for _, n := range goals {
		i, there := at[n.parent]
		if !there {
			i = len(list)
			at[n.parent] = i
			list = append(list, nil)
		}
		list[i] = append(list[i], n)
	}
	return list
}

// subject is what a step says it was done to.
func subject(goals []*Entry) string {
	if len(goals) == 1 {
		return goals[0].goal.Name
	}
	return Counted(len(goals), "goal")
}

// Counted says how many: "1 goal", "1,234 goals".
func Counted(number int, what string) string {
	if number != 1 {
		what += "s"
	}
	return Digits(number) + " " + what
}

// Digits writes a number that is not negative: "1,234".
func Digits(number int) string {
	text := strconv.Itoa(number)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// moves are the operations that put goals under a parent, in the order of the outline that
// they are in. The index counts among the children there without them. None when they are
// there already.
func moves(goals []*Entry, parent *Entry, index int) ([]Operation, error) {
	var own []int
	for _, n := range goals {
		if n.parent == parent {
			at, _ := search(parent, n.goal.Position, n.goal.ID)
			own = append(own, at)
		}
	}
	if len(own) == len(goals) && stay(own, clamp(index, len(parent.Children())-len(own))) {
		return nil, nil
	}
	positions, operations, err := room(parent, index, len(goals), own)
	if err != nil {
		return nil, err
	}
	for i, n := range goals {
		operations = append(operations, Operation{Kind: Move, Goal: n.goal.ID, Parent: parent.goal.ID, Position: positions[i]})
	}
	return operations, nil
}

// stay tells whether these indexes are the ones from index on.
func stay(own []int, index int) bool {
	for i, at := range own {
		if at != index+i {
			return false
		}
	}
	return true
}

// room finds positions for goals at an index among the children of a parent; those at the
// indexes own are on their way and not counted. Between positions that a merge made equal
// there is none: the goals after the index then go further on, by the operations returned.
func room(parent *Entry, index, count int, own []int) ([]string, []Operation, error) {
	length := len(parent.Children()) - len(own)
	sibling := func(i int) *Entry {
		before := sort.Search(len(own), func(j int) bool { return own[j]-j > i })
		return parent.Children()[i+before]
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

// inOrder compares where two goals come when the outline is read from the top.
func inOrder(a, b *Entry) int {
	if a.parent != b.parent {
		aDepth, bDepth := a.depth(), b.depth()
		for range aDepth - bDepth {
			a = a.parent
		}
		for range bDepth - aDepth {
			b = b.parent
		}
		if a == b { // one is below the other
			return aDepth - bDepth
		}
		for a.parent != b.parent {
			a, b = a.parent, b.parent
		}
	}
	return siblings(a, b)
}

// siblings compares two goals below one parent.
func siblings(a, b *Entry) int {
	return compare(a.goal.Position, a.goal.ID, b.goal.Position, b.goal.ID)
}

// depth counts what is above n.
func (n *Entry) depth() int {
	depth := 0
	for up := n.parent; up != nil; up = up.parent {
		depth++
	}
	return depth
}
