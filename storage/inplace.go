package storage

import (
	"errors"
	"io/fs"
	"os"

	"overachiever/storage/place"
)

// ErrTakenAway is reported when what was committed is in a file that the next start does
// not open.
var ErrTakenAway error = &explained{"the database was moved, removed or replaced while it was open",
	"The file with your goals was moved, removed or replaced while Overachiever was open.", "Recover your goals: what you see here is safe."}

// inPlace makes sure that the file that is open is the one that the next start opens: of
// one that was moved, removed or replaced the system says nothing, and SQLite goes on
// writing to it. On the disks of other computers a file need not look the same twice.
func (s *Store) inPlace() error {
	if s.opened == nil || s.place.Kind == place.Network {
		return nil
	}
	now, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(s.opened, now) {
		return ErrTakenAway
	}
	return nil // nobody knows where it cannot be looked
}
