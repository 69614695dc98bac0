package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// History reads what a tree of this person asks for, to be given to Tree.AddHistory.
func (u *User) History(ctx context.Context, gap Gap) (History, error) {
	read := History{page: gap.page, before: gap.before}
	err := inTransaction(ctx, u.store.read, func(ctx context.Context, tx *sql.Tx) (err error) {
		if gap.page {
			err = u.historyPage(ctx, tx, &read)
		}
		for _, id := range gap.steps {
			step := Step{ID: id}
			if err == nil {
				step.Operations, err = u.operations(ctx, tx, id)
			}
			read.recalled = append(read.recalled, step)
		}
		return err
	})
	if err != nil {
		return History{}, fmt.Errorf("reading the history: %w", err)
	}
	return read, nil
}

// stepColumns are what is held of a step: how many operations it has, counted no further
// than matters, and which goal the only one of a description is about. All queries say by
// which index: SQLite believes that a person has few operations, and would look through
// all of them for every step.
const (
	stepColumns = `id, act, subject, wall,
		(SELECT count(*) FROM (SELECT 1 FROM operation INDEXED BY operation_step
			WHERE user = step.user AND step = step.id LIMIT ?1)),
		CASE act WHEN 'describe' THEN (SELECT goal FROM operation INDEXED BY operation_step
			WHERE user = step.user AND step = step.id LIMIT 1) ELSE '' END`
	doneSteps = `SELECT ` + stepColumns + ` FROM step INDEXED BY step_user WHERE user = ?2 AND state = 'done'
		AND number < coalesce((SELECT number FROM step WHERE user = ?2 AND id = ?3), 9223372036854775807)
		ORDER BY number DESC LIMIT ?4`
	undoneSteps = `SELECT ` + stepColumns + ` FROM step INDEXED BY step_undone
		WHERE user = ?2 AND state = 'undone' ORDER BY number`
	operationCount = `SELECT count(*) FROM operation INDEXED BY operation_step WHERE user = ? AND step = ?`
	operationsOf   = `SELECT ` + operationColumns + ` FROM operation AS o INDEXED BY operation_step
		WHERE o.user = ? AND o.step = ? ORDER BY o.wall, o.count`
)

// historyPage reads the steps that can be undone before one, or the newest; with them,
// all that can be redone.
func (u *User) historyPage(ctx context.Context, db queryer, read *History) (err error) {
	read.Undo, err = u.steps(ctx, db, doneSteps, smallStep+1, u.id, read.before, historyPage)
	if err != nil {
		return err
	}
	read.older = len(read.Undo) == historyPage
	slices.Reverse(read.Undo)
	if read.before != "" {
		return nil
	}
	// What was undone last is the oldest of them, and is to be redone first.
	read.Redo, err = u.steps(ctx, db, undoneSteps, smallStep+1, u.id)
	slices.Reverse(read.Redo)
	return err
}

// steps reads steps; those that are small, and not too many before them, with operations.
func (u *User) steps(ctx context.Context, db queryer, query string, args ...any) ([]Step, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var steps []Step
	var sizes []int
	for rows.Next() {
		var step Step
		var size int
		if err := rows.Scan(&step.ID, &step.Act, &step.Subject, &step.wall, &size, &step.goal); err != nil {
			return nil, err
		}
		steps, sizes = append(steps, step), append(sizes, size)
	}
	if err := rows.Err(); err != nil {
		return nil, known(err)
	}
	for i := range steps[:min(len(steps), recentSteps)] {
		if sizes[i] > smallStep {
			continue
		}
		if steps[i].Operations, err = u.operations(ctx, db, steps[i].ID); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

// operationColumns are the columns of an operation in the order of Operation.columns.
const operationColumns = `o.id, o.wall, o.count, o.device, o.goal, o.kind,
	coalesce(o.parent, ''), coalesce(o.old_parent, ''), coalesce(o.position, ''), coalesce(o.old_position, ''),
	coalesce(o.field, ''), coalesce(o.value, ''), coalesce(o.old_value, '')`

// columns are where the columns of an operation are read into.
func (o *Operation) columns() []any {
	return []any{&o.ID, &o.Stamp.Wall, &o.Stamp.Count, &o.Stamp.Device, &o.Goal, &o.Kind,
		&o.Parent, &o.OldParent, &o.Position, &o.OldPosition, &o.Field, &o.Value, &o.OldValue}
}

// operations reads the operations of a step, in order.
func (u *User) operations(ctx context.Context, db queryer, step StepID) ([]Operation, error) {
	var count int // a list of an import that grew would be copied many times
	if err := db.QueryRowContext(ctx, operationCount, u.id, step).Scan(&count); err != nil {
		return nil, known(err)
	}
	rows, err := db.QueryContext(ctx, operationsOf, u.id, step)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	operations := make([]Operation, 0, count)
	for rows.Next() {
		var operation Operation
		if err := rows.Scan(operation.columns()...); err != nil {
			return nil, err
		}
		operations = append(operations, operation)
	}
	return operations, known(rows.Err())
}
