package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"overachiever/ui/look"
	"overachiever/ui/outline"
)

func (b *outlineBench) drop(name string) { b.row(name).DragEnd() }

func TestADragPutsAGoalElsewhere(t *testing.T) {
	for _, c := range []struct {
		what, goal  string
		levels, row int
		want        string
	}{
		{"up, at the same depth", "Plum tree", 0, 1, "Garden\n  Plum tree\n  Fence\nReading\n  Middlemarch"},
		{"into the goal above", "Reading", 1, 3, "Garden\n  Fence\n  Plum tree\n  Reading\n    Middlemarch"},
		{"to the top level", "Fence", -1, 3, "Garden\n  Plum tree\nFence\nReading\n  Middlemarch"},
		{"far right goes no deeper than below the goal above", "Reading", 9, 3, "Garden\n  Fence\n  Plum tree\n    Reading\n      Middlemarch"},
		{"far below everything", "Garden", 0, 40, "Reading\n  Middlemarch\nGarden\n  Fence\n  Plum tree"},
		{"into itself", "Garden", 1, 2, "Garden\n  Fence\n  Plum tree\nReading\n  Middlemarch"},
	} {
		b := newOutlineBench(t, "- [ ] Garden\n  - [ ] Fence\n  - [ ] Plum tree\n- [ ] Reading\n  - [ ] Middlemarch")
		b.drag(c.goal, c.levels, c.row)
		b.drop(c.goal)
		b.wants(c.what, b.rows(), c.want)
		b.wants(c.what+", selected", b.selected(), c.goal)
		b.wantsNoDrag()
	}
}

func (b *outlineBench) wantsNoDrag() {
	b.t.Helper()
	if b.view.drag != nil || b.view.mark.Visible() {
		b.t.Error("something is dragged still")
	}
	for _, r := range b.view.list.shown {
		if r.line.lifted || r.line.target {
			b.t.Errorf("%q is drawn as if something were dragged", r.line.name)
		}
	}
}

func TestWhatIsDraggedIsSaid(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.drag("Fence", 0, 2)
	b.wants("one", b.view.mark.text.Text, "Fence")
	b.drop("Fence")
	b.on("Fence")
	b.key(fyne.KeyDown, shift)
	b.drag("Plum tree", 0, 4)
	b.wants("two", b.view.mark.text.Text, "2 goals")
	for _, name := range []string{"Fence", "Plum tree"} {
		if !b.row(name).line.lifted {
			t.Errorf("%q is not drawn as dragged", name)
		}
	}
	b.drop("Plum tree")
	b.wants("selected", b.selected(), "Fence, Plum tree")
}

func TestTheLineIsWhereTheGoalWouldLand(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.drag("Plum tree", 0, 3)
	line, start := b.view.mark.line, b.view.mark.start
	if got := line.Position().Y + 1; got != 3*look.RowHeight {
		t.Errorf("the line is at %v", got)
	}
	atOne := start.Position().X
	b.drag("Plum tree", 1, 3)
	if got := start.Position().X - atOne; got != look.Indent {
		t.Errorf("one level deeper it begins %v further right", got)
	}
	if !b.row("Fence").line.target {
		t.Error("the goal it would be below is not shown")
	}
	b.drop("Plum tree")
}

func TestTheLineIsSeenAtTheEdges(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	start := b.view.mark.start
	b.drag("Plum tree", 0, 0)
	if top := start.Position().Y; b.view.mark.line.Hidden || top < 0 {
		t.Errorf("before the first row the line begins at %v", top)
	}
	b.view.list.Resize(fyne.NewSize(b.view.list.Size().Width, 3*look.RowHeight))
	b.drag("Plum tree", 0, 3)
	if bottom := start.Position().Y + start.Size().Height; b.view.mark.line.Hidden || bottom > 3*look.RowHeight+1 {
		t.Errorf("at the end of the view the line ends at %v", bottom)
	}
}

func TestEscapeCancelsADrag(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	before := b.rows()
	b.drag("Fence", 0, 3)
	timer := b.view.drag.timer
	b.key(fyne.KeyDelete, 0)
	b.wants("another key", b.rows(), before)
	b.key(fyne.KeyEscape, 0)
	if timer.Stop() {
		t.Error("the timer still ran")
	}
	if b.view.mark.Visible() {
		t.Error("the line is to be seen still")
	}
	b.drag("Fence", 0, 4)
	b.drop("Fence")
	b.wants("rows", b.rows(), before)
	b.wantsNoDrag()
	b.drag("Fence", 0, 1)
	b.drop("Fence")
	b.key(fyne.KeyEscape, 0)
	b.wantsNoDrag()
}

