package priority

import (
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"
)

// nicenessOfAll is that of each thread of the program.
func nicenessOfAll(t *testing.T) map[int]int {
	t.Helper()
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	all := map[int]int{}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err != nil {
			t.Fatal(err)
		}
		nice, err := niceness(id)
		if err != nil {
			continue // it has ended
		}
		all[id] = nice
	}
	return all
}

// ownThread starts a goroutine with a thread of its own and returns that thread's id; it lasts until the test ends.
func ownThread(t *testing.T) int {
	t.Helper()
	id, over := make(chan int), make(chan struct{})
	t.Cleanup(func() { close(over) })
	go func() {
		runtime.LockOSThread()
		id <- syscall.Gettid()
		<-over
	}()
	return <-id
}

func TestTheWindowsThreadGoesBeforeThoseThereAreAndThoseToCome(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	own := syscall.Gettid()
	nice, err := niceness(own)
	if err != nil {
		t.Fatal(err)
	}
	others := min(nice+behind, nicest)
	before := ownThread(t)
	for range 2 { // a second time changes nothing
		if err := Before(); err != nil {
			t.Fatal(err)
		}
		after := ownThread(t)
		all := nicenessOfAll(t)
		if all[own] != nice {
			t.Errorf("the window's thread is %d nice instead of %d", all[own], nice)
		}
		delete(all, own)
		for id, its := range all {
			if its < others {
				t.Errorf("thread %d is %d nice instead of %d", id, its, others)
			}
		}
		if all[before] != others || all[after] != others {
			t.Errorf("%d and %d nice instead of %d", all[before], all[after], others)
		}
	}
}
