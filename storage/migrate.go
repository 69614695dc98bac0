package storage

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// applicationID marks the file as ours, as migration 1 sets it:
// https://sqlite.org/pragma.html#pragma_application_id
const applicationID = 0x4f766572

//go:embed migrations/*.sql
var embedded embed.FS

// migration brings the schema to a version.
type migration struct {
	version int
	name    string
	script  string
}

// migrations returns those built in, oldest first.
func migrations() ([]migration, error) {
	folder, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return nil, err
	}
	return readMigrations(folder)
}

// readMigrations reads files named like 0001_first.sql, which must count from 1 without a gap.
func readMigrations(folder fs.FS) ([]migration, error) {
	entries, err := fs.ReadDir(folder, ".") // sorted by name
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	var list []migration
	for _, entry := range entries {
		number, _, _ := strings.Cut(entry.Name(), "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != len(list)+1 {
			return nil, fmt.Errorf("migration %s: version %d was due", entry.Name(), len(list)+1)
		}
		script, err := fs.ReadFile(folder, entry.Name())
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", entry.Name(), err)
		}
		list = append(list, migration{version, entry.Name(), string(script)})
	}
	return list, nil
}

// keepBefore copies the file before it is migrated from an older version. The copy stays
// for good: should a migration turn out to be wrong, what was is still there.
func (s *Store) keepBefore(ctx context.Context, latest int) error {
	var version int
	err := inTransaction(ctx, s.write, func(ctx context.Context, tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version)
		if err != nil || version == 0 || version >= latest {
			return err
		}
		// What cannot be written is not to be copied at each start: this fails then.
		_, err = tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, version))
		return err
	})
	if err != nil || version == 0 || version >= latest {
		return err
	}
	before := fmt.Sprintf("before-version-%d", latest)
	kept, err := s.isKept(ctx, before)
	if err == nil && !kept {
		err = s.Backup(ctx, KeptBackupPath(filepath.Dir(s.path), before, s.now()))
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotKept, err)
	}
	return nil
}

// isKept tells whether there is a good copy of the file as it is: a migration that fails is
// tried again at each start.
func (s *Store) isKept(ctx context.Context, before string) (bool, error) {
	state, err := versionAndState(ctx, s.read)
	if err != nil {
		return false, err
	}
	tables, err := counted(ctx, s.read)
	if err != nil {
		return false, err
	}
	list, err := Backups(filepath.Dir(s.path))
	return slices.ContainsFunc(list, func(backup BackupFile) bool {
		prefix, _, _ := parseBackup(filepath.Base(backup.Path))
		return prefix == before && backup.has(ctx, state) && verify(ctx, backup.Path, s.read, tables) == nil
	}), err
}

// migrate runs what the file does not have yet, each migration and its number in one
// transaction: a crash leaves the file at one version or the next, never in between.
func migrate(ctx context.Context, db beginner, list []migration) error {
	for _, next := range list {
		if err := inTransaction(ctx, db, next.run); err != nil {
			return fmt.Errorf("migration %s: %w", next.name, err)
		}
	}
	return nil
}

func (m migration) run(ctx context.Context, tx *sql.Tx) error {
	var version int
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version >= m.version {
		return nil
	}
	if _, err := tx.ExecContext(ctx, m.script); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, m.version))
	return err
}

// inTransaction runs do in one transaction, and commits it if do returns no error.
func inTransaction(ctx context.Context, db beginner, do func(context.Context, *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return known(err)
	}
	if err := do(ctx, tx); err != nil {
		_ = tx.Rollback() // the error that matters is the first
		return known(err)
	}
	return known(tx.Commit())
}

// beginner is a connection, or a pool of them.
type beginner interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
}
