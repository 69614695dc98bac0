package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// What a recovery makes in the data folder. Each damaged file has a folder of its own in
// the first one, named by the moment, and nothing in there is ever touched again; in the
// second one the new file is put together.
const (
	damagedFolder    = "damaged"
	recoveringFolder = "recovering"
	unfinishedMark   = "unfinished" // in a damaged file's folder until another is in its place
)

// suffixes are those of the files that SQLite may keep beside the database. The database
// is the first: once it is moved away nothing opens the others by themselves.
func suffixes() []string { return []string{"", "-wal", "-journal", "-shm"} }

// Recoverable tells whether an error of Open, or of reading or writing, is one that Recover
// can do something about.
func Recoverable(err error) bool {
	return errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotOurs) || errors.Is(err, ErrEmptied) || errors.Is(err, ErrTakenAway)
}

// neverWas returns an error where something shows that there was a file once.
func (s *Store) neverWas() error {
	dir := filepath.Dir(s.path)
	folder, err := brokenOff(dir)
	if err != nil {
		return err
	}
	if folder != "" {
		return fmt.Errorf("%w: its recovery was broken off", ErrDamaged)
	}
	backups, err := Backups(dir)
	if err == nil && len(backups) > 0 {
		err = ErrEmptied
	}
	return err
}

// quarantine moves the file at path and those beside it into a folder where they stay, and
// returns the folder. What was broken off is gone on with.
func quarantine(path string, now time.Time) (string, error) {
	folder, err := openQuarantine(path, now)
	if err != nil {
		return "", err
	}
	for _, suffix := range suffixes() {
		source, target := path+suffix, filepath.Join(folder, filepath.Base(path)+suffix)
		if isThere(target) {
			continue // moved before it was broken off
		}
		if err := os.Rename(source, target); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return folder, errors.Join(syncFolder(folder), syncFolder(filepath.Dir(path)))
}

// openQuarantine returns the folder for the damaged file.
func openQuarantine(path string, now time.Time) (string, error) {
	dir := filepath.Dir(path)
	folder, err := brokenOff(dir)
	if err != nil {
		return "", err
	}
	if folder != "" && isThere(path) && holdsAny(folder, filepath.Base(path)) {
		// The new file was in place, and only the mark was left: this one is another.
		if err := finish(folder); err != nil {
			return "", err
		}
		folder = ""
	}
	if folder != "" {
		return folder, nil
	}
	return newQuarantine(dir, now)
}

func newQuarantine(dir string, now time.Time) (string, error) {
	parent := filepath.Join(dir, damagedFolder)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return "", err
	}
	folder := filepath.Join(parent, now.UTC().Format(backupTime))
	err := os.Mkdir(folder, 0o700)
	for n := 2; errors.Is(err, fs.ErrExist); n++ {
		folder = filepath.Join(parent, fmt.Sprintf("%s-%d", now.UTC().Format(backupTime), n))
		err = os.Mkdir(folder, 0o700)
	}
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(folder, unfinishedMark), nil, 0o600); err != nil {
		return "", err
	}
	return folder, errors.Join(syncFolder(folder), syncFolder(parent), syncFolder(dir))
}

// brokenOff returns the folder of a recovery that did not come to its end; "" if there is none.
func brokenOff(dir string) (string, error) {
	parent := filepath.Join(dir, damagedFolder)
	entries, err := os.ReadDir(parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	for _, entry := range entries {
		if folder := filepath.Join(parent, entry.Name()); isThere(filepath.Join(folder, unfinishedMark)) {
			return folder, nil
		}
	}
	return "", nil
}

// finish notes that another file is in the damaged one's place.
func finish(folder string) error {
	if err := os.Remove(filepath.Join(folder, unfinishedMark)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncFolder(folder)
}

// holdsAny tells whether any of the damaged files is in a folder.
func holdsAny(folder, base string) bool {
	for _, suffix := range suffixes() {
		if isThere(filepath.Join(folder, base+suffix)) {
			return true
		}
	}
	return false
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
