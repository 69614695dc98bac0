package ui

import (
	"math"
	"runtime/debug"
	"time"
)

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

// strain lets more garbage lie while goals go in or out, which leaves much of it: who collects
// it takes from the drawing, and takes the longer the more is kept. When that is over, the
// memory is given back after a moment.
func strain() (over func()) {
	debug.SetGCPercent(strainedGC)
	return func() { time.AfterFunc(startingTime, settle) }
}

func settle() {
	debug.SetGCPercent(usualGC)
	debug.SetMemoryLimit(math.MaxInt64)
	debug.FreeOSMemory()
}
