package background_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"overachiever/ui/background"
)

// The thread of the work stands back, and no other: not those that begin meanwhile either.
func TestGoStandsBack(t *testing.T) {
	nice := func() int {
		// The system call counts from 20 down.
		from20, err := unix.Getpriority(unix.PRIO_PROCESS, unix.Gettid())
		if err != nil {
			t.Error(err)
		}
		return 20 - from20
	}
	before := nice()
	worked, begun := make(chan int), make(chan int)
	background.Go(func() {
		go func() { begun <- nice() }()
		worked <- nice()
	})
	if got := <-worked; got <= before {
		t.Errorf("the work has nice %d, where others have %d", got, before)
	}
	if got := <-begun; got != before {
		t.Errorf("what it begins has nice %d, not %d", got, before)
	}
	if got := nice(); got != before {
		t.Errorf("others have nice %d now, not %d", got, before)
	}
}
