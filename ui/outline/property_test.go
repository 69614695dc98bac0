package outline

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/query"
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
	if m.Len() == 0 {
		return ""
	}
	return m.Row(rapid.IntRange(0, m.Len()-1).Draw(t, "goal")).ID()
}

// presses are all that a person can do.
func presses(rt *rapid.T, m *Model) map[string]func() {
	return map[string]func(){
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
		"undo": func() { travelled(rt, m, m.tree.NextUndo, m.Undo) }, "redo": func() { travelled(rt, m, m.tree.NextRedo, m.Redo) },
		"resume":    func() { m.Resume() },
		"extend up": func() { m.Extend(-1) }, "extend down": func() { m.Extend(+2) },
		"mark":         func() { m.Mark(anyGoal(rt, m)) },
		"mark all":     m.MarkAll,
		"to first":     func() { m.MoveToEnd(true) },
		"to last":      func() { m.MoveToEnd(false) },
		"duplicate":    m.Duplicate,
		"split":        func() { m.Split(rapid.IntRange(0, 5).Draw(rt, "caret")) },
		"join":         func() { m.Join() },
		"join below":   func() { m.JoinBelow() },
		"toggle named": func() { m.ToggleNamed(0) },
		"hide":         m.ToggleHide,
		"unfold below": m.UnfoldBelow,
		"cut": func() {
			write, _ := m.Cut()
			m.Clipped(write())
		},
		"paste what was cut": func() { m.Paste(m.clip.text) },
		"paste": func() {
			m.Paste(rapid.SampledFrom([]string{"pasted", "a\n  b\n  c\nd", "- [x] done\n  - [ ] open"}).Draw(rt, "pasted"))
		},
		"drop": func() {
			goals := m.Dragged(anyGoal(rt, m))
			if landing, ok := m.Landing(goals, rapid.IntRange(0, 20).Draw(rt, "row"), rapid.IntRange(0, 5).Draw(rt, "depth")); ok {
				m.Land(goals, landing)
			}
		},
		"show":             func() { m.Show(rapid.SampledFrom(Views()).Draw(rt, "view")) },
		"goals":            func() { m.Show(Goals) },
		"search":           func() { m.Search(rapid.SampledFrom([]string{"", "go", "b", "is:open", "is:done"}).Draw(rt, "query")) },
		"restore":          m.Restore,
		"erase":            m.Erase,
		"empty trash":      m.EmptyTrash,
		"delete completed": m.DeleteCompleted,
		"reveal":           func() { m.Reveal(anyGoal(rt, m)) },
		"unmark":           m.Unmark,
		"letter":           func() { m.Jump('p') },
		"due": func() {
			m.SetDueAll(rapid.SampledFrom([]storage.Date{"", "2026-11-19", "2026-11-20", "2026-12-01"}).Draw(rt, "due"), m.Selection()...)
		},
	}
}

// travelled undoes or redoes, and checks that what changed is in view and selected.
func travelled(t *rapid.T, m *Model, next func() (storage.Step, bool), travel func()) {
	m.Keep()
	step, _ := next()
	travel()
	for _, operation := range step.Operations {
		if m.stands(operation.Goal) {
			if at := m.SelectedRow(); at < 0 || !slices.ContainsFunc(step.Operations, func(o storage.Operation) bool { return o.Goal == m.rows.at(at).ID() }) {
				t.Fatalf("%s is taken back or done again, and the cursor is in row %d", step.Act, at)
			}
			return
		}
	}
}

// pressAll presses keys at random, and checks what is shown after each.
func pressAll(rt *rapid.T, m *Model) {
	m.Rule = rapid.SampledFrom([]Rule{{}, {Above: true}, {Below: CompleteBelow, Above: true}, {Below: RefuseBelow}}).Draw(rt, "rule")
	commands := presses(rt, m)
	names := slices.Sorted(maps.Keys(commands))
	names = append(names, "type", "enter", "type", "enter", "new") // trees should grow
	for range rapid.IntRange(1, 60).Draw(rt, "presses") {
		pressed := rapid.SampledFrom(names).Draw(rt, "press")
		commands[pressed]()
		checkRows(rt, m, pressed)
	}
	m.Keep()
}

// all is everything there is, the trash too.
func all(tree *storage.Tree) string {
	return fmt.Sprint(interchange.Forest(tree, storage.TopLevel), interchange.Forest(tree, storage.Trash))
}

