package storage

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"overachiever/storage/place"
)

// pragma is a setting of a connection. SQLite ignores one it does not know and the
// driver one it cannot read, so each is read back: https://sqlite.org/pragma.html
type pragma struct{ name, value, want string }

// safety is what every connection must have.
func safety() []pragma {
	return []pragma{
		{"busy_timeout", "5000", "5000"}, // milliseconds
		{"foreign_keys", "1", "1"},
		{"cell_size_check", "1", "1"}, // notices damage earlier
		{"trusted_schema", "0", "0"},  // https://sqlite.org/security.html
	}
}

// durability is what a connection that writes must have besides, in this sort of place.
// A write-ahead log takes memory that all who have the file open share, which ends at
// this computer (https://sqlite.org/wal.html#disadvantages), and lasts as a second file,
// which a program that synchronizes would copy at another moment than the first. So
// elsewhere there is a journal for as long as a commit lasts. Its end is the commit: with
// EXTRA that has reached the disk too (https://sqlite.org/pragma.html#pragma_synchronous).
func durability(where place.Place) []pragma {
	journal, synchronous := pragma{"journal_mode", "WAL", "wal"}, pragma{"synchronous", "FULL", "2"}
	if where.Kind != place.Local {
		journal, synchronous = pragma{"journal_mode", "DELETE", "delete"}, pragma{"synchronous", "EXTRA", "3"}
	}
	return []pragma{
		journal,
		synchronous,
		{"fullfsync", "1", "1"}, // on a Mac, fsync alone does not reach the disk
		{"checkpoint_fullfsync", "1", "1"},
		{"journal_size_limit", "67108864", "67108864"}, // bytes
		{"cache_size", "-16000", "-16000"},             // KiB at most: a large import stays in memory
	}
}

// asWriter is all that a connection must have that writes in this sort of place.
func asWriter(where place.Place) []pragma { return append(safety(), durability(where)...) }

// writing returns the driver's address of a file that is to be written, and that is there:
// one that was taken away is not begun anew.
func writing(path string, where place.Place) string {
	return address(path, asWriter(where), "mode=rw", "_txlock=immediate")
}

// reading returns the driver's address of a file that is only read.
func reading(path string, options ...string) string {
	return address(path, safety(), append(options, "mode=ro", "_txlock=deferred")...)
}

// alone returns the driver's address of a file that nobody else has open. Without locks,
// and with the index of its log in memory, it takes no file beside it:
// https://sqlite.org/wal.html#noshm
func alone(path string) string {
	system := "unix-none"
	if runtime.GOOS == "windows" {
		system = "win32-none"
	}
	return address(path, append([]pragma{{"locking_mode", "EXCLUSIVE", "exclusive"}}, safety()...), "mode=ro", "vfs="+system)
}

// leaving returns the driver's address of a file that is to be rid of its log, also
// where there is no memory to be shared.
func leaving(path string) string {
	return address(path, append(safety(), pragma{"locking_mode", "EXCLUSIVE", "exclusive"}, pragma{"journal_mode", "DELETE", "delete"}), "mode=rw")
}

// address escapes the path, which may hold spaces, #, ? and %: https://sqlite.org/uri.html
func address(path string, pragmas []pragma, options ...string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/Users/…
		path = "/" + path
	}
	// _defensive and _dqs=0 switch off what can damage a file or hide a typo;
	// _error_rc makes the driver report the right text with an error.
	options = append(options, "_defensive=1", "_dqs=0", "_error_rc=1")
	for _, p := range pragmas {
		options = append(options, "_pragma="+p.name+"("+p.value+")")
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(options, "&")
}

// readBack compares the pragmas of a connection with what they must be. Errors: ErrPragma.
func readBack(ctx context.Context, db queryer, pragmas []pragma) error {
	var problems []error
	for _, p := range pragmas {
		var got string
		if err := db.QueryRowContext(ctx, `PRAGMA `+p.name).Scan(&got); err != nil {
			return fmt.Errorf("reading pragma %s: %w", p.name, known(err))
		}
		if got != p.want {
			problems = append(problems, fmt.Errorf("%w: %s is %s, not %s", ErrPragma, p.name, got, p.want))
		}
	}
	return errors.Join(problems...)
}
