package storage_test

import (
	"slices"
	"testing"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// hows are the ways to complete a goal.
func hows() (alone, below, above, both storage.Completing) {
	return storage.Completing{}, storage.Completing{Below: true}, storage.Completing{Above: true}, storage.Completing{Below: true, Above: true}
}

// deed is one completion, or one reopening, of goals by their names.
type deed struct {
	reopens bool
	how     storage.Completing
	names   []string
}

func completes(how storage.Completing, names ...string) deed { return deed{how: how, names: names} }
func reopens(names ...string) deed                           { return deed{reopens: true, names: names} }

func (d deed) do(tree *storage.Tree, id map[string]storage.GoalID) (storage.Step, error) {
	var ids []storage.GoalID
	for _, name := range d.names {
		ids = append(ids, id[name])
	}
	if d.reopens {
		return tree.Reopen(ids...)
	}
	return tree.Complete(d.how, ids...)
}

// What is completed and reopened along with a goal.
func TestCompletion(t *testing.T) {
	alone, below, above, both := hows()
	const garden = "garden\n\ttree\n\t\tapple\n\t\tpear\n\tshed\n\t\tdoor"
	for name, c := range map[string]struct {
		deeds []deed
		want  []string // completed
	}{
		"alone":                       {[]deed{completes(alone, "tree")}, []string{"tree"}},
		"several, one below another":  {[]deed{completes(alone, "pear", "tree")}, []string{"tree", "pear"}},
		"below":                       {[]deed{completes(below, "tree")}, []string{"tree", "apple", "pear"}},
		"below one that is completed": {[]deed{completes(alone, "tree"), completes(below, "tree")}, []string{"tree", "apple", "pear"}},
		"above, others are open":      {[]deed{completes(above, "apple")}, []string{"apple"}},
		"above, it was the last":      {[]deed{completes(above, "apple"), completes(above, "pear")}, []string{"tree", "apple", "pear"}},
		"above, the last together":    {[]deed{completes(above, "apple", "pear")}, []string{"tree", "apple", "pear"}},
		"above, up to the top":        {[]deed{completes(both, "tree"), completes(above, "door")}, []string{"garden", "tree", "apple", "pear", "shed", "door"}},
		"above, open ones below the others do not matter": {[]deed{completes(alone, "tree"), completes(above, "shed")}, []string{"garden", "tree", "shed"}},
		"above ends at what is completed":                 {[]deed{completes(alone, "shed"), completes(alone, "tree"), completes(above, "door")}, []string{"tree", "shed", "door"}},

		"reopen alone":                              {[]deed{completes(alone, "tree"), reopens("tree")}, nil},
		"reopen with what was completed below":      {[]deed{completes(alone, "pear"), completes(below, "tree"), reopens("tree")}, []string{"pear"}},
		"reopen with what was completed above":      {[]deed{completes(above, "apple"), completes(above, "pear"), reopens("pear")}, []string{"apple"}},
		"reopen another than the last":              {[]deed{completes(above, "apple"), completes(above, "pear"), reopens("apple")}, []string{"pear"}},
		"reopen one of those completed from above":  {[]deed{completes(below, "tree"), reopens("apple")}, []string{"pear"}},
		"reopen one completed before, from above":   {[]deed{completes(alone, "apple"), completes(below, "tree"), reopens("apple")}, []string{"pear"}},
		"the parent was completed by itself before": {[]deed{completes(alone, "shed"), completes(above, "door"), reopens("door")}, []string{"shed"}},
		"the parent was completed by itself after":  {[]deed{completes(alone, "door"), completes(alone, "shed"), reopens("door")}, []string{"shed"}},
		"reopen up to the top":                      {[]deed{completes(both, "garden"), reopens("door")}, []string{"tree", "apple", "pear"}},
		"reopen several":                            {[]deed{completes(both, "garden"), reopens("door", "apple")}, []string{"pear"}},
		"reopen as completed":                       {[]deed{completes(above, "door"), completes(both, "apple", "pear"), reopens("apple", "pear")}, []string{"shed", "door"}},
		"reopen and complete again":                 {[]deed{completes(above, "door"), reopens("door"), completes(alone, "door")}, []string{"door"}},
	} {
		t.Run(name, func(t *testing.T) {
			tree := newTree(t)
			id := plant(t, tree, garden)
			before := snapshot(t, tree)
			for _, deed := range c.deeds {
				if step := must(deed.do(tree, id))(t); step.Empty() {
					t.Errorf("%v did nothing", deed)
				}
			}
			var got []string
			for _, goal := range goals(tree) {
				if !goal.Completed.IsZero() {
					got = append(got, goal.Name)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("completed are %v, want %v", got, c.want)
			}
			for range c.deeds {
				tree.Undo()
			}
			if snapshot(t, tree) != before {
				t.Errorf("undone to%s", outline(tree))
			}
		})
	}
}

// A goal that came below a completed one is completed and reopened without touching it,
// however the other was completed.
func TestReopenBelowWhatWasCompletedBefore(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, "tree\n\tapple")
	_, _, _, both := hows()
	must(tree.Complete(both, id["tree"]))(t)
	late, _, err := tree.Create(id["tree"], 1, "late")
	check(t, err)
	before := snapshot(t, tree)
	must(tree.Complete(both, late))(t)
	must(tree.Reopen(late))(t)
	if snapshot(t, tree) != before {
		t.Errorf("reopened:%s", outline(tree))
	}
}

// Two steps never complete at the same time, on a clock that stands still too.
func TestCompletionTimes(t *testing.T) {
	tree := must(storage.NewTree(nil, storage.NewClock("test", start)))(t)
	id := plant(t, tree, "a\nb")
	must(tree.Complete(storage.Completing{}, id["a"]))(t)
	must(tree.Complete(storage.Completing{}, id["b"]))(t)
	a, _ := tree.Goal(id["a"])
	b, _ := tree.Goal(id["b"])
	if !a.Completed.Equal(start()) || !b.Completed.After(a.Completed) {
		t.Errorf("completed at %v and %v", a.Completed, b.Completed)
	}
}

// Whatever was there: reopening what was completed restores exactly what was before.
func TestReopenIsWhatWasBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := grown(t, 30)
		for range rapid.IntRange(0, 20).Draw(t, "edits") {
			if rapid.Bool().Draw(t, "any edit") {
				edit(t, tree)
				continue
			}
			if ids := stillOpen(tree); len(ids) > 0 {
				complete(t, tree, ids)
			}
		}
		ids := stillOpen(tree)
		if len(ids) == 0 {
			return
		}
		before := snapshot(t, tree)
		chosen := complete(t, tree, ids)
		must(tree.Reopen(chosen...))(t)
		if snapshot(t, tree) != before {
			t.Fatalf("before:\n%s\nreopened:\n%s", before, snapshot(t, tree))
		}
	})
}

