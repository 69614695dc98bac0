package interchange_test

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

const (
	firstID  = "01933f6e-0000-7000-8000-000000000001"
	secondID = "01933f6e-0000-7000-8000-000000000002"
)

func TestJSONIsExactlyTheContract(t *testing.T) {
	document := interchange.Document{
		Login: "octocat", Name: "Mona <Lisa>", Exported: noon,
		Goals: []storage.Branch{{
			Goal: storage.Goal{
				ID: firstID, Name: "Learn Go", Description: "slowly\n\"&\"", Due: "2027-01-31",
				Created: noon, Completed: noon.Truncate(time.Second).In(time.FixedZone("", 3600)),
			},
			Children: []storage.Branch{{Goal: storage.Goal{ID: secondID}}},
		}},
	}
	want := `{
  "format": "overachiever",
  "version": 1,
  "exported": "2026-11-20T12:00:00.25Z",
  "user": {
    "login": "octocat",
    "name": "Mona <Lisa>"
  },
  "goals": [
    {
      "id": "01933f6e-0000-7000-8000-000000000001",
      "name": "Learn Go",
      "description": "slowly\n\"&\"",
      "created": "2026-11-20T12:00:00.25Z",
      "due": "2027-01-31",
      "completed": "2026-11-20T12:00:00Z",
      "children": [
        {
          "id": "01933f6e-0000-7000-8000-000000000002",
          "name": ""
        }
      ]
    }
  ]
}
`
	if got := written(t, interchange.JSON, document); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestJSONOfNothing(t *testing.T) {
	want := "{\n  \"format\": \"overachiever\",\n  \"version\": 1,\n  \"user\": {},\n  \"goals\": []\n}\n"
	if got := written(t, interchange.JSON, interchange.Document{}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Property: export, import, export gives the same bytes, whatever is in the goals.
func TestJSONLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := written(t, interchange.JSON, interchange.Document{
			Login: texts().Draw(t, "login"), Name: texts().Draw(t, "name"),
			Exported: times().Draw(t, "exported"), Goals: forests().Draw(t, "goals"),
		})
		if second := written(t, interchange.JSON, read(t, "", first)); second != first {
			t.Fatalf("first:\n%s\nsecond:\n%s", first, second)
		}
	})
}

func TestJSONFromOtherHands(t *testing.T) {
	text := "\uFEFF{\r\n" +
		`"goals":[{"children":null,"color":{"a":[1e999,true,null,{}]},"name":"b\u0000\u001b\r\nc","due":null,` + "\r\n" +
		`"created":"2027-01-31T18:30:00.0009+01:00","id":"01933F6E-0000-7000-8000-000000000001"},{"name":"","description":""}],` +
		`"version":1,"user":{"avatar":"x"},"format":"overachiever"}` + "\r\n"
	document := read(t, "", text)
	if len(document.Goals) != 2 {
		t.Fatalf("got %d goals", len(document.Goals))
	}
	want := storage.Goal{ID: firstID, Name: "b\nc", Created: time.Date(2027, 1, 31, 17, 30, 0, 0, time.UTC),
		Extra: `{"color":{"a":[1e999,true,null,{}]}}`}
	if got := document.Goals[0].Goal; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := document.Goals[1].Goal; got != (storage.Goal{}) {
		t.Errorf("got %+v, want a goal without an id", got)
	}
}

