package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/storage"
	"overachiever/ui/look"
)

// deep is a page zoomed into the lowest of goals of these names, each below the one before.
func deep(t *testing.T, names ...string) *bench {
	b := open(t, t.TempDir(), names...)
	m := b.w.goals.model
	b.w.goals.view.do(func() {
		for depth := 1; depth < len(names); depth++ {
			m.Step(depth - m.SelectedRow())
			for range depth {
				m.Indent()
			}
		}
		m.Step(len(names))
		m.ZoomIn()
	})
	return b
}

// crumbs is what is on the line.
func (b *bench) crumbs() string {
	var names []string
	for _, c := range b.w.goals.header.crumbs.shown {
		names = append(names, c.name)
	}
	return strings.Join(names, " › ")
}

func TestCrumbsUseTheWidthThereIs(t *testing.T) {
	b := deep(t, "Learn Italian until summer", "Read a novel in Italian", "Find one at the library")
	line := b.w.goals.header.crumbs.line
	line.Resize(fyne.NewSize(900, 30))
	if want := "Goals › Learn Italian until summer › Read a novel in Italian › Find one at the library"; b.crumbs() != want {
		t.Errorf("in a wide window: %s", b.crumbs())
	}
	line.Resize(fyne.NewSize(420, 30))
	if got := b.crumbs(); strings.Count(got, "›") != 3 || strings.Count(got, "…") != 3 || !strings.Contains(got, "› Read ") {
		t.Errorf("in a narrower one: %s", got)
	}
	line.Resize(fyne.NewSize(340, 30))
	if got := b.crumbs(); !strings.HasPrefix(got, "Goals › … › Read") {
		t.Errorf("in a narrow one: %s", got)
	}
	for i, o := range line.Objects {
		if right := o.Position().X + o.Size().Width; i%2 == 0 && right > 340.5 {
			t.Errorf("%d ends at %v", i, right)
		}
	}
	line.Objects[2].(*look.Button).Tapped(nil)
	if goal, _ := b.w.goals.model.Tree().Goal(b.w.goals.model.Zoom()); goal.Name != "Learn Italian until summer" {
		t.Errorf("… goes to %q", goal.Name)
	}
}

func TestCrumbsFollowWhereOneIs(t *testing.T) {
	b := deep(t, "Learn", "Read")
	b.w.goals.header.crumbs.line.Resize(fyne.NewSize(900, 30))
	if b.crumbs() != "Goals › Learn › Read" {
		t.Errorf("zoomed: %s", b.crumbs())
	}
	b.w.goals.view.do(b.w.goals.model.ZoomOut)
	if b.crumbs() != "Goals › Learn" {
		t.Errorf("zoomed out: %s", b.crumbs())
	}
	b.w.goals.view.do(func() { b.w.goals.model.ZoomTo(storage.TopLevel) })
	if b.crumbs() != "Goals" {
		t.Errorf("everything: %s", b.crumbs())
	}
}

func TestShares(t *testing.T) {
	for _, c := range []struct {
		wants []float32
		width float32
		want  []float32
	}{
		{[]float32{10, 20, 30}, 60, []float32{10, 20, 30}},
		{[]float32{10, 20, 30}, 100, []float32{10, 20, 30}},
		{[]float32{10, 80, 30}, 60, []float32{10, 25, 25}},
		{[]float32{10, 80, 20}, 60, []float32{10, 30, 20}},
		{[]float32{50, 50}, 20, []float32{10, 10}},
		{nil, 20, nil},
	} {
		if got := shares(c.wants, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%v of %v are %v, want %v", c.wants, c.width, got, c.want)
		}
	}
}
