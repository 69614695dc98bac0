package storage

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// stepBack lets everybody else go first, for as long as the goroutine runs: where others want
// the processor too, it gets about a third of what they get. On Linux each thread has its
// own priority, and the thread of a goroutine that stays locked to it ends with it.
// https://man7.org/linux/man-pages/man7/sched.7.html (The nice value)
func stepBack() {
	const steps = 5
	runtime.LockOSThread()
	if priority, err := unix.Getpriority(unix.PRIO_PROCESS, 0); err == nil { // 20 minus the nice value
		// Who may not step back stays where they are.
		_ = unix.Setpriority(unix.PRIO_PROCESS, 0, 20-priority+steps)
	}
}
