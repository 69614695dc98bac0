package ui

import (
	"testing"
	"time"
)

func TestAfterAPauseEverythingIsDrawnAgain(t *testing.T) {
	var p pauses
	start := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, beat := range []struct {
		at   time.Duration
		want bool
	}{
		{0, false}, {time.Second, false}, {2 * time.Second, false},
		{time.Hour, false}, {time.Hour + time.Second, true}, {time.Hour + 2*time.Second, false}, // asleep
		{time.Hour + 8*time.Second, false}, {time.Hour + 9*time.Second, false}, // busy, but not for long
		{time.Minute, false}, {time.Minute + time.Second, false}, // the clock was set back: nothing is forgotten too early
		{2 * time.Hour, false}, {3 * time.Hour, true}, {4 * time.Hour, true}, {4*time.Hour + time.Second, true}, {4*time.Hour + 2*time.Second, false},
	} {
		if got := p.drawAgain(start.Add(beat.at)); got != beat.want {
			t.Errorf("after %v: drawn again: %v, want %v", beat.at, got, beat.want)
		}
	}
}