func TestJSONRefusedWithItsLine(t *testing.T) {
	// Each file begins with these two lines; its goals begin on line 3.
	const head = "{\"format\":\"overachiever\",\"version\":1,\n\"goals\":[\n"
	for name, test := range map[string]struct {
		text   string
		line   int
		reason string
	}{
		"empty":                  {"", 1, "ends too early"},
		"blank":                  {"\n\n", 2, "ends too early"},
		"not json":               {"{\n\nhello}", 3, "not JSON"},
		"a list":                 {"[]", 1, "begins with {"},
		"a text":                 {`"x"`, 1, "begins with {"},
		"cut off":                {head + "{\"name\":\"a\",\n\"due\":", 4, "ends too early"},
		"cut off in a text":      {head + "{\"name\":\"a", 3, "ends too early"},
		"cut off after a line":   {head + "{\"name\":\"a\",\n", 3, "ends too early"},
		"other format":           {"{\n\"format\":\"todo\\ntxt\"}", 2, `its format is "todo\ntxt"`},
		"no format":              {"\n{\"version\":1,\"goals\":[]\n}", 2, `"format" is missing`},
		"no version":             {"{\"format\":\"overachiever\",\n\"goals\":[]}", 1, `"version" is missing`},
		"no goals":               {"{\"format\":\"overachiever\",\n\"version\":1}", 1, `"goals" is missing`},
		"newer":                  {"{\"format\":\"overachiever\",\n\"version\":2,\"goals\":[]}", 2, "newer Overachiever"},
		"version of text":        {"{\"format\":\"overachiever\",\n\"version\":\"1\"}", 2, `"version" must be 1`},
		"version 0":              {"{\"version\":0}", 1, `"version" must be 1`},
		"goals no list":          {"{\"goals\":\n{}}", 2, `"goals" must be a list`},
		"user no object":         {"{\"user\":\n\"me\"}", 2, `"user" must be an object`},
		"goal no object":         {head + "\n\"a\"]}", 4, "a goal must be an object"},
		"null goal":              {head + "null]}", 3, "a goal must be an object"},
		"children no list":       {head + "{\"name\":\"a\",\n\"children\":{}}]}", 4, `"children" must be a list`},
		"no name":                {head + "\n{\n\"id\":\"" + firstID + "\"\n}]}", 4, "has no name"},
		"no name below":          {head + "{\"name\":\"a\",\"children\":[\n{}]}]}", 4, "has no name"},
		"too many names":         {head + "{" + manyNames(101) + "}]}", 4, "more than 100 unknown names"},
		"unknown too deep":       {head + "{\"name\":\"a\",\n\"x\":" + strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001) + "}]}", 4, "exceeded max depth"},
		"unknown just too deep":  {head + "{\"name\":\"a\",\"x\":" + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "}]}", 3, "nested too deep"},
		"unknown not JSON":       {head + "{\"name\":\"a\",\n\"x\":{\"y\":nil}}]}", 4, "not JSON"},
		"unknown cut off":        {head + "{\"name\":\"a\",\n\"x\":{\"y\":", 4, "ends too early"},
		"unknown twice":          {head + "{\"name\":\"a\",\"x\":1,\n\"x\":2}]}", 4, `"x" is given twice`},
		"name a number":          {head + "{\n\"name\":\n7}]}", 5, `"name" must be text`},
		"name null":              {head + "{\"name\":null}]}", 3, `"name" must be text`},
		"name twice":             {head + "{\"name\":\"a\",\n\"name\":\"b\"}]}", 4, `"name" is given twice`},
		"description a list":     {head + "{\"name\":\"a\",\n\"description\":[]}]}", 4, `"description" must be text`},
		"day that is not":        {head + "{\"name\":\"a\",\n\n\"due\":\"2027-02-30\"}]}", 5, `"2027-02-30" is not a day`},
		"day a number":           {head + "{\"name\":\"a\",\"due\":\n2027}]}", 4, `"due" must be text`},
		"time that is not":       {head + "{\"name\":\"a\",\n\"created\":\"yesterday\"}]}", 4, `"yesterday" is not a time`},
		"time without zone":      {head + "{\"name\":\"a\",\n\"completed\":\"2027-01-31T18:30:00\"}]}", 4, "is not a time"},
		"time beyond UTC's year": {head + "{\"name\":\"a\",\n\"completed\":\"9999-12-31T23:59:59-01:00\"}]}", 4, "is not a time"},
		"time that means none":   {head + "{\"name\":\"a\",\n\"completed\":\"0001-01-01T00:00:00Z\"}]}", 4, "is not a time"},
		"id a place":             {head + "{\"name\":\"a\",\n\"id\":\"trash\"}]}", 4, `"trash" is not a goal's id`},
		"id without dashes":      {head + "{\"name\":\"a\",\n\"id\":\"01933f6e000070008000000000000001\"}]}", 4, "is not a goal's id"},
		"id twice": {head + "{\"name\":\"a\",\"id\":\"" + firstID + "\",\"children\":[\n" +
			"{\"name\":\"b\",\"id\":\"" + strings.ToUpper(firstID) + "\"}]}]}", 4, "the other is on line 3"},
		"comma too many":        {head + "{\"name\":\"a\"},\n]}", 4, "not JSON"},
		"comma missing":         {head + "{\"name\":\"a\"}\n{\"name\":\"b\"}]}", 4, "not JSON"},
		"break in a text":       {head + "{\"name\":\n\"a\nb\"}]}", 4, "not JSON"},
		"something more":        {head + "]}\n\n{}", 5, "something follows"},
		"invalid UTF-8":         {head + "{\"name\":\"a\"},\n{\"name\":\"\xff\"}]}", 4, "not UTF-8"},
		"invalid UTF-8 last":    {head + "]}\n\xe2\x82", 4, "not UTF-8"},
		"surrogate in UTF-8":    {head + "{\"name\":\"\xed\xa0\x80\"}]}", 3, "not UTF-8"},
		"UTF-16 without a mark": {"{\x00\r\x00\n\x00", 1, "NUL byte"},
		"nested too deep":       {head + strings.Repeat("{\"name\":\"\",\"children\":[\n", 1001) + strings.Repeat("]}", 1001) + "]}", 1003, "more than 1000 levels"},
		"larger than allowed":   {head + strings.Repeat("\n", 64<<20), 0, "larger than 64 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := refusal(t, "my\ngoals.json", test.text, interchange.JSON)
			if test.line != 0 && refused.Line != test.line {
				t.Errorf("line %d, want %d: %v", refused.Line, test.line, refused)
			}
			if !strings.Contains(refused.Reason, test.reason) {
				t.Errorf("got %q, want %q in it", refused.Reason, test.reason)
			}
			if !strings.HasPrefix(refused.Error(), `my\ngoals.json:`) {
				t.Errorf("got %q, want the file first", refused)
			}
		})
	}
}

