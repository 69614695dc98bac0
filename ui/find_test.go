package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/ui/outline"
)

// selected is the name of the goal under the cursor.
func (b *bench) selected() string {
	goal, _ := b.w.goals.model.Selected()
	return goal.Name
}

func TestASearchGivenUpLeavesEverythingAsItWas(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go", "Run", "Sleep")
	p := b.w.goals
	b.due(0)
	p.view.do(func() { p.model.Step(-1) })
	b.due(0)
	b.shortcut(digit(2))
	b.key(fyne.KeyEnd)
	before := b.selected()
	b.shortcut(key(fyne.KeyF, ctrl))
	b.typeText("go")
	if b.names() != "Learn Go" || b.selected() != "Learn Go" {
		t.Fatalf("found %q, selected %q", b.names(), b.selected())
	}
	b.key(fyne.KeyEscape)
	if p.model.View() != outline.Today || b.selected() != before {
		t.Errorf("in %q on %q, want in Today on %q", p.model.View(), b.selected(), before)
	}
	if p.header.search.Text != "" || b.w.win.Canvas().Focused() != p.view.list {
		t.Error("the field still has text, or the keyboard")
	}
}

func TestEscapeAmongTheHitsGoesBackToo(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go", "Run")
	b.shortcut(digit(4))
	b.shortcut(key(fyne.KeyF, ctrl))
	b.typeText("go")
	b.key(fyne.KeyDown)
	b.key(fyne.KeyEscape)
	b.reads("Nothing is completed yet")
	if text := b.w.goals.header.search.Text; text != "" {
		t.Errorf("the field still says %q", text)
	}
}

func TestEnterJumpsToTheHitInItsPlace(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go", "Read", "Run")
	p := b.w.goals
	p.view.do(func() { p.model.Step(-1); p.model.Indent(); p.model.Step(-1); p.model.Fold() })
	b.shortcut(key(fyne.KeyF, ctrl))
	b.typeText("nonesuch")
	b.key(fyne.KeyReturn)
	if b.w.win.Canvas().Focused() != p.header.search {
		t.Fatal("with no hit Enter took the keyboard out of the field")
	}
	p.header.search.SetText("")
	b.typeText("read")
	b.reads("1 hit of 3 goals")
	b.key(fyne.KeyReturn)
	if b.names() != "Learn Go, Read, Run" || b.selected() != "Read" || p.model.Query() != "" {
		t.Errorf("shown are %q, selected is %q, searching for %q", b.names(), b.selected(), p.model.Query())
	}
	if b.w.win.Canvas().Focused() != p.view.list {
		t.Error("the outline has not got the keyboard")
	}
}

func TestTheHitsCanBeGoneThrough(t *testing.T) {
	b := open(t, t.TempDir(), "Run a mile", "Rest", "Run ten")
	p := b.w.goals
	b.key(fyne.KeyHome)
	b.shortcut(key(fyne.KeyF, ctrl))
	b.typeText("run")
	b.key(fyne.KeyDown)
	if b.w.win.Canvas().Focused() != p.view.list {
		t.Fatal("Down did not give the keyboard to the hits")
	}
	b.key(fyne.KeyDown)
	if b.selected() != "Run ten" {
		t.Errorf("the second hit is %q", b.selected())
	}
	b.shortcut(key(fyne.KeyG, ctrl))
	if b.names() != "Run a mile, Rest, Run ten" || b.selected() != "Run ten" {
		t.Errorf("shown are %q, selected is %q", b.names(), b.selected())
	}
}

func TestASearchIsKeptShownAndForgotten(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go", "Run")
	p := b.w.goals
	b.shortcut(key(fyne.KeyF, ctrl, shift)) // nothing is searched for
	b.shortcut(key(fyne.KeyF, ctrl))
	b.typeText("ru")
	p.header.search.star.Tapped(nil)
	if got := b.side(); got != "Goals, Today, Upcoming, Completed, Trash, [ru]" {
		t.Errorf("the sidebar shows %q", got)
	}
	if b.w.win.Canvas().Focused() != p.header.search {
		t.Error("keeping it took the keyboard out of the field")
	}
	b.key(fyne.KeyEscape)
	b.shortcut(digit(6))
	if b.names() != "Run" || p.header.search.Text != "ru" {
		t.Errorf("shown are %q, the field says %q", b.names(), p.header.search.Text)
	}
	b.shortcut(key(fyne.KeyF, ctrl, shift))
	if got := b.side(); got != "Goals, Today, Upcoming, Completed, Trash" {
		t.Errorf("the sidebar shows %q", got)
	}
}

