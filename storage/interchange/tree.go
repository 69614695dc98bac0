package interchange

import (
	"math"

	"overachiever/storage"
)

// Forest is everything below a place or goal of the tree, in order: what an export carries.
func Forest(tree *storage.Tree, parent storage.GoalID) []storage.Branch {
	top := tree.Entry(parent)
	if top == nil {
		return nil
	}
	return forestBelow(top)
}

func forestBelow(parent *storage.Entry) []storage.Branch {
	if len(parent.Children()) == 0 {
		return nil
	}
	forest := make([]storage.Branch, 0, len(parent.Children()))
	for _, child := range parent.Children() {
		forest = append(forest, storage.Branch{Goal: child.Goal(), Children: forestBelow(child)})
	}
	return forest
}

// Branch is a goal with everything below it; the zero Branch when there is no such goal.
func Branch(tree *storage.Tree, id storage.GoalID) storage.Branch {
	entry := tree.Entry(id)
	if entry == nil {
		return storage.Branch{}
	}
	return storage.Branch{Goal: entry.Goal(), Children: forestBelow(entry)}
}

// Plan is what importing a document into a tree comes to: goals that are there already are
// left as they are, those that are not come under the parent they have in the document.
type Plan struct {
	Grafts  []Graft
	New     int // goals that come in
	Known   int // goals left as they are, wherever they are now
	Trashed int // how many of the known ones are in the trash
}

// Graft is goals that come in together, at the end of a parent's children.
type Graft struct {
	Parent storage.GoalID
	Goals  []storage.Branch
}

// PlanImport compares a document's goals with the tree by their ids. It changes nothing.
func PlanImport(tree *storage.Tree, goals []storage.Branch) Plan {
	var plan Plan
	if top := plan.divide(tree, storage.TopLevel, goals); len(top) > 0 {
		plan.Grafts = append([]Graft{{storage.TopLevel, top}}, plan.Grafts...)
	}
	return plan
}

// divide returns the new ones of goals that stand under parent in the document. New goals
// below one that is there go under that one; but what is in the trash takes no new goals, and
// they stay with the nearest parent that is not.
func (p *Plan) divide(tree *storage.Tree, parent storage.GoalID, goals []storage.Branch) []storage.Branch {
	var fresh []storage.Branch
	for _, branch := range goals {
		id := branch.Goal.ID
		if !known(tree, id) {
			p.New++
			branch.Children = p.divide(tree, parent, branch.Children)
			fresh = append(fresh, branch)
			continue
		}
		p.Known++
		if tree.IsBelow(id, storage.Trash) {
			p.Trashed++
			fresh = append(fresh, p.divide(tree, parent, branch.Children)...)
			continue
		}
		if below := p.divide(tree, id, branch.Children); len(below) > 0 {
			p.Grafts = append(p.Grafts, Graft{id, below})
		}
	}
	return fresh
}

func known(tree *storage.Tree, id storage.GoalID) bool {
	_, found := tree.Goal(id)
	return found
}

// Apply does the plan in the tree: one step, and one more for each goal that is there already
// and gets new ones below it. None when nothing is new.
func (p Plan) Apply(tree *storage.Tree) ([]storage.Step, error) {
	var steps []storage.Step
	for _, graft := range p.Grafts {
		_, step, err := tree.Graft(graft.Parent, math.MaxInt, storage.ActImport, graft.Goals)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}
