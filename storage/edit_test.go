package storage_test

import (
	"errors"
	"testing"

	"overachiever/storage"
)

const fruit = `
apple
	core
		pip
	peel
banana
cherry
	stone
`

// Each edit: what it does to the outline, and that undo and redo are its exact opposites.
func TestEdits(t *testing.T) {
	type ids map[string]storage.GoalID
	for name, c := range map[string]struct {
		edit func(*storage.Tree, ids) (storage.Step, error)
		want string
	}{
		"create first": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			_, step, err := tree.Create(id["apple"], -3, "leaf")
			return step, err
		}, "\napple\n\tleaf\n\tcore\n\t\tpip\n\tpeel\nbanana\ncherry\n\tstone"},
		"create last": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			_, step, err := tree.Create(storage.TopLevel, 99, "date")
			return step, err
		}, "\napple\n\tcore\n\t\tpip\n\tpeel\nbanana\ncherry\n\tstone\ndate"},
		"rename": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Rename(id["banana"], "pláta\xffno\x00")
		}, "\napple\n\tcore\n\t\tpip\n\tpeel\npláta\uFFFDno\ncherry\n\tstone"},
		"complete": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Complete(storage.Completing{}, id["pip"])
		}, "\napple\n\tcore\n\t\tpip ✓\n\tpeel\nbanana\ncherry\n\tstone"},
		"move down among siblings": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Move(id["apple"], storage.TopLevel, 1)
		}, "\nbanana\napple\n\tcore\n\t\tpip\n\tpeel\ncherry\n\tstone"},
		"move up among siblings": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Move(id["cherry"], storage.TopLevel, 0)
		}, "\ncherry\n\tstone\napple\n\tcore\n\t\tpip\n\tpeel\nbanana"},
		"move elsewhere": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Move(id["core"], id["cherry"], 0)
		}, "\napple\n\tpeel\nbanana\ncherry\n\tcore\n\t\tpip\n\tstone"},
		"indent": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Indent(id["banana"])
		}, "\napple\n\tcore\n\t\tpip\n\tpeel\n\tbanana\ncherry\n\tstone"},
		"outdent": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Outdent(id["core"])
		}, "\napple\n\tpeel\ncore\n\tpip\nbanana\ncherry\n\tstone"},
		"delete": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Delete(id["core"])
		}, "\napple\n\tpeel\nbanana\ncherry\n\tstone\nTRASH\n\tcore\n\t\tpip"},
		"move into the trash": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Move(id["core"], storage.Trash, 7)
		}, "\napple\n\tpeel\nbanana\ncherry\n\tstone\nTRASH\n\tcore\n\t\tpip"},
		"move several from several places, in their order": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.MoveAll([]storage.GoalID{id["stone"], id["peel"], id["stone"], id["apple"], id["pip"]}, id["banana"], 0)
		}, "\nbanana\n\tapple\n\t\tcore\n\t\t\tpip\n\t\tpeel\n\tstone\ncherry"},
		"move several among their siblings": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.MoveAll([]storage.GoalID{id["cherry"], id["apple"]}, storage.TopLevel, 1)
		}, "\nbanana\napple\n\tcore\n\t\tpip\n\tpeel\ncherry\n\tstone"},
		"move several side by side": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.MoveAll([]storage.GoalID{id["apple"], id["banana"]}, storage.TopLevel, 9)
		}, "\ncherry\n\tstone\napple\n\tcore\n\t\tpip\n\tpeel\nbanana"},
		"move several into the trash": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.MoveAll([]storage.GoalID{id["stone"], id["core"]}, storage.Trash, 9)
		}, "\napple\n\tpeel\nbanana\ncherry\nTRASH\n\tcore\n\t\tpip\n\tstone"},
		"indent several side by side": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Indent(id["cherry"], id["stone"], id["banana"])
		}, "\napple\n\tcore\n\t\tpip\n\tpeel\n\tbanana\n\tcherry\n\t\tstone"},
		"indent several apart": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Indent(id["peel"], id["cherry"])
		}, "\napple\n\tcore\n\t\tpip\n\t\tpeel\nbanana\n\tcherry\n\t\tstone"},
		"outdent several": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Outdent(id["peel"], id["stone"], id["core"], id["banana"])
		}, "\napple\ncore\n\tpip\npeel\nbanana\ncherry\nstone"},
		"outdent one below another's parent": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Outdent(id["pip"], id["peel"])
		}, "\napple\n\tcore\n\tpip\npeel\nbanana\ncherry\n\tstone"},
		"delete several": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Delete(id["cherry"], id["pip"], id["core"])
		}, "\napple\n\tpeel\nbanana\nTRASH\n\tcore\n\t\tpip\n\tcherry\n\t\tstone"},
		"due of several": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.SetDueAll("2027-02-28", id["pip"], id["apple"])
		}, "\napple 2027-02-28\n\tcore\n\t\tpip 2027-02-28\n\tpeel\nbanana\ncherry\n\tstone"},
		"duplicate": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			_, step, err := tree.Duplicate(id["core"])
			return step, err
		}, "\napple\n\tcore\n\t\tpip\n\tcore\n\t\tpip\n\tpeel\nbanana\ncherry\n\tstone"},
		"duplicate several": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			_, step, err := tree.Duplicate(id["cherry"], id["peel"], id["pip"], id["core"], id["banana"])
			return step, err
		}, "\napple\n\tcore\n\t\tpip\n\tpeel\n\tcore\n\t\tpip\n\tpeel\nbanana\ncherry\n\tstone\nbanana\ncherry\n\tstone"},
		"split": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			_, step, err := tree.Split(id["core"], "co", "re\x00", false)
			return step, err
		}, "\napple\n\tco\n\t\tpip\n\tre\n\tpeel\nbanana\ncherry\n\tstone"},
		"split inside": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			_, step, err := tree.Split(id["core"], "co", "re", true)
			return step, err
		}, "\napple\n\tco\n\t\tre\n\t\tpip\n\tpeel\nbanana\ncherry\n\tstone"},
		"split at the end": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			_, step, err := tree.Split(id["stone"], "stone", "", false)
			return step, err
		}, "\napple\n\tcore\n\t\tpip\n\tpeel\nbanana\ncherry\n\tstone\n\t"},
		"join into the sibling": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Join(id["cherry"], id["banana"])
		}, "\napple\n\tcore\n\t\tpip\n\tpeel\nbanana cherry\n\tstone\nTRASH\n\tcherry"},
		"join behind what is there": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Join(id["cherry"], id["apple"])
		}, "\napple cherry\n\tcore\n\t\tpip\n\tpeel\n\tstone\nbanana\nTRASH\n\tcherry"},
		"join into the parent": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			return tree.Join(id["core"], id["apple"])
		}, "\napple core\n\tpip\n\tpeel\nbanana\ncherry\n\tstone\nTRASH\n\tcore"},
		"import": {func(tree *storage.Tree, id ids) (storage.Step, error) {
			_, step, err := tree.Graft(storage.TopLevel, 1, storage.ActImport, []storage.Branch{
				{Goal: storage.Goal{ID: "x", Name: "x"}, Children: []storage.Branch{{Goal: storage.Goal{Name: "y", Completed: start()}}, {Goal: storage.Goal{Name: "z"}}}},
				{Goal: storage.Goal{ID: storage.Trash, Name: "w"}},
			})
			return step, err
		}, "\napple\n\tcore\n\t\tpip\n\tpeel\nx\n\ty ✓\n\tz\nw\nbanana\ncherry\n\tstone"},
	} {
		t.Run(name, func(t *testing.T) {
			tree := newTree(t)
			id := plant(t, tree, fruit)
			before := snapshot(t, tree)
			step := must(c.edit(tree, id))(t)
			after := snapshot(t, tree)
			if got := outline(tree); got != c.want {
				t.Fatalf("got:%s\nwant:%s", got, c.want)
			}
			if next, ok := tree.NextUndo(); !ok || next.ID != step.ID || step.Empty() {
				t.Fatalf("next to undo is %+v, %v", next, ok)
			}
			if undo, ok := tree.Undo(); !ok || undo[0].Undoes != step.ID || undo[0].ID == step.ID || snapshot(t, tree) != before {
				t.Errorf("undo %+v, %v gives %s", undo, ok, outline(tree))
			}
			if next, ok := tree.NextRedo(); !ok || next.ID != step.ID {
				t.Errorf("next to redo is %+v, %v", next, ok)
			}
			if redo, ok := tree.Redo(); !ok || redo[0].Redoes != step.ID || snapshot(t, tree) != after {
				t.Errorf("redo %+v, %v gives %s", redo, ok, outline(tree))
			}
		})
	}
}

