package interchange_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overachiever/storage/interchange"
)

// told is what was read, so that a test can be read: the goals, and below them what they lost.
func told(document interchange.Document) string {
	var out strings.Builder
	out.WriteString(outline(document.Goals, 0))
	for _, loss := range document.Losses {
		fmt.Fprintf(&out, "- %s: %d, line %d\n", loss.What, loss.Goals, loss.Line)
	}
	return out.String()
}

func expect(t *testing.T, document interchange.Document, want string) {
	t.Helper()
	if got := told(document); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Each program's whole sample, detected by its content whatever the file is called.
func TestForeignSamples(t *testing.T) {
	for name, want := range map[string]string{
		"taskwarrior.json": `Home
 Kitchen
  Buy milk !!! #next #shop due 2026-12-24 = 2026-11-21 semi-skimmed\n2026-11-22 https://example.org
 Say "hi" ünï ! due 2026-12-24
 Old done
Call
Water plants due 2026-11-30
- fields of your own (UDAs): 1, line 3
- days and times besides the due day (wait, scheduled, until, start): 1, line 3
- time of the due day: 1, line 3
- repeats: 2, line 4
- what a task waits for (depends): 1, line 5
- priorities of other names: 1, line 5
- tags without a letter, or very long: 1, line 5
- deleted tasks: they are left out: 1, line 8
- templates of repeating tasks: their tasks come in: 1, line 4
`,
		"gtg_data.xml": `Move house #errands #to_pay due 2026-12-31 = Say "goodbye" to a < b.\nThen ]]> go.
 Pack done
 Hire a van done
- saved searches: 1, line 7
- start days: 1, line 9
- repeats: 1, line 34
- due days that are none (soon, someday): 2, line 34
- closed without being done: they come in as completed: 1, line 42
- goals below it that are not in the file: 1, line 9
`,
		"gtg_tasks.xml": `Plant a tree #home #garden due 2010-06-16 = First dig.\nThen water & wait.
 Buy a spade done
- start days: 1, line 3
- closed without being done: they come in as completed: 1, line 14
`,
		"treeline.trln": `Garden
 Buy seeds & soil !!! due 2027-01-31 = Link: shop (https://example.org/)\nFirst line.\nSecond line.
 Dig! done
- further places: each goal is in the first one: 1, line 27
`,
		"treeline.trl": `Garden
 Dig done due 2012-05-06 = With a spade.\nNot a fork.
 Sow
`,
		"treesheets.xml": `Garden
 Dig done = with a spade
 Sow & water
  sum
No header
- columns of a table: the texts beside a goal are in its description: 1, line 11
- operations: their text comes in: 1, line 24
`,
		"todoist.csv": `Buy milk #shop @2026 !!! due 2027-01-31 = Semi-skimmed
 At the market due 2027-01-31 = Ask ann@example.org first\n\nThe list [[file {"file_name":"list.pdf"}]]
Water the plants !! = DATE: every monday at 9
Work
 Write ! due 2027-02-01 = DATE: tomorrow
  Two lines due 2027-02-02 = DATE: 2027-01-01
Empty
- time of the due day: 1, line 4
- durations: 1, line 4
- files in comments: their names and addresses come in: 1, line 6
- repeats: 1, line 7
- people whom tasks are assigned to: 1, line 7
- dates in words: they are in the description: 1, line 10
- dates besides the deadline: they are in the description: 1, line 11
`,
		"notes.org": `Plant a tree !!! #garden #home due 2027-01-31 = First dig, see how (https://example.org/dig).\n\n  Then water.
 Buy a spade done
 Water !
 Hire help done
 WAITING for rain
Plain heading due 2027-03-01 = #+begin_src org\n* not a heading\n:not_a_drawer:\n#+end_src
Ideas (id:x) #ARCHIVE = kept
TODO

- repeats: 1, line 4
- how long before the day to warn: 1, line 4
- time of the due day: 1, line 4
- scheduled days besides a deadline: 1, line 4
- properties: 1, line 4
- logbooks: 1, line 4
- keywords besides TODO and DONE: they come in as open or completed: 2, line 19
`,
	} {
		t.Run(name, func(t *testing.T) {
			text := sample(t, name)
			document := read(t, "", text)
			expect(t, document, want)
			if windows := read(t, "", "\uFEFF"+strings.ReplaceAll(strings.TrimPrefix(text, "\uFEFF"), "\n", "\r\n")); told(windows) != want {
				t.Errorf("with the line ends of Windows:\n%s", told(windows))
			}
			if again := read(t, "", text); !sameIDs(document, again) {
				t.Errorf("ids of a second import are others:\n%s\nand:\n%s", ids(document), ids(again))
			}
			if seen := strings.Fields(ids(document)); len(seen) != strings.Count(outline(document.Goals, 0), "\n") {
				t.Errorf("some goals have no id: %s", seen)
			}
		})
	}
}

// A day is the person's: programs that write times in UTC mean midnight where the person is.
func TestForeignDaysAreThePersons(t *testing.T) {
	berlin := noon.In(time.FixedZone("CET", 3600))
	for name, test := range map[string]struct {
		due, day string
		lost     bool
	}{
		"midnight":    {"20261223T230000Z", "2026-12-24", false},
		"end of day":  {"20261224T225959Z", "2026-12-24", false},
		"afternoon":   {"20261224T143000Z", "2026-12-24", true},
		"after 9999":  {"99991231T235900Z", "", false},
		"in the year": {"20260101T120000Z", "2026-01-01", true},
	} {
		t.Run(name, func(t *testing.T) {
			text := `[{"description":"a","status":"pending","entry":"20260101T000000Z","due":"` + test.due + `"}]`
			document, err := interchange.Import("a", strings.NewReader(text), interchange.Taskwarrior, berlin)
			if err != nil {
				t.Fatal(err)
			}
			if day := string(document.Goals[0].Goal.Due); day != test.day || test.lost != (len(document.Losses) == 1) {
				t.Errorf("got %q and %v, want %q", day, document.Losses, test.day)
			}
		})
	}
}

func TestForeignTimes(t *testing.T) {
	warrior := read(t, "", sample(t, "taskwarrior.json")).Goals[0].Children[2].Goal
	if warrior.Created != time.Date(2026, 11, 21, 12, 45, 10, 0, time.UTC) || warrior.Completed != time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC) {
		t.Errorf("Taskwarrior: %+v", warrior)
	}
	gtg := read(t, "", sample(t, "gtg_data.xml")).Goals[0]
	if gtg.Goal.Created != time.Date(2026, 1, 2, 10, 20, 30, 0, time.UTC) || gtg.Children[0].Goal.Completed != time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC) {
		t.Errorf("GTG: %+v", gtg)
	}
	org := read(t, "", sample(t, "notes.org")).Goals[0]
	if org.Goal.Created != time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC) || org.Children[0].Goal.Completed != time.Date(2026, 11, 20, 11, 45, 0, 0, time.UTC) {
		t.Errorf("Org: %+v", org)
	}
	dug := read(t, "", string(sheetFile(25, false, sheet()))).Goals[0].Children[0].Goal
	if dug.Completed != edited || dug.Created != edited {
		t.Errorf("TreeSheets: %+v", dug)
	}
	todoist := read(t, "", sample(t, "todoist.csv")).Goals[0].Goal
	if todoist.Created != noon {
		t.Errorf("Todoist: %+v", todoist)
	}
}

