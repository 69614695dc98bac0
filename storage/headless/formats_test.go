package headless_test

import (
	"os"
	"strings"
	"testing"
)

const withExtra = `{"format":"overachiever","version":1,"goals":[
	{"id":"01933f6e-0000-7000-8000-000000000001","name":"=Learn \"Go\", &amp; more !!","description":"\n- [ ] a\n\t b ","created":"2026-11-20T12:00:00.25Z",
	 "example": {"color" : "red", "size": 1e400}, "due":"2027-01-31", "children":[
		{"id":"01933f6e-0000-7000-8000-000000000002","name":"","created":"2026-11-20T12:00:00Z","completed":"2026-11-21T08:00:00Z","":null}]},
	{"id":"01933f6e-0000-7000-8000-000000000003","name":" x 2027-01-01 ","created":"2026-11-20T12:00:00Z"}]}`

// What is lossless stays so by way of the file of goals, too: what other programs say of a goal,
// ids, times and order.
func TestLosslessFormats(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.json", withExtra))
	want := succeed(t, dir, "export")
	if !strings.Contains(want, `"example": {"color":"red","size":1e400},`) {
		t.Errorf("what is not known is not in %s", want)
	}
	for _, format := range []string{"json", "opml", "csv"} {
		first := succeed(t, dir, "export", "--format", format)
		other := t.TempDir()
		succeed(t, other, "import", write(t, "goals", first)) // what it is, is told by its content
		if got := succeed(t, other, "export"); got != want {
			t.Errorf("%s: got %s, want %s", format, got, want)
		}
		if second := succeed(t, other, "export", "--format", format); second != first {
			t.Errorf("%s: got %s, want %s", format, second, first)
		}
	}
}

// A file is written in the format that its name says.
func TestExportByItsName(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.json", withExtra))
	for name, begins := range map[string]string{
		"a.json": "{", "a.md": "- [ ]", "a.OPML": "<?xml", "a.csv": "id,parent", "a.ics": "BEGIN:VCALENDAR\r\n", "todo.txt": "(B) 2026-11-20 =Learn",
	} {
		file := write(t, name, "")
		succeed(t, dir, "export", file)
		if got, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(got), begins) {
			t.Errorf("%s begins %.40q (%v)", name, got, err)
		}
	}
}
