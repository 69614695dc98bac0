package query

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHighlight(t *testing.T) {
	for _, tt := range []struct {
		name  string
		words []string
		want  []string
	}{
		{"Call Bob", nil, nil},
		{"Call Bob", []string{""}, nil},
		{"Call Bob", []string{"bob", "zebra"}, []string{"Bob"}},
		{"Call Bob, call BOB", []string{"bob", "call"}, []string{"Call", "Bob", "call", "BOB"}},
		{"foobar", []string{"foo", "oba"}, []string{"fooba"}},
		{"foobar", []string{"foo", "bar"}, []string{"foobar"}},
		{"foobar", []string{"o", "foobar"}, []string{"foobar"}},
		{"aaa b", []string{"aa"}, []string{"aaa"}},
		{"İİ İstanbul", []string{"istanbul"}, []string{"İstanbul"}},
		{"STRAẞE straße", []string{"aße"}, []string{"AẞE", "aße"}},
		{"ȺȺx Ⱥ", []string{"ⱥx"}, []string{"Ⱥx"}},
		{"\xffCall", []string{"call"}, []string{"Call"}},
		{"ÉTÉ e\u0301te ete", []string{"ete"}, []string{"ÉTÉ", "e\u0301te", "ete"}},
		{"cafe\u0301s, caf\u0301e", []string{"cafe"}, []string{"cafe\u0301", "caf\u0301e"}},
	} {
		var got []string
		for _, r := range Highlight(tt.name, tt.words) {
			got = append(got, tt.name[r.Start:r.End])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q in %q: %q, want %q", tt.words, tt.name, got, tt.want)
		}
	}
}

// FuzzHighlight compares with the long way: lower-case the name, look for each word from
// each place, and note which bytes of the name that is.
func FuzzHighlight(f *testing.F) {
	for _, seed := range [][3]string{{"Call Bob, call", "call", "l b"}, {"İİ STRAẞE", "i s", "aße"}, {"\u0301e\u0301É", "e", "ée"}, {"ȺȺx\xff", "ⱥ", "\xff"}, {"aaaa", "aa", ""}} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, name, first, second string) {
		words := []string{Fold(first), Fold(second)}
		hit := make([]bool, len(name))
		lower, from := lowered(name)
		for _, word := range words {
			for at := range lower {
				if word != "" && strings.HasPrefix(lower[at:], word) {
					for i := from[at]; i < from[at+len(word)]; i++ {
						hit[i] = true
					}
				}
			}
		}
		got := make([]bool, len(name))
		at := -1
		for _, r := range Highlight(name, words) {
			if r.Start <= at || r.End <= r.Start || r.End > len(name) {
				t.Fatalf("%v after %d of %d", r, at, len(name))
			}
			if utf8.ValidString(name) && !utf8.ValidString(name[r.Start:r.End]) {
				t.Fatalf("%v cuts a letter", r)
			}
			at = r.End
			for i := r.Start; i < r.End; i++ {
				got[i] = true
			}
		}
		if !slices.Equal(got, hit) {
			t.Fatalf("%q in %q: %v, want %v", words, name, got, hit)
		}
		if strings.Contains(Fold(name), words[0]) && words[0] != "" && at < 0 {
			t.Fatalf("nothing to show of %q in %q", words[0], name)
		}
	})
}

// lowered is a name as it is searched, and which byte of the name each of its runes is from.
func lowered(name string) (lower string, from map[int]int) {
	from = map[int]int{}
	for at, r := range name {
		if r = folded(r); r != nothing {
			from[len(lower)] = at
			lower += string(r)
		}
	}
	from[len(lower)] = len(name)
	return lower, from
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "",
		"Call BOB":                   "call bob",
		"Café Éva ÀÇÑÜ ő":            "cafe eva acnu o",
		"cafe\u0301 \u0301":          "cafe ",
		"Việt Nam":                   "viet nam",
		"Ὀδυσσεύς ΑΉ":                "οδυσσευς αη",
		"Йогурт Ёлка":                "иогурт елка",
		"STRAẞE Øresund Łódź İzmir ": "straße øresund łodz izmir ",
		"कि कु क":                    "कि कु क",        // vowels
		"が か 한국 שָׁלוֹם":             "が か 한국 שָׁלוֹם", // other letters, or none that a mark was added to
		"a\xffb":                     "a\ufffdb",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
