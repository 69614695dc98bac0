package storage_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"overachiever/storage"
	"overachiever/storage/place"
)

// Re-executed with this variable, the test binary opens the file it names, in the sort of
// place that opensIn says, and ends.
const (
	opensAndEnds = "OVERACHIEVER_TEST_OPEN"
	opensIn      = "OVERACHIEVER_TEST_IN"
)

func openAndEnd(path string) {
	runtime.LockOSThread() // strace counts the system calls of each thread
	where := place.Place{}
	if os.Getenv(opensIn) != "" {
		where.Kind = place.Network
	}
	store, err := storage.Open(context.Background(), path, time.Now, storage.In(where))
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
