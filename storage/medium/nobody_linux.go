package medium

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// AsNobody runs do as a user without rights to files of others: root may do everything.
// For whoever is not root nothing changes.
func AsNobody(t testing.TB, do func()) {
	t.Helper()
	const nobody = 65534
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and the thread ends with the goroutine
		var err error
		if os.Geteuid() == 0 {
			err = syscall.Setfsuid(nobody)
		}
		do()
		done <- err
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
