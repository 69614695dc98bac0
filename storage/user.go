package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// remembered is how many steps History reads back: more than anyone undoes by hand.
const remembered = 1000

// User is the handle of one person: every query that reads or changes goals goes through
// it and names its user. It may be used from any goroutine.
type User struct {
	store *Store
	id    UserID
}

// queryer is a database or a transaction on it.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tree reads the person's goals. Its clock goes on from the newest operation in the file.
// Errors: ErrNoUser, and those of NewTree for a file that was tampered with.
func (u *User) Tree(ctx context.Context) (*Tree, error) {
	var tree *Tree
	err := inTransaction(ctx, u.store.read, func(ctx context.Context, tx *sql.Tx) (err error) {
		tree, err = u.tree(ctx, tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the goals: %w", err)
	}
	return tree, nil
}

func (u *User) tree(ctx context.Context, db queryer) (*Tree, error) {
	clock, err := u.clock(ctx, db)
	if err != nil {
		return nil, err
	}
	tree, err := u.plant(ctx, db, clock)
	if err != nil {
		return nil, err
	}
	return tree, u.origins(ctx, db, tree)
}

// History reads the newest steps that can be undone, and all that can be redone, for
// Tree.AddHistory. It takes longer than Tree when an import is among them.
func (u *User) History(ctx context.Context) (History, error) {
	var history History
	err := inTransaction(ctx, u.store.read, func(ctx context.Context, tx *sql.Tx) (err error) {
		if history.Undo, err = u.steps(ctx, tx, "done"); err != nil {
			return err
		}
		history.Redo, err = u.steps(ctx, tx, "undone")
		// What was undone last is the oldest of them, and is to be redone first.
		slices.Reverse(history.Redo)
		return err
	})
	if err != nil {
		return History{}, fmt.Errorf("reading the history: %w", err)
	}
	return history, nil
}

// exists returns ErrNoUser when nobody in the file has this id.
func (u *User) exists(ctx context.Context, db queryer) error {
	_, err := u.isLocal(ctx, db)
	return err
}

// clock returns one that is later than all the person has done.
func (u *User) clock(ctx context.Context, db queryer) (*Clock, error) {
	if err := u.exists(ctx, db); err != nil {
		return nil, err
	}
	var newest Stamp
	err := db.QueryRowContext(ctx, `SELECT wall, count, device FROM step WHERE user = ? ORDER BY number DESC LIMIT 1`,
		u.id).Scan(&newest.Wall, &newest.Count, &newest.Device)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, known(err)
	}
	clock := NewClock(u.store.device, u.store.now)
	clock.Observe(newest)
	return clock, nil
}

// newestSteps says by which index and in which order: SQLite believes that a person has few
// operations, and would look through all of them for every step.
// https://sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join
const newestSteps = `SELECT step.id, step.act, step.subject, ` + operationColumns + `
	FROM (SELECT number, id, act, subject FROM step WHERE user = ?1 AND state = ?2 ORDER BY number DESC LIMIT ?3) AS step
	CROSS JOIN operation AS o INDEXED BY operation_step ON o.user = ?1 AND o.step = step.id
	ORDER BY step.number, o.wall, o.count`

// steps reads the newest steps of a state with their operations, oldest first.
func (u *User) steps(ctx context.Context, db queryer, state string) ([]Step, error) {
	rows, err := db.QueryContext(ctx, newestSteps, u.id, state, remembered)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var steps []Step
	for rows.Next() {
		var step Step
		var operation Operation
		columns := append([]any{&step.ID, &step.Act, &step.Subject}, operation.columns()...)
		if err := rows.Scan(columns...); err != nil {
			return nil, err
		}
		if len(steps) == 0 || steps[len(steps)-1].ID != step.ID {
			steps = append(steps, step)
		}
		newest := &steps[len(steps)-1]
		newest.Operations = append(newest.Operations, operation)
	}
	return steps, known(rows.Err())
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
