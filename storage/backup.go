package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// counted are the tables of which rows are only ever added, so that a copy made between
// two counts has at least as many as the first and at most as many as the second.
func counted(version int) []string {
	tables := []string{"user", "goal", "step", "operation"}
	if version >= 2 {
		tables = append(tables, "merge")
	}
	return tables
}

// Backup writes a copy of the file to path, also while the window is open. The copy is
// made beside path, looked through, and forced to the disk before it takes path's place:
// whatever was at path is replaced by a good copy or stays.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.backup(ctx, path); err != nil {
		return fmt.Errorf("backing up to %s: %w", path, known(err))
	}
	return nil
}

func (s *Store) backup(ctx context.Context, path string) (err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return err
	}
	if s.isOwn(path) {
		return errors.New("this is the file with your goals itself")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".overachiever-backup-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }() // gone already when all went well
	if err := temporary.Close(); err != nil {
		return err
	}
	if err := s.copyTo(ctx, temporary.Name()); err != nil {
		return err
	}
	if err := syncFile(temporary.Name()); err != nil {
		return err
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// isOwn tells whether path is the file that is open, or one of those SQLite keeps beside it.
func (s *Store) isOwn(path string) bool {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		own, err := os.Stat(s.path + suffix)
		if path == s.path+suffix {
			return true
		}
		if other, otherErr := os.Stat(path); err == nil && otherErr == nil && os.SameFile(own, other) {
			return true
		}
	}
	return false
}

// copyTo copies into an empty file and looks the copy through:
// https://sqlite.org/lang_vacuum.html#vacuum_with_an_into_clause
func (s *Store) copyTo(ctx context.Context, path string) error {
	before, err := count(ctx, s.read)
	if err != nil {
		return err
	}
	if _, err := s.read.ExecContext(ctx, `VACUUM INTO ?`, path); err != nil {
		return err
	}
	after, err := count(ctx, s.read)
	if err != nil {
		return err
	}
	return verify(ctx, path, before, after)
}

// verify makes sure that a copy is sound and complete.
func verify(ctx context.Context, path string, least, most map[string]int) (err error) {
	// immutable: nobody else knows the file yet, and no journal is to appear beside it.
	db, err := sql.Open("sqlite", address(path, safety(), "mode=ro", "immutable=1"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	lines, err := texts(ctx, db, `PRAGMA quick_check`)
	if err != nil {
		return err
	}
	if len(lines) != 1 || lines[0] != "ok" {
		return fmt.Errorf("%w: the copy: %v", ErrDamaged, lines)
	}
	copied, err := count(ctx, db)
	if err != nil {
		return err
	}
	for table, rows := range copied {
		if rows < least[table] || rows > most[table] {
			return fmt.Errorf("%w: the copy has %d rows of %s instead of %d", ErrDamaged, rows, table, least[table])
		}
	}
	return nil
}

func count(ctx context.Context, db queryer) (map[string]int, error) {
	var version int
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return nil, known(err)
	}
	rows := map[string]int{}
	for _, table := range counted(version) {
		var number int
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&number); err != nil {
			return nil, known(err)
		}
		rows[table] = number
	}
	return rows, nil
}

// syncFile forces a file to the disk.
func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// syncFolder forces a rename to the disk. Windows has no such thing, and needs none.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
