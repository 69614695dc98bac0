package interchange_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

func TestCSVIsExactlyTheContract(t *testing.T) {
	goals := []storage.Branch{{
		Goal: storage.Goal{ID: firstID, Name: "=HYPERLINK(\"x\")", Description: "a, b\n'- c", Due: "2027-01-31",
			Created: noon, Completed: noon, Extra: `{"color":"red"}`},
		Children: []storage.Branch{{Goal: storage.Goal{ID: secondID, Name: "'-1"}}},
	}}
	want := lines(`id,parent,level,name,description,created,due,completed,extra
01933f6e-0000-7000-8000-000000000001,,1,"'=HYPERLINK(""x"")","a, b
'- c",2026-11-20T12:00:00.25Z,2027-01-31,2026-11-20T12:00:00.25Z,"{""color"":""red""}"
01933f6e-0000-7000-8000-000000000002,01933f6e-0000-7000-8000-000000000001,2,''-1,,,,,
`)
	if got := written(t, interchange.CSV, interchange.Document{Exported: noon, Goals: goals}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Files in the shape that spreadsheets and other programs write.
func TestCSVFromOtherHands(t *testing.T) {
	for name, test := range map[string]struct {
		text, outline string
		losses        []interchange.Loss
	}{
		"headings in any order and case": {"Due Date,NAME,Notes\n2027-01-31,a,why\n,b,\n", "a due 2027-01-31 = why\nb\n", nil},
		"a German Excel": {"sep=;\r\nName;Fällig;Due;Erledigt;Done\r\nLesen;x;31.01.2027;;ja\r\n\"a;\"\"b\"\"\r\nc\";;;;x\r\n;;;;\r\n",
			"Lesen due 2027-01-31\na;\"b\"\\nc done\n",
			[]interchange.Loss{{What: "states between open and completed", Goals: 1, Line: 3}, {What: `the column "Fällig"`, Goals: 1, Line: 3}}},
		"tabs, in UTF-16": {inUTF16("Goal\tDeadline\r\n学ぶ, slowly\t2027-1-5 09:30\r\n", binary.LittleEndian), "学ぶ, slowly due 2027-01-05\n",
			[]interchange.Loss{{What: "time of the due day", Goals: 1, Line: 2}}},
		"an outline level": {"ID,Outline Level,Task Name,Percent Complete\n1,1,a,100%\n2,2,b,50%\n3,3,c,0%\n4,2,d,0\n5,1,e,0\n", "a done\n b\n  c\n d\ne\n",
			[]interchange.Loss{{What: "states between open and completed", Goals: 1, Line: 3}}},
		"levels from 0, one left out": {"level,name\n0,a\n2,b\n1,c\n0,d\n", "a\n b\n c\nd\n", nil},
		"indented names":              {"name,due\na,\n  b,\n    c,\n  d,\ne,\n", "a\n b\n  c\n d\ne\n", nil},
		"parents in any order":        {"id,parent,name\n3,2,c\n2,1,b\n1,,a\n,,d\n", "a\n b\n  c\nd\n", nil},
		"parents and levels":          {"id,parent,level,name\n1,,1,a\n2,,1,b\n3,1,2,c\n,,2,d\n,,3,e\n", "a\n c\nb\n d\n  e\n", nil},
		"parent that is not there":    {"id,parent,name\n1,7,a\n", "a\n", []interchange.Loss{{What: "parents that are not in the file", Goals: 1, Line: 2}}},
		"tags and priority": {"title,labels,priority,status\na,\"home, work\",High,In Progress\nb,,3,Closed\n", "a #home #work !!!\nb done\n",
			[]interchange.Loss{{What: "states between open and completed", Goals: 1, Line: 2}, {What: "priorities that are numbers or words of their own", Goals: 1, Line: 3}}},
		"cells without heading": {"name,due\na,,b,c\n\nd,,,e\n", "a\nd\n", []interchange.Loss{{What: "cells without a heading", Goals: 3, Line: 2}}},
		"headings twice":        {"name,title,due\na,b,\n", "a\n", []interchange.Loss{{What: `the column "title"`, Goals: 1, Line: 2}}},
		"completed on a day":    {"name,completed,created\na,2026-11-19,2026/11/18\nb,false,\n", "a done\nb\n", nil},
		"only headings":         {"name,due", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			readsAs(t, test.text, test.outline, test.losses)
		})
	}
}

func TestCSVRefusedWithItsLine(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		line   int
		reason string
	}{
		"empty":              {"", 1, "must name the columns"},
		"no names":           {"due,created\n", 1, "one of them must be name"},
		"no names after sep": {"sep=;\nx\n", 2, "one of them must be name"},
		"open quotes":        {"name,due\na,\n\"b,\n", 3, "does not end"},
		"quotes amid a cell": {"name,due\na \"b\",\n", 2, "put the cell in quotes"},
		"day that is not":    {"name,due\na,2027-02-30\n", 2, `"2027-02-30" is not a day`},
		"day of two minds":   {"name,due\n\"a\nb\",\nc,1/2/2027\n", 4, "write it as 2027-01-31"},
		"created":            {"name,created\na,soon\n", 2, `"soon" is not a day`},
		"level":              {"level,name\n1,a\none,b\n", 3, `"one" is not a level`},
		"id twice":           {"id,name\n1,a\n1,b\n", 3, "the other is on line 2"},
		"UUID twice":         {"id,name\n" + "01933f6e-0000-7000-8000-00000000000a,a\n01933F6E-0000-7000-8000-00000000000A,b\n", 3, "the other is on line 2"},
		"a cycle":            {"id,parent,name\n1,2,a\n2,1,b\n", 2, "below itself"},
		"extra":              {"name,extra\na,x\n", 2, `"x" is not what an export has put`},
		"nested too deep":    {"level,name\n" + levels(1001), 1002, "more than 1000 levels deep"},
		"many cells":         {"name,due\n" + strings.Repeat(",", 2<<20), 2, "more than 10000 columns"},
		"many goals":         {"name,due\n" + strings.Repeat("a,\n", 500_001), 500_002, "more than 500000 goals"},
		"Latin-1":            {"name,due\ncaf\xe9,\n", 2, "not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := refusal(t, "goals.csv", test.text, interchange.CSV)
			if refused.Line != test.line || !strings.Contains(refused.Error(), test.reason) {
				t.Errorf("got %v, want line %d and %q", refused, test.line, test.reason)
			}
		})
	}
}

func levels(count int) string {
	var out strings.Builder
	for level := range count {
		fmt.Fprintf(&out, "%d,a\n", level+1)
	}
	return out.String()
}
