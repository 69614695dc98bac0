package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
)

// Graft is goals that come in together, at the end of those right below a parent.
type Graft struct {
	Parent GoalID
	Goals  []Branch
}

// What an imported file says besides its goals is for the next export: the extra of two
// goals that are Nowhere, always.
const (
	Document GoalID = "document" // what it says of itself
	Owner    GoalID = "owner"    // and of the person whose goals they were
)

// Import does grafts as one step. Goals come in as they do by Graft. Besides are Document
// and Owner, where they are to become others. Errors: ErrNoGoal for a parent, and
// ErrDuplicate for an id that is already in the tree or comes twice.
func (t *Tree) Import(grafts []Graft, besides ...Goal) (Step, error) {
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
	g.operations = append(g.operations, t.say(besides)...)
	return t.do(ActImport, Counted(count, "goal"), g.operations...)
}

// say makes the operations that say something besides goals.
func (t *Tree) say(besides []Goal) []Operation {
	var operations []Operation
	for _, goal := range besides {
		if t.entries[goal.ID] == nil {
			operations = append(operations, Operation{Kind: Move, Goal: goal.ID, Parent: Nowhere})
		}
		operations = append(operations, Operation{Kind: Set, Goal: goal.ID, Field: FieldExtra, Value: clean(goal.Extra)})
	}
	return operations
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
	err := u.store.update(ctx, func(ctx context.Context, tx *sql.Tx) (err error) {
		if tree, err = u.tree(ctx, tx); err != nil {
			return err
		}
		steps, err := do(tree)
		if err != nil {
			return err
		}
		c := u.commit(tx)
		c.tell(steps, told)
		for _, step := range steps {
			if err := c.save(ctx, step); err != nil {
				return fmt.Errorf("step %s: %w", step.ID, err)
			}
		}
		return nil
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