// Ids that are UUIDs stay, all others come from the program's name and its id or the place.
func TestForeignIDs(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"Taskwarrior's": {`[{"uuid":"26D89F16-68e4-4fc5-a53c-df1add144138","description":"a","entry":"20260101T000000Z","status":"pending"}]`,
			"26d89f16-68e4-4fc5-a53c-df1add144138\n"},
		"GTG's":      {`<gtgData><task id="33d9760d-2e07-4ae4-9c02-1fcdaeb46325"/></gtgData>`, "33d9760d-2e07-4ae4-9c02-1fcdaeb46325\n"},
		"GTG's uuid": {`<project><task id="18@1" uuid="7c22a022-9ab6-4ef1-a9d7-04aac6dba493"/></project>`, "7c22a022-9ab6-4ef1-a9d7-04aac6dba493\n"},
		"TreeLine's": {`{"formats":[],"nodes":[{"uid":"1d1b7c9e959211e7a8357054d2175f18"}],"properties":{"topnodes":["1d1b7c9e959211e7a8357054d2175f18"]}}`,
			"1d1b7c9e-9592-11e7-a835-7054d2175f18\n"},
		"Org's": {"** a\n:PROPERTIES:\n:ID: 7c22a022-9ab6-4ef1-a9d7-04aac6dba493\n:END:\n", "7c22a022-9ab6-4ef1-a9d7-04aac6dba493\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ids(read(t, "", test.text)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}

	two := "** a\n** a\n** b\n"
	first := read(t, interchange.Org, two)
	if seen := strings.Fields(ids(first)); seen[0] == seen[1] || seen[1] == seen[2] {
		t.Errorf("goals of the same name have the same id: %v", seen)
	}
	other, err := interchange.Import("elsewhere/others.org", strings.NewReader(two), "", noon)
	if err != nil || ids(other) == ids(first) {
		t.Errorf("goals of the same name in another file have the same id (%v)", err)
	}
	moved, err := interchange.Import(`C:\elsewhere\goals.org`, strings.NewReader(two), "", noon)
	if err != nil || !sameIDs(moved, first) {
		t.Errorf("the same file in another folder gives other ids (%v)", err)
	}
	more := read(t, interchange.Org, "** new\n"+two)
	if strings.Join(strings.Fields(ids(more))[1:], "\n")+"\n" != ids(first) {
		t.Error("a heading more gives the others other ids")
	}
}

func TestForeignDetectedOrNot(t *testing.T) {
	for name, test := range map[string]struct {
		file, text string
		want       string // the first goal, or what the error says
	}{
		"one task a line":          {"-", `{"uuid":"","description":"a","entry":"20260101T000000Z","status":"pending"}` + ",\n" + `{"description":"b"}`, "a"},
		"own JSON with such words": {"-", `{"format":"overachiever","version":1,"goals":[{"name":"a","status":"x","uuid":"y"}]}`, "a"},
		"some JSON":                {"-", `{"description":"a"}`, `"format" is missing`},
		"XML of nobody":            {"-", `<goals/>`, "in no format"},
		"XML after a comment":      {"-", "<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE cell>\n<cell>a</cell>", "a"},
		"CSV of nobody":            {"-", "TYPE,NAME\na,b\n", "in no format"},
		"quoted CSV":               {"-", "\"TYPE\",\"CONTENT\",\"INDENT\"\n\"task\",\"a\",\"1\"\n", "a"},
		"Org by keyword":           {"-", "#+TITLE: x\n* a\n", "a"},
		"Org by TODO":              {"-", "* TODO a\n", "a"},
		"Org by name":              {"a.org", "Text.\n* a\n", "a"},
		"a list is Markdown":       {"-", "* a\n  * b\n", "a"},
		"Markdown about Org":       {"-", "# Notes\n* a\n", "a"},
		"TreeSheets' bytes":        {"-", string(sheetFile(20, false, sheet())), "Garden"},
		"encrypted TreeLine":       {"a.trln", ">>TL+enc\xff\xfe", "encrypted"},
		"damaged gzip":             {"a.trln", "\x1f\x8b\x08rubbish", "damaged"},
		"cut gzip":                 {"a.trln", string(packed(t, sample(t, "treeline.trln"))[:200]), "damaged"},
		"gzip":                     {"a.trln.gz", string(packed(t, sample(t, "treeline.trln"))), "Garden"},
		"gzip of bytes":            {"a.trln.gz", string(packed(t, "* a\n* \xff\xfe")), "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			document, err := interchange.Import(test.file, strings.NewReader(test.text), "", noon)
			switch {
			case err != nil && !strings.Contains(err.Error(), test.want):
				t.Errorf("got %v, want %q", err, test.want)
			case err == nil && (len(document.Goals) == 0 || document.Goals[0].Goal.Name != test.want):
				t.Errorf("got %s, want %q", told(document), test.want)
			}
		})
	}
	for _, format := range interchange.Readable() {
		if parsed, err := interchange.ParseFormat(string(format)); err != nil || parsed != format || format.Title() == string(format) {
			t.Errorf("%s is called %q (%v)", format, format.Title(), err)
		}
	}
}

