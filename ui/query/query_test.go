package query

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/ui/marks"
)

// friday is late on 20 November 2026, a Friday.
func friday() time.Time { return time.Date(2026, 11, 20, 23, 59, 0, 0, time.FixedZone("far", 14*3600)) }

// goal is what a query sees of a goal.
func goal(name, description string, due storage.Date, done bool) Fields {
	return Fields{Text: Fold(name + "\n" + description), Name: name, Priority: marks.Priority(name), Due: due, Done: done}
}

func TestMatch(t *testing.T) {
	goals := []Fields{
		goal("Call Bob !! #work", "About the İstanbul trip", "", false),                            // 0
		goal("Call Éva! #Home/Garden", "say \"hello  world\"", "2026-11-19", false),                // 1
		goal("Paint the fence #homework", "#work is only in the description", "2026-11-20", false), // 2
		goal("! Pay the rent", "", "2026-11-26", true),                                             // 3
		goal("Is:open -5 #1 !!!! due:soon", "https://a.b", "2026-11-27", false),                    // 4
		goal("!!! Rest #home", "", "2026-12-19", false),                                            // 5
		goal("Sleep", "", "2026-12-20", true),                                                      // 6
		goal("Dream", "", "2026-11-19", true),                                                      // 7
	}
	for query, want := range map[string][]int{
		"":               {0, 1, 2, 3, 4, 5, 6, 7},
		" \t ":           {0, 1, 2, 3, 4, 5, 6, 7},
		`"" -""`:         {0, 1, 2, 3, 4, 5, 6, 7},
		"call":           {0, 1},
		"BOB call":       {0},
		"call pay":       nil,
		"éVA":            {1},
		"eva":            {1},
		"càll bób":       {0},
		"İSTANBUL":       {0},
		"the":            {0, 2, 3},
		`"the rent"`:     {3},
		`"the re`:        {3},
		`"call b"trip`:   {0},
		`"hello world"`:  nil,
		`"hello  world"`: {1},
		`"bob\nabout"`:   nil,

		"is:open": {0, 1, 2, 4, 5}, "IS:Done": {3, 6, 7}, "is:overdue": {1},
		"-is:done": {0, 1, 2, 4, 5}, "is:open is:done": nil, "-is:overdue is:open": {0, 2, 4, 5},

		"due:today": {2}, "due:yesterday": {1, 7}, "due:none": {0}, "-due:none": {1, 2, 3, 4, 5, 6, 7},
		"due:week": {2, 3}, "due:month": {2, 3, 4, 5}, "due:fri": {4}, "due:1w": {4},
		"due:2026-11-26": {3}, "due:=2026-11-26": {3}, "due:26.11.": {3},
		"due:<2026-11-20": {1, 7}, "due:<=today": {1, 2, 7}, "due:>2026-12-19": {6}, "due:>=19.12.": {5, 6}, "due:>=today due:<fri": {2, 3},
		"-due:week": {0, 1, 4, 5, 6, 7},

		"#work": {0}, "#WORK": {0}, "#home": {1, 5}, "#home/garden": {1}, "#gar": nil, "-#home": {0, 2, 3, 4, 6, 7}, "#home is:open due:month": {5},
		"!": {0, 3, 5}, "!!": {0, 5}, "!!!": {5}, "-!": {1, 2, 4, 6, 7},

		"-call": {2, 3, 4, 5, 6, 7}, `-"call b"`: {1, 2, 3, 4, 5, 6, 7}, "-call -#home is:open": {2, 4}, "-zebra": {0, 1, 2, 3, 4, 5, 6, 7},

		`"is:open"`: {4}, `"-5"`: {4}, "-5": {0, 1, 2, 3, 5, 6, 7}, "#1": {4}, "!!!!": {4}, "due:soon": {4}, "due:": {4}, "is:": {4}, "https://a.b": {4},
		"#": {0, 1, 2, 4, 5}, "-": {4}, "- 5": {4}, "--5": {0, 1, 2, 3, 5, 6, 7}, `"#work"`: {0, 2}, "due:=>today": nil, "due:30.2.": nil, "is:gone": nil, "(#work)": nil,
	} {
		var got []int
		for i, g := range goals {
			if Parse(query, friday()).Match(g) {
				got = append(got, i)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", query, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		query  string
		empty  bool
		words  []string
		needle string
	}{
		{query: "", empty: true},
		{query: `  "" -"" "`, empty: true},
		{query: "Call Bob", words: []string{"call", "bob"}, needle: "call"},
		{query: `Call "BOB now" -today`, words: []string{"call", "bob now"}, needle: "bob now"},
		{query: "-call -#home"},
		{query: "is:open due:week -is:done"},
		{query: "a #Home !!", words: []string{"a"}, needle: "#home"},
		{query: "!!", needle: "!!"},
		{query: "due:nonsense is:", words: []string{"due:nonsense", "is:"}, needle: "due:nonsense"},
		{query: "-", words: []string{"-"}, needle: "-"},
	} {
		q := Parse(tt.query, friday())
		needle, ok := q.Needle()
		if q.Empty() != tt.empty || !slices.Equal(q.Words, tt.words) || needle != tt.needle || ok != (tt.needle != "") {
			t.Errorf("%q: empty %v, words %q, needle %q, %v", tt.query, q.Empty(), q.Words, needle, ok)
		}
	}
}

// FuzzParse: whatever is typed and whatever the goal, a hit contains the needle and the
// words, and lower-casing what was typed changes nothing.
func FuzzParse(f *testing.F) {
	for _, seed := range [][2]string{
		{`call "bob now" -x is:open`, "Call Bob now"}, {"#Home !! due:<fri", "! x !! #home/a"}, {`-#a -"b c`, "#ab"}, {"\xff İ #É", "\xffİ #é"}, {"- -- !!! #1", "!!! - #1"},
	} {
		f.Add(seed[0], seed[1], "2026-11-20", false)
	}
	f.Fuzz(func(t *testing.T, text, name, due string, done bool) {
		q := Parse(text, friday())
		g := goal(name, text, storage.Date(due), done)
		needle, ok := q.Needle()
		if ok && q.Empty() || ok != (needle != "") {
			t.Fatalf("empty %v, needle %q, %v", q.Empty(), needle, ok)
		}
		if q.Empty() && !q.Match(g) {
			t.Fatal("an empty query passes over a goal")
		}
		for _, word := range q.Words {
			if word == "" || strings.ToLower(word) != word {
				t.Fatalf("%q is no word in lower case", word)
			}
			if q.Match(g) && !strings.Contains(g.Text, word) {
				t.Fatalf("a hit without %q", word)
			}
		}
		if q.Match(g) && !strings.Contains(g.Text, needle) {
			t.Fatalf("a hit without %q", needle)
		}
		if again := Parse(strings.ToLower(text), friday()); again.Match(g) != q.Match(g) {
			t.Fatal("upper and lower case find different goals")
		}
	})
}

// BenchmarkMatch is one keystroke: 100,000 goals, of which none or each is a hit.
func BenchmarkMatch(b *testing.B) {
	goals := make([]Fields, 100_000)
	for i := range goals {
		goals[i] = goal("! Write letter "+strconv.Itoa(i)+" to the landlord #home", "About the heating", "2026-11-20", false)
	}
	for _, text := range []string{"zebra", "letter", "letter is:done", "#zebra", "#home", "!", "due:none", "-letter"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			q := Parse(text, friday())
			hits := 0
			for b.Loop() {
				hits = 0
				for i := range goals {
					if q.Match(goals[i]) {
						hits++
					}
				}
			}
			if hits != 0 && hits != len(goals) {
				b.Fatal(hits, "hits")
			}
		})
	}
}
