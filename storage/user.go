package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

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
	tree.readOnly = u.store.ReadOnly()
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
	tree.memory = memory{filed: true, unread: true, older: true, made: map[StepID]struct{}{}}
	return tree, u.origins(ctx, db, tree)
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
