package storage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
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

func isBesides(id GoalID) bool { return id == Document || id == Owner }

// Incoming is what an import brings.
type Incoming struct {
	Grafts  []Graft
	Besides []Goal // Document and Owner, where they are to become others
}

// Import puts what comes in into a person's goals as they are in the file, as one step in one
// transaction: all of them, or none when one cannot be, the saving fails, or ctx ends. It asks
// for that once it knows the tree. Goals come in as they do by Tree.Graft; nobody may
// edit a tree of their own meanwhile, as with Rework.
//
// Goals go into the tree and into the file a few at a time, since the operations that make them take
// several times their space. So the step that it returns has the first of its operations only.
// It returns the tree as it is in the file then.
//
// Told, which may be nil, hears how many goals of how many are saved, and so often that it may hold
// the import up for a moment. Errors: those of plan;
// ErrNoGoal for a parent, ErrDuplicate for an id that is already in the tree or comes twice;
// those of Commit, and the context's.
func (u *User) Import(ctx context.Context, plan func(*Tree) (Incoming, error), told func(saved, of int)) (*Tree, Step, error) {
	var step Step
	tree, err := u.inFile(ctx, func(ctx context.Context, tree *Tree, c *commit) error {
		incoming, err := plan(tree)
		if err != nil {
			return err
		}
		step, err = c.importing(ctx, tree, incoming, told)
		return err
	})
	if err != nil {
		return nil, Step{}, err
	}
	return tree, step, nil
}

// importing is goals on their way into a tree and into the file.
type importing struct {
	graft
	commit *commit
	batch  *batch
	step   Step  // with the first operations, once they are saved
	last   Stamp // of the newest that are
	goals  int   // so far
	saved  int   // of them
	all    int
}

// importedAtOnce is how many goals are made before they are saved: whole statements of them.
const importedAtOnce = 16 * goalsAtOnce

// importing puts what comes in into a tree and into the file.
func (c *commit) importing(ctx context.Context, tree *Tree, incoming Incoming, told func(saved, of int)) (Step, error) {
	all := 0
	for _, graft := range incoming.Grafts {
		all += goalsIn(graft.Goals)
	}
	if all == 0 && len(incoming.Besides) == 0 {
		return Step{}, nil
	}
	if told == nil {
		told = func(int, int) {}
	}
	i := &importing{
		graft:  graft{tree: tree, taken: make(map[GoalID]struct{}, all)},
		commit: c, batch: tree.batch(), all: all,
		step: Step{ID: StepID(tree.clock.newID()), Act: ActImport, Subject: Counted(all, "goal")},
	}
	c.told = func(int) { told(i.saved, i.all) }
	i.made = func() error {
		if i.goals++; i.goals%importedAtOnce != 0 {
			return nil
		}
		return i.save(ctx)
	}
	for _, graft := range incoming.Grafts {
		if err := i.addBelow(graft.Parent, graft.Goals); err != nil {
			return Step{}, err
		}
	}
	i.operations = append(i.operations, tree.say(incoming.Besides)...)
	return i.end(ctx)
}

// save saves what was made since the last time.
func (i *importing) save(ctx context.Context) error {
	if len(i.operations) == 0 {
		return nil
	}
	done, err := i.tree.performBy(i.batch.apply, i.operations[:0], i.operations)
	if err != nil {
		return err
	}
	part := i.step
	part.Operations = done
	if i.step.Empty() {
		if part, _, err = i.commit.saveStep(ctx, part); err != nil {
			return err
		}
		i.step.Operations = slices.Clone(part.Operations)
	}
	if err := i.commit.saveOperations(ctx, part, false); err != nil {
		return err
	}
	newest := part.Operations[len(part.Operations)-1]
	i.last, i.step.goal, i.step.wall = newest.Stamp, newest.Goal, newest.Stamp.Wall
	i.operations = i.operations[:0]
	i.saved = i.goals
	i.commit.told(0)
	return nil
}

// end saves what is left, and notes in the step when it was over.
func (i *importing) end(ctx context.Context) (Step, error) {
	if err := i.save(ctx); err != nil {
		return Step{}, err
	}
	i.batch.settle()
	remembered := i.step
	if i.last != i.step.Operations[len(i.step.Operations)-1].Stamp {
		remembered.Operations = nil // those here are not all
		if _, err := i.commit.run(ctx, i.commit.pen.last, i.last.Wall, i.last.Count, i.commit.user.id, i.step.ID); err != nil {
			return Step{}, err
		}
	}
	i.tree.memory.add(remembered)
	return i.step, nil
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
	return u.inFile(ctx, func(ctx context.Context, tree *Tree, c *commit) error {
		steps, err := do(tree)
		if err != nil {
			return err
		}
		c.tell(steps, told)
		return c.saveAll(ctx, steps)
	})
}

// inFile changes a person's goals as they are in the file, in one transaction, and returns
// the tree with the changes.
func (u *User) inFile(ctx context.Context, change func(context.Context, *Tree, *commit) error) (*Tree, error) {
	var tree *Tree
	err := u.store.update(ctx, func(ctx context.Context, pen *pen) (err error) {
		if tree, err = u.tree(ctx, pen); err != nil {
			return err
		}
		return change(ctx, tree, u.commit(pen))
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
