package ui

import "time"

// What the toolkit has drawn it forgets a minute later, and then draws it no more; each frame
// puts that off. Its version 2.8.1 counts the minute from the frame before, so that the first
// frame after a long pause puts off nothing, and the window stays as it is for ever.
// https://github.com/fyne-io/fyne/issues/6509
//
// A pause is a computer that was asleep or too busy, or a clock that was set.
const (
	pauseBeat = time.Second      // how often it is looked whether there was one
	longPause = 10 * time.Second // and how long it was then, at least
)

// pauses tells when one is over.
type pauses struct {
	last time.Time // when it was looked last
	over bool      // there was one just before that
}

// drawAgain is asked with each beat. It waits for one more after a pause: only the frame that
// follows on it forgets.
func (p *pauses) drawAgain(now time.Time) bool {
	now = now.Round(0) // the monotonic clock stands still while the computer sleeps
	again := p.over
	p.over = !p.last.IsZero() && now.Sub(p.last) > longPause
	p.last = now
	return again
}

// watchPauses draws the whole window again after each pause, until it is closed.
func (w *window) watchPauses() {
	beat := time.NewTicker(pauseBeat)
	defer beat.Stop()
	var p pauses
	for {
		select {
		case <-w.ended:
			return
		case now := <-beat.C:
			if p.drawAgain(now) {
				w.do(w.drawAgain)
			}
		}
	}
}

func (w *window) drawAgain() {
	canvas := w.win.Canvas()
	canvas.Refresh(canvas.Content())
}
