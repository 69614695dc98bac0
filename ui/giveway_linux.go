package ui

import (
	"runtime"
	"syscall"
)

// givenWay is how nice the background is to the window: it gets a tenth of a processor that
// both want. https://man7.org/linux/man-pages/man7/sched.7.html
const givenWay = 10

// giveWay lets whoever draws go first, for the rest of the goroutine: its thread, which
// nobody else gets, ends with it. On Linux each thread has a niceness of its own.
func giveWay() {
	runtime.LockOSThread()
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, givenWay) // else it is as it was
}
