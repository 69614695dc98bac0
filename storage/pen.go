package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// pen is the one connection that writes, with what a commit runs prepared on it. Whoever
// takes it out of Store.pen writes alone, and puts it back.
//
// Its transactions are statements like any other. Those of database/sql begin with a
// goroutine that waits for their end, and compile BEGIN and COMMIT anew: a tenth of the
// time that a commit takes, the disk's included.
type pen struct {
	*sql.Conn
	begin, end, takeBack *sql.Stmt
	statements
	rewrites map[rewrite]*sql.Stmt
	prepared []*sql.Stmt // all of them
}

func newPen(ctx context.Context, db *sql.DB) (*pen, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, known(err)
	}
	p := &pen{Conn: conn, rewrites: map[rewrite]*sql.Stmt{}}
	if err := p.prepare(ctx); err != nil {
		p.discard()
		return nil, known(err)
	}
	return p, nil
}

func (p *pen) prepare(ctx context.Context) error {
	for statement, query := range map[**sql.Stmt]string{
		&p.begin: `BEGIN IMMEDIATE`, &p.end: `COMMIT`, &p.takeBack: `ROLLBACK`,
	} {
		var err error
		if *statement, err = p.PrepareContext(ctx, query); err != nil {
			return err
		}
	}
	return p.statements.prepare(ctx, p)
}

// PrepareContext prepares a statement that lasts as long as the pen.
func (p *pen) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	statement, err := p.Conn.PrepareContext(ctx, query)
	if err == nil {
		p.prepared = append(p.prepared, statement)
	}
	return statement, err
}

// wipe lets go of what was prepared: database/sql does not when it closes a connection, and
// SQLite keeps a file open as long as there is a statement.
func (p *pen) wipe() error {
	var problems []error
	for _, statement := range p.prepared {
		problems = append(problems, statement.Close())
	}
	p.prepared = nil
	return errors.Join(problems...)
}

// discard closes the connection for good. What could go wrong with it has gone wrong.
func (p *pen) discard() {
	_ = p.wipe()
	// The pool throws a connection away that is said to be bad, and opens another.
	_ = p.Raw(func(any) error { return driver.ErrBadConn })
}

// transact runs do in one transaction, and commits it if do returns no error.
func (p *pen) transact(ctx context.Context, do func(context.Context, *pen) error) error {
	if _, err := p.begin.ExecContext(ctx); err != nil {
		return known(err)
	}
	err := do(ctx, p)
	if err == nil {
		_, err = p.end.ExecContext(ctx)
	}
	if err != nil {
		// The error that matters is the first. SQLite may have taken it back already.
		_, _ = p.takeBack.ExecContext(context.WithoutCancel(ctx))
	}
	return known(err)
}

// update runs do in one transaction that writes. Errors: ErrReadOnly, and do's.
func (s *Store) update(ctx context.Context, do func(context.Context, *pen) error) error {
	if s.write == nil {
		return ErrReadOnly
	}
	p, err := s.takePen(ctx)
	if err != nil {
		return err
	}
	defer func() { s.pen <- p }()
	// After an error of the disk it is a new one, and what the file holds is on the disk for
	// certain: a COMMIT that failed may have happened or not.
	if s.doubt.Load() {
		fresh, err := s.renew(ctx, p)
		if err != nil {
			return fmt.Errorf("opening the file again: %w", known(err))
		}
		p = fresh
	}
	err = p.transact(ctx, do)
	if errors.Is(err, ErrDisk) {
		s.doubt.Store(true)
	}
	if err == nil {
		if err = s.inPlace(); err != nil {
			// If the log is gone, what is in it is in the file before the program ends,
			// however that does. Else nothing is lost that was not.
			_ = settle(context.WithoutCancel(ctx), p)
		}
	}
	return err
}

// takePen waits for the pen.
func (s *Store) takePen(ctx context.Context) (*pen, error) {
	select {
	case p := <-s.pen:
		return p, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// checkPen makes sure that what is written is written as it must be. Errors: ErrPragma.
func (s *Store) checkPen(ctx context.Context) error {
	p, err := s.takePen(ctx)
	if err != nil {
		return err
	}
	defer func() { s.pen <- p }()
	return readBack(ctx, p, asWriter(s.place))
}

// dropPen closes the connection that writes, once nobody writes with it. What comes later
// finds it closed.
func (s *Store) dropPen() error {
	if s.pen == nil {
		return nil // the file was not opened to the end
	}
	p := <-s.pen
	defer func() { s.pen <- p }()
	err := p.wipe()
	if closed := p.Conn.Close(); !errors.Is(closed, sql.ErrConnDone) { // it was closed before
		err = errors.Join(err, closed)
	}
	return known(err)
}
