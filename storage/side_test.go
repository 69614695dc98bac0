package storage_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// Two that do not know of each other write for one person, in any order, each with a clock
// of its own: whatever the file takes is in it, and the journal leads to its goals.
func TestTwoWriteForOnePerson(t *testing.T) {
	path := file(t)
	var stores []*storage.Store
	for _, now := range []func() time.Time{ticking(), func() time.Time { return start().Add(-time.Hour) }} {
		store := must(storage.Open(t.Context(), path, now))(t)
		t.Cleanup(func() { check(t, store.Close()) })
		stores = append(stores, store)
	}
	people, taken := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		people++
		id := must(stores[0].SignedIn(t.Context(), storage.Profile{Issuer: "i", Subject: fmt.Sprint(people)}))(r)
		var trees []*storage.Tree
		for i, store := range stores {
			trees = append(trees, must(store.User(id).Tree(t.Context()))(r))
			if i == 0 {
				plant(r, trees[0], fruit)
				for _, step := range done(trees[0]) {
					check(r, store.User(id).Commit(t.Context(), []storage.Step{step}))
					taken += len(step.Operations)
				}
			}
		}
		for range rapid.IntRange(1, 15).Draw(r, "edits") {
			who := rapid.IntRange(0, 1).Draw(r, "who")
			step := edit(r, trees[who])
			switch err := stores[who].User(id).Commit(t.Context(), []storage.Step{step}); {
			case errors.Is(err, storage.ErrNoGoal) || errors.Is(err, storage.ErrOwnDescendant):
			case err != nil:
				r.Fatal(err)
			default:
				taken += len(step.Operations)
			}
		}
	})
	// Once for all of them: with the race detector this is what takes long.
	report := must(stores[0].Check(t.Context()))(t)
	if report.Operations != taken || len(report.Problems) > 0 {
		t.Fatalf("%d operations taken, %+v", taken, report)
	}
}
