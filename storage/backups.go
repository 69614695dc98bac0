package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ByHand is in place of "goals" in the name of a backup that somebody has asked for.
const ByHand = "by-hand"

// How backups are named: by the moment they were taken, in UTC. What is taken before
// something risky says so in place of "goals", and stays for good, as do those by hand.
const (
	backupFolder = "backups"
	backupTime   = "20060102-150405"
	backupPrefix = "goals"
)

// BackupFile is one copy in the folder of backups.
type BackupFile struct {
	Path  string
	Taken time.Time // UTC, in whole seconds, as its name tells
	Kept  bool      // taken by hand or before something risky, and never removed by the program
	Bytes int64
}

// Before is what the backup was taken before, as in "restore"; "" when it was only time, or
// somebody has asked for it.
func (b BackupFile) Before() string {
	prefix, _, _ := parseBackup(filepath.Base(b.Path))
	before, _ := strings.CutPrefix(prefix, "before-")
	if !b.Kept || prefix == ByHand {
		return ""
	}
	return strings.ReplaceAll(before, "-", " ")
}

// BackupPath is where a backup taken at a moment goes.
func BackupPath(dir string, taken time.Time) string { return backupPath(dir, backupPrefix, taken) }

// KeptBackupPath is where a backup goes that nothing removes: ByHand, or taken before
// something risky, as in "before-restore".
func KeptBackupPath(dir, why string, taken time.Time) string {
	return backupPath(dir, why, taken)
}

// backupPath is where there is nothing yet: a clock that was set back comes to the same
// second again.
func backupPath(dir, prefix string, taken time.Time) string {
	for {
		path := filepath.Join(dir, backupFolder, prefix+"-"+taken.UTC().Format(backupTime)+".db")
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		taken = taken.Add(time.Second)
	}
}

// Backups lists the backups in a data folder, the newest first. Files that are not named
// like one are not looked at. None when there is no such folder.
func Backups(dir string) ([]BackupFile, error) {
	folder := filepath.Join(dir, backupFolder)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listing the backups: %w", err)
	}
	var list []BackupFile
	for _, entry := range entries {
		prefix, taken, ok := parseBackup(entry.Name())
		info, err := entry.Info()
		if !ok || err != nil || !info.Mode().IsRegular() { // an error: gone since it was listed
			continue
		}
		list = append(list, BackupFile{filepath.Join(folder, entry.Name()), taken, prefix != backupPrefix, info.Size()})
	}
	slices.SortStableFunc(list, func(a, b BackupFile) int { return b.Taken.Compare(a.Taken) })
	return list, nil
}

// State tells, as text, apart what has been done to goals, people and accounts: a backup of
// the same state has nothing less in it that anybody would miss. "" when nothing was done.
func (s *Store) State(ctx context.Context) (string, error) { return s.text(ctx, stateQuery) }

// stateQuery is the same for every version of the schema.
const stateQuery = `SELECT concat_ws(' ', number, id, (SELECT count(*) FROM user),
	(SELECT count(*) FROM identity)) FROM step ORDER BY number DESC LIMIT 1`

func versionAndState(ctx context.Context, db queryer) (text string, err error) {
	err = db.QueryRowContext(ctx, `SELECT concat_ws(' ', user_version, (`+stateQuery+`)) FROM pragma_user_version`).Scan(&text)
	return text, known(err)
}

// has tells whether a backup is of a file of this version and state.
func (b BackupFile) has(ctx context.Context, state string) bool {
	db, err := sql.Open("sqlite", address(b.Path, safety(), "mode=ro", "immutable=1"))
	if err != nil {
		return false
	}
	defer db.Close() // it was only read
	own, err := versionAndState(ctx, db)
	return err == nil && own == state
}

// RemoveUnfinished removes what a crash has left of backups that were begun before a moment.
func RemoveUnfinished(dir string, before time.Time) error {
	folder := filepath.Join(dir, backupFolder)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("listing the backups: %w", err)
	}
	var problems []error
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && strings.HasPrefix(entry.Name(), unfinished) && info.ModTime().Before(before) {
			problems = append(problems, os.Remove(filepath.Join(folder, entry.Name())))
		}
	}
	return errors.Join(problems...)
}

// parseBackup reads a name like goals-20261121-123456.db.
func parseBackup(name string) (prefix string, taken time.Time, ok bool) {
	name, isCopy := strings.CutSuffix(name, ".db")
	at := len(name) - len(backupTime)
	if !isCopy || at < 2 || name[at-1] != '-' {
		return "", time.Time{}, false
	}
	taken, err := time.Parse(backupTime, name[at:])
	return name[:at-1], taken, err == nil
}
