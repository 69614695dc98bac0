package outline

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"overachiever/storage"
)

// tenfold is a forest of ten goals to each goal, five levels deep, all of them with a
// word in common and one in a thousand with a rare one.
func tenfold(levels int, path string) []storage.Branch {
	if levels == 0 {
		return nil
	}
	forest := make([]storage.Branch, 10)
	for i := range forest {
		at := fmt.Sprint(path, i)
		name := "!! A goal worth its while " + at
		if len(at) == 5 && at[2:] == "777" {
			name += " rarity"
		}
		forest[i] = storage.Branch{Goal: storage.Goal{Name: name}, Children: tenfold(levels-1, at)}
	}
	return forest
}

// largeOutline shows 111,110 goals, all unfolded.
func largeOutline(b *testing.B) *Model {
	b.Helper()
	m, _ := newOutline(b)
	m.save = func(storage.Step) {}
	if _, _, err := m.tree.Graft(storage.TopLevel, 0, storage.ActImport, tenfold(5, "")); err != nil {
		b.Fatal(err)
	}
	// As it is read from a file: in no order.
	var goals []storage.Goal
	m.each(func(e *storage.Entry) { goals = append(goals, e.Goal()) })
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(goals), func(i, j int) { goals[i], goals[j] = goals[j], goals[i] })
	tree, err := storage.NewTree(goals, storage.NewClock("test", m.now))
	if err != nil {
		b.Fatal(err)
	}
	if m = New(tree, m.save, m.now); m.Len() != 111_110 {
		b.Fatalf("%d rows", m.Len())
	}
	return m
}

// BenchmarkLarge is what each command costs in a large outline, without the drawing.
func BenchmarkLarge(b *testing.B) {
	m := largeOutline(b)
	m.Step(50_003) // a goal with none below it
	for name, command := range map[string]func(i int){
		"step":          func(i int) { m.Step(1 - i%2*2) },
		"rename":        func(i int) { m.Rename(); m.Typed(fmt.Sprint("renamed ", i)); m.Keep() },
		"complete":      func(int) { m.Toggle() },
		"indent":        func(i int) { []func(){m.Indent, m.Outdent}[i%2]() },
		"move":          func(i int) { m.Move(1 - i%2*2) },
		"fold":          func(int) { m.ToggleFold(m.cursor) },
		"fold root":     func(int) { m.ToggleFold(m.Row(0).ID()) },
		"flatten":       func(int) { m.flatten() },
		"search common": func(int) { m.Search("goal worth") },
		"search rare":   func(int) { m.Search("rarity") },
		"far away":      func(i int) { m.Select(m.tree.Children("")[i%10]); m.SelectedRow() },
		"search !!":     func(int) { m.Search("!!") },
		"copy all":      func(int) { m.Copy() },
		"due":           func(int) { m.Due() },
		"hidden":        func(int) { m.Hidden() },
		"hidden rename": func(i int) { m.Rename(); m.Typed(fmt.Sprint("renamed ", i)); m.Keep() },
		"hidden complete": func(int) {
			m.Toggle()
			m.Undo()
		},
	} {
		b.Run(name, func(b *testing.B) {
			m.Search("")
			m.hide = strings.HasPrefix(name, "hidden")
			m.flatten()
			if name == "copy all" {
				m.MarkAll()
				m.MarkAll()
			}
			for i := 0; b.Loop(); i++ {
				command(i)
			}
		})
	}
}
