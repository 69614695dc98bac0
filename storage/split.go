package storage

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Split divides a goal in two: it is renamed to first, and a new goal named second comes
// right after it, or inside, as its first child. All else stays with the first. Errors: ErrNoGoal.
func (t *Tree) Split(id GoalID, first, second string, inside bool) (GoalID, Step, error) {
	n := t.find(id)
	if n == nil {
		return "", Step{}, missing(id)
	}
	name, parent, index := n.goal.Name, n, 0
	if !inside {
		parent, index = n.parent, t.Index(id)+1
	}
	c := t.change()
	c.set(n, FieldName, clean(first))
	made, operations, err := t.grow(parent, index, []Branch{{Goal: Goal{Name: second}}})
	c.perform(operations, err)
	step, err := c.step(ActSplit, name)
	if err != nil {
		return "", Step{}, err
	}
	return made[0], step, nil
}

// Join puts a goal's name and description behind those of another, and the goals below it
// at the end of those below the other; at its own place when the other is its parent. The
// other stays due when it is, or becomes so when only the goal was. The goal itself goes to
// the trash, as it was but for what was below it. Errors: ErrNoGoal, and ErrOwnDescendant
// when the other is the goal itself or below it.
func (t *Tree) Join(id, into GoalID) (Step, error) {
	n, other := t.find(id), t.find(into)
	switch {
	case n == nil:
		return Step{}, missing(id)
	case other == nil:
		return Step{}, missing(into)
	case other.within(n):
		return Step{}, fmt.Errorf("goal %q: %w", id, ErrOwnDescendant)
	}
	index := len(other.Children())
	if other == n.parent {
		index = t.Index(id)
	}
	c := t.change()
	c.set(other, FieldName, joinNames(other.goal.Name, n.goal.Name))
	c.set(other, FieldDescription, joinTexts(other.Description(), n.Description()))
	if other.goal.Due == 0 {
		c.set(other, FieldDue, string(n.Due()))
	}
	c.move(n.Children(), other, index)
	c.move([]*Entry{n}, t.entries[Trash], 0)
	return c.step(ActJoin, n.goal.Name)
}

// joinNames puts a space between two names that have none there.
func joinNames(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if a == "" || b == "" || unicode.IsSpace(last) || unicode.IsSpace(first) {
		return a + b
	}
	return a + " " + b
}

// joinTexts puts an empty line between two texts.
func joinTexts(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return strings.TrimRight(a, "\n") + "\n\n" + b
}
