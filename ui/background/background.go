// Package background runs work that is to leave the processor to the window.
package background

import "runtime"

// Go runs work on a thread of its own, which ends with it, and which the system lets wait for all others where it can be
// told so.
func Go(work func()) {
	go func() {
		runtime.LockOSThread() // for good: a thread that has stood back does not come forward again
		standBack()
		work()
	}()
}

// MakeRoom makes room for a thread that works besides the window's: the window gives its turn up for each call into the graphics
// library, and without a turn left over it would wait for up to 10 ms until it gets one again.
// https://pkg.go.dev/runtime#GOMAXPROCS
func MakeRoom() { runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1) }
