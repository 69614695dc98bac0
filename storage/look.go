package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"overachiever/storage/salvage"
)

// look opens an existing file to be read without a trace: no byte of it changes, and no
// file appears beside it. done closes it.
func look(ctx context.Context, path string) (db *sql.DB, done func() error, err error) {
	address, dir := reading(path), ""
	switch {
	case hasLog(path) && size(path+"-shm") > 0: // somebody has it open, or had when the power went
		address = reading(path, "readonly_shm=1")
	case hasLog(path):
		address = alone(path)
	case size(path+"-journal") == 0: // SQLite would make a log beside it
		address = reading(path, "immutable=1")
	case isHot(ctx, path):
		if dir, err = recovered(ctx, path); err != nil {
			return nil, nil, err
		}
		address = reading(filepath.Join(dir, filepath.Base(path)), "immutable=1")
	}
	if db, err = sql.Open("sqlite", address); err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	return db, func() error { return errors.Join(db.Close(), os.RemoveAll(dir)) }, nil
}

// hasLog tells whether there are changes in the log beside a file. One that was killed
// just when it began a log leaves its header alone, and a damaged log has none; SQLite
// takes ten seconds to find that it cannot read either without writing. SQLite has no
// locks on the log itself that closing it could drop.
// https://sqlite.org/fileformat2.html#the_write_ahead_log
func hasLog(path string) bool {
	const header = 32 // bytes
	log, err := os.Open(path + "-wal")
	if err != nil {
		return false
	}
	defer log.Close() // it was only read
	return size(path+"-wal") > header && salvage.IsLog(log)
}

// size is how large a file is, in bytes; 0 also when there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// isHot tells whether the journal beside the file is a commit's that was broken off: it
// has to be taken back before the file can be read, which takes writing.
// https://sqlite.org/lockingv3.html#hot_journals
func isHot(ctx context.Context, path string) bool {
	db, err := sql.Open("sqlite", reading(path))
	if err != nil {
		return false
	}
	defer db.Close()
	return errors.Is(readable(ctx, db), ErrReadOnly)
}

// readable tells why a file cannot be read, nil if it can.
func readable(ctx context.Context, db *sql.DB) error {
	var version int
	return known(db.QueryRowContext(ctx, `PRAGMA schema_version`).Scan(&version))
}

// recovered copies a file, with what a crash has left beside it, into a folder of its
// own, and has SQLite recover it there.
func recovered(ctx context.Context, path string) (dir string, err error) {
	if dir, err = os.MkdirTemp("", "overachiever-*"); err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	for _, suffix := range []string{"", "-wal", "-journal"} {
		err := copyFile(path+suffix, filepath.Join(dir, filepath.Base(path)+suffix))
		if err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return dir, err
		}
	}
	db, err := sql.Open("sqlite", leaving(filepath.Join(dir, filepath.Base(path))))
	if err != nil {
		return dir, err
	}
	return dir, errors.Join(readable(ctx, db), db.Close())
}

// copyFile copies a file that nobody has open, because closing it would drop SQLite's
// locks, and forces the copy to the disk.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

// connectForReading opens the connections that read, where SQLite may make its own files
// and where it may not. There nobody else writes either. Beside a file that is marked as
// one to be read only it would make them read only, too, and they would outlast the mark.
func (s *Store) connectForReading(ctx context.Context, list []migration) (err error) {
	if s.refuseReadOnly() == nil {
		if s.read, err = connect(ctx, reading(s.path), safety()); err != nil {
			return err
		}
		err = readable(ctx, s.read)
		if err == nil || s.canWrite() && !errors.Is(err, ErrReadOnly) {
			return err
		}
		if err := s.read.Close(); err != nil {
			return err
		}
	}
	options := []string{"immutable=1"}
	switch {
	case size(s.path+"-journal") > 0:
		return s.readCopy(ctx, list)
	case isThere(s.path+"-wal") && size(s.path+"-shm") > 0: // somebody may have it open
		options = []string{"readonly_shm=1"}
	case hasLog(s.path):
		s.read, err = connect(ctx, alone(s.path), safety())
		return err
	}
	s.read, err = connect(ctx, reading(s.path, options...), safety())
	return err
}

// readCopy reads a copy of a file that must be written to before it can be read, where
// that cannot be: one that a crash has left in the middle of a commit, or an older one.
func (s *Store) readCopy(ctx context.Context, list []migration) (err error) {
	if s.aside, err = recovered(ctx, s.path); err != nil {
		return err
	}
	path := filepath.Join(s.aside, filepath.Base(s.path))
	db, err := connect(ctx, writing(path, s.place), nil)
	if err != nil {
		return err
	}
	if err := errors.Join(migrate(ctx, db, list), db.Close()); err != nil {
		return err
	}
	s.read, err = connect(ctx, reading(path), safety())
	return err
}

// refuseReadOnly refuses a file that is marked as one to be read only. SQLite would find
// that late, and leave a log beside it that is read only, too.
func (s *Store) refuseReadOnly() error {
	if info, err := os.Stat(s.path); err == nil && info.Mode().Perm()&0o222 == 0 && info.Mode().Perm()&0o400 != 0 {
		return ErrReadOnly
	}
	return nil
}

// free makes the files that SQLite keeps beside a file that may be written such as may be
// written, too. They have had its mode: while it was marked as one to be read only, or when
// all of them were.
func (s *Store) free() error {
	info, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	for _, suffix := range suffixes()[1:] {
		if beside, err := os.Stat(s.path + suffix); err == nil && beside.Mode().Perm()&0o222 == 0 {
			_ = os.Chmod(s.path+suffix, info.Mode().Perm()) // else SQLite says what it means
		}
	}
	return nil
}

// canWrite tells whether a file can be made in the file's folder, as SQLite has to.
func (s *Store) canWrite() bool { return !isUnwritable(tryWriting(filepath.Dir(s.path))) }

// tryWriting makes a file in a folder and removes it.
func tryWriting(dir string) error {
	file, err := os.CreateTemp(dir, ".overachiever-try-*")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// isUnwritable tells whether an error says that a place can only be read.
func isUnwritable(err error) bool {
	const writeProtect = syscall.Errno(19) // ERROR_WRITE_PROTECT of Windows
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) ||
		runtime.GOOS == "windows" && errors.Is(err, writeProtect)
}

// unwritable gives an error its kind when the reason is that a place can only be read.
func unwritable(err error) error {
	if isUnwritable(err) {
		return fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	return err
}