func manyNames(count int) string {
	var names strings.Builder
	for i := range count {
		fmt.Fprintf(&names, "\"a%d\":1,", i)
		if i == 0 {
			names.WriteByte('\n')
		}
	}
	return strings.TrimSuffix(names.String(), ",")
}

// What other programs say is written again where it belongs, in its order, on one line each.
func TestJSONKeepsWhatItDoesNotKnow(t *testing.T) {
	want := `{
  "format": "overachiever",
  "version": 1,
  "user": {
    "login": "octocat",
    "format": {"of":"the avatar"},
    "x": []
  },
  "login": "b",
  "generator": {"name":"other","children":[1]},
  "goals": [
    {
      "id": "01933f6e-0000-7000-8000-000000000001",
      "name": "a",
      "z\"": null,
      "avatar": "x<y>\u00e9\ud800",
      "versions": [1.0,1e400,-0],
      "color": {"b":{},"a":[]},
      "children": [
        {
          "id": "01933f6e-0000-7000-8000-000000000002",
          "name": "b",
          "login": "mine"
        }
      ]
    }
  ]
}
`
	if got := written(t, interchange.JSON, read(t, interchange.JSON, want)); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	spaced := strings.NewReplacer("{\"b\":{},", "\n{ \"b\" :\t{ }\n,", ": ", "\n:\r\n").Replace(want)
	if got := written(t, interchange.JSON, read(t, interchange.JSON, spaced)); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// What several files say of themselves comes together, so that it can be read again: of a name
// that is said twice the later one stands, and of too many names the earlier ones go.
func TestJSONOfSeveralFilesSaysWhatAllDo(t *testing.T) {
	store, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "goals.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	local, err := store.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	imported := func(members string) string {
		t.Helper()
		document := read(t, interchange.JSON, `{"format":"overachiever","version":1,`+members+`"goals":[]}`)
		tree, _, err := store.User(local).Import(t.Context(), func(tree *storage.Tree) (storage.Incoming, error) {
			return interchange.PlanImport(tree, storage.TopLevel, document, "").Incoming, nil
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		whole := written(t, interchange.JSON, interchange.Whole(tree, "", "", noon))
		return read(t, interchange.JSON, whole).Extra
	}
	if got := imported(`"a":1,"b":[2.0],`); got != `{"a":1,"b":[2.0]}` {
		t.Errorf("one says %s", got)
	}
	if got := imported(``); got != `{"a":1,"b":[2.0]}` {
		t.Errorf("one that says nothing makes it %s", got)
	}
	if got := imported(`"c":{},"a":"\u00e9<",`); got != `{"b":[2.0],"c":{},"a":"\u00e9<"}` {
		t.Errorf("two say %s", got)
	}
	many := ""
	for i := range 99 {
		many += fmt.Sprintf(`"n%d":0,`, i)
	}
	if got := imported(many); strings.Count(got, ":") != 100 || !strings.Contains(got, `"b":[2.0],"n0"`) {
		t.Errorf("many say %s", got)
	}
}

// A member that is there already is not written a second time: nobody could read the export.
func TestJSONWritesNoNameTwice(t *testing.T) {
	goal := storage.Goal{Name: "a", Extra: `{"name":"b","children":[1],"login":"c"}`}
	document := interchange.Document{Goals: []storage.Branch{{Goal: goal}}}
	back := read(t, interchange.JSON, written(t, interchange.JSON, document))
	if back.Goals[0].Goal.Extra != `{"login":"c"}` {
		t.Errorf("got %+v", back)
	}
}

// The deepest tree that may be imported is one that can be exported, too.
func TestJSONAsDeepAsAllowed(t *testing.T) {
	var goals []storage.Branch
	for range interchange.MaxDepth {
		goals = []storage.Branch{{Goal: storage.Goal{Name: "a"}, Children: goals}}
	}
	first := written(t, interchange.JSON, interchange.Document{Goals: goals})
	if second := written(t, interchange.JSON, read(t, "", first)); second != first {
		t.Error("the deepest tree came back different")
	}
}

func TestAFileReadInSmallPiecesIsTheSame(t *testing.T) {
	text := "\uFEFF{\"format\":\"overachiever\",\"version\":1,\"goals\":[{\"name\":\"👩‍👩‍👧‍👦é\"}]}"
	document, err := interchange.Import("", oneByte{strings.NewReader(text)}, "", noon)
	if err != nil {
		t.Fatal(err)
	}
	if got := document.Goals[0].Goal.Name; got != "👩‍👩‍👧‍👦é" {
		t.Errorf("got %q", got)
	}
}

type oneByte struct{ from io.Reader }

func (r oneByte) Read(p []byte) (int, error) { return r.from.Read(p[:1]) }