// What changes nothing is an empty step, and nothing to undo.
func TestEditsThatChangeNothing(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, fruit)
	must(tree.Complete(storage.Completing{}, id["pip"]))(t)
	must(tree.Delete(id["cherry"]))(t)
	newest, _ := tree.NextUndo()
	before := snapshot(t, tree)
	for name, edit := range map[string]func() (storage.Step, error){
		"same name":                      func() (storage.Step, error) { return tree.Rename(id["apple"], "apple") },
		"same description":               func() (storage.Step, error) { return tree.Describe(id["apple"], "") },
		"same due":                       func() (storage.Step, error) { return tree.SetDue(id["apple"], "") },
		"completed already":              func() (storage.Step, error) { return tree.Complete(storage.Completing{}, id["pip"]) },
		"open already":                   func() (storage.Step, error) { return tree.Reopen(id["apple"]) },
		"same place":                     func() (storage.Step, error) { return tree.Move(id["peel"], id["apple"], 1) },
		"same place, far index":          func() (storage.Step, error) { return tree.Move(id["peel"], id["apple"], 50) },
		"indent the first":               func() (storage.Step, error) { return tree.Indent(id["core"]) },
		"outdent the top":                func() (storage.Step, error) { return tree.Outdent(id["apple"]) },
		"outdent into the trash":         func() (storage.Step, error) { return tree.Outdent(id["stone"]) },
		"indent in the trash":            func() (storage.Step, error) { return tree.Indent(id["cherry"]) },
		"deleted already":                func() (storage.Step, error) { return tree.Delete(id["stone"]) },
		"not in the trash":               func() (storage.Step, error) { return tree.Restore(id["apple"]) },
		"indent the first with the next": func() (storage.Step, error) { return tree.Indent(id["banana"], id["apple"], id["core"]) },
		"outdent several at the top":     func() (storage.Step, error) { return tree.Outdent(id["banana"], id["apple"]) },
		"several in the same place": func() (storage.Step, error) {
			return tree.MoveAll([]storage.GoalID{id["banana"], id["apple"]}, storage.TopLevel, 0)
		},
		"delete what is deleted":  func() (storage.Step, error) { return tree.Delete(id["stone"], id["cherry"]) },
		"erase outside the trash": func() (storage.Step, error) { return tree.Erase(id["apple"], id["pip"]) },
		"complete nothing":        func() (storage.Step, error) { return tree.Complete(storage.Completing{Below: true, Above: true}) },
		"reopen nothing":          func() (storage.Step, error) { return tree.Reopen() },
		"move nothing":            func() (storage.Step, error) { return tree.MoveAll(nil, id["apple"], 0) },
		"due already":             func() (storage.Step, error) { return tree.SetDueAll("", id["apple"], id["pip"]) },
		"completed with below": func() (storage.Step, error) {
			return tree.Complete(storage.Completing{Below: true, Above: true}, id["pip"])
		},
		"duplicate nothing": func() (storage.Step, error) {
			_, step, err := tree.Duplicate()
			return step, err
		},
		"an empty forest": func() (storage.Step, error) {
			_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, nil)
			return step, err
		},
	} {
		step, err := edit()
		if err != nil || !step.Empty() || snapshot(t, tree) != before {
			t.Errorf("%s: %+v, %v", name, step, err)
		}
	}
	if next, _ := tree.NextUndo(); next.ID != newest.ID {
		t.Errorf("next to undo is %+v", next)
	}
}

