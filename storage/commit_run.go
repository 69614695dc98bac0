package storage

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"overachiever/storage/position"
)

// saveRun saves the first operationsAtOnce of a step's operations at once, if they are such
// as cannot depend on each other: fields of goals, and moves to the places that no goal is
// above. What is said of one goal in a row is written into it once. It returns how many
// operations that were: else none.
func (c *commit) saveRun(ctx context.Context, step StepID, operations []Operation) (int, error) {
	if len(operations) < operationsAtOnce {
		return 0, nil
	}
	operations = operations[:operationsAtOnce]
	changes := c.rewrites[:0]
	for _, o := range operations {
		if !isPlain(o) {
			return 0, nil
		}
		if last := len(changes) - 1; last < 0 || changes[last].goal.ID != o.Goal {
			changes = append(changes, rewrite{goal: Goal{ID: o.Goal}})
		}
		if err := changes[len(changes)-1].add(o); err != nil {
			return 0, fmt.Errorf("operation %s: %w", o.ID, err)
		}
	}
	c.rewrites = changes
	if err := c.addOperations(ctx, step, operations); isForeignKey(err) {
		return 0, fmt.Errorf("one of %d operations: %w", len(operations), ErrNoGoal)
	} else if err != nil {
		return 0, err
	}
	for _, change := range changes {
		statement, err := c.pen.rewriting(ctx, change)
		if err != nil {
			return 0, err
		}
		if _, err := c.run(ctx, statement, change.arguments(c.user.id)...); err != nil {
			return 0, err
		}
	}
	return len(operations), nil
}

// isPlain tells whether an operation is done by writing into a goal that is there.
func isPlain(o Operation) bool {
	if o.ID == "" {
		return false
	}
	return o.Kind == Set || o.Kind == Move && o.OldParent != Nowhere &&
		(o.Parent == TopLevel || o.Parent == Trash || o.Parent == Nowhere)
}

// rewrite is what operations in a row make of a goal.
type rewrite struct {
	goal  Goal
	moved bool
	set   [fieldCount]bool // in the order of everyField
}

func (r *rewrite) add(o Operation) error {
	if o.Kind == Move {
		if o.Parent != Nowhere && !position.Valid(o.Position) {
			return fmt.Errorf("%w: %w: %q", ErrBadOperation, position.ErrInvalid, o.Position)
		}
		r.goal.Parent, r.goal.Position, r.moved = o.Parent, o.Position, true
		return nil
	}
	for i, field := range everyField() {
		r.set[i] = r.set[i] || field == o.Field
	}
	return r.goal.set(o.Field, o.Value)
}

// statement is what writes it, and arguments what that is given.
func (r rewrite) statement() string {
	var columns []string
	if r.moved {
		columns = append(columns, "parent = ?", "position = ?")
	}
	for i, field := range everyField() {
		if r.set[i] {
			columns = append(columns, string(field)+" = ?")
		}
	}
	return `UPDATE goal SET ` + strings.Join(columns, ", ") + ` WHERE user = ? AND id = ?`
}

func (r rewrite) arguments(user UserID) []any {
	var list []any
	if r.moved {
		list = append(list, r.goal.Parent, r.goal.Position)
	}
	for i, field := range everyField() {
		if r.set[i] {
			list = append(list, r.goal.column(field))
		}
	}
	return append(list, user, r.goal.ID)
}

// rewriting is the statement that does a rewrite, prepared when it is needed first.
func (p *pen) rewriting(ctx context.Context, r rewrite) (*sql.Stmt, error) {
	which := rewrite{moved: r.moved, set: r.set}
	if p.rewrites[which] == nil {
		statement, err := p.PrepareContext(context.WithoutCancel(ctx), which.statement())
		if err != nil {
			return nil, err
		}
		p.rewrites[which] = statement
	}
	return p.rewrites[which], nil
}
