//go:build !linux

package medium

import (
	"os"
	"testing"
)

// AsNobody runs do, as whoever runs the tests: they must not be root.
func AsNobody(t testing.TB, do func()) {
	t.Helper()
	if os.Geteuid() == 0 {
		t.Fatal("run the tests as somebody else than root")
	}
	do()
}
