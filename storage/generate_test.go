package storage_test

import (
	"fmt"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// edit does something that a person could do, and returns the step.
func edit(t *rapid.T, tree *storage.Tree) storage.Step {
	t.Helper()
	ids := []storage.GoalID{storage.TopLevel}
	for _, goal := range goals(tree) {
		ids = append(ids, goal.ID)
	}
	parent := rapid.SampledFrom(ids).Draw(t, "parent")
	index := rapid.IntRange(-1, 5).Draw(t, "index")
	text := rapid.StringN(0, 12, -1).Draw(t, "text")
	create := func() (storage.Step, error) {
		_, step, err := tree.Create(parent, index, text)
		return step, err
	}
	if len(ids) == 1 {
		return must(create())(t)
	}
	id := rapid.SampledFrom(ids[1:]).Draw(t, "goal")
	some := rapid.SliceOfN(rapid.SampledFrom(ids[1:]), 1, 5).Draw(t, "goals")
	if rapid.Bool().Draw(t, "with all beside") {
		goal, _ := tree.Goal(id)
		some = append(some, tree.Children(goal.Parent)...)
	}
	pasted := rapid.SampledFrom([]int{0, 1, 20}).Draw(t, "pasted") // 42 goals are a batch
	flag := rapid.Bool().Draw(t, "flag")
	edits := []func() (storage.Step, error){
		create,
		create, // lest everything ends up in the trash
		func() (storage.Step, error) { return tree.Rename(id, text) },
		func() (storage.Step, error) { return tree.Describe(id, text) },
		func() (storage.Step, error) { return tree.SetDueAll("2027-02-28", some...) },
		func() (storage.Step, error) { return tree.SetDue(id, "") },
		func() (storage.Step, error) { return tree.Complete(storage.Completing{}, id) },
		func() (storage.Step, error) {
			return tree.Complete(storage.Completing{Below: flag, Above: index > 1}, some...)
		},
		func() (storage.Step, error) { return tree.Reopen(some...) },
		func() (storage.Step, error) { return tree.Delete(id) },
		func() (storage.Step, error) { return tree.Delete(some...) },
		tree.DeleteCompleted,
		func() (storage.Step, error) { return tree.Restore(id) },
		func() (storage.Step, error) { return tree.Restore(some...) },
		func() (storage.Step, error) { return tree.Restore(tree.Children(storage.Trash)...) },
		func() (storage.Step, error) { return tree.Erase(some...) },
		tree.EmptyTrash,
		func() (storage.Step, error) { return tree.Indent(id) },
		func() (storage.Step, error) { return tree.Indent(some...) },
		func() (storage.Step, error) { return tree.Outdent(id) },
		func() (storage.Step, error) { return tree.Outdent(some...) },
		func() (storage.Step, error) { return moveAll(tree, []storage.GoalID{id}, parent, index) },
		func() (storage.Step, error) { return moveAll(tree, some, parent, index) },
		func() (storage.Step, error) {
			if len(ids) > 200 {
				return storage.Step{}, nil // it was doubled often enough
			}
			_, step, err := tree.Duplicate(some...)
			return step, err
		},
		func() (storage.Step, error) {
			_, step, err := tree.Split(id, text, "rest", flag)
			return step, err
		},
		func() (storage.Step, error) {
			if parent == storage.TopLevel || parent == id || tree.IsBelow(parent, id) {
				return storage.Step{}, nil
			}
			return tree.Join(id, parent)
		},
		func() (storage.Step, error) {
			extra := rapid.SampledFrom([]string{"", `{"color":"red"}`, `{"a":[1e400,{"a":"\u0000"}]}`}).Draw(t, "extra")
			branch := storage.Branch{Goal: storage.Goal{Name: text, Extra: extra}, Children: make([]storage.Branch, pasted)}
			_, step, err := tree.Graft(parent, index, storage.ActPaste, []storage.Branch{branch, branch})
			return step, err
		},
	}
	return must(edits[rapid.IntRange(0, len(edits)-1).Draw(t, "act")]())(t)
}

// moveAll moves goals unless one of them would come below itself.
func moveAll(tree *storage.Tree, ids []storage.GoalID, parent storage.GoalID, index int) (storage.Step, error) {
	for _, id := range ids {
		if parent == id || tree.IsBelow(parent, id) {
			return storage.Step{}, nil
		}
	}
	return tree.MoveAll(ids, parent, index)
}

// grown is a tree of so many goals at most, in any shape: enough for moves of many at once.
func grown(t *rapid.T, most int) *storage.Tree {
	t.Helper()
	tree := newTree(t)
	above := rapid.SliceOfN(rapid.IntRange(0, 8), 0, most).Draw(t, "shape")
	root := &twig{}
	twigs := []*twig{root}
	for _, back := range above {
		parent, child := twigs[max(0, len(twigs)-1-back)], &twig{}
		if back == 8 {
			parent = root
		}
		parent.children = append(parent.children, child)
		twigs = append(twigs, child)
	}
	_, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, root.forest())
	check(t, err)
	return tree
}

// twig is a goal of a tree in the making.
type twig struct{ children []*twig }

func (w *twig) forest() []storage.Branch {
	var forest []storage.Branch
	for i, child := range w.children {
		forest = append(forest, storage.Branch{Goal: storage.Goal{Name: fmt.Sprint(i)}, Children: child.forest()})
	}
	return forest
}
