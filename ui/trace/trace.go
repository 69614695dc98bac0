// Package trace writes down how long each frame of the window took, while people use it: for measuring, not for every
// day. It knows no toolkit; the window tells it of its loop's turns.
package trace

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// flushEvery is how often what was seen is written; a program that is killed loses no more than that.
const flushEvery = time.Second

// Frame is what one turn of the window's loop took: hearing keys and mouse, doing what they ask for, and drawing. The
// wait for the clock that starts the turns, 60 a second, is in it: a turn in time takes 16.7 ms, whatever it does.
type Frame struct {
	End  time.Duration // when it was drawn, since the trace began
	Took time.Duration // since the frame before was drawn
}

// Trace takes frames down. Turn belongs to the window's goroutine; it never waits for the file.
type Trace struct {
	after func(func())
	now   func() time.Time
	began time.Time
	last  time.Time // when the newest frame ended
	turns int
	open  bool // the turn that goes on has not been seen to end

	mu     sync.Mutex
	frames []Frame // not written yet

	stop chan struct{}
	done chan error
}

// Start begins a trace. after, the toolkit's fyne.Do, is to run a function on the window's goroutine when that has come
// to the end of what it does now.
func Start(out io.Writer, after func(func()), now func() time.Time) *Trace {
	began := now()
	t := &Trace{after: after, now: now, began: began, last: began, stop: make(chan struct{}), done: make(chan error)}
	go func() { t.done <- t.write(out) }()
	return t
}

// Stop writes what is left, after the last turn, and says whether all could be written.
func (t *Trace) Stop() error {
	close(t.stop)
	return <-t.done
}

// Turn is to be called once in each turn of the loop, between input and drawing. The frame ends when the drawing is
// done: then the loop is free for other functions. A loop that is late may take its next turn first; where the next
// turn draws is then the end of the frame, so that no hitch looks shorter than it was.
func (t *Trace) Turn() {
	if t.open {
		t.end()
	}
	t.open = true
	t.turns++
	turn := t.turns
	t.after(func() {
		if t.open && turn == t.turns {
			t.open = false
			t.end()
		}
	})
}

func (t *Trace) end() {
	now := t.now()
	t.mu.Lock()
	t.frames = append(t.frames, Frame{End: now.Sub(t.began), Took: now.Sub(t.last)})
	t.mu.Unlock()
	t.last = now
}

func (t *Trace) write(out io.Writer) error {
	_, failed := fmt.Fprintf(out, header+"\n", t.began.UTC().Format(time.RFC3339Nano))
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			failed = errors.Join(failed, t.flush(out))
		case <-t.stop:
			return errors.Join(failed, t.flush(out))
		}
	}
}

func (t *Trace) flush(out io.Writer) error {
	t.mu.Lock()
	frames := t.frames
	t.frames = nil
	t.mu.Unlock()
	var text strings.Builder
	for _, f := range frames {
		fmt.Fprintf(&text, "%.3f %.3f\n", milliseconds(f.End), milliseconds(f.Took))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// header says what the columns are, and when the trace began.
const header = "milliseconds-since-start duration-ms; started %s"

// Read reads a trace: when it began, and its frames.
func Read(in io.Reader) (began time.Time, frames []Frame, err error) {
	lines := bufio.NewScanner(in)
	if !lines.Scan() {
		return began, nil, errors.Join(errors.New("trace: empty"), lines.Err())
	}
	var start string
	if _, err := fmt.Sscanf(lines.Text(), header, &start); err != nil {
		return began, nil, fmt.Errorf("trace: %q is no header: %w", lines.Text(), err)
	}
	if began, err = time.Parse(time.RFC3339Nano, start); err != nil {
		return began, nil, fmt.Errorf("trace: %w", err)
	}
	for lines.Scan() {
		var end, took float64
		if _, err := fmt.Sscanf(lines.Text(), "%f %f", &end, &took); err != nil {
			return began, nil, fmt.Errorf("trace: %q is no frame: %w", lines.Text(), err)
		}
		frames = append(frames, Frame{End: duration(end), Took: duration(took)})
	}
	return began, frames, lines.Err()
}

func duration(milliseconds float64) time.Duration {
	return time.Duration(milliseconds * float64(time.Millisecond))
}
