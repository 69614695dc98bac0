package ui

import (
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/test"
)

// Who tells a meter waits for the frame that is being drawn, but not for one that never is.
func TestAMeterGivesWayToTheWindow(t *testing.T) {
	for name, drawn := range map[string]func(*drawing){
		"drawn":       func(d *drawing) { close(d.drawn) },
		"never drawn": func(*drawing) { time.Sleep(longestFrame) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := &meter{show: func(float64) {}, do: func(f func()) { f() }}
				frame := &drawing{make(chan struct{})}
				m.frame.Store(frame)
				var told atomic.Bool
				go func() {
					m.tell(1, 2)
					told.Store(true)
				}()
				synctest.Wait()
				if told.Load() {
					t.Fatal("it did not wait")
				}
				drawn(frame)
				synctest.Wait()
				if !told.Load() {
					t.Error("it still waits")
				}
			})
		})
	}
}

// However often it is told, it shows no more than its steps, the last of them when all is done.
func TestAMeterShowsItsSteps(t *testing.T) {
	var shown []float64
	m := &meter{show: func(share float64) { shown = append(shown, share) }, do: func(f func()) { f() }}
	for done := range 1000 {
		m.count(done+1, 1000)
	}
	if len(shown) != meterSteps || !slices.IsSorted(shown) || shown[len(shown)-1] != 1 {
		t.Errorf("it showed %v", shown)
	}
}

// A frame is drawn from when animations are ticked until the window comes to what was sent to it then.
func TestAMeterFollowsTheFrames(t *testing.T) {
	test.NewTempApp(t)
	var sent []func()
	m := &meter{show: func(float64) {}, do: func(f func()) { sent = append(sent, f) }}
	m.start()
	defer m.stop()
	if m.frame.Load() == nil || len(sent) != 1 {
		t.Fatalf("frame %v, %d functions sent", m.frame.Load(), len(sent))
	}
	sent[0]()
	if m.frame.Load() != nil {
		t.Error("it is still being drawn")
	}
}
