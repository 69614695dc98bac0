package outline

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// reference flattens a forest the plain way.
func reference(m *Model, forest []storage.Branch, depth int) []Row {
	var rows []Row
	for _, b := range forest {
		rows = append(rows, Row{Goal: b.Goal.ID, Depth: depth, HasChildren: len(b.Children) > 0, Folded: m.folded[b.Goal.ID]})
		if !m.folded[b.Goal.ID] {
			rows = append(rows, reference(m, b.Children, depth+1)...)
		}
	}
	return rows
}

// inside is the part of a forest below a goal.
func inside(forest []storage.Branch, id storage.GoalID) []storage.Branch {
	if id == storage.TopLevel {
		return forest
	}
	for _, b := range forest {
		if b.Goal.ID == id {
			return b.Children
		}
		if found := inside(b.Children, id); found != nil {
			return found
		}
	}
	return nil
}

// Whatever is pressed, in whatever order: the rows are the flattened tree, the
// cursor stands on one of them, and undoing everything is the empty start.
func TestPropertyRowsAreTheFlattenedTree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m, _ := newOutline(t)
		commands := map[string]func(){
			"new":      m.NameTop,
			"below":    m.NameBelow,
			"child":    m.NameChild,
			"rename":   m.Rename,
			"type":     func() { m.Typed(rapid.SampledFrom([]string{"", " ", "goal", "ziel 🎯", "هدف"}).Draw(rt, "text")) },
			"enter":    m.KeepAndGoOn,
			"escape":   m.Keep,
			"indent":   m.Indent,
			"outdent":  m.Outdent,
			"up":       func() { m.Step(-1) },
			"down":     func() { m.Step(+1) },
			"raise":    func() { m.Move(-1) },
			"lower":    func() { m.Move(+1) },
			"toggle":   m.Toggle,
			"delete":   m.Delete,
			"fold":     m.Fold,
			"unfold":   m.Unfold,
			"fold all": m.FoldAll, "unfold all": m.UnfoldAll,
			"in": m.ZoomIn, "out": m.ZoomOut,
			"undo": m.Undo, "redo": m.Redo,
		}
		names := make([]string, 0, len(commands))
		for name := range commands {
			names = append(names, name)
		}
		slices.Sort(names)
		names = append(names, "type", "enter", "type", "enter", "new") // trees should grow
		for range rapid.IntRange(1, 60).Draw(rt, "presses") {
			pressed := rapid.SampledFrom(names).Draw(rt, "press")
			commands[pressed]()
			checkRows(rt, m, pressed)
		}
		m.Keep()
		for i := 0; ; i++ {
			if _, more := m.tree.NextUndo(); !more {
				break
			}
			m.Undo()
			checkRows(rt, m, "undo all")
		}
		if len(interchange.Forest(m.tree, storage.TopLevel)) != 0 {
			rt.Fatalf("undoing everything left %v", interchange.Forest(m.tree, storage.TopLevel))
		}
	})
}

func checkRows(t *rapid.T, m *Model, after string) {
	rows := slices.DeleteFunc(slices.Clone(m.Rows()), Row.Draft)
	if want := reference(m, inside(interchange.Forest(m.tree, storage.TopLevel), m.zoom), 0); !slices.Equal(rows, want) {
		t.Fatalf("after %s: rows %v, want %v", after, rows, want)
	}
	if len(m.Rows()) > 0 && m.SelectedRow() < 0 {
		t.Fatalf("after %s: the cursor is lost among %v", after, m.Rows())
	}
	if _, _, naming := m.Naming(); naming && m.SelectedRow() < 0 {
		t.Fatalf("after %s: naming out of sight", after)
	}
}
