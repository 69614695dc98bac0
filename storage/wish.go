package storage

import (
	"maps"
	"slices"

	"overachiever/storage/position"
)

// lostName is what a goal is called of which no more is left than the goals below it.
const lostName = "(name lost)"

// towards returns the operations that make the goals of a tree what they are known to have
// been, and of how many goals not even a name is known. A tree comes of it whatever is
// known: a parent that is missing is made up at the top level, a goal that would be below
// itself comes there too, and so does one of which nobody knows where it was.
func (t *Tree) towards(known knowledge) (operations []Operation, lost int, err error) {
	w := wish{goals: map[GoalID]Goal{}, below: map[GoalID][]GoalID{}, reached: map[GoalID]bool{}}
	for _, goal := range append(t.All(), known.goals...) {
		w.goals[goal.ID] = goal
	}
	lost = w.findHomes(known)
	w.order()
	if err := w.giveRoom(); err != nil {
		return nil, 0, err
	}
	for _, id := range w.ordered {
		operations = append(operations, t.wanted(w.goals[id])...)
	}
	return operations, lost, nil
}

// wish is how goals are to be.
type wish struct {
	goals   map[GoalID]Goal
	below   map[GoalID][]GoalID
	reached map[GoalID]bool
	ordered []GoalID // parents before what is below them
}

// findHomes gives every goal a parent that there is, and counts those without a name.
func (w *wish) findHomes(known knowledge) (lost int) {
	homeless := map[GoalID]bool{}
	for _, id := range known.homeless {
		homeless[id] = w.goals[id].Parent == Nowhere && !isBesides(id)
	}
	for _, id := range slices.Sorted(maps.Keys(w.goals)) {
		parent := w.goals[id].Parent
		if _, there := w.goals[parent]; !there && !isPlace(parent) {
			w.goals[parent] = Goal{ID: parent, Parent: Nowhere}
			homeless[parent] = true
		}
		w.below[parent] = append(w.below[parent], id)
	}
	for _, id := range slices.Sorted(maps.Keys(homeless)) {
		goal := w.goals[id]
		if !homeless[id] {
			continue
		}
		if goal.Name == "" {
			lost++
		}
		if goal.Name == "" && len(w.below[id]) == 0 {
			continue // there would be nothing to see
		}
		if goal.Name == "" {
			goal.Name = lostName
		}
		w.goals[id] = goal
		w.toTop(id)
	}
	return lost
}

// toTop moves a goal to the end of the top level.
func (w *wish) toTop(id GoalID) {
	goal := w.goals[id]
	w.below[goal.Parent] = slices.DeleteFunc(w.below[goal.Parent], func(child GoalID) bool { return child == id })
	goal.Parent, goal.Position = TopLevel, ""
	w.goals[id] = goal
	w.below[TopLevel] = append(w.below[TopLevel], id)
}

// order finds an order in which every parent comes before its children.
func (w *wish) order() {
	w.reach(TopLevel)
	w.reach(Trash)
	w.reach(Nowhere)
	for _, id := range slices.Sorted(maps.Keys(w.goals)) {
		if w.reached[id] {
			continue
		}
		seen := map[GoalID]bool{} // up from here is a goal that is below itself
		for ; !seen[id]; id = w.goals[id].Parent {
			seen[id] = true
		}
		w.toTop(id)
		w.ordered = append(w.ordered, id)
		w.reached[id] = true
		w.reach(id)
	}
}

// reach takes all that is below a goal or a place.
func (w *wish) reach(top GoalID) {
	from := []GoalID{top}
	for i := 0; i < len(from); i++ {
		for _, id := range w.below[from[i]] {
			if !w.reached[id] {
				w.reached[id] = true
				w.ordered = append(w.ordered, id)
				from = append(from, id)
			}
		}
	}
}

// giveRoom gives a position after their siblings to goals that have none.
func (w *wish) giveRoom() error {
	last := map[GoalID]string{}
	for _, goal := range w.goals {
		if position.Valid(goal.Position) {
			last[goal.Parent] = max(last[goal.Parent], goal.Position)
		}
	}
	for _, id := range w.ordered {
		goal := w.goals[id]
		if goal.Parent == Nowhere || position.Valid(goal.Position) {
			continue
		}
		after, err := position.Between(last[goal.Parent], "")
		if err != nil {
			return err
		}
		goal.Position, last[goal.Parent] = after, after
		w.goals[id] = goal
	}
	return nil
}

// wanted returns the operations that make a goal what it is to be.
func (t *Tree) wanted(goal Goal) (operations []Operation) {
	if date, err := ParseDate(string(goal.Due)); err != nil || date != dayOf(date).date() {
		goal.Due = ""
	}
	now := Goal{ID: goal.ID, Parent: Nowhere}
	n := t.entries[goal.ID]
	if n != nil {
		now = n.Goal()
	}
	if n == nil || now.Parent != goal.Parent || now.Position != goal.Position {
		operations = append(operations, Operation{Kind: Move, Goal: goal.ID, Parent: goal.Parent, Position: goal.Position})
	}
	for _, field := range everyField() {
		if value := goal.value(field); value != now.value(field) {
			operations = append(operations, Operation{Kind: Set, Goal: goal.ID, Field: field, Value: value})
		}
	}
	return operations
}

func isPlace(id GoalID) bool { return id == TopLevel || id == Trash || id == Nowhere }
