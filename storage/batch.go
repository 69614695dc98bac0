package storage

import (
	"cmp"
	"maps"
	"slices"
)

// few is how many moves are done one by one. Each costs its depth and, with many siblings,
// making room among them; a batch costs all siblings, but once.
const few = 32

// manyMoves tells whether the operations are to be done as a batch.
func manyMoves(operations []Operation) bool {
	moves := 0
	for i := range operations {
		if operations[i].Kind == Move {
			moves++
		}
	}
	return moves > few
}

// batch does operations of which there are many: which goal is below which at once, and
// only when it settles in which order, and what they count.
type batch struct {
	tree    *Tree
	moved   map[*Entry]struct{}
	parents map[*Entry]struct{} // what is right below them changes
}

func (t *Tree) batch() *batch {
	return &batch{tree: t, moved: map[*Entry]struct{}{}, parents: map[*Entry]struct{}{}}
}

func (b *batch) apply(operation Operation) error {
	switch operation.Kind {
	case Move:
		n, parent, err := b.tree.movable(operation)
		if err != nil {
			return err
		}
		if n.parent != nil {
			b.parents[n.parent] = struct{}{}
		}
		n.parent = parent
		n.place(operation)
		b.parents[parent] = struct{}{}
		b.moved[n] = struct{}{}
		return nil
	case Set:
		n, err := b.tree.settable(operation)
		if err != nil {
			return err
		}
		if operation.Field == FieldCompleted {
			b.parents[n.parent] = struct{}{}
		}
		return n.set(operation.Field, operation.Value)
	}
	return b.tree.apply(operation)
}

// settle brings everything in order, the highest parents first: then what a lower one
// tells about itself goes up through parents that have it among their children.
func (b *batch) settle() {
	arrived := map[*Entry][]*Entry{}
	for n := range b.moved {
		arrived[n.parent] = append(arrived[n.parent], n)
	}
	depths := make(map[*Entry]int, len(b.parents))
	for n := range b.parents {
		depths[n] = n.depth()
	}
	parents := slices.SortedFunc(maps.Keys(b.parents), func(a, b *Entry) int { return cmp.Compare(depths[a], depths[b]) })
	for _, n := range parents {
		leaves, all := n.asLeaves(), n.below().all
		if len(b.moved) > 0 {
			slices.SortFunc(arrived[n], siblings)
			below := n.grow()
			below.children = slices.DeleteFunc(below.children, func(child *Entry) bool { _, moved := b.moved[child]; return moved })
			below.children = merged(below.children, arrived[n])
		}
		n.count()
		n.tell(n.asLeaves().minus(leaves), n.below().all.minus(all))
	}
}

// merged puts goals between others; both are in order.
func merged(children, arrived []*Entry) []*Entry {
	i, j := len(children)-1, len(arrived)-1
	children = append(children, arrived...)
	for at := len(children) - 1; j >= 0; at-- {
		if i >= 0 && siblings(children[i], arrived[j]) > 0 {
			children[at] = children[i]
			i--
		} else {
			children[at] = arrived[j]
			j--
		}
	}
	return children
}

// count counts what is below n anew from its children.
func (n *Entry) count() {
	below := n.grow()
	below.leaves, below.all = tally{}, tally{}
	for _, child := range below.children {
		below.leaves = below.leaves.plus(child.asLeaves())
		below.all = below.all.plus(child.asAll())
	}
}
