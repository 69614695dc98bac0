package storage

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Graft is goals that come in together, at the end of those right below a parent.
type Graft struct {
	Parent GoalID
	Goals  []Branch
}

// Import does grafts as one step. Goals come in as they do by Graft. Errors: ErrNoGoal for
// a parent, and ErrDuplicate for an id that is already in the tree or comes twice.
func (t *Tree) Import(grafts []Graft) (Step, error) {
	count := 0
	for _, graft := range grafts {
		count += goalsIn(graft.Goals)
	}
	g := graft{tree: t, operations: make([]Operation, 0, usualOperations*count), taken: make(map[GoalID]struct{}, count)}
	for _, graft := range grafts {
		if err := g.addBelow(graft.Parent, graft.Goals); err != nil {
			return Step{}, err
		}
	}
	return t.do(ActImport, Counted(count, "goal"), g.operations...)
}

// usualOperations is how many operations most goals come in with: a move, and a few fields.
const usualOperations = 3

// addBelow puts a forest at the end of those right below a parent.
func (g *graft) addBelow(parent GoalID, forest []Branch) error {
	under, err := g.tree.place(parent)
	if err != nil {
		return err
	}
	positions, _, err := room(under, math.MaxInt, len(forest), nil) // at the end nobody has to make room
	if err != nil {
		return err
	}
	_, err = g.add(parent, positions, forest)
	return err
}

func goalsIn(forest []Branch) int {
	count := len(forest)
	for _, branch := range forest {
		count += goalsIn(branch.Children)
	}
	return count
}

// Rework edits a person's goals as they are in the file, and saves the steps, in one
// transaction: all of it, or nothing when do or the saving fails, or ctx ends. It returns
// the tree as it is in the file then. It is for edits that would hold up who edits a tree of
// their own; nobody may have done so meanwhile, or the other tree is not the file's any more.
//
// Told, which may be nil, hears how many operations of how many are saved. Errors: those of
// do, of Tree and of Commit, and the context's.
func (u *User) Rework(ctx context.Context, do func(*Tree) ([]Step, error), told func(saved, of int)) (*Tree, error) {
	var tree *Tree
	err := u.store.update(ctx, func(ctx context.Context, pen *pen) (err error) {
		if tree, err = u.tree(ctx, pen); err != nil {
			return err
		}
		steps, err := do(tree)
		if err != nil {
			return err
		}
		c := u.commit(pen)
		c.tell(steps, told)
		return c.saveAll(ctx, steps)
	})
	if err != nil {
		if ctx.Err() != nil && !errors.Is(err, ctx.Err()) { // the file calls it an interruption
			err = errors.Join(ctx.Err(), err)
		}
		return nil, fmt.Errorf("changing the goals in the file: %w", err)
	}
	return tree, nil
}

// tell makes the commit tell how far it is with these steps.
func (c *commit) tell(steps []Step, told func(saved, of int)) {
	if told == nil {
		return
	}
	saved, all := 0, 0
	for _, step := range steps {
		all += len(step.Operations)
	}
	c.told = func(operations int) {
		saved += operations
		told(saved, all)
	}
}
