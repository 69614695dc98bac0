package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"overachiever/storage/place"
)

// renew opens the file again for writing, and ends the doubt.
//
// A system whose fsync failed may call the pages written that never reached the disk, and
// the next fsync then succeeds (https://wiki.postgresql.org/wiki/Fsync_Errors). Whoever
// reads such a commit back from memory, finds it there and calls it saved loses it with the
// power. So nothing of it may be seen before it is written again: as long as one connection
// is open, SQLite's index of the -wal ends before the failed commit, and the next one
// overwrites it. A reader keeps the index while the writer changes.
func (s *Store) renew(ctx context.Context, broken *pen) (*pen, error) {
	if err := s.inPlace(); err != nil {
		return nil, err // whatever is there now is not what the doubt is about
	}
	if _, err := os.Stat(s.path); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDisk, err)
	}
	if s.place.Kind != place.Local {
		s.renewReaders()
	}
	reader, err := s.read.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = reader.Close() }() // back to the others that read
	var tables int                        // reading opens the index
	if err := reader.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return nil, err
	}
	broken.discard()
	fresh, err := newPen(ctx, s.write)
	if err != nil {
		return nil, err
	}
	if err := s.dispel(ctx, fresh); err != nil {
		fresh.discard()
		return nil, err
	}
	return fresh, nil
}

// renewReaders lets go of the connections that read. Where there is no -wal they keep
// nothing that matters, and those to a network that was gone stay broken when it is back.
func (s *Store) renewReaders() {
	const usual = 2 // https://pkg.go.dev/database/sql#DB.SetMaxIdleConns
	s.read.SetMaxIdleConns(-1)
	s.read.SetMaxIdleConns(usual)
}

// dispel ends the doubt, on a new connection.
func (s *Store) dispel(ctx context.Context, fresh *pen) error {
	if err := readBack(ctx, fresh, asWriter(s.place)); err != nil {
		return err
	}
	// Without a -wal, what is in doubt is whether the end of the last journal is on the
	// disk. One more transaction that ends well settles it.
	_, err := fresh.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES ('doubts', '1')
		ON CONFLICT (name) DO UPDATE SET value = value + 1`)
	if err != nil {
		return err
	}
	if err := settle(ctx, fresh); err != nil {
		return err
	}
	s.doubt.Store(false)
	return nil
}

// affirm forces the -wal to the disk that another process has left, as far as it is read
// here: it is written over with what it holds. Were it not, a power cut during the
// checkpoint that follows could leave the file half of one thing and half of another, with
// no -wal to tell. Meanwhile nobody else may write; SQLite has no locks on the -wal itself
// that closing it could drop.
func affirm(ctx context.Context, db beginner, path string) error {
	return inTransaction(ctx, db, func(context.Context, *sql.Tx) (err error) {
		log, err := os.OpenFile(path+"-wal", os.O_RDWR, 0)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, log.Close()) }()
		piece := make([]byte, 1<<20)
		for at := int64(0); ; {
			n, err := log.ReadAt(piece, at)
			if _, err := log.WriteAt(piece[:n], at); err != nil {
				return err
			}
			at += int64(n)
			if errors.Is(err, io.EOF) {
				return log.Sync()
			}
			if err != nil {
				return err
			}
		}
	})
}

// settle writes what is in the -wal into the file itself and forces that to the disk: a
// checkpoint that waits for nobody. Errors: ErrBusy when somebody still reads what was
// before, and the disk's. https://sqlite.org/pragma.html#pragma_wal_checkpoint
func settle(ctx context.Context, db queryer) error {
	var busy, frames, written int
	if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &frames, &written); err != nil {
		return known(err)
	}
	if busy != 0 || frames != written {
		return ErrBusy
	}
	return nil
}
