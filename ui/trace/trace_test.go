package trace_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"overachiever/ui/trace"
)

// loop is a window's loop: what is asked for "after" waits until the test runs it.
type loop struct {
	now   time.Time
	after []func()
}

func (l *loop) pass(milliseconds int) {
	l.now = l.now.Add(time.Duration(milliseconds) * time.Millisecond)
}

func (l *loop) runAfter() {
	for _, f := range l.after {
		f()
	}
	l.after = nil
}

func TestFrames(t *testing.T) {
	type turn struct {
		input, draw int  // milliseconds
		late        bool // the next turn comes before what was asked for after this one
	}
	tests := []struct {
		name  string
		turns []turn
		took  []int // milliseconds of the frames
	}{
		{"in time", []turn{{16, 1, false}, {15, 2, false}}, []int{17, 17}},
		{"input and drawing are one hitch", []turn{{16, 1, false}, {60, 60, false}, {5, 1, false}}, []int{17, 120, 6}},
		{"a late loop hides no hitch", []turn{{16, 1, false}, {60, 60, true}, {0, 30, false}}, []int{17, 120, 30}},
		{"late twice", []turn{{20, 20, true}, {5, 20, true}, {5, 20, false}}, []int{45, 25, 20}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			began := time.Date(2026, 11, 20, 9, 0, 0, 123e6, time.UTC)
			l := &loop{now: began}
			var file bytes.Buffer
			tr := trace.Start(&file, func(f func()) { l.after = append(l.after, f) }, func() time.Time { return l.now })
			for _, turn := range tt.turns {
				l.pass(turn.input)
				tr.Turn()
				l.pass(turn.draw)
				if !turn.late {
					l.runAfter()
				}
			}
			if err := tr.Stop(); err != nil {
				t.Fatal(err)
			}
			read, frames, err := trace.Read(&file)
			if err != nil || !read.Equal(began) {
				t.Fatalf("began %v, %v; want %v", read, err, began)
			}
			var took []int
			for _, f := range frames {
				took = append(took, int(f.Took.Milliseconds()))
			}
			if !slices.Equal(took, tt.took) {
				t.Errorf("frames took %v ms, want %v", took, tt.took)
			}
			if end := frames[len(frames)-1].End; end != l.now.Sub(began) {
				t.Errorf("the last frame ends after %v, want %v", end, l.now.Sub(began))
			}
		})
	}
}

func TestReadRefusesWhatIsNoTrace(t *testing.T) {
	for _, text := range []string{"", "12 13\n", "milliseconds-since-start duration-ms; started yesterday\n",
		"milliseconds-since-start duration-ms; started 2026-11-20T09:00:00Z\n12\n"} {
		if _, frames, err := trace.Read(strings.NewReader(text)); err == nil {
			t.Errorf("%q was read: %v", text, frames)
		}
	}
}

func TestStopTellsOfAFullDisk(t *testing.T) {
	full := errors.New("no space left")
	tr := trace.Start(failing{full}, func(f func()) { f() }, time.Now)
	if err := tr.Stop(); !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
