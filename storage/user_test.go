package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// persons gives each round of a property persons of its own in one file.
func persons(store *storage.Store) func(t tester) *storage.User {
	known := 0
	return func(t tester) *storage.User {
		t.Helper()
		known++
		profile := storage.Profile{Issuer: "https://example.com", Subject: fmt.Sprint(known)}
		return store.User(must(store.SignedIn(context.Background(), profile))(t))
	}
}

// Whatever a person does, and however it is cut into commits: the file read back is what
// is in memory, the journal replayed is too, and undo and redo go on in a tree read
// afresh as if nothing had happened.
func TestFileIsWhatIsInMemory(t *testing.T) {
	path := file(t)
	store := must(storage.Open(t.Context(), path, ticking()))(t)
	person := persons(store)
	rapid.Check(t, func(rt *rapid.T) {
		user := person(rt)
		tree := must(user.Tree(t.Context()))(rt)
		recall(rt, user, tree)
		var unsaved []storage.Step
		save := func() {
			check(rt, user.Commit(t.Context(), unsaved))
			unsaved = nil
		}
		for range rapid.IntRange(1, 25).Draw(rt, "acts") {
			switch rapid.IntRange(0, 5).Draw(rt, "act") {
			case 0:
				if !tree.UndoGap().Empty() {
					save()
				}
				steps, _ := back(rt, user, tree)
				unsaved = append(unsaved, steps...)
			case 1:
				if !tree.RedoGap().Empty() {
					save()
				}
				steps, _ := forth(rt, user, tree)
				unsaved = append(unsaved, steps...)
			case 2:
				save()
			default:
				unsaved = append(unsaved, edit(rt, tree))
			}
		}
		save()

		again := must(user.Tree(t.Context()))(rt)
		if snapshot(rt, again) != snapshot(rt, tree) {
			rt.Fatalf("read back:\n%s\nin memory:\n%s", snapshot(rt, again), snapshot(rt, tree))
		}
		recall(rt, user, again)
		walk(rt, user, tree, again, forth)
		walk(rt, user, tree, again, back)
		if len(goals(again)) > 0 {
			rt.Fatalf("everything undone leaves%s", outline(again))
		}
		walk(rt, user, tree, again, forth)
		for _, tree := range []*storage.Tree{tree, again} { // both know where the goals in the trash were
			must(tree.Restore(tree.Children(storage.Trash)...))(rt)
		}
		if outline(again) != outline(tree) {
			rt.Fatalf("restored as read back:%s\nand as in memory:%s", outline(again), outline(tree))
		}
	})
	check(t, store.Close())
	report := must(open(t, path).Check(t.Context()))(t)
	if len(report.Problems) > 0 || report.Users == 0 || report.Operations == 0 {
		t.Errorf("checked: %+v", report)
	}
}

// walk takes two trees through their history side by side.
func walk(t *rapid.T, user *storage.User, one, two *storage.Tree, turn func(tester, *storage.User, *storage.Tree) ([]storage.Step, bool)) {
	t.Helper()
	for {
		left, ok := turn(t, user, one)
		right, too := turn(t, user, two)
		if ok != too || !slices.EqualFunc(left, right, sameTurn) || snapshot(t, one) != snapshot(t, two) {
			t.Fatalf("%+v, %v\n%s\n%+v, %v\n%s", left, ok, snapshot(t, one), right, too, snapshot(t, two))
		}
		if !ok {
			return
		}
	}
}

func sameTurn(a, b storage.Step) bool {
	return a.Act == b.Act && a.Undoes == b.Undoes && a.Redoes == b.Redoes
}

// A session's own steps are not added twice, whenever the history comes from the file,
// and what was undone in an earlier session can be redone only before a new edit.
func TestHistoryComesLate(t *testing.T) {
	store, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	for _, name := range []string{"a", "b", "c"} {
		_, step, err := tree.Create(storage.TopLevel, 9, name)
		check(t, err)
		check(t, user.Commit(t.Context(), []storage.Step{step}))
	}
	undo, _ := tree.Undo()
	check(t, user.Commit(t.Context(), undo))

	again := must(store.User(must(store.Local(t.Context()))(t)).Tree(t.Context()))(t)
	before := again.Unread()
	early := must(user.History(t.Context(), before))(t)
	if len(early.Undo) != 2 || len(early.Redo) != 1 || early.Redo[0].Subject != "c" {
		t.Fatalf("history: %+v", early)
	}
	_, step, err := again.Create(storage.TopLevel, 9, "d")
	check(t, err)
	check(t, user.Commit(t.Context(), []storage.Step{step}))
	again.AddHistory(must(user.History(t.Context(), before))(t))
	again.AddHistory(early)
	if _, ok := again.Redo(); ok {
		t.Error("an old step was redone over a new edit")
	}
	for _, want := range []string{"\na\nb", "\na", ""} {
		if _, ok := again.Undo(); !ok || outline(again) != want {
			t.Errorf("undone (%v) to%s, want%s", ok, outline(again), want)
		}
	}
	if _, ok := again.Undo(); ok {
		t.Error("there was more to undo than was done")
	}
}

