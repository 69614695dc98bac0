package ui

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// outlineBench is an outline of goals that nobody saves, in a window of its own, on a
// Friday.
type outlineBench struct {
	t     *testing.T
	model *outline.Model
	view  *outlineView
	held  fyne.KeyModifier
}

func newOutlineBench(t *testing.T, goals string) *outlineBench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New())
	now := func() time.Time { return time.Date(2026, 11, 20, 17, 45, 0, 0, time.UTC) }
	tree, err := storage.NewTree(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &outlineBench{t: t, model: outline.New(tree, func(storage.Step) {}, now)}
	win := test.NewTempWindow(t, nil)
	b.view = newOutlineView(b.model, win.Canvas(), now, func(func()) {}) // no timer of a drag comes in by itself
	b.view.changed, b.view.menu = func() {}, func(fyne.Position) {}
	b.view.key = func(fyne.KeyName) bool { return false }
	b.view.held = func() fyne.KeyModifier { return b.held }
	b.model.Paste(goals)
	b.model.Unmark()
	win.SetContent(b.view.object())
	win.Resize(fyne.NewSize(640, 400))
	b.view.show()
	return b
}

// on puts the cursor on a goal.
func (b *outlineBench) on(name string) {
	b.t.Helper()
	for _, r := range b.model.Rows() {
		if r.Entry != nil && r.Entry.Name() == name {
			b.view.do(func() { b.model.Select(r.ID()) })
			return
		}
	}
	b.t.Fatalf("no goal %q", name)
}

// row is what draws the line of that name; "" for a draft.
func (b *outlineBench) row(name string) *row {
	b.t.Helper()
	for at := range b.model.Rows() {
		if r := b.view.list.shown[at]; r != nil && r.line.name == name {
			return r
		}
	}
	b.t.Fatalf("no row %q", name)
	return nil
}

// goals that show every state of a row.
const manyGoals = `
- [ ] Launch the collection
  - [x] Brief the photographer
  - [ ] Write the page 📅 2026-11-19
  - [ ] Ask legal 📅 2026-11-20
  - [ ] Book the studio 📅 2026-11-23
  - [ ] Print samples 📅 2027-04-18
- [ ] Garden
  - [x] Plum tree
  - [ ] Fence
- [ ] Renew the passport, see https://example.org/forms !!! #home
- [ ] A goal whose name is so long that it is cut before its end, wherever that may be, since the row is not wide enough for it #home
`

func TestEachStateOfARow(t *testing.T) {
	for state, c := range map[string]struct {
		row string
		to  func(b *outlineBench)
	}{
		"open":                    {"Fence", nil},
		"completed":               {"Brief the photographer", nil},
		"unfolded":                {"Launch the collection", nil},
		"folded":                  {"Garden", func(b *outlineBench) { b.on("Garden"); b.view.do(b.model.Fold); b.on("Print samples") }},
		"overdue":                 {"Write the page", nil},
		"today":                   {"Ask legal", nil},
		"soon":                    {"Book the studio", nil},
		"later":                   {"Print samples", nil},
		"marks":                   {"Renew the passport, see https://example.org/forms !!! #home", nil},
		"cut":                     {"A goal whose name is so long that it is cut before its end, wherever that may be, since the row is not wide enough for it #home", nil},
		"hit":                     {"Plum tree", func(b *outlineBench) { b.search("plu ree") }},
		"hit-in-a-mark":           {"Renew the passport, see https://example.org/forms !!! #home", func(b *outlineBench) { b.search("renew ome forms") }},
		"above-a-hit":             {"Garden", func(b *outlineBench) { b.search("plum"); b.on("Plum tree") }},
		"heading":                 {"Overdue", func(b *outlineBench) { b.view.do(func() { b.model.Show(outline.Today) }) }},
		"in-a-list":               {"Write the page", func(b *outlineBench) { b.view.do(func() { b.model.Show(outline.Today) }) }},
		"in-completed":            {"Plum tree", func(b *outlineBench) { b.view.do(func() { b.model.Show(outline.Completed) }) }},
		"draft":                   {"", func(b *outlineBench) { b.on("Fence"); b.view.do(b.model.NameBelow) }},
		"renamed":                 {"Fence", func(b *outlineBench) { b.on("Fence"); b.view.do(b.model.Rename) }},
		"selected":                {"Fence", func(b *outlineBench) { b.on("Fence") }},
		"selected-keys-elsewhere": {"Fence", func(b *outlineBench) { b.on("Fence"); b.view.canvas.Unfocus() }},
		"marked":                  {"Plum tree", func(b *outlineBench) { b.on("Plum tree"); b.view.do(func() { b.model.Extend(1) }) }},
		"marked-under-the-cursor": {"Fence", func(b *outlineBench) { b.on("Plum tree"); b.view.do(func() { b.model.Extend(1) }) }},
		"hovered":                 {"Fence", func(b *outlineBench) { b.hover("Fence", marksWidth+10) }},
		"hovered-on-its-mark":     {"Fence", func(b *outlineBench) { b.hover("Fence", foldWidth+10) }},
		"dragged":                 {"Fence", func(b *outlineBench) { b.drag("Fence", 0, 4) }},
		"dragged-over":            {"Launch the collection", func(b *outlineBench) { b.drag("Fence", 0, 4) }},
		"deleted": {"Fence", func(b *outlineBench) {
			b.on("Fence")
			b.view.do(b.model.Delete)
			b.view.do(func() { b.model.Show(outline.Trash) })
		}},
	} {
		t.Run(state, func(t *testing.T) {
			b := newOutlineBench(t, manyGoals)
			b.on("Garden")
			if c.to != nil {
				c.to(b)
			}
			test.AssertObjectRendersToMarkup(t, "row/"+state+".xml", b.row(c.row))
		})
	}
}

