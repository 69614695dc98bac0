package interchange_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

func TestMarkdownIsExactlyTheContract(t *testing.T) {
	goals := []storage.Branch{
		{
			Goal: storage.Goal{Name: "Learn Go", Due: "2027-01-31", Description: "Slowly.\n\n- not a goal\n  deeper"},
			Children: []storage.Branch{
				{Goal: storage.Goal{Name: "Read *the* snake_case tour", Completed: noon},
					Children: []storage.Branch{{Goal: storage.Goal{Name: "[ ] 1 < 2"}}}},
				{Goal: storage.Goal{Name: " # 📅 2027-02-01"}},
			},
		},
		{Goal: storage.Goal{Name: "two\nlines", Description: "\nedges "}},
		{Goal: storage.Goal{Due: "2027-03-01"}},
		{},
	}
	want := `- [ ] Learn Go 📅 2027-01-31

  Slowly.

  \- not a goal
  &#32; deeper
  - [x] Read \*the\* snake_case tour
    - [ ] \[ ] 1 \< 2
  - [ ] &#32;# &#128197; 2027-02-01
- [ ] two&#10;lines

  <br>
  edges&#32;
- [ ] 📅 2027-03-01
- [ ]
`
	if got := written(t, interchange.Markdown, interchange.Document{Goals: goals}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Property: names, due days, completion, descriptions and the tree come back, whatever they hold.
func TestMarkdownRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		goals := forests().Draw(t, "goals")
		text := written(t, interchange.Markdown, interchange.Document{Goals: goals})
		back := read(t, interchange.Markdown, text)
		// The JSON of both, without what Markdown cannot carry, is the easiest to compare and to read.
		want := written(t, interchange.JSON, interchange.Document{Goals: carried(goals)})
		got := written(t, interchange.JSON, interchange.Document{Goals: carried(back.Goals)})
		if got != want {
			t.Fatalf("got:\n%s\nwant:\n%s\nby way of:\n%s", got, want, text)
		}
		if again := written(t, interchange.Markdown, back); again != text {
			t.Fatalf("first:\n%s\nsecond:\n%s", text, again)
		}
	})
}

// carried is what Markdown carries of goals.
func carried(goals []storage.Branch) []storage.Branch {
	var kept []storage.Branch
	for _, branch := range goals {
		goal := storage.Goal{Name: branch.Goal.Name, Description: branch.Goal.Description, Due: branch.Goal.Due}
		if !branch.Goal.Completed.IsZero() {
			goal.Completed = noon
		}
		kept = append(kept, storage.Branch{Goal: goal, Children: carried(branch.Children)})
	}
	return kept
}

