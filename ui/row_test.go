package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"overachiever/storage"
	"overachiever/ui/look"
)

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
