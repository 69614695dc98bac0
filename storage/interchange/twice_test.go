package interchange_test

import (
	"math"
	"testing"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// A file without ids doubles what it brought when it comes again: that can be told before.
func TestWhatWouldBeThereTwice(t *testing.T) {
	for name, each := range map[string]struct {
		there, comes string
		want         int
	}{
		"nothing is there":          {"", "- [ ] a\n", 0},
		"the same":                  {"- [ ] a\n  - [ ] b\n- [ ] c\n", "- [ ] a\n  - [ ] b\n- [ ] c\n", 3},
		"completed meanwhile":       {"- [x] a\n", "- [ ] a\n", 1},
		"others":                    {"- [ ] a\n", "- [ ] b\n- [ ] A\n", 0},
		"some more":                 {"- [ ] a\n  - [ ] b\n", "- [ ] new\n- [ ] a\n  - [ ] new\n  - [ ] b\n", 2},
		"elsewhere":                 {"- [ ] a\n  - [ ] b\n", "- [ ] b\n- [ ] x\n  - [ ] a\n", 0},
		"twice in the file":         {"- [ ] a\n", "- [ ] a\n- [ ] a\n", 1},
		"twice in both":             {"- [ ] a\n  - [ ] b\n- [ ] a\n  - [ ] c\n", "- [ ] a\n  - [ ] b\n- [ ] a\n  - [ ] c\n", 4},
		"below one that is not yet": {"- [ ] a\n", "- [ ] x\n  - [ ] a\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			tree, err := storage.NewTree(nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			garden, _, err := tree.Create(storage.TopLevel, 0, "Garden")
			if err != nil {
				t.Fatal(err)
			}
			for _, parent := range []storage.GoalID{storage.TopLevel, garden} {
				if _, _, err := tree.Graft(parent, math.MaxInt, storage.ActPaste, read(t, interchange.Markdown, each.there).Goals); err != nil {
					t.Fatal(err)
				}
				if got := interchange.PlanImport(tree, parent, read(t, interchange.Markdown, each.comes), "").Twice; got != each.want {
					t.Errorf("below %s: %d would be there twice, want %d", parent, got, each.want)
				}
			}
		})
	}
}

// What is in the trash is not in the way, nor what comes in with the ids that it has here.
func TestWhatIsNotThereTwice(t *testing.T) {
	tree, err := storage.NewTree(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := tree.Create(storage.TopLevel, 0, "a")
	if err != nil {
		t.Fatal(err)
	}
	mine := interchange.Document{Goals: interchange.Forest(tree, storage.TopLevel)}
	if plan := interchange.PlanImport(tree, storage.TopLevel, mine, ""); plan.Twice != 0 || plan.Known != 1 {
		t.Errorf("by its id: %+v", plan)
	}
	if _, err := tree.Delete(a); err != nil {
		t.Fatal(err)
	}
	if plan := interchange.PlanImport(tree, storage.TopLevel, read(t, interchange.Markdown, "- [ ] a\n"), ""); plan.Twice != 0 {
		t.Errorf("deleted: %+v", plan)
	}
}
