// Package medium turns folders into media that cannot be written, and people into ones who
// may not, for tests.
package medium

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// ReadOnly makes a folder one that nothing can be written into, with all that is in it,
// until the test ends. Permissions do not stop root: for root it is mounted read-only or,
// where that is not allowed, marked as immutable.
func ReadOnly(t testing.TB, dir string) {
	t.Helper()
	if os.Getuid() == 0 {
		if err := asRoot(t, dir); err != nil {
			t.Fatalf("root can write everywhere here, which this test cannot change: %v", err)
		}
	} else if err := withdraw(t, dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "written"), nil, 0o600); err == nil {
		t.Fatalf("%s can still be written", dir)
	}
}

// withdraw takes the permissions to write away, the innermost first.
func withdraw(t testing.TB, dir string) error {
	var paths []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	})
	for i := len(paths) - 1; i >= 0; i-- {
		info, statErr := os.Stat(paths[i])
		if statErr != nil {
			return errors.Join(err, statErr)
		}
		err = errors.Join(err, os.Chmod(paths[i], info.Mode().Perm()&^0o222))
		t.Cleanup(func() { _ = os.Chmod(paths[i], info.Mode().Perm()) }) // what the test removed is gone
	}
	return err
}