func TestNoTimerOutlivesADrag(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.drag("Fence", 0, 1)
	timer := b.view.drag.timer
	b.drop("Fence")
	if timer.Stop() {
		t.Error("the timer still ran")
	}
}

func TestAClickThatTremblesIsAClick(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.view.list.ScrollToOffset(40)
	r := b.row("Plum tree")
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.view.list).AddXY(120, float32(r.at)*look.RowHeight+16-b.view.list.GetScrollOffset())
	r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at.AddXY(3, 2)}, Dragged: fyne.NewDelta(3, 2)})
	b.drop("Plum tree")
	b.wants("selected", b.selected(), "Plum tree")
	b.wantsNoDrag()
}

func TestNothingIsDraggedInListsSearchesAndTheTrash(t *testing.T) {
	goals := "- [ ] Fence 📅 2026-11-19\n- [ ] Gate 📅 2026-11-20"
	for what, show := range map[string]func(b *outlineBench){
		"a list":   func(b *outlineBench) { b.view.do(func() { b.model.Show(outline.Today) }) },
		"a search": func(b *outlineBench) { b.search("e") },
		"the trash": func(b *outlineBench) {
			b.view.do(b.model.MarkAll)
			b.view.do(b.model.Delete)
			b.view.do(func() { b.model.Show(outline.Trash) })
		},
	} {
		b := newOutlineBench(t, goals)
		show(b)
		before := b.rows()
		b.drag("Fence", 0, 2)
		if b.view.drag.going() || b.view.mark.Visible() {
			t.Errorf("in %s a goal is dragged", what)
		}
		b.drop("Fence")
		b.wants("in "+what, b.rows(), before)
		b.wantsNoDrag()
	}
}

func TestADragKeepsTheNameBeingTyped(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.rename("Fence", 5)
	b.letters("s")
	b.drag("Middlemarch", 0, 2)
	b.drop("Middlemarch")
	b.wants("rows", b.rows()[:len("Garden\n  Fences")], "Garden\n  Fences")
}

// The rest of a drag is a matter of time: it is driven through the window's own door.

// drag takes hold of a goal and moves it so far down in the list.
func (b *bench) drag(name string, y float32) *row {
	b.t.Helper()
	v := b.w.goals.view
	for at := range v.model.Rows() {
		if r := v.list.shown[at]; r != nil && r.line.name == name {
			to := fyne.CurrentApp().Driver().AbsolutePositionForObject(v.list).AddXY(200, y)
			for range 2 {
				r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: to}, Dragged: fyne.NewDelta(0, 2*dragSlop)})
			}
			return r
		}
	}
	b.t.Fatalf("no row %q", name)
	return nil
}

func TestAGoalUnfoldsWhenADragStaysOnIt(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	m, v := b.w.goals.model, b.w.goals.view
	v.do(func() { m.Paste("- [ ] Garden\n  - [ ] Fence\n- [ ] Reading") })
	v.do(m.Unmark)
	v.do(m.FoldAll)
	r := b.drag("Reading", look.RowHeight/2)
	start := v.drag.since
	b.until("unfolded", func() bool { return !m.Folded(m.Rows()[0]) })
	if waited := time.Since(start); waited < unfoldAfter {
		t.Errorf("it unfolded after %v", waited)
	}
	r.DragEnd()
	if goal, _ := m.Selected(); goal.Name != "Reading" {
		t.Errorf("%q is selected", goal.Name)
	}
}

func TestTheListScrollsWhenADragIsAtItsEdge(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	m, v := b.w.goals.model, b.w.goals.view
	v.do(func() { m.Paste("- [ ] First\n" + strings.Repeat("- [ ] Goal\n", 60)) })
	v.do(func() { m.Step(-len(m.Rows())) })
	r := b.drag("First", v.list.Size().Height-2)
	most := float32(len(m.Rows()))*look.RowHeight - v.list.Size().Height
	b.until("scrolled to the end", func() bool { return v.list.GetScrollOffset() == most })
	r.DragEnd()
	if goal, _ := m.Selected(); goal.Name != "First" || m.SelectedRow() < len(m.Rows())-2 {
		t.Errorf("%q is in row %d of %d", goal.Name, m.SelectedRow(), len(m.Rows()))
	}
}

func TestScrollStep(t *testing.T) {
	const height = 400
	last := float32(-1000)
	for y := float32(-50); y <= height+50; y += 5 {
		step := scrollStep(y, height)
		if step < last || step < -mostScroll || step > mostScroll {
			t.Errorf("at %v it scrolls by %v, after %v", y, step, last)
		}
		if inside := y >= edge && y <= height-edge; inside != (step == 0) {
			t.Errorf("at %v it scrolls by %v", y, step)
		}
		last = step
	}
}