func TestRestoreAfterRestart(t *testing.T) {
	_, user := local(t)
	tree := must(user.Tree(t.Context()))(t)
	id := plant(t, tree, fruit)
	before := outline(tree)
	must(tree.Delete(id["core"]))(t)
	must(tree.Restore(id["core"]))(t)
	must(tree.Move(id["core"], id["apple"], 1))(t)
	must(tree.Move(id["core"], id["apple"], 0))(t)
	must(tree.Delete(id["core"]))(t)
	check(t, user.Commit(t.Context(), done(tree)))

	again := must(user.Tree(t.Context()))(t)
	must(again.Restore(id["core"]))(t)
	if outline(again) != before {
		t.Errorf("restored:%s", outline(again))
	}
}

// User B can never read, move under, complete, rename, delete or count user A's goals,
// whatever steps B makes up.
func TestIsolation(t *testing.T) {
	store := open(t, file(t))
	person := persons(store)
	rapid.Check(t, func(rt *rapid.T) {
		a, b := person(rt), person(rt)
		theirs, own := newTree(rt), newTree(rt)
		plant(rt, theirs, "A1\n\tA2\n\t\tA3\nA4")
		plant(rt, own, "B1\n\tB2\nB3")
		steps := done(theirs)
		check(rt, a.Commit(t.Context(), steps))
		check(rt, b.Commit(t.Context(), done(own)))
		before := snapshot(rt, must(a.Tree(t.Context()))(rt))
		gap := must(a.Tree(t.Context()))(rt).Unread()
		history := fmt.Sprint(must(a.History(t.Context(), gap))(rt))

		for i := range rapid.IntRange(1, 15).Draw(rt, "forgeries") {
			// Taken or not: it must not matter to A.
			_ = b.Commit(t.Context(), []storage.Step{forge(rt, i, goals(theirs), goals(own), steps)})
		}
		for _, goal := range goals(must(b.Tree(t.Context()))(rt)) {
			if strings.HasPrefix(goal.Name, "A") {
				rt.Fatalf("B sees a goal of A: %+v", goal)
			}
		}
		if after := snapshot(rt, must(a.Tree(t.Context()))(rt)); after != before {
			rt.Fatalf("A had\n%s\nand has\n%s", before, after)
		}
		if after := fmt.Sprint(must(a.History(t.Context(), gap))(rt)); after != history {
			rt.Fatalf("A's history was\n%s\nand is\n%s", history, after)
		}
	})
	// What was forged is noticed, and nothing else is wrong.
	for _, problem := range must(store.Check(t.Context()))(t).Problems {
		if !strings.HasSuffix(problem, "does not end with its last operation") && !strings.HasSuffix(problem, "by the journal") {
			t.Error(problem)
		}
	}
}

// done is everything a tree has done and not undone: it looks by undoing and redoing it all.
func done(tree *storage.Tree) []storage.Step {
	var steps []storage.Step
	for {
		step, ok := tree.NextUndo()
		if !ok {
			break
		}
		steps = append([]storage.Step{step}, steps...)
		if undone, _ := tree.Undo(); len(undone) != 1 {
			panic("a step was not undone by itself")
		}
	}
	for range steps {
		tree.Redo()
	}
	return steps
}

// forge makes a step up that reaches for goals of both persons.
func forge(t *rapid.T, number int, theirs, own []storage.Goal, steps []storage.Step) storage.Step {
	var ids []storage.GoalID
	for _, goal := range append(append([]storage.Goal(nil), theirs...), own...) {
		ids = append(ids, goal.ID)
	}
	places := append(ids, storage.TopLevel, storage.Trash, storage.Nowhere)
	operation := storage.Operation{
		ID:        fmt.Sprint("forged ", number),
		Stamp:     storage.Stamp{Wall: start().UnixMilli() + 1_000_000 + int64(number)},
		Goal:      rapid.SampledFrom(ids).Draw(t, "goal"),
		OldParent: rapid.SampledFrom(places).Draw(t, "old parent"),
	}
	if rapid.Bool().Draw(t, "moves") {
		operation.Kind = storage.Move
		operation.Parent = rapid.SampledFrom(places).Draw(t, "parent")
		operation.Position = "a1"
	} else {
		operation.Kind = storage.Set
		operation.Field = rapid.SampledFrom([]storage.Field{storage.FieldName, storage.FieldCompleted}).Draw(t, "field")
		operation.Value = "1"
	}
	step := storage.Step{ID: storage.StepID(operation.ID), Operations: []storage.Operation{operation}}
	victim := rapid.SampledFrom(steps).Draw(t, "victim")
	switch rapid.IntRange(0, 4).Draw(t, "trick") {
	case 0:
		step.Undoes = victim.ID
	case 1:
		step.Redoes = victim.ID
	case 2:
		step.ID = victim.ID
	case 3:
		step.Operations[0].ID = victim.Operations[0].ID
	}
	return step
}

