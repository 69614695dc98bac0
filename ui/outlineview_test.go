package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// someGoals are two levels deep.
const someGoals = `
- [ ] Garden
  - [ ] Fence
  - [ ] Plum tree
- [ ] Reading
  - [ ] Middlemarch
- [ ] Passport, see https://example.org/forms #home
`

// rows are the names in view, indented by two spaces a level.
func (b *outlineBench) rows() string {
	var lines []string
	for _, r := range b.model.Rows() {
		name := "(" + b.model.Heading(r) + ")"
		if r.Entry != nil {
			name = r.Entry.Name()
		}
		lines = append(lines, strings.Repeat("  ", int(r.Depth))+name)
	}
	return strings.Join(lines, "\n")
}

// selected are the names of what a command would be about.
func (b *outlineBench) selected() string {
	var names []string
	for _, id := range b.model.Selection() {
		goal, _ := b.model.Tree().Goal(id)
		names = append(names, goal.Name)
	}
	return strings.Join(names, ", ")
}

func (b *outlineBench) wants(what, got, want string) {
	b.t.Helper()
	if got != want {
		b.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// click clicks a row, so far right of its indentation, with keys held.
func (b *outlineBench) click(name string, x float32, held fyne.KeyModifier) {
	b.held = held
	r := b.row(name)
	at := fyne.NewPos(r.left()+x, float32(r.at)*look.RowHeight-b.view.list.GetScrollOffset()+16)
	test.TapCanvas(b.view.canvas, at.Add(fyne.CurrentApp().Driver().AbsolutePositionForObject(b.view.list)))
	b.held = 0
}

const onTheName = marksWidth + 6

func (b *outlineBench) key(name fyne.KeyName, held fyne.KeyModifier) {
	b.held = held
	b.view.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: name})
	b.held = 0
}

func (b *outlineBench) letters(text string) {
	for _, r := range text {
		b.view.canvas.Focused().TypedRune(r)
	}
}

func TestAClickDoesWhatItsPlaceSays(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.click("Fence", onTheName, 0)
	b.wants("selected", b.selected(), "Fence")
	b.click("Garden", 5, 0)
	if strings.Contains(b.rows(), "Fence") {
		t.Error("the triangle did not fold")
	}
	b.wants("selected after folding", b.selected(), "Garden")
	b.click("Reading", foldWidth+5, 0)
	if goal, _ := b.model.Tree().Goal(b.row("Reading").line.goal); goal.Completed.IsZero() {
		t.Error("the ring did not complete")
	}
	b.wants("selected after completing", b.selected(), "Garden")
	b.click("Middlemarch", 5, 0)
	b.wants("selected beside a goal without anything to fold", b.selected(), "Middlemarch")
}

func TestTwoClicksRename(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.click("Fence", onTheName, 0)
	b.click("Reading", onTheName, 0)
	if _, _, naming := b.model.Naming(); naming {
		t.Fatal("clicks on two goals rename")
	}
	b.click("Reading", onTheName, 0)
	if _, text, naming := b.model.Naming(); !naming || text != "Reading" {
		t.Errorf("naming %v %q", naming, text)
	}
}

func TestClicksWithKeysHeldMark(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.click("Garden", onTheName, 0)
	b.click("Reading", onTheName, ctrl)
	b.wants("with Ctrl", b.selected(), "Garden, Reading")
	b.click("Garden", onTheName, ctrl)
	b.click("Reading", onTheName, 0)
	b.click("Fence", onTheName, shift)
	b.wants("with Shift", b.selected(), "Fence, Plum tree, Reading")
	b.click("Plum tree", onTheName, 0)
	b.wants("with none", b.selected(), "Plum tree")
	b.click("Reading", onTheName, ctrl)
	b.click("Reading", onTheName, 0)
	if _, _, naming := b.model.Naming(); naming {
		t.Error("a click with Ctrl and one without are two clicks")
	}
}

