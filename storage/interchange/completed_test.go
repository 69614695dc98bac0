package interchange_test

import (
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// Nobody has completed what was not there yet: of a goal that nobody knows when it was made,
// it was not after it was completed.
func TestGoalsAreMadeBeforeTheyAreCompleted(t *testing.T) {
	noon, before := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC)
	for name, text := range map[string]string{
		"a.csv":     "name,completed\na,2026-11-10T00:00:00Z\n",
		"tasks.org": "* DONE a\n  CLOSED: [2026-11-10 Tue]\n",
		"a.json":    `{"format":"overachiever","version":1,"goals":[{"name":"a","completed":"2026-11-10T00:00:00Z"}]}`,
	} {
		document, err := interchange.Import(name, strings.NewReader(text), "", noon)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := storage.NewTree(nil, storage.NewClock("test", func() time.Time { return noon }))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, document.Goals); err != nil {
			t.Fatal(err)
		}
		goal := tree.Entry(storage.TopLevel).Children()[0].Goal()
		if !goal.Completed.Equal(before) || !goal.Created.Equal(before) {
			t.Errorf("%s: created %v, completed %v", name, goal.Created, goal.Completed)
		}
	}
}

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
