package storage

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
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

// durability is what a connection that writes must have besides.
func durability() []pragma {
	return []pragma{
		{"journal_mode", "WAL", "wal"},
		{"synchronous", "FULL", "2"},
		{"fullfsync", "1", "1"}, // on a Mac, fsync alone does not reach the disk
		{"checkpoint_fullfsync", "1", "1"},
		{"journal_size_limit", "67108864", "67108864"}, // bytes
		{"cache_size", "-16000", "-16000"},             // KiB at most: a large import stays in memory
	}
}

// writing returns the driver's address of a file that is to be written.
func writing(path string) string {
	return address(path, append(safety(), durability()...), "_txlock=immediate")
}

// reading returns the driver's address of a file that is only read.
func reading(path string) string {
	return address(path, safety(), "mode=ro", "_txlock=deferred")
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