func TestARightClickOnWhatIsMarkedKeepsTheMarks(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	menus := 0
	b.view.menu = func(fyne.Position) { menus++ }
	b.on("Fence")
	b.key(fyne.KeyDown, shift)
	b.row("Plum tree").TappedSecondary(&fyne.PointEvent{})
	b.wants("on a marked one", b.selected(), "Fence, Plum tree")
	b.row("Reading").TappedSecondary(&fyne.PointEvent{})
	b.wants("on another one", b.selected(), "Reading")
	if menus != 2 {
		t.Errorf("%d menus", menus)
	}
}

func TestLinksAndTagsAreClicked(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	var opened, searched []string
	b.view.open = func(url string) { opened = append(opened, url) }
	b.view.search = func(text string) { searched = append(searched, text) }
	const name = "Passport, see https://example.org/forms #home"
	r := b.row(name)
	at := func(kind string) float32 {
		for _, p := range r.drawing.name.pieces {
			if strings.HasPrefix(p.text, kind) {
				return p.from + 5 - r.left()
			}
		}
		t.Fatalf("no %q in the row", kind)
		return 0
	}
	b.click(name, at("http"), 0)
	b.wants("opened", strings.Join(opened, " "), "https://example.org/forms")
	b.wants("selected", b.selected(), name)
	b.click(name, at("#"), 0)
	b.wants("searched", strings.Join(searched, " "), "#home")
	b.click(name, at("http"), ctrl)
	b.click(name, onTheName, 0)
	if len(opened) != 1 || len(searched) != 1 {
		t.Errorf("opened %q, searched %q by clicks that mean something else", opened, searched)
	}

	b.hover(name, at("#"))
	if b.row(name).Cursor() != desktop.PointerCursor {
		t.Error("no hand on a tag")
	}
	b.hover(name, onTheName)
	if b.row(name).Cursor() != desktop.DefaultCursor {
		t.Error("a hand on plain words")
	}
}

func TestHeadingsAndDraftsTakeNoClick(t *testing.T) {
	b := newOutlineBench(t, "- [ ] Fence 📅 2026-11-20")
	b.view.do(func() { b.model.Show(outline.Today) })
	b.click("Today", onTheName, 0)
	b.row("Today").TappedSecondary(&fyne.PointEvent{})
	b.wants("selected", b.selected(), "Fence")
	b.view.do(b.model.NameTop)
	b.row("").Tapped(&fyne.PointEvent{Position: fyne.NewPos(foldWidth, 10)})
	if _, _, naming := b.model.Naming(); !naming {
		t.Error("a click on the draft's own row ended it")
	}
}

func TestShiftAndArrowsMark(t *testing.T) {
	for _, c := range []struct {
		keys []fyne.KeyName
		want string
	}{
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyDown}, "Fence, Plum tree, Reading"},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyUp}, "Fence"},
		{[]fyne.KeyName{fyne.KeyUp}, "Garden, Fence"},
		{[]fyne.KeyName{fyne.KeyHome}, "Garden, Fence"},
		{[]fyne.KeyName{fyne.KeyEnd}, "Fence, Plum tree, Reading, Middlemarch, Passport, see https://example.org/forms #home"},
		{[]fyne.KeyName{fyne.KeyPageDown, fyne.KeyPageUp}, "Garden, Fence"},
	} {
		b := newOutlineBench(t, someGoals)
		b.on("Fence")
		for _, key := range c.keys {
			b.key(key, shift)
		}
		b.wants(strings.Join(asStrings(c.keys), " "), b.selected(), c.want)
	}
}

func asStrings(keys []fyne.KeyName) []string {
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = string(key)
	}
	return texts
}

func TestLettersGoToNamesAndAStarUnfolds(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.on("Garden")
	b.letters("re")
	b.wants("after letters", b.selected(), "Reading")
	b.on("Garden")
	b.view.do(b.model.FoldAll)
	b.on("Garden")
	b.letters("* ")
	if got := b.rows(); !strings.Contains(got, "Fence") || strings.Contains(got, "Middlemarch") {
		t.Errorf("after a star:\n%s", got)
	}
	b.wants("a space is no letter", b.selected(), "Garden")
}

