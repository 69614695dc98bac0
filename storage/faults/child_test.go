// Package faults breaks what a goals file stands on, while somebody writes to it, and looks
// what is left. It has tests only: each starts this test program again as the one who writes.
package faults

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
)

// With this variable the test program is the one who writes: FILE SEED EDITS. It says
// "ready" when the file is open; "saved STEP…" once the writer said that they are; "failed"
// and why, as often as the writer says so; and after EDITS edits all the goals, and "done".
const writes = "OVERACHIEVER_TEST_WRITES"

func TestMain(m *testing.M) {
	if os.Getenv(writes) == "" {
		os.Exit(m.Run())
	}
	time.AfterFunc(limit, func() { say("error it took too long"); os.Exit(1) })
	if err := write(strings.Split(os.Getenv(writes), "\n")); err != nil {
		say("error %v", err)
		os.Exit(1)
	}
}

// limit is how long a writer may take for its edits.
const limit = 30 * time.Second

// say writes a line at once: what was said before a kill is heard.
func say(format string, args ...any) {
	fmt.Fprintln(os.Stdout, strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", " "))
}

// write edits goals, a few at a time, each few when the ones before are saved.
func write(args []string) error {
	seed, err := strconv.ParseUint(args[1], 10, 64)
	if err != nil {
		return err
	}
	edits, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	store, user, tree, err := openPatiently(args[0])
	if err != nil {
		return err
	}
	writer := user.Writer(func(state storage.SaveState) {
		if state.Err != nil {
			say("failed %v", state.Err)
		}
	})
	say("ready")
	hand := newHand(tree, seed)
	for left := edits; left > 0; {
		said := "saved"
		for range min(left, 1+hand.IntN(3)) {
			step, err := hand.edit()
			if err != nil {
				return err
			}
			left--
			writer.Save(step)
			said += " " + string(step.ID)
		}
		if err := writer.Flush(context.Background()); err != nil {
			return err
		}
		say("%s", said)
	}
	if err := writer.Close(context.Background()); err != nil {
		return err
	}
	say("goals %s", outline(tree))
	if err := store.Close(); err != nil {
		say("failed %v", err) // all is saved: what was not tidied up is next time
	}
	say("done")
	return nil
}

// openPatiently opens a file on a disk that may not take everything at once.
func openPatiently(path string) (store *storage.Store, user *storage.User, tree *storage.Tree, err error) {
	for range 5 {
		if store, user, tree, err = open(path); err == nil {
			break
		}
		say("failed %v", err)
	}
	return store, user, tree, err
}

func open(path string) (*storage.Store, *storage.User, *storage.Tree, error) {
	ctx := context.Background()
	store, err := storage.Open(ctx, path, time.Now)
	if err != nil {
		return nil, nil, nil, err
	}
	id, err := store.Local(ctx)
	if err != nil {
		return nil, nil, nil, errors.Join(err, store.Close())
	}
	user := store.User(id)
	tree, err := user.Tree(ctx)
	if err != nil {
		return nil, nil, nil, errors.Join(err, store.Close())
	}
	return store, user, tree, nil
}

// hand edits goals at random.
type hand struct {
	tree *storage.Tree
	*rand.Rand
}

func newHand(tree *storage.Tree, seed uint64) hand {
	return hand{tree, rand.New(rand.NewPCG(seed, 0))}
}

// edit changes something: it never gives an empty step.
func (h hand) edit() (storage.Step, error) {
	top := h.tree.Children(storage.TopLevel)
	text := fmt.Sprint("goal ", h.Uint64())
	if len(top) < 3 {
		_, step, err := h.tree.Create(storage.TopLevel, 0, text)
		return step, err
	}
	id := top[h.IntN(len(top))]
	switch h.IntN(6) {
	case 0:
		_, step, err := h.tree.Create(id, h.IntN(3), text)
		return step, err
	case 1: // so large that the -wal fills soon
		return h.tree.Describe(id, strings.Repeat(text, 1000))
	case 2:
		if len(top) > 10 {
			return h.tree.Delete(id)
		}
		_, step, err := h.tree.Create(storage.TopLevel, h.IntN(3), text)
		return step, err
	case 3:
		if step, err := h.tree.Move(id, storage.TopLevel, h.IntN(len(top))); err != nil || !step.Empty() {
			return step, err
		}
	}
	return h.tree.Rename(id, text)
}

// outline is all goals in one line, in order.
func outline(tree *storage.Tree) string {
	var text strings.Builder
	var write func(parent storage.GoalID)
	write = func(parent storage.GoalID) {
		text.WriteString("(")
		for _, id := range tree.Children(parent) {
			goal, _ := tree.Goal(id)
			fmt.Fprintf(&text, "%s %d", goal.Name, len(goal.Description))
			write(id)
		}
		text.WriteString(")")
	}
	write(storage.TopLevel)
	write(storage.Trash)
	return text.String()
}

// child is the one who writes, as its parent sees it.
type child struct {
	*exec.Cmd
	lines *bufio.Scanner
}

// start starts a writer on a file, by way of another command if there is one: strace, say.
func start(t *testing.T, path string, seed uint64, edits int, by ...string) *child {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	by = append(by, program)
	command := exec.Command(by[0], by[1:]...)
	command.Env = append(os.Environ(), fmt.Sprintf("%s=%s\n%d\n%d", writes, path, seed, edits))
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

// whole opens a file as the program does after whatever happened, and makes sure that it is
// sound and has these steps. It returns the goals.
func whole(t *testing.T, path string, saved []string) string {
	t.Helper()
	store, _, tree, err := open(path)
	if err != nil {
		t.Fatalf("opening again: %v", err)
	}
	defer store.Close()
	report, err := store.Check(t.Context())
	if err != nil || len(report.Problems) > 0 {
		t.Fatalf("%v, %q", err, report.Problems)
	}
	there := map[string]bool{}
	for _, step := range steps(t, path) {
		there[step] = true
	}
	for i, step := range saved {
		if !there[step] {
			t.Fatalf("step %s, the %dth of %d that were saved, is not there", step, i+1, len(saved))
		}
	}
	return outline(tree)
}

func newFile(t *testing.T) string { return filepath.Join(t.TempDir(), "goals.db") }

// steps reads the steps that are in a file, in the order they came.
func steps(t *testing.T, path string) []string {
	t.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT id FROM step ORDER BY number`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		list = append(list, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
