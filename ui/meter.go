package ui

import (
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// meter tells the window, in meterSteps, how far something in the background is. It may be
// told of more often than the window needs to know, and should be: who tells it waits while
// the window draws, which takes twice as long where both want the same few processors.
type meter struct {
	show  func(share float64) // in the window
	do    func(func())        // runs a function there
	last  atomic.Int64
	frame atomic.Pointer[drawing] // that is being drawn; nil for none
	turns *fyne.Animation
}

// drawing is of one frame of the window.
type drawing struct{ drawn chan struct{} }

// meterSteps is in how many steps it fills: the work stands still while each is drawn, as long
// as for some hundred goals.
const meterSteps = 25

// longestFrame is how long the background waits for a frame: the window may be closed by then.
const longestFrame = 100 * time.Millisecond

func (m *meter) tell(done, of int64) {
	if frame := m.frame.Load(); frame != nil {
		select {
		case <-frame.drawn:
		case <-time.After(longestFrame):
		}
	}
	if of <= 0 {
		return
	}
	now := meterSteps * min(done, of) / of
	if m.last.Swap(now) != now {
		m.do(func() { m.show(float64(now) / meterSteps) })
	}
}

// start follows the window's frames. The toolkit ticks animations just before it draws, and
// comes to what is sent to it just after.
func (m *meter) start() {
	m.turns = fyne.NewAnimation(time.Second, func(float32) {
		now := &drawing{make(chan struct{})}
		m.frame.Store(now)
		m.do(func() {
			m.frame.CompareAndSwap(now, nil)
			close(now.drawn)
		})
	})
	m.turns.RepeatCount = fyne.AnimationRepeatForever
	m.turns.Start()
}

// stop is for when nothing more is told.
func (m *meter) stop() {
	if m != nil {
		m.turns.Stop()
	}
}

// count tells it of what is counted.
func (m *meter) count(done, of int) { m.tell(int64(done), int64(of)) }
