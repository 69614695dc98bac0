package faults

import (
	"slices"
	"testing"
)

// Two processes that were forced past the lock write for one person at once: no row is lost,
// and the journal still leads to the goals.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	path := newFile(t)
	before := start(t, path, 0, 20).finished(t) // goals that both know
	one, other := start(t, path, 1, edits), start(t, path, 2, edits)
	saved := slices.Concat(before.saved, one.finished(t).saved, other.finished(t).saved)
	if there := newEye(t).whole(t, path, saved).Steps; len(saved) != 20+2*edits || len(there) != len(saved) {
		t.Errorf("%d steps were saved, %d are there", len(saved), len(there))
	}
}
