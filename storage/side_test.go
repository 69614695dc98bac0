package storage_test

import (
	"errors"
	"testing"
	"time"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// Two that do not know of each other write for one person, in any order, each with a clock
// of its own: whatever the file takes is in it, and the journal leads to its goals.
func TestTwoWriteForOnePerson(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		path := file(t)
		clocks := []func() time.Time{ticking(), func() time.Time { return start().Add(-time.Hour) }}
		var users []*storage.User
		var trees []*storage.Tree
		for _, now := range clocks {
			store := must(storage.Open(t.Context(), path, now))(r)
			defer func() { check(r, store.Close()) }()
			user := store.User(must(store.Local(t.Context()))(r))
			users, trees = append(users, user), append(trees, must(user.Tree(t.Context()))(r))
		}
		plant(r, trees[0], fruit)
		check(r, users[0].Commit(t.Context(), done(trees[0])))
		trees[1] = must(users[1].Tree(t.Context()))(r)
		taken := 0
		for _, step := range done(trees[0]) {
			taken += len(step.Operations)
		}
		for range rapid.IntRange(1, 30).Draw(r, "edits") {
			who := rapid.IntRange(0, 1).Draw(r, "who")
			step := edit(r, trees[who])
			switch err := users[who].Commit(t.Context(), []storage.Step{step}); {
			case errors.Is(err, storage.ErrNoGoal) || errors.Is(err, storage.ErrOwnDescendant):
			case err != nil:
				r.Fatal(err)
			default:
				taken += len(step.Operations)
			}
		}
		store := must(storage.Open(t.Context(), path, time.Now))(r)
		defer func() { check(r, store.Close()) }()
		report := must(store.Check(t.Context()))(r)
		if report.Operations != taken || len(report.Problems) > 0 {
			r.Fatalf("%d operations taken, %+v", taken, report)
		}
	})
}
