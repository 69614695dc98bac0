package storage_test

import (
	"testing"
	"time"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// However the computer's clock jumps, and whatever is seen, each stamp is later than all before.
func TestStampsOnlyGoForward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := start()
		clock := storage.NewClock("here", func() time.Time { return now })
		var newest storage.Stamp
		for range rapid.IntRange(1, 50).Draw(t, "stamps") {
			now = now.Add(time.Duration(rapid.Int64Range(-10, 10).Draw(t, "jump")) * time.Millisecond)
			if rapid.Bool().Draw(t, "see another") {
				seen := storage.Stamp{
					Wall:   now.UnixMilli() + rapid.Int64Range(-5, 50).Draw(t, "ahead"),
					Count:  rapid.Uint16().Draw(t, "count"),
					Device: "there",
				}
				clock.Observe(seen)
				if seen.Compare(newest) > 0 {
					newest = seen
				}
			}
			stamp := clock.Next()
			if stamp.Compare(newest) <= 0 || stamp.Device != "here" {
				t.Fatalf("%+v after %+v", stamp, newest)
			}
			newest = stamp
		}
	})
}

func TestManyStampsInOneMillisecond(t *testing.T) {
	clock := storage.NewClock("here", start)
	newest := clock.Next()
	for range 200_000 {
		stamp := clock.Next()
		if stamp.Compare(newest) <= 0 {
			t.Fatalf("%+v after %+v", stamp, newest)
		}
		newest = stamp
	}
	if ahead := newest.Wall - start().UnixMilli(); ahead > 4 {
		t.Errorf("ran %d ms ahead", ahead)
	}
}

func TestZeroClockCounts(t *testing.T) {
	var clock storage.Clock
	if first, second := clock.Next(), clock.Next(); second.Compare(first) <= 0 {
		t.Errorf("%+v after %+v", second, first)
	}
}

// Ids are in the order they were made, also many in a millisecond and when the clock goes back.
func TestIDsAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := start()
		tree := must(storage.NewTree(nil, storage.NewClock("here", func() time.Time { return now })))(t)
		var newest storage.GoalID
		for range rapid.IntRange(1, 20).Draw(t, "edits") {
			now = now.Add(time.Duration(rapid.Int64Range(-3, 3).Draw(t, "jump")) * time.Millisecond)
			goals := make([]storage.Branch, rapid.IntRange(1, 300).Draw(t, "goals"))
			ids, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, goals)
			check(t, err)
			for _, id := range append(ids, storage.GoalID(step.Operations[0].ID), storage.GoalID(step.ID)) {
				if id <= newest {
					t.Fatalf("%s after %s", id, newest)
				}
				newest = id
			}
		}
	})
}
