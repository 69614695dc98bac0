package ui

import (
	"time"

	"overachiever/ui/look"
)

// How often it is asked whether the computer has slept, and from what gap in the clock on
// it has.
const (
	askEvery = time.Second
	slept    = 5 * time.Second
)

// afterSleep draws everything anew each time the computer has slept. What the toolkit,
// version 2.8.1, did not draw for a minute it forgets, and never draws again; the minute goes
// by while the computer sleeps too, so that the whole window stood still afterwards.
func (w *window) afterSleep(ask <-chan time.Time, now func() time.Time) {
	last := now().Round(0) // the time of day: the other clock sleeps too
	for {
		select {
		case <-w.ended:
			return
		case <-ask:
		}
		at := now().Round(0)
		if at.Sub(last) > slept {
			w.do(func() { w.afterDrawing(w.drawAnew) }) // what is forgotten is so with the next drawing
		}
		last = at
	}
}

// drawAnew has the toolkit make everything anew, as for another theme.
func (w *window) drawAnew() { w.app.Settings().SetTheme(look.New()) }
