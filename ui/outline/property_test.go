package outline

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// reference flattens a forest the plain way.
func reference(m *Model, forest []storage.Branch, depth int32) []Row {
	var rows []Row
	for _, b := range forest {
		if m.hide && allDone(b) {
			continue
		}
		entry := m.tree.Entry(b.Goal.ID)
		rows = append(rows, Row{Entry: entry, Depth: depth})
		if !m.folded[entry] {
			rows = append(rows, reference(m, b.Children, depth+1)...)
		}
	}
	return rows
}

func allDone(b storage.Branch) bool {
	return !b.Goal.Completed.IsZero() && !slices.ContainsFunc(b.Children, func(b storage.Branch) bool { return !allDone(b) })
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

// anyGoal is one of the goals in view, "" when there is none.
func anyGoal(t *rapid.T, m *Model) storage.GoalID {
	if len(m.rows) == 0 {
		return ""
	}
	return m.rows[rapid.IntRange(0, len(m.rows)-1).Draw(t, "goal")].ID()
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
			"extend up": func() { m.Extend(-1) }, "extend down": func() { m.Extend(+2) },
			"mark":         func() { m.Mark(anyGoal(rt, m)) },
			"mark all":     m.MarkAll,
			"to first":     func() { m.MoveToEnd(true) },
			"to last":      func() { m.MoveToEnd(false) },
			"duplicate":    m.Duplicate,
			"split":        func() { m.Split(rapid.IntRange(0, 5).Draw(rt, "caret")) },
			"join":         func() { m.Join() },
			"toggle named": func() { m.ToggleNamed(0) },
			"hide":         m.ToggleHide,
			"unfold below": m.UnfoldBelow,
			"cut":          func() { m.Cut() },
			"paste": func() {
				m.Paste(rapid.SampledFrom([]string{"pasted", "a\n  b\n  c\nd", "- [x] done\n  - [ ] open"}).Draw(rt, "pasted"))
			},
			"drop": func() {
				goals := m.Dragged(anyGoal(rt, m))
				if landing, ok := m.Landing(goals, rapid.IntRange(0, 20).Draw(rt, "row"), rapid.IntRange(0, 5).Draw(rt, "depth")); ok {
					m.Land(goals, landing)
				}
			},
			"show":    func() { m.Show(rapid.SampledFrom(Views()).Draw(rt, "view")) },
			"goals":   func() { m.Show(Goals) },
			"search":  func() { m.Search(rapid.SampledFrom([]string{"", "go", "b", "is:open", "is:done"}).Draw(rt, "query")) },
			"restore": m.Restore,
			"due": func() {
				m.SetDueAll(rapid.SampledFrom([]storage.Date{"", "2026-11-19", "2026-11-20", "2026-12-01"}).Draw(rt, "due"), m.Selection()...)
			},
		}
		m.Rule = rapid.SampledFrom([]Rule{{}, {Above: true}, {Below: CompleteBelow, Above: true}, {Below: RefuseBelow}}).Draw(rt, "rule")
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
		if m.tree.Totals().Total != 0 {
			rt.Fatalf("undoing everything leaves %v", m.tree.Totals())
		}
		if len(interchange.Forest(m.tree, storage.TopLevel)) != 0 {
			rt.Fatalf("undoing everything left %v", interchange.Forest(m.tree, storage.TopLevel))
		}
	})
}

func checkRows(t *rapid.T, m *Model, after string) {
	got := write(m)
	rows := slices.DeleteFunc(slices.Clone(m.Rows()), Row.Draft)
	if want := reference(m, inside(interchange.Forest(m.tree, storage.TopLevel), m.zoom), 0); m.view == Goals && m.asked == "" && !slices.Equal(rows, want) {
		t.Fatalf("after %s: rows\n%s", after, got)
	}
	m.flatten()
	if anew := write(m); got != anew {
		t.Fatalf("after %s: rows\n%s\nand all made anew\n%s", after, got, anew)
	}
	if len(m.Rows()) > 0 && m.SelectedRow() < 0 {
		t.Fatalf("after %s: the cursor is lost among\n%s", after, got)
	}
	for entry := range m.marked {
		if m.rowOf(entry) < 0 {
			t.Fatalf("after %s: %q is marked and out of view among\n%s", after, entry.Name(), got)
		}
	}
	if _, _, naming := m.Naming(); naming && m.SelectedRow() < 0 {
		t.Fatalf("after %s: naming out of sight", after)
	}
}
