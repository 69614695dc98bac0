package faults

import (
	"math/rand/v2"
	"testing"
	"time"
)

const (
	rounds = 200 // kills
	aFile  = 25  // of them on one file: the larger it gets, the longer it takes to look through
)

// A writer that is killed at any moment, 200 times, loses nothing that it said was saved.
// One time in eight that is while it opens the file.
func TestKilled(t *testing.T) {
	for file := range rounds / aFile {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			path, eye := newFile(t), newEye(t)
			var saved []string
			for round := range aFile {
				child := start(t, path, uint64(file*aFile+round), UntilFailure)
				if round%8 != 7 && (!child.lines.Scan() || child.lines.Text() != "ready") {
					t.Fatalf("the writer said %q", child.lines.Text())
				}
				time.AfterFunc(rand.N(25*time.Millisecond), func() { _ = child.Process.Kill() })
				heard := child.listen()
				if heard.err != "" || len(heard.failed) > 0 {
					t.Fatalf("without a fault: %q, %q", heard.err, heard.failed)
				}
				saved = append(saved, heard.saved...)
				eye.whole(t, path, saved)
			}
			if len(saved) == 0 {
				t.Error("nothing was ever saved")
			}
			t.Logf("%d steps", len(saved))
		})
	}
}