func TestTheFiltersAreSaidWhileTheFieldHasTheKeyboard(t *testing.T) {
	b := open(t, t.TempDir(), "One")
	b.shortcut(key(fyne.KeyF, ctrl))
	b.reads("Filters: is:open")
	b.key(fyne.KeyEscape)
	if got := b.w.goals.status.news.Text; got != "" {
		t.Errorf("it still says %q", got)
	}
}

func TestZoomIsSaidWhileSearchingInIt(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go")
	p := b.w.goals
	p.view.do(p.model.ZoomIn)
	p.search("x")
	crumbs := len(p.header.crumbs.line.Objects)
	if crumbs != 3 {
		t.Errorf("%d crumbs, want Goals › Learn Go", crumbs)
	}
}

func TestAKeptSearchLooksAmongAllGoals(t *testing.T) {
	b := open(t, t.TempDir(), "Run", "Learn Go", "Read")
	p := b.w.goals
	p.search("r")
	p.view.do(p.model.KeepSearch)
	b.key(fyne.KeyEscape)
	p.view.do(func() { p.model.Indent(); p.model.Step(-1); p.model.ZoomIn() })
	if b.names() != "Read" {
		t.Fatalf("zoomed in, shown are %q", b.names())
	}
	for _, before := range []string{"", "x", "r"} {
		p.search(before)
		b.shortcut(digit(6))
		if b.names() != "Run, Learn Go, Read" || p.header.search.Text != "r" {
			t.Errorf("after %q: shown are %q, the field says %q", before, b.names(), p.header.search.Text)
		}
		b.key(fyne.KeyEscape)
		if b.names() != "Read" || p.model.Query() != "" {
			t.Errorf("after %q: Escape does not go back to where the person was: %q", before, b.names())
		}
	}
}

func TestAccentsMakeNoDifferenceInASearch(t *testing.T) {
	b := open(t, t.TempDir(), "Find a café", "Run")
	b.w.goals.search("cafe")
	b.reads("1 hit of 2 goals")
	b.w.goals.search("CÀFÉ")
	if b.names() != "Find a café" {
		t.Errorf("shown are %q", b.names())
	}
}

// What was found in a description is seen there, however far down.
func TestAHitInADescriptionIsInView(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go")
	p := b.w.goals
	goal, _ := p.model.Selected()
	p.view.do(func() { p.model.Describe(goal.ID, strings.Repeat("Hay.\n\n", 100)+"A needle.") })
	preview := p.details.note.preview
	if preview.scroll.Offset.Y != 0 {
		t.Fatal("it does not begin at the beginning")
	}
	p.search("needle")
	if _, ok := preview.text.Hit(); !ok || preview.scroll.Offset.Y == 0 {
		t.Errorf("the hit is not in view, at %v", preview.scroll.Offset.Y)
	}
	p.search("")
	if _, ok := preview.text.Hit(); ok {
		t.Error("it is marked still")
	}
}

// Where nothing is found no goal is selected, and no command is about one that nobody sees.
func TestWhereNothingIsFoundNothingIsSelected(t *testing.T) {
	b := onFriday(t, "One", "Two")
	p := b.w.goals
	p.search("zzz")
	b.reads("Nothing found")
	b.reads("Select a goal to see its details.")
	for _, label := range []string{"Rename", "Due date", "Zoom in", "Delete"} {
		if !b.entry(label).Disabled {
			t.Errorf("%q can be chosen", label)
		}
	}
	p.view.do(p.model.Rename)
	if _, _, naming := p.model.Naming(); naming {
		t.Error("a goal that nobody sees is renamed")
	}
	b.key(fyne.KeyEscape)
	if b.selected() != "Two" {
		t.Errorf("afterwards %q is selected", b.selected())
	}
}

// A hit that is brought into view brings the goals above it along.
func TestAHitIsShownWithItsPath(t *testing.T) {
	b := onFriday(t, "Garden", "Tree")
	p := b.w.goals
	p.view.do(p.model.Indent)
	for range 40 {
		p.view.do(func() { p.model.Paste("Tree"); p.model.Outdent() })
	}
	if p.view.list.GetScrollOffset() == 0 {
		t.Fatal("all goals are in view")
	}
	p.view.do(func() { p.model.Step(-100); p.model.Step(+1) })
	p.view.list.ScrollToBottom()
	p.searchAll("tree")
	if got := p.view.list.GetScrollOffset(); got != 0 || b.selected() != "Tree" || p.model.SelectedRow() != 1 {
		t.Errorf("%q in row %d is selected, scrolled to %v", b.selected(), p.model.SelectedRow(), got)
	}
}
