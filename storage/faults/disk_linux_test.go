package faults

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// strace makes the system calls of a writer fail that are about one file: when is strace's
// "N", "N+" or "N+STEP", counted in each thread. What failed is in the file it returns.
func strace(t *testing.T, file, calls, failure, when string) (command []string, log string) {
	log = filepath.Join(t.TempDir(), "strace")
	return []string{"strace", "-f", "--seccomp-bpf", "-qq", "-y", "-o", log, "-P", file,
		"-e", "trace=" + calls, "-e", "inject=" + calls + ":error=" + failure + ":when=" + when}, log
}

// injected counts the calls that strace made fail.
func injected(t *testing.T, log string) int {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), "(INJECTED)")
}

const edits = 100

// unharmed makes sure that a writer which finished against a failing disk has everything in
// the file: once, and in order.
func unharmed(t *testing.T, path string, heard heard) {
	t.Helper()
	if len(heard.saved)%edits != 0 {
		t.Fatalf("%d steps saved of %d", len(heard.saved), edits)
	}
	seen := newEye(t).whole(t, path, heard.saved)
	if there := seen.Steps; strings.Join(there, " ") != strings.Join(heard.saved, " ") {
		t.Fatalf("in the file\n%q instead of\n%q", there, heard.saved)
	}
	if seen.Goals != heard.goals {
		t.Fatalf("in the file\n%s\ninstead of\n%s", seen.Goals, heard.goals)
	}
}

// Whatever fsync fails, of the file, of its journal while the file is made, of the -wal, in a
// commit or in a checkpoint: the commit is tried again, and nothing is lost or doubled.
func TestSyncFails(t *testing.T) {
	for suffix, whens := range map[string][]string{
		"":         {"1", "2", "3", "1+3"},
		"-journal": {"1", "2"},
		"-wal":     {"1", "2", "3", "4", "5", "7", "9", "12", "16", "20", "25", "3+9"},
	} {
		t.Run("goals.db"+suffix, func(t *testing.T) {
			t.Parallel()
			var failed atomic.Int64
			t.Run("", func(t *testing.T) {
				for i, when := range whens {
					t.Run(when, func(t *testing.T) {
						t.Parallel()
						path := newFile(t)
						by, log := strace(t, path+suffix, "fsync,fdatasync", "EIO", when)
						heard := start(t, path, uint64(i), edits, by...).finished(t)
						unharmed(t, path, heard)
						failed.Add(int64(injected(t, log)))
					})
				}
			})
			if failed.Load() < int64(len(whens)) { // a thread may come to too few calls
				t.Errorf("only %d failed", failed.Load())
			}
		})
	}
}

// While the disk is full, or takes nothing for another reason, that is said and everything
// is kept; as soon as there is room, it is saved.
func TestWriteFails(t *testing.T) {
	for i, c := range []struct{ suffix, failure, when, says string }{
		{"-wal", "ENOSPC", "1", "disk is full"},
		{"-wal", "ENOSPC", "20", "disk is full"},
		{"-wal", "ENOSPC", "100", "disk is full"},
		{"-wal", "EDQUOT", "40", "disk reports an error"},
		{"-wal", "EIO", "7..8", "disk reports an error"},
		{"", "EIO", "1..3", ""}, // a checkpoint is tried again, and nobody waits for it
		{"", "ENOSPC", "1..4", ""},
	} {
		t.Run(fmt.Sprint(c.failure, c.suffix, " ", c.when), func(t *testing.T) {
			t.Parallel()
			path := newFile(t)
			before := start(t, path, 0, edits).finished(t) // the file is there already
			by, log := strace(t, path+c.suffix, "pwrite64", c.failure, c.when)
			heard := start(t, path, uint64(i), edits, by...).finished(t)
			if injected(t, log) == 0 {
				t.Error("no write failed")
			}
			if told := strings.Join(heard.failed, "\n"); !strings.Contains(told, c.says) || (c.says == "") != (told == "") {
				t.Errorf("the writer said %q", heard.failed)
			}
			heard.saved = append(before.saved, heard.saved...)
			unharmed(t, path, heard)
		})
	}
}