func TestMarkdownFromOtherHands(t *testing.T) {
	for name, test := range map[string]struct{ text, outline string }{
		"nothing":            {"", ""},
		"headings only":      {"# Goals\n\n## This year\n", ""},
		"headings":           {"# Goals\n- [ ] a\n## Later\n- [ ] b\n", "a\nb\n"},
		"bullets":            {"* [ ] a\n+ [x] b\n- c\n", "a\nb done\nc\n"},
		"capital X":          {"- [X] a\n", "a done\n"},
		"four spaces":        {"- a\n    - b\n        - c\n    - d\n- e\n", "a\n b\n  c\n d\ne\n"},
		"tabs":               {"- a\n\t- b\n\t\t- c\n- d\n", "a\n b\n  c\nd\n"},
		"tabs and spaces":    {"- a\n    - b\n\t- c\n", "a\n b\n c\n"},
		"indented as whole":  {"    - a\n      - b\n    - c\n", "a\n b\nc\n"},
		"indented less":      {"  - a\n - b\n- c\n", "a\nb\nc\n"},
		"CRLF and BOM":       {"\uFEFF- [ ] a\r\n  - [x] b\r\n\r\n    why\r\n", "a\n b done = why\n"},
		"blank between":      {"- a\n\n\n- b\n\n  - c\n", "a\nb\n c\n"},
		"no last line end":   {"- a", "a\n"},
		"box without space":  {"- [ ]a\n- [-] b\n", "[ ]a\n[-] b\n"},
		"description":        {"- a\n  one\n  two\n\n\n  three\n\n- b\n", "a = one\\ntwo\\n\\n\\nthree\nb\n"},
		"description deeper": {"- a\n\n      code\n        more\n    less\n", "a = code\\n  more\\nless\n"},
		"description after":  {"- a\n\n  one\n  - b\n\n  two\n  - c\n", "a = one\\n\\ntwo\n b\n c\n"},
		"heading in a goal":  {"- a\n\n  # b\n", "a = # b\n"},
		"due":                {"- [ ] a 📅2027-01-31\n- b 📅\uFE0F  2027-02-01  \n", "a due 2027-01-31\nb due 2027-02-01\n"},
		"not due":            {"- a 📅 soon\n- 📅 2027-01-31 b\n", "a 📅 soon\n📅 2027-01-31 b\n"},
		"escapes":            {"- \\*a\\* &amp; \\b &lt;&#x2b;&nope;\n", "*a* & \\b <+&nope;\n"},
		"control characters": {"- a\x01\x1b[31m b\x7f\n", "a[31m b\n"},
		"lone CR":            {"- a\rb\n", "a\\nb\n"},
		"two bullets":        {"- - a\n", "- a\n"},
	} {
		t.Run(name, func(t *testing.T) {
			document := read(t, interchange.Markdown, test.text)
			if got := outline(document.Goals, 0); got != test.outline {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.outline)
			}
		})
	}
}

// outline writes goals so that a test can be read.
func outline(goals []storage.Branch, depth int) string {
	var out strings.Builder
	onOneLine := strings.NewReplacer("\n", `\n`).Replace
	for _, branch := range goals {
		out.WriteString(strings.Repeat(" ", depth) + onOneLine(branch.Goal.Name))
		if !branch.Goal.Completed.IsZero() {
			out.WriteString(" done")
		}
		if branch.Goal.Due != "" {
			out.WriteString(" due " + string(branch.Goal.Due))
		}
		if branch.Goal.Description != "" {
			out.WriteString(" = " + onOneLine(branch.Goal.Description))
		}
		out.WriteString("\n" + outline(branch.Children, depth+1))
	}
	return out.String()
}

func TestMarkdownGoalsAreMadeNow(t *testing.T) {
	finer := noon.Add(time.Microsecond).In(time.FixedZone("", 3600))
	document, err := interchange.Import("a.md", strings.NewReader("- [x] a\n- [ ] b"), "", finer)
	if err != nil {
		t.Fatal(err)
	}
	want := []storage.Branch{
		{Goal: storage.Goal{Name: "a", Created: noon, Completed: noon}},
		{Goal: storage.Goal{Name: "b", Created: noon}},
	}
	if !reflect.DeepEqual(document.Goals, want) {
		t.Errorf("got %+v, want %+v", document.Goals, want)
	}
}

func TestMarkdownRefusedWithItsLine(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		line   int
		reason string
	}{
		"day that is not":     {"- a\r\n- b 📅 2027-02-30\r\n", 2, `"2027-02-30" is not a day`},
		"invalid UTF-8":       {"- a\n- b\n- \xc3\x28\n", 3, "not UTF-8"},
		"Latin-1":             {"- a\n- caf\xe9\n", 2, "it may be Latin-1"},
		"NUL":                 {"- a\n- b\x00", 2, "NUL byte"},
		"invalid UTF-8 last":  {"- a\n- b\xc3", 2, "not UTF-8"},
		"nested too deep":     {nested(1001), 1001, "more than 1000 levels"},
		"larger than allowed": {"- a\n- " + strings.Repeat("a", 64<<20), 2, "larger than 64 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := refusal(t, "goals.md", test.text, interchange.Markdown)
			if refused.Line != test.line || !strings.Contains(refused.Reason, test.reason) {
				t.Errorf("got %v, want line %d and %q", refused, test.line, test.reason)
			}
		})
	}
	read(t, interchange.Markdown, nested(1000))
}

