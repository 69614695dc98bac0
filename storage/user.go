package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
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

// plant makes a tree of the goals in the file.
func (u *User) plant(ctx context.Context, db queryer, clock *Clock) (*Tree, error) {
	var p planting
	if err := u.goals(ctx, db, p.add); err != nil {
		return nil, err
	}
	return p.tree(clock)
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

// goals hands over the goals in no order that means anything: sorting siblings in memory
// is faster.
func (u *User) goals(ctx context.Context, db queryer, add func(Goal)) error {
	rows, err := db.QueryContext(ctx, `SELECT id, parent, position, name, description, coalesce(due, ''),
		coalesce(created, ?2), coalesce(completed, ?2) FROM goal WHERE user = ?1`, u.id, time.Time{}.UnixMilli())
	if err != nil {
		return known(err)
	}
	defer rows.Close()
	var texts arena
	var id, parent, position, name, description, due sql.RawBytes
	var created, completed int64
	var above GoalID // of the goal before: mostly a sibling
	for rows.Next() {
		if err := rows.Scan(&id, &parent, &position, &name, &description, &due, &created, &completed); err != nil {
			return err
		}
		if string(parent) != string(above) {
			above = GoalID(parent)
		}
		add(Goal{
			ID: GoalID(texts.keep(id)), Parent: above, Position: texts.keep(position),
			Name: texts.keep(name), Description: texts.keep(description), Due: Date(texts.keep(due)),
			Created: time.UnixMilli(created).UTC(), Completed: time.UnixMilli(completed).UTC(),
		})
	}
	return known(rows.Err())
}

// arena keeps many small texts in few large pieces of memory.
type arena struct{ piece strings.Builder }

func (a *arena) keep(text []byte) string {
	if a.piece.Cap()-a.piece.Len() < len(text) {
		a.piece = strings.Builder{}
		a.piece.Grow(max(len(text), 64<<10))
	}
	start := a.piece.Len()
	a.piece.Write(text)
	return a.piece.String()[start:]
}

// origins tells the tree where the goals in the trash were, so that they can go back.
func (u *User) origins(ctx context.Context, db queryer, tree *Tree) error {
	rows, err := db.QueryContext(ctx, `SELECT goal, old_parent, old_position FROM operation
		INDEXED BY operation_trashed WHERE user = ? AND parent = 'trash' ORDER BY wall, count, device`, u.id)
	if err != nil {
		return known(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id GoalID
		var from origin
		if err := rows.Scan(&id, &from.parent, &from.position); err != nil {
			return err
		}
		if n := tree.entries[id]; n != nil {
			n.cameFrom(from)
		}
	}
	return known(rows.Err())
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
