package markdown

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"overachiever/ui/look"
	"overachiever/ui/prose"
)

func hits(v *View) (found []string) {
	for _, b := range v.blocks {
		for _, span := range b.spans {
			if span.Hit {
				found = append(found, span.Text)
			}
		}
	}
	return found
}

func TestWhatIsSearchedForIsMarked(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New())
	v := New()
	v.OnLink = func(string) {}
	v.Write("First paragraph.\n\nA **Needle** in needles, and [a needle](https://example.org).")
	if v.Mark(nil) {
		t.Error("nothing is something new")
	}
	if !v.Mark([]string{"needle"}) || v.Mark([]string{"needle"}) {
		t.Error("it is not new, or still")
	}
	v.HeightAt(300)
	if got := hits(v); !slices.Equal(got, []string{"Needle", "needle"}) {
		t.Errorf("marked are %q", got)
	}
	if top, ok := v.Hit(); !ok || top <= 0 {
		t.Errorf("the first is at %v, %v", top, ok)
	}
	v.Write(strings.Repeat("no hay\n\n", 10))
	if _, ok := v.Hit(); ok {
		t.Error("found what is not there")
	}
	v.Write("needle")
	v.Mark(nil)
	if got := hits(v); len(got) > 0 {
		t.Errorf("still marked are %q", got)
	}
}

func TestMarkedSpansAreTheSameText(t *testing.T) {
	spans := []prose.Span{prose.Plain("éa ab"), {Text: "ab", Style: prose.Style{Bold: true}}, prose.Plain("")}
	var text string
	for _, span := range withHits(spans, []string{"a", "e"}) {
		text += span.Text
	}
	if text != "éa abab" {
		t.Errorf("%q", text)
	}
}