func TestEscapeTakesBackMarksAndThenTheSearch(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.search("e")
	b.key(fyne.KeyHome, 0)
	b.key(fyne.KeyDown, shift)
	b.key(fyne.KeyEscape, 0)
	if b.model.Marked() != 0 || b.model.Query() != "e" {
		t.Errorf("after one: %d marked, searching %q", b.model.Marked(), b.model.Query())
	}
	b.key(fyne.KeyEscape, 0)
	b.wants("after two, searching", b.model.Query(), "")
}

func TestEnterOnAGoalThatWasFoundGoesThere(t *testing.T) {
	listed := "- [ ] Garden\n  - [ ] Fence 📅 2026-11-20\n- [ ] Reading"
	for what, find := range map[string]func(b *outlineBench){
		"a search": func(b *outlineBench) { b.search("fence") },
		"a list":   func(b *outlineBench) { b.view.do(func() { b.model.Show(outline.Today) }) },
	} {
		b := newOutlineBench(t, listed)
		find(b)
		b.key(fyne.KeyReturn, 0)
		b.wants("selected after "+what, b.selected(), "Fence")
		b.wants("rows after "+what, b.rows(), "Garden\n  Fence\nReading")
		if _, _, naming := b.model.Naming(); naming {
			t.Errorf("after %s a goal is being named", what)
		}
		b.key(fyne.KeyReturn, 0)
		if _, _, naming := b.model.Naming(); !naming {
			t.Errorf("after %s, Enter in the tree opened no goal", what)
		}
	}
}

func TestInTheTrashEnterDoesNothingAndDeleteAsks(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	asked := 0
	b.view.erase = func() { asked++ }
	b.on("Reading")
	b.key(fyne.KeyDelete, 0)
	if asked != 0 || strings.Contains(b.rows(), "Reading") {
		t.Errorf("Delete in the tree asked %d times; rows:\n%s", asked, b.rows())
	}
	b.view.do(func() { b.model.Show(outline.Trash) })
	b.key(fyne.KeyReturn, 0)
	b.key(fyne.KeyDelete, 0)
	b.wants("in the trash", b.rows(), "Reading\n  Middlemarch")
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	b.click("Reading", foldWidth+5, 0)
	if goal, _ := b.model.Selected(); !goal.Completed.IsZero() {
		t.Error("a deleted goal was completed")
	}
}

// A command redraws no row that it did not change.
func TestOnlyChangedRowsAreDrawnAgain(t *testing.T) {
	b := newOutlineBench(t, someGoals)
	b.on("Fence")
	drawn := func(command func()) []string {
		for _, r := range b.view.list.shown {
			r.drawing.objects = nil
		}
		command()
		var names []string
		for _, r := range b.view.list.shown {
			if r.drawing.objects != nil {
				names = append(names, r.line.name)
			}
		}
		slices.Sort(names)
		return names
	}
	if got := drawn(func() { b.key(fyne.KeyDown, 0) }); !slices.Equal(got, []string{"Fence", "Plum tree"}) {
		t.Errorf("a step drew %q", got)
	}
	if got := drawn(func() { b.key(fyne.KeySpace, 0) }); !slices.Equal(got, []string{"Garden", "Plum tree"}) {
		t.Errorf("completing drew %q", got)
	}
}

func TestTheCursorStaysInView(t *testing.T) {
	b := newOutlineBench(t, strings.Repeat("- [ ] Goal\n", 200))
	visible := func() bool {
		top := float32(b.model.SelectedRow()) * look.RowHeight
		offset := b.view.list.GetScrollOffset()
		return top >= offset && top+look.RowHeight <= offset+b.view.list.Size().Height
	}
	for _, key := range []fyne.KeyName{fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyDown, fyne.KeyHome} {
		b.key(key, 0)
		if !visible() {
			t.Errorf("after %s the cursor is in row %d, out of view", key, b.model.SelectedRow())
		}
	}
	b.key(fyne.KeyEnd, 0)
	b.view.do(b.model.MarkAll)
	b.view.do(b.model.Delete)
	if rows := len(b.model.Rows()); rows > 0 && !visible() {
		t.Error("after deleting, the cursor is out of view")
	}
	if got := b.view.list.GetScrollOffset(); len(b.model.Rows()) == 0 && got != 0 {
		t.Errorf("an empty list is scrolled by %v", got)
	}
}
