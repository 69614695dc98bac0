package faults

import (
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A file that may not grow any more (ulimit -f) does not end the program: that is said, and
// everything is kept and saved as soon as it may.
func TestSizeLimit(t *testing.T) {
	for _, kilobytes := range []uint64{300, 900} {
		t.Run(strconv.FormatUint(kilobytes, 10), func(t *testing.T) {
			t.Parallel()
			path := newFile(t)
			child := start(t, path, 1, edits)
			limit := unix.Rlimit{Cur: kilobytes << 10, Max: unix.RLIM_INFINITY}
			if err := unix.Prlimit(child.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil); err != nil {
				t.Fatal(err)
			}
			var heard heard
			for len(heard.failed) < 3 && child.lines.Scan() {
				heard.line(child.lines.Text())
			}
			if len(heard.failed) < 3 || !strings.Contains(heard.failed[2], "disk") {
				t.Errorf("at the limit the writer said %q", heard.failed)
			}
			limit.Cur = unix.RLIM_INFINITY
			if err := unix.Prlimit(child.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil); err != nil {
				t.Fatal(err)
			}
			rest := child.finished(t)
			rest.saved = append(heard.saved, rest.saved...)
			unharmed(t, path, rest)
		})
	}
}