// complete completes some of these goals, and checks by the plain words of the rule what
// was completed.
func complete(t *rapid.T, tree *storage.Tree, ids []storage.GoalID) []storage.GoalID {
	t.Helper()
	chosen := rapid.SliceOfN(rapid.SampledFrom(ids), 1, 4).Draw(t, "completed")
	how := storage.Completing{Below: rapid.Bool().Draw(t, "below"), Above: rapid.Bool().Draw(t, "above")}
	want := map[storage.GoalID]bool{}
	count := 0
	for _, goal := range goals(tree) {
		isBelow := slices.ContainsFunc(chosen, func(id storage.GoalID) bool { return tree.IsBelow(goal.ID, id) })
		if isBelow && goal.Completed.IsZero() && !slices.Contains(chosen, goal.ID) {
			count++
		}
		want[goal.ID] = !goal.Completed.IsZero() || slices.Contains(chosen, goal.ID) || how.Below && isBelow
	}
	if got := tree.OpenBelow(chosen...); got != count {
		t.Fatalf("%d open below instead of %d", got, count)
	}
	for changed := how.Above; changed; {
		changed = false
		for _, goal := range goals(tree) {
			all, newly := true, false
			for _, child := range tree.Children(goal.ID) {
				was, _ := tree.Goal(child)
				all = all && want[child]
				newly = newly || want[child] && was.Completed.IsZero()
			}
			if all && newly && !want[goal.ID] {
				want[goal.ID], changed = true, true
			}
		}
	}
	must(tree.Complete(how, chosen...))(t)
	for _, goal := range goals(tree) {
		if want[goal.ID] != !goal.Completed.IsZero() {
			t.Fatalf("%+v of %v: %+v", how, chosen, goal)
		}
	}
	return chosen
}

// stillOpen lists the open goals.
func stillOpen(tree *storage.Tree) []storage.GoalID {
	var ids []storage.GoalID
	for _, goal := range goals(tree) {
		if goal.Completed.IsZero() {
			ids = append(ids, goal.ID)
		}
	}
	return ids
}
