package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"modernc.org/sqlite"
)

// counted are the tables whose rows are counted in a copy.
func counted(ctx context.Context, db queryer) ([]string, error) {
	var version int
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return nil, known(err)
	}
	tables := []string{"user", "goal", "step", "operation"}
	if version >= 2 {
		tables = append(tables, "merge")
	}
	return tables, nil
}

// unfinished is how the names of copies begin that are still being made.
const unfinished = ".overachiever-backup-"

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
	s.copying.RLock()
	defer s.copying.RUnlock()
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
	temporary, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
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

// copyTo copies into an empty file, looks the copy through, and forces it to the disk
// meanwhile: https://sqlite.org/backup.html. The pages are copied as they are, which takes
// half as long as VACUUM INTO, and leaves the time to look through them.
func (s *Store) copyTo(ctx context.Context, path string) (err error) {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return known(err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return known(err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	// From the first look on, nothing that is saved is in the copy, nor is it counted.
	tables, err := counted(ctx, tx)
	if err != nil {
		return err
	}
	if err := copyPages(ctx, conn, path); err != nil {
		return err
	}
	if err := standAlone(path); err != nil {
		return err
	}
	forced := make(chan error, 1)
	go func() { forced <- syncFile(path) }()
	return errors.Join(verify(ctx, path, tx, tables), <-forced)
}

// stride is how many pages are copied before somebody who gives up is heard.
const stride = 1024

// copyPages copies the file as it is at one moment: that of the transaction on conn.
func copyPages(ctx context.Context, conn *sql.Conn, path string) error {
	return conn.Raw(func(driver any) error {
		source, ok := driver.(interface {
			NewBackup(address string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.New("this SQLite driver makes no backups")
		}
		backup, err := source.NewBackup(address(path, unjournaled()))
		if err != nil {
			return known(err)
		}
		for more := true; more && err == nil; {
			if more, err = backup.Step(stride); err == nil {
				err = ctx.Err()
			}
		}
		return known(cmp.Or(err, backup.Finish())) // whose error is that of the step before
	})
}

// unjournaled is how a copy is written that nobody knows yet, and that is forced to the
// disk as a whole.
func unjournaled() []pragma {
	return []pragma{{"synchronous", "OFF", "0"}, {"journal_mode", "OFF", "off"}}
}

// standAlone makes the copy one that needs no file beside it to be read, and so can be read
// where nothing can be written: two bytes of it say whether there may be a write-ahead log.
// It takes SQLite itself half as long as copying everything to change them.
// https://sqlite.org/fileformat2.html#file_format_version_numbers
func standAlone(path string) error {
	const at, noLog = 18, "\x01\x01"
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteAt([]byte(noLog), at)
	return errors.Join(err, file.Close())
}

// verify makes sure that a copy is sound and has as many rows as the original. Its pages
// are looked through while the rows are counted.
func verify(ctx context.Context, path string, original queryer, tables []string) (err error) {
	// immutable: nobody else knows the file yet, and no journal is to appear beside it.
	db, err := sql.Open("sqlite", address(path, safety(), "mode=ro", "immutable=1"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	compared := make(chan error, 1)
	go func() { compared <- compareRows(ctx, original, db, tables) }()
	return errors.Join(quickCheck(ctx, db), <-compared)
}

func quickCheck(ctx context.Context, copied queryer) error {
	lines, err := texts(ctx, copied, `PRAGMA quick_check`)
	if err == nil && (len(lines) != 1 || lines[0] != "ok") {
		err = fmt.Errorf("%w: the copy: %v", ErrDamaged, lines)
	}
	return err
}

func compareRows(ctx context.Context, original, copied queryer, tables []string) error {
	for _, table := range tables {
		var rows [2]int
		for i, db := range []queryer{original, copied} {
			if err := db.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&rows[i]); err != nil {
				return known(err)
			}
		}
		if rows[0] != rows[1] {
			return fmt.Errorf("%w: the copy has %d rows of %s instead of %d", ErrDamaged, rows[1], table, rows[0])
		}
	}
	return nil
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
