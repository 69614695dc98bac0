package prose

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"
)

// ten is letters that are all ten wide.
func ten(text string, _ int) extent {
	return extent{fyne.NewSize(float32(10*utf8.RuneCountInString(text)), 20), 15}
}

// lines writes what flow made: a line for each line, a bar between pieces.
func lines(pieces []piece) []string {
	var all []string
	for i, p := range pieces {
		for len(all) <= p.line {
			all = append(all, "")
		}
		if i > 0 && pieces[i-1].line == p.line && p.text != "" {
			all[p.line] += "|"
		}
		all[p.line] += p.text
	}
	return all
}

func TestFlow(t *testing.T) {
	for _, tt := range []struct {
		what  string
		spans []string
		most  int
		want  []string
	}{
		{"nothing", nil, 0, nil},
		{"one line", []string{"a word"}, 0, []string{"a word"}},
		{"words", []string{"some words of text"}, 0, []string{"some words ", "of text"}},
		{"a space at the end of a line costs nothing", []string{"0123456789 a"}, 0, []string{"0123456789 ", "a"}},
		{"lines", []string{"one\n\ntwo\n"}, 0, []string{"one", "", "two"}},
		{"a word of several spans", []string{"some ", "wo", "rds"}, 0, []string{"some |wo|rds"}},
		{"a word of several spans is kept together", []string{"longer wo", "rds"}, 0, []string{"longer ", "wo|rds"}},
		{"a word that is too long", []string{"a 0123456789abc d"}, 0, []string{"a ", "0123456789", "abc d"}},
		{"an address", []string{"https://example.org/a/b"}, 0, []string{"https://ex", "ample.org/", "a/b"}},
		{"a dash", []string{"some well-known"}, 0, []string{"some well-", "known"}},
		{"a day is kept together", []string{"day 2027-01-31"}, 0, []string{"day ", "2027-01-31"}},
		{"no spaces", []string{"目標を少し長く書いてみる"}, 0, []string{"目標を少し長く書いて", "みる"}},
		{"spaces after a wrap", []string{"0123456789  a"}, 0, []string{"0123456789 ", "a"}},
		{"as many lines as fit", []string{"some words"}, 1, []string{"some words"}},
		{"too many lines", []string{"some words of text"}, 1, []string{"some word…"}},
		{"too many lines, at a span", []string{"some words of ", "text"}, 1, []string{"some word…"}},
		{"too many line breaks", []string{"one\ntwo\nthree"}, 2, []string{"one", "two…"}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			var spans []Span
			for _, text := range tt.spans {
				spans = append(spans, Plain(text))
			}
			if got := lines(flow(spans, 100, tt.most, ten)); !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// Whatever is written: nothing is wider than there is room, nothing of it is missing but
// space, and with a limit there are no more lines than that.
func TestPropertyFlowFitsAndLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spans []Span
		for _, text := range rapid.SliceOf(rapid.StringOf(rapid.RuneFrom([]rune("ab/-. \n目\u00a0é")))).Draw(t, "spans") {
			spans = append(spans, Span{Text: text, Style: Style{Tag: rapid.Bool().Draw(t, "tag") && !strings.ContainsAny(text, " \n\u00a0")}})
		}
		width := float32(10 * rapid.IntRange(1, 12).Draw(t, "width"))
		most := rapid.IntRange(0, 4).Draw(t, "lines")
		pieces := flow(spans, width, most, ten)
		var written, wanted strings.Builder
		for _, p := range pieces {
			letters := strings.TrimRightFunc(p.text, space)
			if letters != "" && p.x+ten(letters, 0).Width > width {
				t.Fatalf("%q at %v is wider than %v in %q", p.text, p.x, width, lines(pieces))
			}
			if most > 0 && p.line >= most {
				t.Fatalf("more than %d lines: %q", most, lines(pieces))
			}
			written.WriteString(p.text)
		}
		for _, span := range spans {
			wanted.WriteString(span.Text)
		}
		got, want := bare(written.String()), bare(wanted.String())
		if most > 0 && strings.HasSuffix(got, "…") {
			got, want = "", ""
		}
		if got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

func bare(text string) string { return strings.Join(strings.Fields(text), "") }