func (b *outlineBench) search(text string) { b.view.do(func() { b.model.Search(text) }) }

// hover puts the pointer on a row, so far right of its indentation.
func (b *outlineBench) hover(name string, x float32) {
	r := b.row(name)
	r.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(r.left()+x, 16)}})
}

// drag takes hold of a goal and moves it by so many levels, to before a row.
func (b *outlineBench) drag(name string, levels, row int) {
	r, list := b.row(name), b.view.list
	by := fyne.NewDelta(float32(levels)*look.Indent, (float32(row-r.at)-0.5)*look.RowHeight)
	at := fyne.NewPos(200+by.DX, float32(row)*look.RowHeight-list.GetScrollOffset())
	at = at.Add(fyne.CurrentApp().Driver().AbsolutePositionForObject(list))
	for range 2 { // the first time it lifts the goal
		r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}, Dragged: by})
	}
}

func TestProgressText(t *testing.T) {
	for p, want := range map[storage.Progress]string{{}: "", {Completed: 0, Total: 3}: "0/3", {Completed: 10, Total: 10}: "10/10"} {
		if got := progressText(p); got != want {
			t.Errorf("%v is said as %q, want %q", p, got, want)
		}
	}
}

func TestFitKeepsWithinTheWidth(t *testing.T) {
	test.NewTempApp(t)
	style := fyne.TextStyle{}
	for _, name := range []string{"", "i", "Short", "A name that is rather long for a narrow row", "日本語の目標を少し長く書いてみる", "هدف طويل جدا لا يتسع له السطر"} {
		for _, width := range []float32{0, 5, 40, 120, 1000} {
			text := look.Fit(name, width, 14, style)
			if got := fyne.MeasureText(text, 14, style).Width; text != "…" && got > width {
				t.Errorf("%q in %v: %q is %v wide", name, width, text, got)
			}
			if width == 1000 && text != name {
				t.Errorf("%q was shortened to %q for no reason", name, text)
			}
		}
	}
}

func TestOfThePathTheEndIsKept(t *testing.T) {
	test.NewTempApp(t)
	const path = "Home › Kitchen › Floor"
	width := func(text string) float32 { return fyne.MeasureText(text, 12, fyne.TextStyle{}).Width }
	for _, c := range []struct {
		width float32
		want  string
	}{
		{1000, path},
		{width(path), path},
		{width(path) - 1, "… › Kitchen › Floor"},
		{width("… › Kitchen › Floor") - 1, "… › Floor"},
		{width("… › Floor") - 1, "… › Flo…"},
		{0, ""},
	} {
		if got := fitEnd(path, c.width, 12); got != c.want {
			t.Errorf("in %v: %q, want %q", c.width, got, c.want)
		}
	}
}

func TestThePathSaysNoMarks(t *testing.T) {
	for name, want := range map[string]string{
		"Garden":                        "Garden",
		"Launch !!! #work":              "Launch",
		"!! #home Paint the #red fence": "Paint the fence",
		"See https://example.org #a":    "See https://example.org",
		"#only":                         "#only",
	} {
		if got := plain(name); got != want {
			t.Errorf("%q is said as %q, want %q", name, got, want)
		}
	}
}

func TestADeepGoalKeepsRoomForItsName(t *testing.T) {
	var goals strings.Builder
	for depth := range 60 {
		goals.WriteString(strings.Repeat("  ", depth) + "- [ ] Goal number " + strconv.Itoa(depth) + "\n")
	}
	b := newOutlineBench(t, goals.String())
	b.key(fyne.KeyEnd, 0)
	r := b.row("Goal number 59")
	if text := r.drawing.name.pieces[0].label.Text; text != "Goal number 59" {
		t.Errorf("it is shown as %q", text)
	}
	if left, half := r.left(), r.Size().Width/2; left > half+rowInset {
		t.Errorf("it begins at %v of %v", left, 2*half)
	}
}