// What is no goal of a list is told, and the goals come in.
func TestMarkdownTellsWhatIsNoGoal(t *testing.T) {
	const heading, text = "headings", "text that belongs to no goal"
	for name, test := range map[string]struct {
		text, goals string
		losses      []interchange.Loss
	}{
		"text before":      {"# Goals\n\nMy goals:\n- a\n", "a", []interchange.Loss{{What: heading, Goals: 1, Line: 1}, {What: text, Goals: 1, Line: 3}}},
		"text after":       {"- a\n\nThe end,\nreally\n", "a", []interchange.Loss{{What: text, Goals: 2, Line: 3}}},
		"indented before":  {"\n  text\n", "", []interchange.Loss{{What: text, Goals: 1, Line: 2}}},
		"left of the list": {"  - a\n  text\n", "a", []interchange.Loss{{What: text, Goals: 1, Line: 2}}},
		"after a heading":  {"- a\n# b\n  text\n", "a", []interchange.Loss{{What: heading, Goals: 1, Line: 2}, {What: text, Goals: 1, Line: 3}}},
		"rule":             {"- a\n---\n- b\n", "a b", []interchange.Loss{{What: text, Goals: 1, Line: 2}}},
		"no heading":       {"#tag\n", "", []interchange.Loss{{What: text, Goals: 1, Line: 1}}},
		"numbered":         {"1. a\n   - [ ] b\n2) [x] c\n10.\n", "a (b) c ", nil},
		"numbered below":   {"- a\n  1. first\n  2. second\n", "a = 1. first 2. second", nil},
	} {
		t.Run(name, func(t *testing.T) {
			document := read(t, interchange.Markdown, test.text)
			if got := flat(document.Goals); got != test.goals || !reflect.DeepEqual(document.Losses, test.losses) {
				t.Errorf("got %q and %+v, want %q and %+v", got, document.Losses, test.goals, test.losses)
			}
		})
	}
}

// flat is goals on one line, those below others in brackets.
func flat(goals []storage.Branch) string {
	var names []string
	for _, branch := range goals {
		text := branch.Goal.Name
		if branch.Goal.Description != "" {
			text += " = " + strings.ReplaceAll(branch.Goal.Description, "\n", " ")
		}
		if len(branch.Children) > 0 {
			text += " (" + flat(branch.Children) + ")"
		}
		names = append(names, text)
	}
	return strings.Join(names, " ")
}

func nested(levels int) string {
	var out strings.Builder
	for level := range levels {
		out.WriteString(strings.Repeat(" ", level) + "- a\n")
	}
	return out.String()
}

func TestFormatByContentThenByName(t *testing.T) {
	const json = "{\"format\":\"overachiever\",\"version\":1,\"goals\":[]}"
	for name, test := range map[string]struct {
		file, text string
		refused    string
	}{
		"json":               {"-", json, ""},
		"json by content":    {"goals.md", "\uFEFF\n " + json, ""},
		"markdown":           {"-", "- [ ] a\n", ""},
		"markdown in .json":  {"goals.json", "\r\n# Goals\r\n* a\r\n", ""},
		"bare heading":       {"-", "#\r\n- a\r\n", ""},
		"empty .md":          {"goals.MD", "", ""},
		"empty .json":        {"goals.json", "", "ends too early"},
		"text .markdown":     {"goals.markdown", "text", ""},
		"text .json":         {"goals.json", "text", "not JSON"},
		"nobody knows":       {"goals", "text", "in no format that Overachiever reads"},
		"nobody knows empty": {"-", "", "in no format that Overachiever reads"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := interchange.Import(test.file, strings.NewReader(test.text), "", noon)
			if (err == nil) != (test.refused == "") || err != nil && !strings.Contains(err.Error(), test.refused) {
				t.Errorf("got %v, want %q", err, test.refused)
			}
		})
	}
}