// Property: of the texts in a TreeSheets file of any version none is lost, and each is below
// the one whose grid it is in.
func TestTreeSheetsOfAllVersions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := rapid.ByteRange(6, 25).Draw(t, "version")
		want := ""
		var grid func(depth int) []cell
		grid = func(depth int) []cell {
			cells := make([]cell, rapid.IntRange(1, 3).Draw(t, "rows"))
			for i := range cells {
				cells[i].text = rapid.StringMatching(`[a-zé学][a-zé学 ]{0,5}[a-z]`).Draw(t, "text")
				want += strings.Repeat(" ", depth) + cells[i].text
				if rapid.Bool().Draw(t, "struck") && version >= 7 {
					cells[i].style = 16 | rapid.Uint32Range(0, 15).Draw(t, "style")
					want += " done"
				}
				want += "\n"
				if depth < 4 && rapid.Bool().Draw(t, "grid") {
					cells[i].columns, cells[i].cells = 1, grid(depth+1)
				}
			}
			return cells
		}
		root := cell{columns: 1, cells: grid(0)}
		document := read(t, "", string(sheetFile(version, rapid.Bool().Draw(t, "pictures"), root)))
		if got := told(document); got != want {
			t.Fatalf("version %d: got:\n%s\nwant:\n%s", version, got, want)
		}
	})
}

func TestTreeSheetsCells(t *testing.T) {
	expect(t, read(t, "", string(sheetFile(25, true, sheet()))), `Garden
 Dig done = with a spade
 Sow ünï = not too deep
No header
- columns of a table: the texts beside a goal are in its description: 1, line 1
- pictures: 1, line 1
`)
}
