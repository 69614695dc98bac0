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
	"The file with your goals, or what belongs to it, was moved, removed or replaced while Overachiever was open.", "Recover your goals: what you see here is safe."}

// knowFiles remembers what the files look like that are open: the database, its log, and
// the index of that, which stay the same ones as long as the pen does. On the disks of other
// computers a file need not look the same twice.
func (s *Store) knowFiles() error {
	if s.place.Kind == place.Network {
		return nil
	}
	s.opened = map[string]fs.FileInfo{}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(s.path + suffix)
		if suffix != "" && errors.Is(err, fs.ErrNotExist) {
			continue // there is no log in this place
		}
		if err != nil {
			return err
		}
		s.opened[suffix] = info
	}
	return nil
}

// inPlace makes sure that the files that are open are those that the next start opens: of
// one that was moved, removed or replaced the system says nothing, and SQLite goes on
// writing to it.
func (s *Store) inPlace() error {
	for suffix, opened := range s.opened {
		now, err := os.Stat(s.path + suffix)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(opened, now) {
			return ErrTakenAway
		} // nobody knows where it cannot be looked
	}
	return nil
}
