package storage

import (
	"fmt"

	"overachiever/storage/position"
)

// Become makes the goals the same as those of another tree, as one step: names and all
// fields, places and order, and what is in the trash. Goals that the other does not have
// go to the trash; those in the trash already stay there. Goals that were erased here come
// back.
func (t *Tree) Become(other *Tree) (Step, error) {
	b := becoming{tree: t, other: other}
	b.leave(t.entries[TopLevel])
	b.leave(t.entries[Trash])
	b.leave(t.entries[Nowhere])
	if err := b.trash(); err != nil {
		return Step{}, err
	}
	b.take(other.entries[TopLevel])
	b.take(other.entries[Trash])
	return t.do(ActRevert, "", b.operations...)
}

// becoming collects the operations that make one tree of another.
type becoming struct {
	tree, other *Tree
	surplus     []*Entry // that the other does not have, to be put into the trash
	operations  []Operation
}

// leave takes what the other does not have from where the other has something: else it
// would come out of the trash along with its parent, or back from Nowhere.
func (b *becoming) leave(parent *Entry) {
	stands := parent.goal.ID == TopLevel || b.other.find(parent.goal.ID) != nil
	for _, child := range parent.Children() {
		if stands && b.other.find(child.goal.ID) == nil {
			switch {
			case child.within(b.tree.entries[Nowhere]):
				b.operations = append(b.operations, Operation{Kind: Move, Goal: child.goal.ID, Parent: Nowhere})
			case child.within(b.tree.entries[TopLevel]) || b.other.alive(parent.goal.ID) != nil:
				b.surplus = append(b.surplus, child)
			}
		}
		b.leave(child)
	}
}

// trash puts the surplus before all that is in the trash, now or in the end.
func (b *becoming) trash() error {
	first := ""
	for _, trash := range []*Entry{b.tree.entries[Trash], b.other.entries[Trash]} {
		if in := trash.Children(); len(in) > 0 && (first == "" || in[0].goal.Position < first) {
			first = in[0].goal.Position
		}
	}
	positions, err := position.Spread("", first, len(b.surplus))
	if err != nil {
		return fmt.Errorf("finding room in the trash: %w", err)
	}
	for i, n := range b.surplus {
		b.operations = append(b.operations, Operation{Kind: Move, Goal: n.goal.ID, Parent: Trash, Position: positions[i]})
	}
	return nil
}

// take puts goals where the other has them, the highest first: then all that is above a
// goal stands already where it will stay, and no goal comes below itself.
func (b *becoming) take(parent *Entry) {
	for _, child := range parent.Children() {
		goal, now := child.Goal(), Goal{Parent: Nowhere}
		if n := b.tree.entries[goal.ID]; n != nil {
			now = n.Goal()
		}
		if now.Parent != goal.Parent || now.Position != goal.Position {
			b.operations = append(b.operations, Operation{Kind: Move, Goal: goal.ID, Parent: goal.Parent, Position: goal.Position})
		}
		for _, field := range goal.changed(now) {
			b.operations = append(b.operations, Operation{Kind: Set, Goal: goal.ID, Field: field, Value: goal.value(field)})
		}
		b.take(child)
	}
}

// changed are the fields that differ from those of before.
func (g *Goal) changed(before Goal) []Field {
	var changed []Field
	for _, field := range everyField() {
		if g.value(field) != before.value(field) {
			changed = append(changed, field)
		}
	}
	return changed
}
