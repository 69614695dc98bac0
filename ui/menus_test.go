package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/ui/outline"
)

// entries visits all entries of the menu bar, those of menus in menus too.
func (b *bench) entries(visit func(*fyne.MenuItem)) {
	var down func(*fyne.Menu)
	down = func(menu *fyne.Menu) {
		for _, item := range menu.Items {
			if !item.IsSeparator {
				visit(item)
			}
			if item.ChildMenu != nil {
				down(item.ChildMenu)
			}
		}
	}
	for _, menu := range b.w.win.MainMenu().Items {
		down(menu)
	}
}

// shortcut presses keys that a menu shows, as the toolkit does: also those of disabled entries.
func (b *bench) shortcut(keys fyne.Shortcut) {
	b.t.Helper()
	var found *fyne.MenuItem
	b.entries(func(item *fyne.MenuItem) {
		if item.Shortcut != nil && item.Shortcut.ShortcutName() == keys.ShortcutName() {
			found = item
		}
	})
	if found == nil {
		b.t.Fatalf("no menu shows %s", keys.ShortcutName())
	}
	found.Action()
}

// entry is the menu entry of that label.
func (b *bench) entry(label string) *fyne.MenuItem {
	b.t.Helper()
	var found *fyne.MenuItem
	b.entries(func(item *fyne.MenuItem) {
		if item.Label == label && item.ChildMenu == nil {
			found = item
		}
	})
	if found == nil {
		b.t.Fatalf("no menu entry %q", label)
	}
	return found
}

// What a menu shows is what the contract's keys do: see the design.
func TestEveryKeyOfTheContractIsInTheMenus(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("A goal", "Another")
	p := b.w.goals
	p.view.do(func() { p.model.Indent(); p.model.Step(-1); p.model.ZoomIn(); p.model.Step(+1) })
	shown := map[string]bool{}
	b.entries(func(item *fyne.MenuItem) {
		if s, ok := item.Shortcut.(fyne.KeyboardShortcut); ok {
			name := s.ShortcutName()
			if _, twice := shown[name]; twice {
				t.Errorf("two entries for %s", name)
			}
			shown[name] = !item.Disabled
		}
	})
	for _, want := range []fyne.Shortcut{
		key(fyne.KeyN, ctrl), key(fyne.KeyReturn), key(fyne.KeyTab), key(fyne.KeyTab, shift),
		key(fyne.KeyUp, alt), key(fyne.KeyDown, alt), key(fyne.KeyLeft), key(fyne.KeyRight), key(fyne.KeySpace),
		key(fyne.KeyF2), key(fyne.KeyDelete), &fyne.ShortcutUndo{}, key(fyne.KeyZ, ctrl, shift), key(fyne.KeyF, ctrl),
		key(fyne.KeyRightBracket, ctrl), key(fyne.KeyLeftBracket, ctrl), key(fyne.KeyF1), key(fyne.KeyQ, ctrl),
		&fyne.ShortcutCut{}, &fyne.ShortcutCopy{}, &fyne.ShortcutPaste{}, &fyne.ShortcutSelectAll{}, key(fyne.KeyD, ctrl),
		key(fyne.KeyUp, ctrl, shift), key(fyne.KeyDown, ctrl, shift), key(fyne.KeyAsterisk), key(fyne.KeyH, ctrl),
		key(fyne.KeyB, ctrl), key(fyne.KeyComma, ctrl), digit(1), digit(2), digit(3), digit(4), digit(5),
	} {
		if !shown[want.ShortcutName()] {
			t.Errorf("no enabled menu entry shows %s", want.ShortcutName())
		}
	}
}

// A menu that is open stays open, whatever is done meanwhile: an edit only changes what is written in it.
func TestAnEditDoesNotBuildTheMenusAnew(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	bar := b.w.win.MainMenu()
	b.name("One", "Two")
	b.key(fyne.KeySpace)
	if b.w.win.MainMenu() != bar {
		t.Error("the menu bar was built anew")
	}
	for _, label := range []string{"Undo completion of ‘Two’", "Reopen"} {
		if b.entry(label).Disabled {
			t.Errorf("%q is disabled", label)
		}
	}
	b.shortcut(digit(5))
	for label, disabled := range map[string]bool{"Paste": true, "Rename": true, "Indent": true, "Empty trash…": false} {
		if b.entry(label).Disabled != disabled {
			t.Errorf("in the trash %q is disabled %v, want %v", label, !disabled, disabled)
		}
	}
}

// Keys of disabled entries are heard all the same: they must not do anything.
func TestAKeyThatMakesNoSenseDoesNothing(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("One", "Two")
	p := b.w.goals
	p.showView(outline.Trash)
	b.shortcut(key(fyne.KeyD, ctrl))
	b.shortcut(key(fyne.KeyUp, alt))
	b.shortcut(key(fyne.KeyR, ctrl))
	b.shortcut(&fyne.ShortcutCut{})
	if total := p.model.Tree().Totals().Total; total != 2 {
		t.Errorf("%d goals, want the 2 there were", total)
	}
}

func TestMenusSayHowManyGoalsTheyAreAbout(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("One", "Two", "Three")
	b.shortcut(&fyne.ShortcutSelectAll{})
	b.reads("3 selected · 3 goals")
	for _, label := range []string{"Complete 3 goals", "Delete 3 goals"} {
		if b.entry(label).Disabled {
			t.Errorf("%q is disabled", label)
		}
	}
	if !b.entry("Rename").Disabled {
		t.Error("three goals could be renamed at once")
	}
	if got := b.w.menus.context().Items[4].Label; got != "Complete 3 goals" {
		t.Errorf("the context menu says %q", got)
	}
}

func TestGoalsOfSeveralParentsAreNotMovedAndThatIsSaid(t *testing.T) {
	b := open(t, t.TempDir(), "Learn Go", "Read", "Run", "Sleep")
	p := b.w.goals
	p.view.do(func() { p.model.Select(p.model.Rows()[1].ID()); p.model.Indent(); p.model.Extend(+1) })
	b.shortcut(key(fyne.KeyDown, alt))
	b.reads("Goals of different parents cannot be moved together")
	if b.names() != "Learn Go, Read, Run, Sleep" {
		t.Errorf("shown are %q", b.names())
	}
	p.status.tell("")
	p.view.do(func() { p.model.Step(0); p.model.Extend(+1) })
	b.shortcut(key(fyne.KeyUp, alt))
	if b.names() != "Run, Sleep, Learn Go, Read" || p.status.news.Text != "" {
		t.Errorf("shown are %q, said is %q", b.names(), p.status.news.Text)
	}
}
