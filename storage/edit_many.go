package storage

import (
	"slices"
	"time"
)

// An edit of several goals is one step, and done to all of them or none. They keep the
// order they have in the outline. A goal below another of them travels with it.

// MoveAll puts goals, with all below them, next to each other under a parent. The index
// counts among the children there without these goals and is brought into range. A move
// into the Trash is a Delete. Errors: ErrNoGoal, ErrOwnDescendant.
func (t *Tree) MoveAll(ids []GoalID, parent GoalID, index int) (Step, error) {
	if parent == Trash {
		return t.Delete(ids...)
	}
	goals, err := t.tops(ids)
	if err != nil {
		return Step{}, err
	}
	under, err := t.place(parent)
	if err != nil {
		return Step{}, err
	}
	c := t.change()
	c.move(goals, under, index)
	return c.step(ActMove, subject(goals))
}

// Indent makes goals the last children of the sibling before them. Goals side by side go
// below the same one; the first below a parent stays, and the chosen ones right after it.
// Errors: ErrNoGoal.
func (t *Tree) Indent(ids ...GoalID) (Step, error) {
	return t.IndentAmong(func(*Entry) bool { return true }, ids...)
}

// IndentAmong is Indent where only the siblings count that are shown. Errors: ErrNoGoal.
func (t *Tree) IndentAmong(shown func(*Entry) bool, ids ...GoalID) (Step, error) {
	goals, err := t.tops(ids)
	if err != nil {
		return Step{}, err
	}
	var operations []Operation
	for _, family := range families(goals) {
		if family[0].parent.goal.ID == Trash {
			continue
		}
		for _, run := range runs(family, shown) {
			sibling := before(run[0], shown)
			if sibling == nil {
				continue
			}
			moved, err := moves(run, sibling, len(sibling.Children()))
			if err != nil {
				return Step{}, err
			}
			operations = append(operations, moved...)
		}
	}
	return t.do(ActIndent, subject(goals), operations...)
}

// runs are goals of one parent, divided where another goal that is shown stands between them.
func runs(family []*Entry, shown func(*Entry) bool) [][]*Entry {
	var list [][]*Entry
	for i, n := range family {
		if i == 0 || before(n, func(e *Entry) bool { return e == family[i-1] || shown(e) }) != family[i-1] {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], n)
	}
	return list
}

// before is the next sibling before a goal that is shown, nil for none.
func before(n *Entry, shown func(*Entry) bool) *Entry {
	at, _ := search(n.parent, n.goal.Position, n.goal.ID)
	for _, sibling := range slices.Backward(n.parent.Children()[:at]) {
		if shown(sibling) {
			return sibling
		}
	}
	return nil
}

// Outdent puts goals right after their parents. Errors: ErrNoGoal.
func (t *Tree) Outdent(ids ...GoalID) (Step, error) {
	goals, err := t.tops(ids)
	if err != nil {
		return Step{}, err
	}
	c := t.change()
	for _, family := range families(goals) {
		parent := family[0].parent
		if parent.parent != nil && parent.parent.goal.ID != Trash {
			c.move(family, parent.parent, t.Index(parent.goal.ID)+1)
		}
	}
	return c.step(ActOutdent, subject(goals))
}

// SetDue gives a goal a day it is due, or none. Errors: ErrNoGoal, and those of ParseDate.
func (t *Tree) SetDue(id GoalID, due Date) (Step, error) { return t.SetDueAll(due, id) }

// SetDueAll gives each of these goals a day it is due, or none.
// Errors: ErrNoGoal, and those of ParseDate.
func (t *Tree) SetDueAll(due Date, ids ...GoalID) (Step, error) {
	if _, err := ParseDate(string(due)); err != nil {
		return Step{}, err
	}
	goals, err := t.chosen(ids)
	if err != nil {
		return Step{}, err
	}
	var operations []Operation
	for _, n := range goals {
		if n.Due() != due {
			operations = append(operations, Operation{Kind: Set, Goal: n.goal.ID, Field: FieldDue, Value: string(due)})
		}
	}
	return t.do(ActDue, subject(goals), operations...)
}

// Duplicate makes a copy of each goal, with everything below it; the copies come right
// after the last of the goals of the same parent. They are created now, with new ids, and
// completed when the goals were. The ids are in the order of the outline.
// Errors: ErrNoGoal.
func (t *Tree) Duplicate(ids ...GoalID) ([]GoalID, Step, error) {
	goals, err := t.tops(ids)
	if err != nil {
		return nil, Step{}, err
	}
	c := t.change()
	copies := map[*Entry]GoalID{}
	for _, family := range families(goals) {
		forest := make([]Branch, 0, len(family))
		for _, n := range family {
			forest = append(forest, n.copy(t.clock.Now()))
		}
		last := family[len(family)-1]
		made, operations, err := t.grow(last.parent, t.Index(last.goal.ID)+1, forest)
		c.perform(operations, err)
		if c.err != nil {
			break
		}
		for i, n := range family {
			copies[n] = made[i]
		}
	}
	step, err := c.step(ActDuplicate, subject(goals))
	if err != nil || step.Empty() {
		return nil, step, err
	}
	made := make([]GoalID, 0, len(goals))
	for _, n := range goals {
		made = append(made, copies[n])
	}
	return made, step, nil
}

// copy is the goal and all below it as new goals, made now.
func (n *Entry) copy(now time.Time) Branch {
	branch := Branch{Goal: n.Goal(), Children: make([]Branch, 0, len(n.Children()))}
	branch.Goal.ID, branch.Goal.Created = "", now
	for _, child := range n.Children() {
		branch.Children = append(branch.Children, child.copy(now))
	}
	return branch
}
