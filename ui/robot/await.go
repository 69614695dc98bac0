package robot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// patience is how long a condition is waited for when the caller's context has no deadline of its own.
const patience = 30 * time.Second

// ErrWaited matches every error of a condition that did not come about in time.
var ErrWaited = errors.New("waited in vain")

// WaitError says what was waited for, for how long, and where a picture of the screen was left.
type WaitError struct {
	What    string
	Waited  time.Duration
	Picture string // "" when none could be taken
	Seen    string // what was there instead, if known
	Err     error  // the last error of looking, or why waiting ended
}

func (e *WaitError) Error() string {
	var s strings.Builder
	fmt.Fprintf(&s, "waited %s in vain for %s", e.Waited.Round(100*time.Millisecond), e.What)
	if e.Seen != "" {
		fmt.Fprintf(&s, "; there was: %s", e.Seen)
	}
	if e.Err != nil {
		fmt.Fprintf(&s, ": %v", e.Err)
	}
	if e.Picture != "" {
		fmt.Fprintf(&s, " (picture of the screen: %s)", e.Picture)
	}
	return s.String()
}

// Unwrap lets errors.Is find ErrWaited and the cause.
func (e *WaitError) Unwrap() []error {
	if e.Err == nil {
		return []error{ErrWaited}
	}
	return []error{ErrWaited, e.Err}
}

// await asks check every so often until it says yes. It gives up at the context's deadline, or after patience when
// there is none. An error of check does not end the waiting: it is reported when the waiting is over.
func await(ctx context.Context, what string, every time.Duration, check func(context.Context) (bool, error)) error {
	if _, limited := ctx.Deadline(); !limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	start := time.Now()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	var last error
	for {
		ok, err := check(ctx)
		if ok {
			return nil
		}
		if err != nil && ctx.Err() == nil {
			last = err
		}
		select {
		case <-ctx.Done():
			if last == nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
				last = ctx.Err()
			}
			return &WaitError{What: what, Waited: time.Since(start), Err: last}
		case <-ticker.C:
		}
	}
}

// Await waits, looking every 100 ms, until check says yes; what is in words, for the error. On failure a picture of the
// screen is left.
func (d *Desktop) Await(ctx context.Context, what string, check func(context.Context) (bool, error)) error {
	return d.pictured(await(ctx, what, 100*time.Millisecond, check))
}

// pictured adds a picture of the screen to a WaitError that has none.
func (d *Desktop) pictured(err error) error {
	var waited *WaitError
	if errors.As(err, &waited) && waited.Picture == "" {
		waited.Picture = d.leavePicture()
	}
	return err
}
