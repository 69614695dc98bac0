package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/ui/outline"
)

// family is a goal with two open ones below it; the cursor is on it.
func family(t *testing.T, dir string) *bench {
	b := open(t, dir, "Learn Go", "Read", "Write")
	p := b.w.goals
	p.view.do(func() { p.model.Step(-1); p.model.Indent(); p.model.Step(+1); p.model.Indent(); p.model.Step(-2) })
	return b
}

func TestCompletingAParentAsks(t *testing.T) {
	for button, want := range map[string]int{"Complete all": 3, "Only this one": 1, "Cancel": 0} {
		t.Run(button, func(t *testing.T) {
			b := family(t, t.TempDir())
			m := b.w.goals.model
			b.key(fyne.KeySpace)
			b.reads("‘Learn Go’ has 2 open goals below it")
			b.press(button)
			if got := m.Tree().Totals().Completed; got != want {
				t.Errorf("%d completed, want %d", got, want)
			}
			if b.w.win.Canvas().Focused() != b.w.goals.view.list {
				t.Error("the outline has not got the keyboard")
			}
			if want > 0 {
				b.w.undo()
			}
			if got := m.Tree().Totals().Completed; got != 0 {
				t.Errorf("%d completed after undo", got)
			}
		})
	}
}

// Goals that are completed themselves are none to ask about.
func TestCompletingAParentWithItsGoalsAsksAboutTheOthers(t *testing.T) {
	b := family(t, t.TempDir())
	m := b.w.goals.model
	for _, rule := range []outline.Below{outline.AskBelow, outline.RefuseBelow} {
		m.Rule.Below = rule
		b.w.goals.view.do(func() { m.Step(-3); m.Extend(+2) })
		b.key(fyne.KeySpace)
		if got := m.Tree().Totals().Completed; got != 3 || len(b.w.sheets) > 0 {
			t.Errorf("by the rule %q %d are completed, of %d sheets", rule, got, len(b.w.sheets))
		}
		b.w.undo()
	}
	b.w.goals.view.do(func() { m.Step(-3); m.Extend(+1) })
	b.key(fyne.KeySpace)
	b.reads("These 2 goals have 1 more open goal below them")
	m.Rule.Below = outline.AskBelow
	b.key(fyne.KeySpace)
	b.reads("Shall it be completed too?")
	b.reads("Only these")
	b.press("Complete all")
	if got := m.Tree().Totals().Completed; got != 3 {
		t.Errorf("%d completed", got)
	}
}

func TestTheAnswerCanBeForAlways(t *testing.T) {
	b := family(t, t.TempDir())
	m := b.w.goals.model
	b.key(fyne.KeySpace)
	b.press("Always do this")
	b.press("Complete all")
	if m.Rule.Below != outline.CompleteBelow {
		t.Fatalf("the rule is %q", m.Rule.Below)
	}
	b.w.undo()
	b.key(fyne.KeyHome)
	b.key(fyne.KeySpace)
	if got := m.Tree().Totals().Completed; got != 3 || len(b.w.sheets) > 0 {
		t.Errorf("%d completed, %d sheets", got, len(b.w.sheets))
	}
}

// What is asked about is the goal that was clicked, not the one under the cursor.
func TestTheQuestionNamesTheGoal(t *testing.T) {
	b := family(t, t.TempDir())
	m := b.w.goals.model
	parent, _ := m.Selected()
	b.key(fyne.KeyDown)
	b.w.goals.view.do(func() { m.ToggleGoal(parent.ID) })
	b.reads("‘Learn Go’ has 2 open goals below it")
}

func TestARefusalSaysWhatToDo(t *testing.T) {
	b := family(t, t.TempDir())
	b.shortcut(key(fyne.KeyComma, ctrl))
	b.press("Do not complete it before they are")
	b.key(fyne.KeyEscape)
	b.key(fyne.KeySpace)
	b.reads("‘Learn Go’ has 2 open goals below it: complete those first, or choose otherwise in Edit ▸ Settings.")
	if got := b.w.goals.model.Tree().Totals().Completed; got != 0 {
		t.Errorf("%d completed", got)
	}
}

func TestSettingsHoldAtOnceAndNextTime(t *testing.T) {
	dir := t.TempDir()
	b := family(t, dir)
	b.shortcut(key(fyne.KeyComma, ctrl))
	b.key(fyne.KeyDown)
	b.key(fyne.KeyReturn) // the second answer: complete them too
	b.press("Complete a goal when the last goal below it is completed")
	b.press("Close")
	b.key(fyne.KeyDown)
	b.key(fyne.KeySpace)
	b.key(fyne.KeyDown)
	b.key(fyne.KeySpace)
	b.reads("3 goals · 3 completed")
	b.quit()

	again := newBench(t, dir)
	again.reads("3 goals · 3 completed")
	if got := again.w.goals.model.Rule; got != (outline.Rule{Below: outline.CompleteBelow, Above: true}) {
		t.Errorf("the rule is %+v", got)
	}
}

// What was said of a change is not true any more after the next one.
func TestWhatIsSaidOfAChangeGoesWithTheNext(t *testing.T) {
	b := family(t, t.TempDir())
	p := b.w.goals
	p.model.Rule.Below = outline.RefuseBelow
	b.key(fyne.KeySpace)
	b.reads("‘Learn Go’ has 2 open goals below it: complete those first, or choose otherwise in Edit ▸ Settings.")
	p.view.do(func() { p.model.Step(+1); p.model.Toggle() })
	if said := p.status.news.Text; said != "" {
		t.Errorf("still said: %q", said)
	}
	b.w.undo()
	b.reads("Undone: completion of ‘Read’")
	p.view.do(p.model.Toggle)
	if said := p.status.news.Text; said != "" {
		t.Errorf("still said: %q", said)
	}
}

func TestLargeNumbersAreReadable(t *testing.T) {
	b := open(t, t.TempDir(), strings.Split(strings.Repeat("Read ", 1200), " ")[:1200]...)
	p := b.w.goals
	p.view.do(func() { p.model.MarkAll(); p.model.Toggle() })
	b.reads("1,200 selected · 1,200 goals · 1,200 completed")
	b.reads("1,200 of them completed · 100 %")
}