// Each way of reaching for another person's goal is refused. (To make a goal of one's own
// under the same id is no harm: each person's ids are their own, so that two can import
// the same file.)
func TestReachingForAnothersGoal(t *testing.T) {
	store, a := local(t)
	b := store.User(must(store.SignedIn(t.Context(), storage.Profile{Issuer: "i", Subject: "b"}))(t))
	tree := must(a.Tree(t.Context()))(t)
	plant(t, tree, "A")
	check(t, a.Commit(t.Context(), done(tree)))
	theirs, first := tree.Children(storage.TopLevel)[0], done(tree)[0]

	own := must(b.Tree(t.Context()))(t)
	plant(t, own, "B")
	check(t, b.Commit(t.Context(), done(own)))
	mine := own.Children(storage.TopLevel)[0]
	before := snapshot(t, own)
	for name, c := range map[string]struct {
		step storage.Step
		want error
	}{
		"rename":     {storage.Step{Operations: []storage.Operation{{Kind: storage.Set, Goal: theirs, Field: storage.FieldName, Value: "B"}}}, storage.ErrNoGoal},
		"complete":   {storage.Step{Operations: []storage.Operation{{Kind: storage.Set, Goal: theirs, Field: storage.FieldCompleted, Value: "1"}}}, storage.ErrNoGoal},
		"delete":     {storage.Step{Operations: []storage.Operation{{Kind: storage.Move, Goal: theirs, Parent: storage.Trash, Position: "a1"}}}, storage.ErrNoGoal},
		"take":       {storage.Step{Operations: []storage.Operation{{Kind: storage.Move, Goal: theirs, Parent: mine, Position: "a1"}}}, storage.ErrNoGoal},
		"move under": {storage.Step{Operations: []storage.Operation{{Kind: storage.Move, Goal: mine, Parent: theirs, Position: "a1"}}}, storage.ErrNoGoal},
		"create under": {storage.Step{Operations: []storage.Operation{{Kind: storage.Move, Goal: "new", OldParent: storage.Nowhere,
			Parent: theirs, Position: "a1"}}}, storage.ErrNoGoal},
		"undo": {storage.Step{Undoes: first.ID, Operations: []storage.Operation{{Kind: storage.Set, Goal: mine, Field: storage.FieldName}}}, storage.ErrNoUser},
		"redo": {storage.Step{Redoes: first.ID, Operations: []storage.Operation{{Kind: storage.Set, Goal: mine, Field: storage.FieldName}}}, storage.ErrNoUser},
	} {
		c.step.ID, c.step.Operations[0].ID = "forged", "forged"
		if err := b.Commit(t.Context(), []storage.Step{c.step}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if after := snapshot(t, must(b.Tree(t.Context()))(t)); after != before {
		t.Errorf("B had\n%s\nand has\n%s", before, after)
	}
}

func TestUserSettings(t *testing.T) {
	store, user := local(t)
	other := store.User(must(store.SignedIn(t.Context(), storage.Profile{Issuer: "i", Subject: "s"}))(t))
	check(t, user.SetSetting(t.Context(), "zoom", "a"))
	check(t, user.SetSetting(t.Context(), "zoom", "b"))
	if mine, theirs := must(user.Setting(t.Context(), "zoom"))(t), must(other.Setting(t.Context(), "zoom"))(t); mine != "b" || theirs != "" {
		t.Errorf("mine %q, theirs %q", mine, theirs)
	}
	nobody := store.User("nobody")
	if err := nobody.SetSetting(t.Context(), "zoom", "a"); !errors.Is(err, storage.ErrNoUser) {
		t.Errorf("nobody's setting: %v", err)
	}
	if _, err := nobody.Tree(t.Context()); !errors.Is(err, storage.ErrNoUser) {
		t.Errorf("nobody's goals: %v", err)
	}
	tree := newTree(t)
	plant(t, tree, "a")
	if err := nobody.Commit(t.Context(), done(tree)); !errors.Is(err, storage.ErrNoUser) {
		t.Errorf("nobody's commit: %v", err)
	}
}
