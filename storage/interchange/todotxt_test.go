package interchange_test

import (
	"strings"
	"testing"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

func TestTodoTxtIsExactlyTheContract(t *testing.T) {
	goals := []storage.Branch{{
		Goal:     storage.Goal{ID: firstID, Name: "Learn\nGo +work @home !!!", Description: "lost", Due: "2027-01-31", Created: noon},
		Children: []storage.Branch{{Goal: storage.Goal{ID: secondID, Name: "x (A) 2027-01-01 !", Completed: noon}}},
	}}
	want := `(A) 2026-11-20 Learn Go +work @home due:2027-01-31 id:` + firstID + `
x 2026-11-20 2026-11-20 x (A) 2027-01-01 pri:C p:` + firstID + ` id:` + secondID + `
`
	if got := written(t, interchange.TodoTxt, interchange.Document{Exported: noon, Goals: goals}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Lines of https://github.com/todotxt/todo.txt and of the programs that add to it.
func TestTodoTxtFromOtherHands(t *testing.T) {
	for name, test := range map[string]struct {
		text, outline string
		losses        []interchange.Loss
	}{
		"the format's own examples": {`(A) Thank Mom for the meatballs @phone
(B) Schedule Goodwill pickup +GarageSale @phone
Post signs around the neighborhood +GarageSale
@GroceryStore Eskimo pies

Really gotta call Mom (A) @phone @someday
(b) Get back to the boss
(B)->Submit TPS report
2011-03-02 Document +TodoTxt task format
(A) 2011-03-02 Call Mom
xylophone lesson
X 2012-01-01 Make resolutions
(A) x Find ticket prices
x 2011-03-02 2011-03-01 Review Tim's pull request +TodoTxtTouch @github
x 2011-03-03 Call Mom pri:A
`, `Thank Mom for the meatballs @phone !!!
Schedule Goodwill pickup +GarageSale @phone !!
Post signs around the neighborhood +GarageSale
@GroceryStore Eskimo pies
Really gotta call Mom (A) @phone @someday
(b) Get back to the boss
(B)->Submit TPS report
Document +TodoTxt task format
Call Mom !!!
xylophone lesson
X 2012-01-01 Make resolutions
x Find ticket prices !!!
Review Tim's pull request +TodoTxtTouch @github done
Call Mom !!! done
`, nil},
		"what programs add": {"(D) water rec:+1w t:2027-01-01 due:2027-01-02 https://example.org:80/\r\nx (C) 2027-01-01 done\r\n", "water https://example.org:80/ due 2027-01-02\ndone ! done\n",
			[]interchange.Loss{{What: "start days", Goals: 1, Line: 1}, {What: "repeats", Goals: 1, Line: 1}, {What: "priorities below C", Goals: 1, Line: 1}}},
		"parents":           {"(A) b p:1\nb2 p:1 id:2\na id:1\nc p:2\n", "a\n b !!!\n b2\n  c\n", nil},
		"parent elsewhere":  {"(A) a p:x\n", "a !!!\n", []interchange.Loss{{What: "parents that are not in the file", Goals: 1, Line: 1}}},
		"what is no day":    {"2027-02-30 a due:soon due:2027-02-30 t:x\n", "2027-02-30 a due:soon due:2027-02-30 t:x\n", nil},
		"due twice":         {"(A) a due:2027-01-01 b due:2027-01-02\n", "a due:2027-01-01 b !!! due 2027-01-02\n", nil},
		"only a mark":       {"(A) \nx \n", " !!!\nx\n", nil},
		"no last line end":  {"\uFEFF(C) a", "a !\n", nil},
		"a key without one": {"(A) due: :x id: a\n", "due: :x id: a !!!\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			readsAs(t, test.text, test.outline, test.losses)
		})
	}
}

func TestTodoTxtTimes(t *testing.T) {
	goals := read(t, "", "x 2027-01-31 2026-11-01 a\nx 2027-01-31 b\n2026-11-01 c\nx d\ne\n").Goals
	day := func(goal storage.Goal) string {
		return goal.Created.Format("0102") + " " + goal.Completed.Format("0102")
	}
	for i, want := range []string{"1101 0131", "0131 0131", "1101 0101", "0101 1120", "0101 0101"} {
		if got := day(goals[i].Goal); got != want {
			t.Errorf("line %d: created and completed %s, want %s", i+1, got, want)
		}
	}
}

func TestTodoTxtRefusedWithItsLine(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		line   int
		reason string
	}{
		"id twice":   {"a id:1\n\nb id:1\n", 3, "the other is on line 1"},
		"a cycle":    {"a id:1 p:2\nb id:2 p:1\n", 1, "below itself"},
		"many goals": {strings.Repeat("a\n", 500_001), 500_001, "more than 500000 goals"},
		"long line":  {"a\n" + strings.Repeat(" a", 1<<20), 2, "longer than 1 MiB"},
		"Latin-1":    {"a\ncaf\xe9\n", 2, "not UTF-8"},
		"NUL":        {"a\nb\x00", 2, "NUL byte"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := refusal(t, "todo.txt", test.text, "")
			if refused.Line != test.line || !strings.Contains(refused.Reason, test.reason) {
				t.Errorf("got %v, want line %d and %q", refused, test.line, test.reason)
			}
		})
	}
}
