package storage_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"overachiever/storage"
)

// branch is a goal with all below it, by the plain words of what that is.
func branch(tree *storage.Tree, id storage.GoalID) storage.Branch {
	goal, _ := tree.Goal(id)
	goal.Parent = storage.TopLevel // a picture does not tell
	b := storage.Branch{Goal: goal}
	for _, child := range tree.Children(id) {
		b.Children = append(b.Children, branch(tree, child))
	}
	return b
}

// A picture stays what it was, whatever becomes of the goals.
func TestPropertyAPictureStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := grown(t, 30)
		var want []storage.Branch
		var pictures []storage.Picture
		for _, goal := range goals(tree) {
			want = append(want, branch(tree, goal.ID))
			pictures = append(pictures, tree.Entry(goal.ID).Picture())
		}
		for range rapid.IntRange(0, 10).Draw(t, "edits") {
			edit(t, tree)
		}
		for i, picture := range pictures {
			if got := picture.Branch(); !reflect.DeepEqual(got, want[i]) {
				t.Fatalf("%+v instead of %+v", got, want[i])
			}
			if picture.Len() != countOf(want[i]) {
				t.Fatalf("%d goals in %+v", picture.Len(), want[i])
			}
		}
	})
}

func countOf(b storage.Branch) int {
	n := 1
	for _, child := range b.Children {
		n += countOf(child)
	}
	return n
}
