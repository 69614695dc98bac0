package ui

import (
	"context"
	"runtime"
	"syscall"
	"testing"

	"fyne.io/fyne/v2/test"
)

// What takes much of the processor gives way to the window, and nobody else does.
func TestLabourGivesWay(t *testing.T) {
	test.NewTempApp(t)
	w := newWindow(t.Context(), Config{}, func(f func()) { f() })
	before := niceness(t) // of all tests
	during, after := make(chan int, 1), make(chan int, 1)
	w.labour(func(context.Context) func() {
		during <- niceness(t)
		return nil
	})
	if nice := <-during; nice != max(before, givenWay) {
		t.Errorf("it is %d nice", nice)
	}
	w.later(func(context.Context) func() {
		after <- niceness(t)
		return nil
	})
	if nice := <-after; nice != before {
		t.Errorf("what comes after is %d nice", nice)
	}
}

// niceness is that of the calling thread.
func niceness(t *testing.T) int {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	raw, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
	if err != nil {
		t.Error(err)
	}
	return 20 - raw // as the system call tells it: https://man7.org/linux/man-pages/man2/getpriority.2.html
}
