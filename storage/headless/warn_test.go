package headless

import (
	"bytes"
	"testing"

	"overachiever/storage/interchange"
)

// Each thing that goals cannot keep is told in one line where the errors are.
func TestWhatIsNotKeptIsTold(t *testing.T) {
	var told bytes.Buffer
	r := run{Env: Env{Stderr: &told}}
	err := r.warn("a\nb.ics", []interchange.Loss{{What: "repeats", Goals: 12, Line: 3}, {What: "alarms", Goals: 1, Line: 70}})
	want := "overachiever: a b.ics:3: not kept: repeats (12 times)\noverachiever: a b.ics:70: not kept: alarms (once)\n"
	if got := told.String(); err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
}
