// Package faults breaks what a goals file stands on, while somebody writes to it, and looks
// what is left. Its tests start the one who writes as a program of its own.
package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"overachiever/storage"
)

// UntilFailure is so many edits that they never end, but in a kill as soon as one of them
// could not be saved.
const UntilFailure = 1 << 30

// Write edits the goals of a file at random, a few at a time, each few when the ones before
// are saved. It says "ready" when the file is open; "saved STEP…" once the writer said that
// they are; "failed" and why, as often as the writer says so; and after so many edits all
// the goals, and "done".
func Write(out io.Writer, path string, seed uint64, edits int) error {
	// A line is written at once: what was said before a kill is heard.
	say := func(format string, args ...any) {
		fmt.Fprintln(out, strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", " "))
	}
	store, user, tree, err := openPatiently(path, say)
	if err != nil {
		return err
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		return err
	}
	writer := user.Writer(func(state storage.SaveState) {
		if state.Err != nil {
			say("failed %v", state.Err)
			if edits == UntilFailure {
				_ = self.Kill()
				select {}
			}
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
func openPatiently(path string, say func(string, ...any)) (store *storage.Store, user *storage.User, tree *storage.Tree, err error) {
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
