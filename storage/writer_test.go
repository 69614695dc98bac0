package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"overachiever/storage"
)

// states keeps what a writer reports.
type states struct {
	mu   sync.Mutex
	list []storage.SaveState
}

func (s *states) report(state storage.SaveState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, state)
}

func (s *states) last() storage.SaveState {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == 0 {
		return storage.SaveState{Pending: -1} // nothing reported yet
	}
	return s.list[len(s.list)-1]
}

func (s *states) failed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, state := range s.list {
		if state.Err != nil {
			return true
		}
	}
	return false
}

// written waits for a state in which everything is in the file.
func (s *states) written(t *testing.T) {
	t.Helper()
	eventually(t, "saved", func() bool { return s.last() == storage.SaveState{} })
}

func TestWriterSavesByItself(t *testing.T) {
	_, user := local(t)
	var seen states
	writer := user.Writer(seen.report)
	tree := must(user.Tree(t.Context()))(t)
	_, step, err := tree.Create(storage.TopLevel, 0, "a")
	check(t, err)
	writer.Save(step)
	writer.Save(storage.Step{})
	eventually(t, "committed", func() bool {
		return outline(must(user.Tree(t.Context()))(t)) == "\na"
	})
	check(t, writer.Close(t.Context()))
	if seen.failed() || seen.list[0].Pending != 1 || seen.last().Pending != 0 {
		t.Errorf("reported: %+v", seen.list)
	}
}

// Closing saves what is still pending, in order, however fast it came and from wherever.
func TestWriterFlushesOnClose(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	writer := user.Writer(nil)
	for i := range 60 {
		_, step, err := tree.Create(storage.TopLevel, i, fmt.Sprint(i))
		check(t, err)
		writer.Save(step)
		if i%20 == 10 {
			check(t, writer.Flush(t.Context()))
			if got := outline(must(user.Tree(t.Context()))(t)); got != outline(tree) {
				t.Errorf("flushed:%s", got)
			}
		}
	}
	check(t, writer.Close(t.Context()))
	check(t, writer.Close(t.Context()))
	if got := outline(must(user.Tree(t.Context()))(t)); got != outline(tree) {
		t.Errorf("closed:%s", got)
	}
	if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 {
		t.Errorf("checked: %+v", report)
	}
	_, step, err := tree.Create(storage.TopLevel, 0, "late")
	check(t, err)
	writer.Save(step)
	if err := writer.Flush(t.Context()); !errors.Is(err, storage.ErrClosed) {
		t.Errorf("flushed after closing: %v", err)
	}
}

