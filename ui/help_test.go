package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// In the smallest window the keys are read by keys.
func TestTheKeysScrollAndFitTheSmallestWindow(t *testing.T) {
	b := open(t, t.TempDir())
	b.w.win.Resize(fyne.NewSize(minWidth, minHeight))
	b.key(fyne.KeyF1)
	b.reads("Keyboard shortcuts")
	s := b.w.sheets[0]
	if size := s.paper.Size(); size.Width > minWidth || size.Height > minHeight {
		t.Errorf("the sheet is %v", size)
	}
	for _, step := range []struct {
		key  fyne.KeyName
		down bool
	}{{fyne.KeyPageDown, true}, {fyne.KeyHome, false}, {fyne.KeyEnd, true}, {fyne.KeyUp, true}, {fyne.KeyPageUp, false}} {
		b.key(step.key)
		if down := s.scroll.Offset.Y > 0; down != step.down {
			t.Errorf("after %s it is scrolled down: %v", step.key, down)
		}
	}
	b.key(fyne.KeyEscape)
	if len(b.w.sheets) > 0 {
		t.Error("Escape did not close it")
	}
}
