package ui

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// labour is later for work that takes much of the processor: many goals that go in or out.
// It begins when the window has drawn that it does, gives way to who draws, and lets garbage
// lie meanwhile: both the work and who collects that take from the drawing. When all such
// work is over, the memory is given back after a moment.
func (w *window) labour(work func(ctx context.Context) (then func())) {
	w.labours.Add(1)
	w.afterDrawing(func() {
		w.later(func(ctx context.Context) func() {
			giveWay()
			ended := make(chan struct{})
			letGarbageLie(ended)
			defer func() {
				close(ended)
				w.labours.Add(-1)
				w.settleSoon()
			}()
			return work(ctx)
		})
	})
}

// settleSoon gives the memory back after a moment, unless there is such work then: it does
// so at its end.
func (w *window) settleSoon() {
	time.AfterFunc(startingTime, func() {
		if w.labours.Load() == 0 {
			settle()
		}
	})
}

// Reading 100,000 goals leaves several times of what is kept behind. Collecting that at
// once would hold up the first rows; so it is done, and the memory given back to the
// system, when they are there. From then on a large tree must not let the memory grow to
// twice what is needed.
const (
	startingMemory = 512 << 20  // bytes, from which on garbage is collected even so
	labourMemory   = 1280 << 20 // the same meanwhile: 100,000 goals that come in, or go out again, leave less behind
	startingTime   = 2 * time.Second
	usualGC        = 50 // percent: https://pkg.go.dev/runtime/debug#SetGCPercent
	strainedGC     = 200
)

// letGarbageLie keeps garbage from being collected below labourMemory. When half of that
// turns out to be needed, collecting would hardly end: then it is only done less often.
func letGarbageLie(ended <-chan struct{}) {
	debug.SetMemoryLimit(labourMemory)
	debug.SetGCPercent(-1) // waits for a collection that goes on: nothing for the window's goroutine
	go collectSometimes(ended)
}

func collectSometimes(ended <-chan struct{}) {
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for needed := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}; ; {
		select {
		case <-ended:
			return
		case <-look.C:
			if metrics.Read(needed); needed[0].Value.Uint64() > labourMemory/2 {
				debug.SetGCPercent(strainedGC)
				debug.SetMemoryLimit(math.MaxInt64)
				return
			}
		}
	}
}

func settle() {
	debug.SetGCPercent(usualGC)
	debug.SetMemoryLimit(math.MaxInt64)
	debug.FreeOSMemory()
}