// Two persons' writers, readers, and a check at the same time do not disturb each other.
func TestWritersSideBySide(t *testing.T) {
	store, one := local(t)
	two := store.User(must(store.SignedIn(t.Context(), storage.Profile{Issuer: "i", Subject: "s"}))(t))
	var group sync.WaitGroup
	for _, user := range []*storage.User{one, two} {
		tree := must(user.Tree(t.Context()))(t)
		group.Go(func() {
			writer := user.Writer(nil)
			for i := range 30 {
				_, step, _ := tree.Create(storage.TopLevel, 0, fmt.Sprint(i))
				writer.Save(step)
			}
			if err := writer.Close(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
	}
	group.Go(func() {
		for range 3 {
			if report, err := store.Check(t.Context()); err != nil || len(report.Problems) > 0 {
				t.Errorf("%+v, %v", report, err)
			}
		}
	})
	group.Wait()
	for _, user := range []*storage.User{one, two} {
		if totals := must(user.Tree(t.Context()))(t).Totals(); totals.Total != 30 {
			t.Errorf("%v goals", totals)
		}
	}
}

// A failed commit is reported and tried again; nothing is lost or saved twice.
func TestWriterRetries(t *testing.T) {
	path := file(t)
	store := open(t, path)
	user := store.User(must(store.Local(t.Context()))(t))
	tree := must(user.Tree(t.Context()))(t)
	var seen states
	writer := user.Writer(seen.report)
	db := raw(t, path)
	run(t, db, `PRAGMA legacy_alter_table = ON`)
	run(t, db, `ALTER TABLE operation RENAME TO away`)
	for _, name := range []string{"a", "b"} {
		_, step, err := tree.Create(storage.TopLevel, 9, name)
		check(t, err)
		writer.Save(step)
	}
	eventually(t, "the failure is reported", func() bool {
		state := seen.last()
		return state.Err != nil && state.Pending == 2
	})
	soon, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := writer.Flush(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("flushed: %v", err)
	}
	run(t, db, `ALTER TABLE away RENAME TO operation`)
	seen.written(t)
	_, step, err := tree.Create(storage.TopLevel, 9, "c")
	check(t, err)
	writer.Save(step)
	check(t, writer.Close(t.Context()))
	if got := outline(must(user.Tree(t.Context()))(t)); got != "\na\nb\nc" {
		t.Errorf("read back:%s", got)
	}
	if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 {
		t.Errorf("checked: %+v", report)
	}
}

// While another connection holds the write lock, edits wait in memory; Flush gives up
// when its context does, and everything is saved as soon as the lock is let go.
func TestWriterWaitsForTheLock(t *testing.T) {
	path := file(t)
	store := open(t, path)
	user := store.User(must(store.Local(t.Context()))(t))
	tree := must(user.Tree(t.Context()))(t)
	var seen states
	writer := user.Writer(seen.report)
	db := raw(t, path)
	run(t, db, `BEGIN IMMEDIATE`)
	for i := range 5 {
		_, step, err := tree.Create(storage.TopLevel, 9, fmt.Sprint(i))
		check(t, err)
		writer.Save(step)
	}
	soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := writer.Flush(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("flushed: %v", err)
	}
	if got := must(user.Tree(t.Context()))(t).Totals(); got.Total != 0 {
		t.Errorf("%v goals got past the lock", got)
	}
	run(t, db, `ROLLBACK`)
	check(t, writer.Flush(t.Context()))
	seen.written(t)
	if got := outline(must(user.Tree(t.Context()))(t)); got != outline(tree) {
		t.Errorf("read back:%s", got)
	}
	check(t, writer.Close(t.Context()))
}

// Closing does not wait for ever for a disk that does not come back.
func TestWriterCloseGivesUp(t *testing.T) {
	path := file(t)
	store := open(t, path)
	user := store.User(must(store.Local(t.Context()))(t))
	tree := must(user.Tree(t.Context()))(t)
	db := raw(t, path)
	run(t, db, `ALTER TABLE step RENAME TO away`)
	writer := user.Writer(nil)
	_, step, err := tree.Create(storage.TopLevel, 9, "unsaved")
	check(t, err)
	writer.Save(step)
	soon, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := writer.Close(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("closed: %v", err)
	}
}

// A step that the file will never take does not keep what comes after it from being saved,
// and it is not forgotten that it is not.
func TestWriterSetsRefusedStepsAside(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	forge := func(id string, operation storage.Operation) storage.Step {
		operation.ID = id
		return storage.Step{ID: storage.StepID(id), Operations: []storage.Operation{operation}}
	}
	var seen states
	writer := user.Writer(seen.report)
	_, before, err := tree.Create(storage.TopLevel, 9, "before")
	check(t, err)
	_, after, err := tree.Create(storage.TopLevel, 9, "after")
	check(t, err)
	for _, step := range []storage.Step{
		before,
		forge("x", storage.Operation{Kind: storage.Set, Goal: "never was", Field: storage.FieldName}),
		forge("y", storage.Operation{Kind: "dance", Goal: before.Operations[0].Goal}),
		after,
	} {
		writer.Save(step)
	}
	if err := writer.Flush(t.Context()); !errors.Is(err, storage.ErrNoGoal) {
		t.Errorf("flushed: %v", err)
	}
	eventually(t, "reported", func() bool {
		state := seen.last()
		return state.Pending == 0 && state.Refused == 2 && errors.Is(state.Err, storage.ErrNoGoal)
	})
	if got := outline(must(user.Tree(t.Context()))(t)); got != "\nbefore\nafter" {
		t.Errorf("read back:%s", got)
	}
	if err := writer.Close(t.Context()); !errors.Is(err, storage.ErrNoGoal) {
		t.Errorf("closed: %v", err)
	}
	sound(t, store)
}
