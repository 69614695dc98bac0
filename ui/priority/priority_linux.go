// Package priority lets the window's thread go before all others of the program.
package priority

import (
	"os"
	"strconv"
	"syscall"
)

// behind is how much nicer the others are: beside one thread that draws, one of them gets next to nothing of a processor, and all
// of it as soon as nobody draws.
const behind = 15

// Before lets the thread it is called on, which is to be the goroutine's own, go before all that the program has now and
// that Go makes later, which are as nice as who makes them. So are the threads that a library makes which this one calls:
// without a graphics card, those do the drawing.
// https://man7.org/linux/man-pages/man2/setpriority.2.html
func Before() error {
	own := syscall.Gettid()
	nice, err := niceness(own)
	if err != nil {
		return err
	}
	others := min(nice+behind, nicest)
	for more := true; more; { // some may be made meanwhile
		more = false
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		for _, thread := range threads {
			id, err := strconv.Atoi(thread.Name())
			if err != nil || id == own {
				continue
			}
			if its, err := niceness(id); err != nil || its >= others {
				continue // it has ended, or is behind
			}
			more = syscall.Setpriority(syscall.PRIO_PROCESS, id, others) == nil || more
		}
	}
	return nil
}

// nicest is what goes last.
const nicest = 19

// niceness is from -20 for what goes first to nicest. The system call returns 40 to 1 instead.
func niceness(thread int) (int, error) {
	priority, err := syscall.Getpriority(syscall.PRIO_PROCESS, thread)
	return 20 - priority, err
}
