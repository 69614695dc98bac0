package logfile

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"overachiever/storage/medium"
)

// What goes wrong is added to the log; one that is too long begins anew, and one that
// cannot be written keeps no window from opening.
func TestOpen(t *testing.T) {
	for name, c := range map[string]struct {
		before   []byte
		mode     os.FileMode
		readOnly bool
		want     []byte
	}{
		"there is none":          {nil, 0o600, false, []byte("news\n")},
		"there is one":           {[]byte("old\n"), 0o600, false, []byte("old\nnews\n")},
		"it is too long":         {make([]byte, most+1), 0o600, false, []byte("news\n")},
		"nothing can be written": {[]byte("old\n"), 0o600, true, []byte("old\n")},
		"it must not be written": {[]byte("old\n"), 0o444, false, []byte("old\n")},
		"nor be read":            {[]byte("old\n"), 0, false, []byte("old\n")},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "overachiever.log")
			if c.before != nil {
				if err := os.WriteFile(path, c.before, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(path, c.mode); err != nil {
					t.Fatal(err)
				}
			}
			open := func() {
				log, err := Open(path, c.readOnly)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := io.WriteString(log, "news\n"); err != nil {
					t.Error(err)
				}
				if err := log.Close(); err != nil {
					t.Error(err)
				}
			}
			if c.mode == 0o600 {
				open()
			} else {
				letIn(t, filepath.Dir(path))
				medium.AsNobody(t, open)
			}
			if err := os.Chmod(path, 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, c.want) {
				t.Errorf("the log is %.40q, %v", got, err)
			}
		})
	}
}

// letIn lets everybody look into a folder of the test.
func letIn(t *testing.T, dir string) {
	t.Helper()
	for ; dir != filepath.Clean(os.TempDir()); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
