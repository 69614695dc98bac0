package prose

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"overachiever/ui/look"
)

// shown is a text in a window of that width.
func shown(t *testing.T, width float32, spans ...Span) (*Text, fyne.Canvas) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New())
	text := New(theme.SizeNameText, theme.ColorNameForeground)
	text.Write(spans...)
	window := test.NewTempWindow(t, text)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(width, 400))
	return text, window.Canvas()
}

func TestTextIsAsHighAsItsLines(t *testing.T) {
	text, _ := shown(t, 400, Plain("some words that are long enough for two lines at least"))
	wide := text.HeightAt(400)
	if narrow := text.HeightAt(100); narrow <= wide {
		t.Errorf("%v high when narrow, %v when wide", narrow, wide)
	}
	text.MostLines = 1
	text.Refresh()
	if one := text.HeightAt(100); one != wide {
		t.Errorf("one line is %v high, want %v", one, wide)
	}
	if size := text.MinSize(); size.Width != 0 {
		t.Errorf("asks for a width of %v", size.Width)
	}
}

func TestALinkIsClickedOnAnyOfItsLines(t *testing.T) {
	opened := 0
	_, canvas := shown(t, 100, Plain("See "), Span{Text: "a link that stands on several lines", Open: func() { opened++ }})
	test.TapCanvas(canvas, fyne.NewPos(3, 5)) // on "See"
	if opened != 0 {
		t.Error("words are a link")
	}
	for _, y := range []float32{30, 50} {
		test.TapCanvas(canvas, fyne.NewPos(10, y))
	}
	if opened != 2 {
		t.Errorf("opened %d times, want twice", opened)
	}
}

func TestALinkIsOpenedByTheKeyboard(t *testing.T) {
	opened := ""
	text, canvas := shown(t, 100,
		Span{Text: "a link that stands on several lines", Open: func() { opened += "1" }}, Plain(" "), Span{Text: "another", Open: func() { opened += "2" }})
	var other fyne.KeyName
	text.OnKey = func(key fyne.KeyName) bool { other = key; return true }
	revealed := float32(-1)
	text.OnFocus = func(top, _ float32) { revealed = top }
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeySpace} {
		canvas.FocusNext() // each link is one stop, however many lines it has
		canvas.Focused().TypedKey(&fyne.KeyEvent{Name: key})
	}
	if opened != "12" {
		t.Errorf("opened %q", opened)
	}
	if revealed <= 0 {
		t.Errorf("the second link is said to be at %v", revealed)
	}
	if canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}); other != fyne.KeyEscape {
		t.Errorf("heard %q, want Escape", other)
	}
}

func TestALinkIsSeenToHaveTheKeyboard(t *testing.T) {
	text, window := shown(t, 200, Span{Text: "a link", Open: func() {}})
	rings := func() int {
		visible := 0
		for _, o := range test.WidgetRenderer(text).Objects() {
			if r, ok := o.(*canvas.Rectangle); ok && r.StrokeWidth > 0 && r.Visible() {
				visible++
			}
		}
		return visible
	}
	if rings() != 0 {
		t.Error("a ring without the keyboard")
	}
	window.FocusNext()
	if rings() != 1 {
		t.Error("no ring with the keyboard")
	}
	window.Unfocus()
	if rings() != 0 {
		t.Error("a ring stays behind")
	}
}
