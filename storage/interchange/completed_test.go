package interchange_test

import (
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// Nobody knows when they were completed: not that it was together.
func TestGoalsThatComeInCompletedAreReopenedOneByOne(t *testing.T) {
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	markdown := "- [x] House\n  - [x] Roof\n  - [x] Door\n"
	document, err := interchange.Import("goals.md", strings.NewReader(markdown), "", noon)
	if err != nil {
		t.Fatal(err)
	}
	for how, goals := range map[string][]storage.Branch{
		"imported":      document.Goals,
		"pasted":        interchange.Pasted(markdown, noon),
		"pasted, plain": interchange.Pasted("[x] House\n  [x] Roof\n  [x] Door\n", noon),
	} {
		for _, reopened := range []string{"House", "Roof"} {
			tree, err := storage.NewTree(nil, storage.NewClock("test", func() time.Time { return noon }))
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, goals); err != nil {
				t.Fatal(err)
			}
			house := tree.Entry(storage.TopLevel).Children()[0]
			all := append([]*storage.Entry{house}, house.Children()...)
			for _, goal := range all {
				if goal.Name() == reopened {
					if _, err := tree.Reopen(goal.ID()); err != nil {
						t.Fatal(err)
					}
				}
			}
			for _, goal := range all {
				if goal.Done() == (goal.Name() == reopened) {
					t.Errorf("%s: once %s is reopened, %s is completed: %v", how, reopened, goal.Name(), goal.Done())
				}
				if goal.Done() && goal.Goal().Created.After(goal.Completed()) && how == "imported" {
					t.Errorf("%s: %s was created after it was completed", how, goal.Name())
				}
			}
		}
	}
}
