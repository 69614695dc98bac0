package forest_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/robot/forest"
)

func TestMarkdownIsALargeDeepForest(t *testing.T) {
	for _, goals := range []int{10_000, 100_000} {
		document, err := interchange.Import("goals.md", bytes.NewReader(forest.Markdown(goals)), interchange.Markdown, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		all, depth, rare := count(document.Goals)
		first, _, _ := count(document.Goals[0].Children)
		if all != goals || depth != 5 || first != goals/2 || rare != goals/10_000 {
			t.Errorf("%d goals: got %d, %d levels deep, %d below the first, %d with the rare word", goals, all, depth, first, rare)
		}
	}
}

func count(goals []storage.Branch) (all, depth, rare int) {
	for _, g := range goals {
		below, deeper, hits := count(g.Children)
		all += 1 + below
		depth = max(depth, 1+deeper)
		rare += hits
		if strings.Contains(g.Goal.Name, forest.Rare) {
			rare++
		}
	}
	return all, depth, rare
}
