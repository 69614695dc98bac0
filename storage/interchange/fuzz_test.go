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

func FuzzImportOPML(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE opml [<!ENTITY a "b">]><opml xmlns:goal="urn:overachiever:goal">` +
		"<head><ownerName>a</ownerName><dateCreated>Fri, 20 Nov 2026 12:00:00 GMT</dateCreated></head><body>\n<outline text=\"caf\xe9&#10;\" _note='b' " +
		`_status="checked" category="c,d e" created="1 Jan 26 12:00 UT" goal:id="` + firstID + `" goal:due="2027-01-31" ` +
		`goal:completed="2026-11-20T12:00:00.25Z" goal:extra="{&quot;a&quot;:[1]}"><outline title="f" url=""/>g<h/></outline></body></opml>`))
	f.Add([]byte("\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00"))
	f.Fuzz(func(t *testing.T, file []byte) { importAndBack(t, interchange.OPML, file) })
}

func FuzzImportICalendar(f *testing.F) {
	f.Add([]byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY;LANGUAGE=\"a:b\":a\\, b\r\n  c\\n\r\nDESCRIPTION:d\r\n" +
		"DUE;TZID=Europe/Berlin:20270131T120000\r\nCREATED:20261120T120000Z\r\nPRIORITY:5\r\nCATEGORIES:e,f g\r\nEND:VTODO\r\n" +
		"BEGIN:VTODO\r\nRELATED-TO;RELTYPE=PARENT:1\r\nSTATUS:COMPLETED\r\nX-OVERACHIEVER-EXTRA:{\"a\":1}\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nRELATED-TO:2\nEND:VTODO\nBEGIN:VTODO\nUID:2\nRELATED-TO:1\nEND:VTODO\nEND:VCALENDAR"))
	f.Fuzz(func(t *testing.T, file []byte) { importAndBack(t, interchange.ICalendar, file) })
}

func FuzzImportCSV(f *testing.F) {
	f.Add([]byte("id,parent,level,name,description,created,due,completed,extra\r\n1,,1,\"a, \"\"b\"\"\",'=c,2026-11-20,31.01.2027,x,\"{\"\"a\"\":1}\"\r\n,1,2,b\r\n"))
	f.Add([]byte("\uFEFFsep=;\nTask Name;Outline Level;Priority;Labels;Status;Other\na;0;high;b c, d;Open;e;f\n\n  g;1\n"))
	f.Add([]byte("name\tdue\n  a\t2027-1-5 09:30\n    b\n"))
	f.Fuzz(func(t *testing.T, file []byte) { importAndBack(t, interchange.CSV, file) })
}

func FuzzImportTodoTxt(f *testing.F) {
	f.Add([]byte("(A) 2026-11-20 a +b @c due:2027-01-31 id:1\nx 2027-01-31 2026-11-20 d pri:B p:1 rec:1w t:2027-01-01 https://e\r\n\n"))
	f.Add([]byte("x (D) a id:1 p:2\nb !! id:2 p:1\n"))
	f.Fuzz(func(t *testing.T, file []byte) { importAndBack(t, interchange.TodoTxt, file) })
}

// Whatever the file: to find out what it is, and to read it, takes no panic either.
func FuzzImportAnything(f *testing.F) {
	for _, text := range []string{"{", "- a", "<opml/>", "BEGIN:VCALENDAR\n", "name,due\n", "(A) a", "\xfe\xff\x00-\x00 \x00a"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, file []byte) { importAndBack(t, "", file) })
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
	if format == "" {
		return
	}
	document.Exported = noon
	text := written(t, format, document)
	again := read(t, format, text)
	again.Exported = noon
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