// Whatever is pressed, in whatever order: the rows are the flattened tree or what it was
// asked for, the counts are those counted anew, the cursor stands on one of the rows,
// undoing everything is the empty start, and redoing it the end.
func TestPropertyWhateverIsPressed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m, _ := newOutline(t)
		pressAll(rt, m)
		for redone := true; redone; _, redone = m.tree.NextRedo() {
			m.Redo()
		}
		end := all(m.tree)
		for undone := true; undone; _, undone = m.tree.NextUndo() {
			m.Undo()
			checkRows(rt, m, "undo")
		}
		if all(m.tree) != "[] []" {
			rt.Fatalf("undoing everything leaves %v", all(m.tree))
		}
		for redone := true; redone; _, redone = m.tree.NextRedo() {
			m.Redo()
			checkRows(rt, m, "redo")
		}
		if all(m.tree) != end {
			rt.Fatalf("redoing everything makes\n%v\nof\n%v", all(m.tree), end)
		}
	})
}

// Whatever is pressed: the file, read back, is what was in memory.
func TestPropertyTheFileIsWhatIsInMemory(t *testing.T) {
	store, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "goals.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	people := 0
	rapid.Check(t, func(rt *rapid.T) {
		people++
		id, err := store.SignedIn(t.Context(), storage.Profile{Provider: "test", Issuer: "test", Subject: fmt.Sprint(people), Login: fmt.Sprint("person", people)})
		if err != nil {
			rt.Fatal(err)
		}
		user := store.User(id)
		tree, err := user.Tree(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		var steps []storage.Step
		m := New(tree, func(step storage.Step) { steps = append(steps, step) }, time.Now)
		pressAll(rt, m)
		if err := user.Commit(t.Context(), steps); err != nil {
			rt.Fatal(err)
		}
		again, err := user.Tree(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		if read, kept := all(again), all(m.tree); read != kept {
			rt.Fatalf("read back:\n%s\nin memory:\n%s", read, kept)
		}
	})
	if report, err := store.Check(t.Context()); err != nil || len(report.Problems) > 0 {
		t.Errorf("checked: %v %v", report.Problems, err)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}

func checkRows(t *rapid.T, m *Model, after string) {
	got := write(m)
	rows := slices.DeleteFunc(m.Rows(), Row.Draft)
	if want := reference(m, inside(interchange.Forest(m.tree, storage.TopLevel), m.zoom), 0); m.view == Goals && m.asked == "" && !slices.Equal(rows, want) {
		t.Fatalf("after %s: rows\n%s", after, got)
	}
	checkFound(t, m, after)
	checkProgress(t, m.tree, interchange.Forest(m.tree, storage.TopLevel), storage.TopLevel)
	m.flatten()
	if anew := write(m); got != anew {
		t.Fatalf("after %s: rows\n%s\nand all made anew\n%s", after, got, anew)
	}
	if len(m.Rows()) > 0 && m.SelectedRow() < 0 {
		t.Fatalf("after %s: the cursor is lost among\n%s", after, got)
	}
	for entry := range m.marked {
		if m.rows.find(entry) < 0 {
			t.Fatalf("after %s: %q is marked and out of view among\n%s", after, entry.Name(), got)
		}
	}
	if m.naming != nil && m.SelectedRow() < 0 {
		t.Fatalf("after %s: naming out of sight", after)
	}
}

// checkFound compares a list and what a search shows with asking each goal.
func checkFound(t *rapid.T, m *Model, after string) {
	if m.asked == "" && m.view.tree() {
		return
	}
	var want, got []string
	day := m.today()
	asked := query.Parse(m.asked, m.now())
	root := m.root()
	m.each(func(e *storage.Entry) {
		goal := e.Goal()
		text := strings.ToLower(goal.Name + "\n" + goal.Description)
		wanted := map[View]bool{
			Goals:     (root.ID() == "" || m.tree.IsBelow(goal.ID, root.ID())) && asked.Match(query.Fields{Text: text, Name: goal.Name, Due: goal.Due, Done: e.Done()}),
			Today:     !e.Done() && goal.Due != "" && goal.Due <= day,
			Upcoming:  !e.Done() && goal.Due > day,
			Completed: e.Done(),
		}
		if wanted[m.view] {
			want = append(want, string(goal.ID))
		}
	})
	for _, row := range m.rows.from(0) {
		if row.Entry != nil && !row.Path {
			got = append(got, string(row.ID()))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if m.view != Trash && !slices.Equal(got, want) {
		t.Fatalf("after %s: %d of %d found among\n%s", after, len(got), len(want), write(m))
	}
}

// checkProgress counts what is below each goal anew.
func checkProgress(t *rapid.T, tree *storage.Tree, forest []storage.Branch, parent storage.GoalID) storage.Progress {
	var sum storage.Progress
	for _, b := range forest {
		part := checkProgress(t, tree, b.Children, b.Goal.ID)
		if len(b.Children) == 0 {
			part.Total = 1
			if !b.Goal.Completed.IsZero() {
				part.Completed = 1
			}
		}
		sum.Completed += part.Completed
		sum.Total += part.Total
	}
	if got := tree.Progress(parent); got != sum {
		t.Fatalf("%q counts %v, and it is %v", parent, got, sum)
	}
	return sum
}
