package storage_test

import (
	"testing"
	"time"

	"overachiever/storage"
)

// What a tree keeps small comes out of it as it went in.
func TestEntryIsTheGoal(t *testing.T) {
	for name, goal := range map[string]storage.Goal{
		"bare":               {},
		"whole":              {Name: "a", Description: "b", Due: "2027-02-28", Created: start(), Completed: start(), Extra: `{"a":1}`},
		"extra alone":        {Extra: `{"a":1}`},
		"due in year 7":      {Name: "a", Due: "0007-10-01"},
		"in 1970":            {Name: "a", Created: time.UnixMilli(0).UTC(), Completed: time.UnixMilli(0).UTC()},
		"long ago":           {Name: "a", Created: time.Date(-4000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"in a far-off world": {Name: "a", Completed: time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC)},
	} {
		goal.ID, goal.Parent, goal.Position = "goal", storage.Trash, "a1"
		tree := must(storage.NewTree([]storage.Goal{goal}, nil))(t)
		e := tree.Entry("goal")
		if got := e.Goal(); got != goal {
			t.Errorf("%s: %+v instead of %+v", name, got, goal)
		}
		if e.Name() != goal.Name || e.Description() != goal.Description || e.Due() != goal.Due ||
			!e.Completed().Equal(goal.Completed) || e.Done() == goal.Completed.IsZero() {
			t.Errorf("%s: parts are not those of %+v", name, goal)
		}
	}
}
