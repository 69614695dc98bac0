package storage

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"overachiever/storage/position"
)

// How many rows go into the file by one statement, when there are many: what a statement
// costs by itself is then shared.
const (
	goalsAtOnce      = 64
	operationsAtOnce = 64
)

// many are the statements for many rows.
type many struct{ known, goals, operations *sql.Stmt }

func (m *many) prepare(ctx context.Context, pen *pen) error {
	columns := ""
	for _, field := range everyField() {
		columns += ", " + string(field)
	}
	for _, p := range []struct {
		statement **sql.Stmt
		query     string
	}{
		{&m.known, `SELECT count(*) FROM goal WHERE user = ? AND id IN (` + repeated("?", goalsAtOnce) + `)`},
		{&m.goals, `INSERT INTO goal (user, id, parent, position` + columns + `) VALUES ` +
			repeated("("+repeated("?", 4+fieldCount)+")", goalsAtOnce)},
		{&m.operations, insertOperation + repeated("("+repeated("?", operationWidth)+")", operationsAtOnce) + ` ON CONFLICT (user, id) DO NOTHING`},
	} {
		var err error
		if *p.statement, err = pen.PrepareContext(ctx, p.query); err != nil {
			return known(err)
		}
	}
	return nil
}

func repeated(text string, times int) string {
	return strings.TrimSuffix(strings.Repeat(text+", ", times), ", ")
}

// newGoal is a goal that operations bring in: it comes from Nowhere, and then its fields are set.
type newGoal struct {
	goal       Goal
	operations int
}

// saveNewGoals saves the goals that a step begins with if they are many and new to the file,
// and returns how many of its operations that were. The others are for saveOperation, which
// does the same for one at a time.
func (c *commit) saveNewGoals(ctx context.Context, step Step) (int, error) {
	goals := make([]newGoal, 0, goalsAtOnce)
	made, told, next := 0, 0, 0 // operations whose goals are there, that are in the journal, that were looked at
	for next < len(step.Operations) {
		goal, err := firstNewGoal(step.Operations[next:])
		if err != nil {
			return 0, err
		}
		if goal.operations == 0 {
			break
		}
		next += goal.operations
		if goals = append(goals, goal); len(goals) < goalsAtOnce {
			continue
		}
		if fresh, err := c.addGoals(ctx, goals); err != nil {
			return 0, err
		} else if !fresh {
			break
		}
		made, goals = next, goals[:0]
		for ; made-told >= operationsAtOnce; told += operationsAtOnce {
			if err := c.addOperations(ctx, step.ID, step.Operations[told:told+operationsAtOnce]); err != nil {
				return 0, err
			}
		}
	}
	for ; told < made; told++ {
		if err := c.addOperations(ctx, step.ID, step.Operations[told:told+1]); err != nil {
			return 0, err
		}
	}
	return made, nil
}

// firstNewGoal is the goal that the first operations make, of no operations when they make
// none.
func firstNewGoal(operations []Operation) (newGoal, error) {
	o := operations[0]
	if o.Kind != Move || o.OldParent != Nowhere || o.Parent == Nowhere || o.ID == "" {
		return newGoal{}, nil
	}
	if !position.Valid(o.Position) {
		return newGoal{}, fmt.Errorf("operation %s: %w: %w: %q", o.ID, ErrBadOperation, position.ErrInvalid, o.Position)
	}
	first := newGoal{Goal{ID: o.Goal, Parent: o.Parent, Position: o.Position}, 1}
	for _, o := range operations[1:] {
		if o.Kind != Set || o.Goal != first.goal.ID || o.ID == "" {
			break
		}
		if err := first.goal.set(o.Field, o.Value); err != nil {
			return newGoal{}, fmt.Errorf("operation %s: %w", o.ID, err)
		}
		first.operations++
	}
	return first, nil
}

// addGoals adds goals, unless one of them is in the file or among them twice.
func (c *commit) addGoals(ctx context.Context, goals []newGoal) (fresh bool, err error) {
	ids := make(map[GoalID]struct{}, len(goals))
	arguments := append(make([]any, 0, 1+len(goals)), c.user.id)
	for _, n := range goals {
		ids[n.goal.ID] = struct{}{}
		arguments = append(arguments, n.goal.ID)
	}
	var known int
	if err := c.pen.many.known.QueryRowContext(ctx, arguments...).Scan(&known); err != nil {
		return false, err
	}
	if known > 0 || len(ids) < len(goals) {
		return false, nil
	}
	arguments = make([]any, 0, (4+fieldCount)*len(goals))
	for _, n := range goals {
		arguments = append(arguments, c.user.id, n.goal.ID, n.goal.Parent, n.goal.Position)
		for _, field := range everyField() {
			arguments = append(arguments, n.goal.column(field))
		}
	}
	_, err = c.run(ctx, c.pen.many.goals, arguments...)
	if isForeignKey(err) {
		return false, fmt.Errorf("a parent of new goals: %w", ErrNoGoal)
	}
	return err == nil, err
}

// addOperations adds operations to the journal: one, or operationsAtOnce.
func (c *commit) addOperations(ctx context.Context, step StepID, operations []Operation) error {
	c.arguments = c.arguments[:0]
	for _, o := range operations {
		c.arguments = c.row(c.arguments, step, o)
	}
	statement := c.pen.operation
	if len(operations) > 1 {
		statement = c.pen.many.operations
	}
	added, err := c.run(ctx, statement, c.arguments...)
	if err == nil && added < int64(len(operations)) {
		err = fmt.Errorf("%w: the id of one is another's", ErrBadOperation)
	}
	c.told(len(operations))
	return err
}
