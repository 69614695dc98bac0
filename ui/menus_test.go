package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// What a menu shows is what the contract's keys do: see the design.
func TestEveryKeyOfTheContractIsInTheMenus(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("A goal")
	shown := map[string]bool{}
	for _, menu := range b.w.win.MainMenu().Items {
		for _, item := range menu.Items {
			if s, ok := item.Shortcut.(fyne.KeyboardShortcut); ok {
				if _, twice := shown[s.ShortcutName()]; twice {
					t.Errorf("two entries for %s", s.ShortcutName())
				}
				shown[s.ShortcutName()] = !item.Disabled
			}
		}
	}
	for _, want := range []fyne.Shortcut{
		key(fyne.KeyN, ctrl), key(fyne.KeyReturn), key(fyne.KeyTab), key(fyne.KeyTab, shift),
		key(fyne.KeyUp, alt), key(fyne.KeyDown, alt), key(fyne.KeyLeft), key(fyne.KeyRight), key(fyne.KeySpace),
		key(fyne.KeyF2), key(fyne.KeyDelete), &fyne.ShortcutUndo{}, key(fyne.KeyZ, ctrl, shift), key(fyne.KeyF, ctrl),
		key(fyne.KeyRightBracket, ctrl), key(fyne.KeyLeftBracket, ctrl), key(fyne.KeyF1), key(fyne.KeyQ, ctrl),
	} {
		if !shown[want.ShortcutName()] {
			t.Errorf("no enabled menu entry shows %s", want.ShortcutName())
		}
	}
}
