package markdown

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"overachiever/ui/look"
)

const everything = `# Why

Because **2027** is the *year*, see [the plan](https://example.org/plan) or ![a map](https://example.org/map.png).

- shoes
- ~~time~~ ` + "`4 x 60 min`" + `
  1. mornings
- [x] a doctor's word
- [ ] a place to run

> courage to start

    run()

---
The end.`

// shown is a text in a window of that width.
func shown(t *testing.T, width float32, source string) (*View, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New())
	view := New()
	view.Write(source)
	window := test.NewTempWindow(t, container.NewVScroll(view))
	window.SetPadded(false)
	window.Resize(fyne.NewSize(width, 480))
	return view, window
}

func TestEverythingThereIsInMarkdown(t *testing.T) {
	_, window := shown(t, 280, everything)
	test.AssertRendersToMarkup(t, "everything.xml", window.Canvas())
}

// Nothing that is written makes the view wider than it may be.
func TestTheViewKeepsItsWidth(t *testing.T) {
	view, _ := shown(t, 120, everything+"\n"+strings.Repeat("> ", 30)+"deep\n\n"+strings.Repeat("x", 500)+"\n\n"+strings.Repeat("- ", 30)+"deeper")
	if size := view.MinSize(); size.Width > 0 {
		t.Errorf("asks for a width of %v", size.Width)
	}
	for _, b := range view.blocks {
		if right := b.text.Position().X + b.text.Size().Width; right > 121 && b.indent+b.quotes < 5 {
			t.Errorf("%q reaches to %v", b.text, right)
		}
	}
	narrow := view.MinSize().Height
	if wide := view.HeightAt(600); wide >= narrow {
		t.Errorf("%v high at 600, %v at 120", wide, narrow)
	}
}

func TestThatMoreIsWrittenIsSaid(t *testing.T) {
	view, _ := shown(t, 280, strings.Repeat("words that go on\n", 1<<16))
	last := view.blocks[len(view.blocks)-1].text.String()
	if want := "This is the beginning: 15 of 1088 KB are shown."; last != want {
		t.Errorf("it ends with %q, want %q", last, want)
	}
}

// BenchmarkWrite shows texts of the largest size that is shown, one after the other.
func BenchmarkWrite(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New())
	view := New()
	for i := range b.N {
		view.Write(strings.Repeat("Some **words** that `go` on and on #"+string(rune('a'+i%26))+"\n\n- a\n", Most/50))
		view.HeightAt(280)
	}
}
