package storage

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// How long a writer waits after a failed commit: twice as long each time, up to the most.
const (
	firstRetry = 100 * time.Millisecond
	lastRetry  = 5 * time.Second
)

// SaveState tells how far saving is. Pending 0 without an error means that everything is
// in the file.
type SaveState struct {
	Pending int   // steps that are not in the file yet; every one is kept in memory
	Err     error // why the last commit failed; stays while it is tried again
}

// Writer saves steps behind the window's back, in the order they come: what waits while
// one commit runs goes into the next. Its methods may be called from any goroutine.
type Writer struct {
	user   *User
	report func(SaveState)

	wake    chan struct{} // there is something new
	hurry   chan struct{} // somebody waits: do not wait for the next try
	quit    chan struct{}
	stopped chan struct{}
	stop    sync.Once

	mu      sync.Mutex
	pending []Step
	saved   int // how many have been committed
	err     error
	changed chan struct{} // closed and replaced after every commit
}

// Writer starts a writer for this person. The report is called on the writer's goroutine,
// whenever the state changes; it may be nil.
func (u *User) Writer(report func(SaveState)) *Writer {
	if report == nil {
		report = func(SaveState) {}
	}
	w := &Writer{
		user: u, report: report,
		wake: make(chan struct{}, 1), hurry: make(chan struct{}, 1),
		quit: make(chan struct{}), stopped: make(chan struct{}), changed: make(chan struct{}),
	}
	go w.run()
	return w
}

// Save takes a step over and returns at once. Empty steps are left out.
func (w *Writer) Save(step Step) {
	if step.Empty() {
		return
	}
	w.mu.Lock()
	w.pending = append(w.pending, step)
	w.mu.Unlock()
	signal(w.wake)
}

// Flush waits until everything saved before is committed, or the context ends.
func (w *Writer) Flush(ctx context.Context) error {
	w.mu.Lock()
	goal := w.saved + len(w.pending)
	w.mu.Unlock()
	signal(w.hurry)
	for {
		w.mu.Lock()
		left, err, changed := goal-w.saved, w.err, w.changed
		w.mu.Unlock()
		if left <= 0 {
			return nil
		}
		select {
		case <-changed:
		case <-w.stopped:
			return fmt.Errorf("%d steps are not saved: %w", left, errors.Join(ErrClosed, err))
		case <-ctx.Done():
			return fmt.Errorf("%d steps are not saved: %w", left, errors.Join(ctx.Err(), err))
		}
	}
}

// Close flushes and stops. When the context ends first, the error says how many steps
// are not saved.
func (w *Writer) Close(ctx context.Context) error {
	err := w.Flush(ctx)
	w.stop.Do(func() { close(w.quit) })
	select {
	case <-w.stopped:
	case <-ctx.Done():
	}
	return err
}

// run commits whatever is pending, until it is told to quit.
func (w *Writer) run() {
	defer close(w.stopped)
	var retry <-chan time.Time // set while waiting after a failure
	var delay time.Duration
	for {
		select {
		case <-w.quit:
			return
		case <-w.wake:
		case <-w.hurry:
			retry = nil
		case <-retry:
			retry = nil
		}
		batch, state := w.next()
		if state.Pending == 0 {
			continue
		}
		w.report(state)
		if retry != nil {
			continue
		}
		// Not to be cancelled halfway: whether a broken-off commit happened is unknown.
		err := w.user.Commit(context.Background(), batch)
		w.report(w.settle(len(batch), err))
		if err == nil {
			delay = 0
			continue
		}
		delay = min(max(2*delay, firstRetry), lastRetry)
		retry = time.After(delay)
	}
}

// next returns what is to be committed.
func (w *Writer) next() ([]Step, SaveState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	batch := w.pending[:len(w.pending):len(w.pending)]
	return batch, SaveState{Pending: len(batch), Err: w.err}
}

// settle notes the outcome of a commit and tells those who wait.
func (w *Writer) settle(steps int, err error) SaveState {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = err
	if err == nil {
		w.pending = append([]Step(nil), w.pending[steps:]...)
		w.saved += steps
	}
	close(w.changed)
	w.changed = make(chan struct{})
	return SaveState{Pending: len(w.pending), Err: err}
}

// signal leaves a note that is read once, however often it was left.
func signal(note chan struct{}) {
	select {
	case note <- struct{}{}:
	default:
	}
}
