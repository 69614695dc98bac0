package interchange

import (
	"time"

	"overachiever/storage"
)

// apart gives each goal that was completed nobody knows when, so now, a time of its own:
// those completed at one time are reopened together (storage.Tree.Reopen). The first is
// the latest, as in the list of completed goals.
func apart(goals []storage.Branch, now time.Time) {
	next := now
	var each func([]storage.Branch)
	each = func(goals []storage.Branch) {
		for i := range goals {
			goal := &goals[i].Goal
			if goal.Completed.Equal(now) {
				if goal.Created.Equal(now) {
					goal.Created = next // not after it was completed
				}
				goal.Completed = next
				next = next.Add(-time.Millisecond)
			}
			each(goals[i].Children)
		}
	}
	each(goals)
}
