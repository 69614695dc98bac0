package look

import (
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

// What is known of a text without measuring it is what measuring would tell, whatever its letters are.
func TestNoTextIsWiderThanTheWidest(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(New())
	const size = 14
	known := &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x20, Hi: 0x52f, Stride: 1}}}
	styles := []fyne.TextStyle{{}, {Bold: true}}
	for letter := ' '; letter < 0x600; letter++ {
		for _, style := range styles {
			if got, most := fyne.MeasureText(string(letter), size, style).Width, widest(string(letter))*size; got > most {
				t.Errorf("%q (%#x) is %v wide, at most %v was said", letter, letter, got, most)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom(nil, known), 0, 40, -1).Draw(t, "text")
		if got, most := fyne.MeasureText(text, size, styles[0]).Width, widest(text)*size; got > most {
			t.Errorf("%q is %v wide, at most %v was said", text, got, most)
		}
	})
}
