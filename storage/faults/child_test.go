package faults

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program is where TestMain tells the tests that the other program is.
const program = "OVERACHIEVER_TEST_OTHER"

// TestMain builds the other program, which writes and looks: without the race detector,
// which would take ten times as long.
func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	folder, err := os.MkdirTemp("", "faults")
	if err == nil {
		defer os.RemoveAll(folder)
		err = os.Setenv(program, filepath.Join(folder, "other"))
	}
	if err == nil {
		build := exec.Command("go", "build", "-o", os.Getenv(program), "./other")
		build.Stdout, build.Stderr = os.Stderr, os.Stderr
		err = build.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "building the other program:", err)
		return 1
	}
	return m.Run()
}

// child is the one who writes, as its parent sees it.
type child struct {
	*exec.Cmd
	lines *bufio.Scanner
}

// start starts a writer on a file, by way of another command if there is one: strace, say.
func start(t *testing.T, path string, seed uint64, edits int, by ...string) *child {
	t.Helper()
	by = append(by, os.Getenv(program), "write", path, fmt.Sprint(seed), fmt.Sprint(edits))
	command := exec.Command(by[0], by[1:]...)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	return &child{command, lines}
}

// heard is what a child said until its end.
type heard struct {
	saved  []string // steps
	failed []string // why
	goals  string
	done   bool
	err    string
}

func (h *heard) line(line string) {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "saved":
		h.saved = append(h.saved, strings.Fields(rest)...)
	case "failed":
		h.failed = append(h.failed, rest)
	case "goals":
		h.goals = rest
	case "done":
		h.done = true
	case "error":
		h.err = rest
	}
}

// listen hears a child out.
func (c *child) listen() heard {
	var h heard
	for c.lines.Scan() {
		h.line(c.lines.Text())
	}
	_ = c.Wait() // how it ended is the test's doing
	return h
}

// finished hears a child out that is to do all its edits.
func (c *child) finished(t *testing.T) heard {
	t.Helper()
	h := c.listen()
	if !h.done {
		t.Fatalf("the writer did not come to its end: %q, %q", h.err, h.failed)
	}
	return h
}

// eye looks at files after whatever happened.
type eye struct {
	ask  io.Writer
	tell *json.Decoder
}

func newEye(t *testing.T) *eye {
	t.Helper()
	command := exec.Command(os.Getenv(program), "look")
	command.Stderr = os.Stderr
	ask, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	tell, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ask.Close()
		if err := command.Wait(); err != nil {
			t.Error(err)
		}
	})
	return &eye{ask, json.NewDecoder(tell)}
}

// look opens a file as the program does.
func (e *eye) look(t *testing.T, path string) (seen Seen) {
	t.Helper()
	_, err := fmt.Fprintln(e.ask, path)
	if err == nil {
		err = e.tell.Decode(&seen)
	}
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// whole makes sure that a file is sound and has these steps.
func (e *eye) whole(t *testing.T, path string, saved []string) Seen {
	t.Helper()
	seen := e.look(t, path)
	if seen.Error != "" || len(seen.Problems) > 0 {
		t.Fatalf("%s, %q", seen.Error, seen.Problems)
	}
	there := map[string]bool{}
	for _, step := range seen.Steps {
		there[step] = true
	}
	for i, step := range saved {
		if !there[step] {
			t.Fatalf("step %s, number %d of %d that were saved, is not there", step, i+1, len(saved))
		}
	}
	return seen
}

func newFile(t *testing.T) string { return filepath.Join(t.TempDir(), "goals.db") }