func TestEditsThatAreRefused(t *testing.T) {
	tree := newTree(t)
	id := plant(t, tree, fruit)
	undone, _, err := tree.Create(storage.TopLevel, 0, "never was")
	check(t, err)
	tree.Undo()
	before := snapshot(t, tree)
	graft := func(forest ...storage.Branch) error {
		_, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, forest)
		return err
	}
	only := func(_ storage.Step, err error) error { return err }
	for name, c := range map[string]struct{ got, want error }{
		"rename nothing":        {only(tree.Rename("x", "y")), storage.ErrNoGoal},
		"rename a place":        {only(tree.Rename(storage.Trash, "y")), storage.ErrNoGoal},
		"complete what is gone": {only(tree.Complete(storage.Completing{}, undone)), storage.ErrNoGoal},
		"move under nothing":    {only(tree.Move(id["apple"], "x", 0)), storage.ErrNoGoal},
		"move nowhere":          {only(tree.Move(id["apple"], storage.Nowhere, 0)), storage.ErrNoGoal},
		"move under what is gone": {
			only(tree.Move(id["apple"], undone, 0)), storage.ErrNoGoal},
		"one of several is not there": {only(tree.Indent(id["banana"], "x")), storage.ErrNoGoal},
		"delete what is gone":         {only(tree.Delete(id["banana"], undone)), storage.ErrNoGoal},
		"restore nothing there":       {only(tree.Restore("x")), storage.ErrNoGoal},
		"erase nothing there":         {only(tree.Erase("x")), storage.ErrNoGoal},
		"reopen nothing there":        {only(tree.Reopen("x")), storage.ErrNoGoal},
		"outdent nothing there":       {only(tree.Outdent("x")), storage.ErrNoGoal},
		"due of nothing there":        {only(tree.SetDueAll("", "x")), storage.ErrNoGoal},
		"duplicate nothing there":     {duplicate(tree, "x"), storage.ErrNoGoal},
		"split nothing there":         {split(tree, "x"), storage.ErrNoGoal},
		"join nothing there":          {only(tree.Join("x", id["apple"])), storage.ErrNoGoal},
		"join into nothing there":     {only(tree.Join(id["apple"], storage.TopLevel)), storage.ErrNoGoal},
		"join into itself":            {only(tree.Join(id["apple"], id["apple"])), storage.ErrOwnDescendant},
		"join into a descendant":      {only(tree.Join(id["apple"], id["pip"])), storage.ErrOwnDescendant},
		"one of several under itself": {
			only(tree.MoveAll([]storage.GoalID{id["banana"], id["core"]}, id["pip"], 0)), storage.ErrOwnDescendant},
		"move under itself":       {only(tree.Move(id["apple"], id["apple"], 0)), storage.ErrOwnDescendant},
		"move under a descendant": {only(tree.Move(id["apple"], id["pip"], 0)), storage.ErrOwnDescendant},
		"import an id twice": {graft(storage.Branch{Goal: storage.Goal{ID: "x"}},
			storage.Branch{Goal: storage.Goal{ID: "x"}}), storage.ErrDuplicate},
		"import an id that is there": {graft(storage.Branch{Goal: storage.Goal{ID: id["pip"]}}), storage.ErrDuplicate},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if _, err := tree.SetDue(id["apple"], "31.1.2027"); err == nil {
		t.Error("a due that is not a day was taken")
	}
	if snapshot(t, tree) != before {
		t.Error("a refused edit changed something")
	}
}

func duplicate(tree *storage.Tree, id storage.GoalID) error {
	_, _, err := tree.Duplicate(id)
	return err
}

func split(tree *storage.Tree, id storage.GoalID) error {
	_, _, err := tree.Split(id, "a", "b", false)
	return err
}
