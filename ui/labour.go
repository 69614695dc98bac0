package ui

import (
	"context"
	"math"
	"runtime/debug"
	"time"
)

// labour is later for work that takes much of the processor: many goals that go in or out.
// It lets more garbage lie meanwhile: who collects that takes from the drawing, and takes the
// longer the more is kept. When it is over, the memory is given back after a moment.
func (w *window) labour(work func(ctx context.Context) (then func())) {
	debug.SetGCPercent(strainedGC)
	w.later(func(ctx context.Context) func() {
		defer time.AfterFunc(startingTime, settle)
		return work(ctx)
	})
}

// Reading 100,000 goals leaves several times of what is kept behind. Collecting that at
// once would hold up the first rows; so it is done, and the memory given back to the
// system, when they are there. From then on a large tree must not let the memory grow to
// twice what is needed.
const (
	startingMemory = 512 << 20 // bytes, from which on garbage is collected even so
	startingTime   = 2 * time.Second
	usualGC        = 50 // percent: https://pkg.go.dev/runtime/debug#SetGCPercent
	strainedGC     = 200
)

func settle() {
	debug.SetGCPercent(usualGC)
	debug.SetMemoryLimit(math.MaxInt64)
	debug.FreeOSMemory()
}
