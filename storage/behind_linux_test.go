package storage

import (
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

func TestOnlyWhoStepsBackGivesWay(t *testing.T) {
	niceness := func() int {
		priority, err := unix.Getpriority(unix.PRIO_PROCESS, 0)
		if err != nil {
			t.Error(err)
		}
		return 20 - priority
	}
	usual := niceness()
	var done sync.WaitGroup
	done.Go(func() {
		stepBack()
		if got, want := niceness(), min(usual+5, 19); got != want {
			t.Errorf("a nice value of %d, want %d", got, want)
		}
	})
	done.Wait()
	for range 100 {
		done.Go(func() {
			if got := niceness(); got != usual {
				t.Errorf("somebody else has a nice value of %d, want %d", got, usual)
			}
		})
	}
	done.Wait()
}
