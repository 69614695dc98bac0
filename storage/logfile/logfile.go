// Package logfile is the file in the data folder that says what went wrong.
package logfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// most is how large the file may grow, in bytes, before a start empties it.
const most = 1 << 20

// nowhere is the log where nothing can be written.
type nowhere struct{ io.Writer }

func (nowhere) Close() error { return nil }

// Open opens the log to be added to. One that cannot be written, or where readOnly tells
// that nothing can be, takes what it is given nowhere: that keeps no window from opening,
// which says what it means for the goals. Errors: those of the disk.
func Open(path string, readOnly bool) (io.WriteCloser, error) {
	if readOnly {
		return nowhere{io.Discard}, nil
	}
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(path); err == nil && info.Size() > most {
		flags |= os.O_TRUNC
	}
	log, err := os.OpenFile(path, flags, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return nowhere{io.Discard}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the data folder cannot be written to: %w", err)
	}
	return log, nil
}
