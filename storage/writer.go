package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
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
	Refused int   // steps that the file will never take, whatever is tried
	Err     error // why the last commit failed, which is tried again; else why steps were refused
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
	settled int // how many have been committed or refused
	refused int
	refusal error         // why the first of those
	err     error         // of the last commit
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

// Flush waits until everything saved before is committed, or the context ends. Its error
// says how many steps are not: those that were refused count for ever.
func (w *Writer) Flush(ctx context.Context) error {
	w.mu.Lock()
	last := w.settled + len(w.pending)
	w.mu.Unlock()
	signal(w.hurry)
	for {
		w.mu.Lock()
		left, err, changed := last-w.settled, w.err, w.changed
		refused, refusal := w.refused, w.refusal
		w.mu.Unlock()
		if left <= 0 && refused > 0 {
			return fmt.Errorf("%d steps cannot be saved: %w", refused, refusal)
		}
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
		err := w.commit(context.Background(), batch)
		if err == nil {
			delay = 0
			continue
		}
		delay = min(max(2*delay, firstRetry), lastRetry)
		retry = time.After(delay)
	}
}

// commit saves a batch whole. When something in it can never be saved, it saves each step by
// itself: what comes after the refused one is not to wait for ever.
func (w *Writer) commit(ctx context.Context, batch []Step) error {
	err := w.user.Commit(ctx, batch)
	if !isRefusal(err) {
		return w.settle(len(batch), err)
	}
	for _, step := range batch {
		if err := w.settle(1, w.user.Commit(ctx, []Step{step})); err != nil {
			return err
		}
	}
	return nil
}

// isRefusal tells whether trying again is of no use: the file is well, the step is not.
func isRefusal(err error) bool {
	var failure *sqlite.Error
	if errors.As(err, &failure) {
		code := failure.Code() & 0xff
		return code == sqlite3.SQLITE_CONSTRAINT || code == sqlite3.SQLITE_TOOBIG
	}
	return errors.Is(err, ErrNoGoal) || errors.Is(err, ErrOwnDescendant) || errors.Is(err, ErrBadOperation) || errors.Is(err, ErrNoUser)
}

// next returns what is to be committed.
func (w *Writer) next() ([]Step, SaveState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pending[:len(w.pending):len(w.pending)], w.state()
}

func (w *Writer) state() SaveState {
	state := SaveState{Pending: len(w.pending), Refused: w.refused, Err: w.err}
	if state.Err == nil {
		state.Err = w.refusal
	}
	return state
}

// settle notes the outcome of a commit, and tells those who wait. It returns the error if
// the commit is to be tried again.
func (w *Writer) settle(steps int, err error) error {
	w.mu.Lock()
	if isRefusal(err) {
		w.refused += steps
		w.refusal = cmp.Or(w.refusal, err)
		err = nil
	}
	w.err = err
	if err == nil {
		w.pending = append([]Step(nil), w.pending[steps:]...)
		w.settled += steps
	}
	close(w.changed)
	w.changed = make(chan struct{})
	state := w.state()
	w.mu.Unlock()
	w.report(state)
	return err
}

// signal leaves a note that is read once, however often it was left.
func signal(note chan struct{}) {
	select {
	case note <- struct{}{}:
	default:
	}
}
