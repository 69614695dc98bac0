package interchange_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// Whatever the file: no panic, errors with file and line on one line, and what was imported
// can be exported and imported again without a difference.
func FuzzImportJSON(f *testing.F) {
	f.Add([]byte(`{"format":"overachiever","version":1,"exported":"2026-11-20T12:00:00.25Z","user":{"login":"a","name":"b"},"goals":[` +
		`{"id":"` + firstID + `","name":"a","description":"b","created":"2026-11-20T12:00:00Z","due":"2027-01-31","completed":"2026-11-20T12:00:00Z",` +
		`"children":[{"id":"` + secondID + `","name":""}]}]}`))
	f.Add([]byte("\uFEFF{\"goals\":[{\"name\":\"\\ud800\\u0000\",\"x\":[{}]}],\r\n\"version\":1,\"format\":\"overachiever\"}"))
	f.Fuzz(func(t *testing.T, file []byte) { importAndBack(t, interchange.JSON, file) })
}

func FuzzImportMarkdown(f *testing.F) {
	f.Add([]byte("# Goals\n- [ ] a 📅 2027-01-31\n\n  b\n\n  c\n  - [x] d\n\t* e\n"))
	f.Add([]byte("\uFEFF- \\- &#10; &amp;\r\n    <br>\r\n    \\- x&#32;\r\n"))
	f.Fuzz(func(t *testing.T, file []byte) { importAndBack(t, interchange.Markdown, file) })
}

func importAndBack(t *testing.T, format interchange.Format, file []byte) {
	document, err := interchange.Import("f", bytes.NewReader(file), format, noon)
	if err != nil {
		refused := (*interchange.Error)(nil)
		if !errors.As(err, &refused) || refused.Reason == "" || strings.ContainsAny(err.Error(), "\r\n") {
			t.Fatalf("not an error that a person can use: %q", err)
		}
		if lines := bytes.Count(file, []byte("\n")) + 1; refused.Line < 1 || refused.Line > lines {
			t.Fatalf("line %d of %d: %v", refused.Line, lines, err)
		}
		return
	}
	text := written(t, format, document)
	again := read(t, format, text)
	if format == interchange.Markdown && !sameGoals(document.Goals, again.Goals) {
		t.Fatalf("the goals came back different by way of:\n%s", text)
	}
	if second := written(t, format, again); second != text {
		t.Fatalf("first:\n%s\nsecond:\n%s", text, second)
	}
}

func sameGoals(a, b []storage.Branch) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Goal != b[i].Goal || !sameGoals(a[i].Children, b[i].Children) {
			return false
		}
	}
	return true
}
