package interchange_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"overachiever/storage/interchange"
)

func TestForeignRefusedWithItsLine(t *testing.T) {
	for name, test := range map[string]struct {
		format interchange.Format
		text   string
		line   int
		reason string
	}{
		"taskwarrior, no JSON":        {interchange.Taskwarrior, "task", 1, "not JSON"},
		"taskwarrior, no tasks":       {interchange.Taskwarrior, "\n\"a\"", 2, "list of tasks"},
		"taskwarrior, empty":          {interchange.Taskwarrior, "", 1, "ends too early"},
		"taskwarrior, cut":            {interchange.Taskwarrior, "[{\"description\":\"a\"},\n{\"descr", 2, "ends too early"},
		"taskwarrior, a number":       {interchange.Taskwarrior, "[\n1]", 2, "a task must be an object"},
		"taskwarrior, no description": {interchange.Taskwarrior, "[\n{\"status\":\"pending\"}\n]", 2, "no description"},
		"taskwarrior, no time":        {interchange.Taskwarrior, "[\n{\"due\":\"tomorrow\"}]", 2, `"tomorrow" is not a time`},
		"taskwarrior, year 0":         {interchange.Taskwarrior, "[\n{\"entry\":\"00000101T000000Z\"}]", 2, `is not a time`},
		"taskwarrior, twice":          {interchange.Taskwarrior, strings.Repeat("{\"description\":\"a\",\"uuid\":\"26d89f16-68e4-4fc5-a53c-df1add144138\"}\n", 2), 2, "the other is on line 1"},
		"taskwarrior, more":           {interchange.Taskwarrior, "[]\n[]", 2, "something follows"},
		"taskwarrior, deep project":   {interchange.Taskwarrior, "[{\"description\":\"a\",\n\"project\":\"" + strings.Repeat("a.", 1000) + "\"}]", 1, "more than 1000 levels"},
		"gtg, no XML":                 {interchange.GTG, "goals", 1, "no element"},
		"gtg, other XML":              {interchange.GTG, "<?xml version='1.0'?>\n<config/>", 2, "gtg_data.xml"},
		"gtg, cut":                    {interchange.GTG, "<gtgData>\n<task>\n", 2, "ends too early"},
		"gtg, crossed":                {interchange.GTG, "<gtgData>\n<task></title>", 2, "not XML"},
		"gtg, twice":                  {interchange.GTG, "<gtgData><task id='a'/>\n<task id='a'/></gtgData>", 2, "the other is on line 1"},
		"gtg, other version of XML":   {interchange.GTG, "<?xml version='1.1'?>\n<gtgData/>", 1, "not XML"},
		"gtg, entities": {interchange.GTG, "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\">\n<!ENTITY b \"&a;&a;&a;&a;\">]>\n<gtgData><task id='1'><title>&b;</title></task></gtgData>",
			3, "invalid character entity &b;"},
		"gtg, entity of a file":    {interchange.GTG, "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/hosts\">]>\n<gtgData><task><title>&a;</title></task></gtgData>", 2, "invalid character entity"},
		"gtg, more":                {interchange.GTG, "<gtgData/>\n<gtgData/>", 2, "something follows"},
		"gtg, deep elements":       {interchange.GTG, "<gtgData>\n" + strings.Repeat("<tasklist>", 5000), 2, "more than 4000 levels"},
		"gtg, attributes":          {interchange.GTG, "<gtgData>\n<task " + strings.Repeat("a='' ", 100_001) + "/></gtgData>", 2, "more than 100000 attributes"},
		"gtg, deep goals":          {interchange.GTG, family(1001), 1001, "more than 1000 levels"},
		"treeline, not whole":      {interchange.TreeLine, "{\"formats\":[],\n\"nodes\":[]}", 1, `"topnodes" is missing`},
		"treeline, twice":          {interchange.TreeLine, "{\"nodes\":[{\"uid\":\"a\"},\n{\"uid\":\"a\"}],\"properties\":{\"topnodes\":[]}}", 2, "given twice"},
		"treeline, twice the UUID": {interchange.TreeLine, "{\"nodes\":[{\"uid\":\"1d1b7c9e959211e7a8357054d2175f18\"},\n{\"uid\":\"1D1B7C9E959211E7A8357054D2175F18\"}],\"properties\":{\"topnodes\":[]}}", 2, "two goals have the id"},
		"treeline, no uid":         {interchange.TreeLine, "{\"nodes\":[\n{\"format\":\"a\"}],\"properties\":{\"topnodes\":[]}}", 2, `has no "uid"`},
		"treeline, long title":     {interchange.TreeLine, "{\"formats\":[{\n\"titleline\":\"" + strings.Repeat("a", 5000) + "\"}]}", 2, "longer than 1000"},
		"treeline, old, other XML": {interchange.TreeLine, "<a/>", 1, "not a TreeLine file"},
		"treeline, old, deep":      {interchange.TreeLine, strings.Repeat("<a item='y'>\n", 1001) + strings.Repeat("</a>", 1001), 1001, "more than 1000 levels"},
		"treesheets, other XML":    {interchange.TreeSheets, "\n<a/>", 2, "Export"},
		"treesheets, deep":         {interchange.TreeSheets, strings.Repeat("<cell>a<grid><row>\n", 1002) + strings.Repeat("</row></grid></cell>", 1002), 1001, "more than 1000 levels"},
		"treesheets, newer":        {interchange.TreeSheets, "TSFF\x1e", 1, "version 30, newer than is known"},
		"treesheets, cut":          {interchange.TreeSheets, string(sheetFile(25, true, sheet())[:70]), 1, "damaged, or not whole"},
		"treesheets, block":        {interchange.TreeSheets, "TSFF\x13Q", 1, "no known kind"},
		"treesheets, packed":       {interchange.TreeSheets, "TSFF\x13Dnot zlib", 1, "damaged"},
		"treesheets, cells": {interchange.TreeSheets, string(sheetHead(6)) + string(deflated([]byte("\x00\x01\xff\xff\xff\x7f\xff\xff\xff\x7f"))),
			1, "a grid has 2147483647 × 2147483647 cells"},
		"treesheets, text": {interchange.TreeSheets, string(sheetHead(6)) + string(deflated([]byte("\x00\x00\xff\xff\xff\xff"))), 1, "damaged, or larger than 64 MiB"},
		"treesheets, deep cells": {interchange.TreeSheets, string(sheetHead(6)) + string(deflated([]byte(strings.Repeat("\x00\x01\x01\x00\x00\x00\x01\x00\x00\x00", 2000)))),
			1, "more than 1000 levels"},
		"treesheets, bomb":    {interchange.TreeSheets, string(sheetHead(6)) + string(deflated(append([]byte("\x00\x00\xff\xff\xff\x04"), make([]byte, 9<<20)...))), 1, "damaged, or larger than 64 MiB"},
		"todoist, empty":      {interchange.Todoist, "", 1, "empty"},
		"todoist, other":      {interchange.Todoist, "a,b\nc,d\n", 1, "no column TYPE"},
		"todoist, kind":       {interchange.Todoist, "TYPE,CONTENT\ntask,a\nproject,b\n", 3, `"project" is no TYPE`},
		"todoist, indent":     {interchange.Todoist, "TYPE,CONTENT,INDENT\ntask,a,x\n", 2, `"x" is no INDENT`},
		"todoist, priority":   {interchange.Todoist, "TYPE,CONTENT,PRIORITY\ntask,a,5\n", 2, `"5" is no PRIORITY`},
		"todoist, quote":      {interchange.Todoist, "TYPE,CONTENT\ntask,a\ntask,\"b\n", 3, "not CSV"},
		"todoist, columns":    {interchange.Todoist, "TYPE,CONTENT\ntask,a\n" + strings.Repeat(",", 20_000), 3, "more than 10000 columns"},
		"todoist, deep":       {interchange.Todoist, indented(1001), 1002, "more than 1000 levels"},
		"org, deep":           {interchange.Org, starred(1001), 1001, "more than 1000 levels"},
		"org, not UTF-8":      {interchange.Org, "* a\n* \xff\n", 2, "not UTF-8"},
		"org, too many goals": {interchange.Org, strings.Repeat("* \n", 500_001), 500_001, "more than 500000 goals"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := refusal(t, "goals", test.text, test.format)
			if refused.Line != test.line || !strings.Contains(refused.Error(), test.reason) {
				t.Errorf("got %v, want line %d and %q", refused, test.line, test.reason)
			}
		})
	}
	read(t, interchange.GTG, family(1000))
	read(t, interchange.Todoist, indented(1000))
	read(t, interchange.Org, starred(1000))
}

// family is GTG's, each task the subtask of the one before.
func family(levels int) string {
	var out strings.Builder
	out.WriteString("<gtgData>")
	for level := range levels {
		fmt.Fprintf(&out, "<task id='%d'><subtasks><sub>%d</sub></subtasks></task>\n", level, level+1)
	}
	return out.String() + "</gtgData>"
}

func indented(levels int) string {
	var out strings.Builder
	out.WriteString("TYPE,CONTENT,INDENT\n")
	for level := range levels {
		fmt.Fprintf(&out, "task,a,%d\n", level+1)
	}
	return out.String()
}

func starred(levels int) string {
	var out strings.Builder
	for level := range levels {
		out.WriteString(strings.Repeat("*", level+1) + " a\n")
	}
	return out.String()
}

func TestForeignCircles(t *testing.T) {
	for name, test := range map[string]struct {
		format     interchange.Format
		text, want string
	}{
		"subtasks in a circle": {interchange.GTG, "<gtgData>\n" +
			"<task id='a'><title>a</title><subtasks><sub>b</sub></subtasks></task>\n" +
			"<task id='b'><title>b</title><subtasks><sub>c</sub><sub>a</sub></subtasks></task>\n" +
			"<task id='c'><title>c</title><subtasks><sub>c</sub></subtasks></task>\n</gtgData>",
			"a\n b\n  c\n- being below itself: the circle is cut: 2, line 4\n"},
		"two parents": {interchange.GTG, "<gtgData>\n" +
			"<task id='a'><title>a</title><subtasks><sub>c</sub></subtasks></task>\n" +
			"<task id='b'><title>b</title><subtasks><sub>c</sub></subtasks></task>\n" +
			"<task id='c'><title>c</title><subtasks/></task>\n</gtgData>",
			"a\n c\nb\n- further places: each goal is in the first one: 1, line 4\n"},
		"subtask missing": {interchange.GTG, "<gtgData><task id=''><title>a</title><subtasks><sub></sub><sub>b</sub></subtasks></task></gtgData>",
			"a\n- goals below it that are not in the file: 2, line 1\n"},
		"nodes in a circle": {interchange.TreeLine, `{"formats":[{"formatname":"f","titleline":"{*n*}"}],"nodes":[` +
			`{"uid":"a","format":"f","data":{"n":"a"},"children":["b"]},` + "\n" +
			`{"uid":"b","format":"f","data":{"n":"b"},"children":["a"]},` + "\n" +
			`{"uid":"c","format":"f","data":{"n":"c"},"children":["c"]}],"properties":{"topnodes":["a","a","d"]}}`,
			"a\n b\n- being below itself: the circle is cut: 1, line 1\n- nodes that TreeLine does not show: they are left out: 1, line 3\n"},
		"tasks that wait for each other": {interchange.Taskwarrior, `[{"description":"a","uuid":"26d89f16-68e4-4fc5-a53c-df1add144138","depends":["8e1dd916-7f0a-4c5d-8a77-d57babb214b4"]},` +
			`{"description":"b","uuid":"8e1dd916-7f0a-4c5d-8a77-d57babb214b4","depends":"26d89f16-68e4-4fc5-a53c-df1add144138"}]`,
			"a\nb\n- what a task waits for (depends): 2, line 1\n"},
		"the same ID twice": {interchange.Org, "* a\n:PROPERTIES:\n:ID: 26d89f16-68e4-4fc5-a53c-df1add144138\n:END:\n* b\n:PROPERTIES:\n:ID: 26d89f16-68e4-4fc5-a53c-df1add144138\n:END:\n",
			"a\nb\n- ids that another heading has: 1, line 5\n"},
	} {
		t.Run(name, func(t *testing.T) { expect(t, read(t, test.format, test.text), test.want) })
	}
}

// A file that is larger than it may be is refused in words that say so, whatever it is, packed or not; and one that is
// not quite as large comes in.
func TestLargeFilesAreRefused(t *testing.T) {
	const limit = 1 << 20
	for format, text := range map[interchange.Format]struct{ head, part, tail string }{
		interchange.JSON:        {`{"format":"overachiever","version":1,"goals":[{"name":"a"}`, `,{"name":"Learn Go"}`, "]}"},
		interchange.Markdown:    {"", "- [ ] Learn Go\n", ""},
		interchange.OPML:        {`<opml version="2.0"><body>`, `<outline text="Learn Go"/>` + "\n", "</body></opml>"},
		interchange.ICalendar:   {"BEGIN:VCALENDAR\r\n", "BEGIN:VTODO\r\nSUMMARY:Learn Go\r\nEND:VTODO\r\n", "END:VCALENDAR\r\n"},
		interchange.CSV:         {"name,due\n", "Learn Go,2027-01-31\n", ""},
		interchange.TodoTxt:     {"", "Learn Go +work\n", ""},
		interchange.Taskwarrior: {`[{"description":"a"}`, `,{"description":"Learn Go"}` + "\n", "]"},
		interchange.GTG:         {"<gtgData>", "<task><title>Learn Go</title></task>\n", "</gtgData>"},
		interchange.TreeLine:    {`{"formats":[],"properties":{"topnodes":[]},"nodes":[{"uid":"a"}`, `,{"uid":""}`, "]}"},
		interchange.TreeSheets:  {"<cell><grid>", "<row><cell>Learn Go</cell></row>\n", "</grid></cell>"},
		interchange.Todoist:     {"TYPE,CONTENT\n", "task,Learn Go\n", ""},
		interchange.Org:         {"", "* TODO Learn Go\n", ""},
	} {
		t.Run(string(format), func(t *testing.T) {
			part := func(number int) string { return strings.ReplaceAll(text.part, `""`, fmt.Sprintf(`"%d"`, number)) }
			fill := func(bytes int) string {
				var out strings.Builder
				out.WriteString(text.head)
				for number := 0; out.Len()+len(part(number))+len(text.tail) <= bytes; number++ {
					out.WriteString(part(number))
				}
				return out.String() + text.tail
			}
			if _, err := interchange.ImportUpTo(limit, "goals", strings.NewReader(fill(limit)), format, noon); err != nil {
				t.Errorf("as large as it may be: %v", err)
			}
			large := fill(limit + 100)
			for name, file := range map[string]string{"as it is": large, "packed": string(packed(t, large))} {
				_, err := interchange.ImportUpTo(limit, "goals", strings.NewReader(file), format, noon)
				if err == nil || !strings.Contains(err.Error(), "the file is larger than 1 MiB") {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

func TestLargeTreeSheetsFilesAreRefused(t *testing.T) {
	root := cell{columns: 1}
	for range 20 {
		root.cells = append(root.cells, cell{text: strings.Repeat("a", 60<<10)})
	}
	file := string(sheetFile(25, false, root))
	if _, err := interchange.ImportUpTo(2<<20, "goals", strings.NewReader(file), "", noon); err != nil {
		t.Error(err)
	}
	if _, err := interchange.ImportUpTo(1<<20, "goals", strings.NewReader(file), "", noon); err == nil || !strings.Contains(err.Error(), "larger than 1 MiB") {
		t.Errorf("got %v", err)
	}
}

// What could make memory grow far beyond the file: many of something small, and one thing
// that many others show.
func TestForeignMemoryIsBounded(t *testing.T) {
	const most = 256 << 20 // bytes; the files are of 1 MiB at most
	for name, test := range map[string]struct {
		format interchange.Format
		text   string
	}{
		"own fields":    {interchange.Taskwarrior, `[{"description":"a"` + strings.Repeat(`,"a":{}`, 16) + strings.Repeat(`,"b":0`, 256<<10) + "}]"},
		"open brackets": {interchange.Taskwarrior, `[{"a":` + strings.Repeat("[", 1<<20)},
		"long project":  {interchange.Taskwarrior, `[{"description":"a","project":"` + strings.Repeat("a.", 128<<10) + `"}]`},
		"elements":      {interchange.GTG, "<gtgData>" + strings.Repeat("<a>", 512<<10)},
		"namespaces":    {interchange.GTG, "<gtgData><task " + strings.Repeat(`xmlns:a="" `, 64<<10)},
		"entities":      {interchange.GTG, "<gtgData><task><title>" + strings.Repeat("&amp;", 64<<10) + "</title></task></gtgData>"},
		"long tag": {interchange.GTG, "<gtgData><taglist><tag id='a' name='" + strings.Repeat("a", 512<<10) + "'/></taglist>" +
			strings.Repeat("<task><tags><tag>a</tag></tags></task>", 5000) + "</gtgData>"},
		"long title": {interchange.TreeLine, `{"formats":[{"formatname":"f","titleline":"` + strings.Repeat("{*a*}", 800) + `"}],"nodes":[` +
			`{"uid":"a","format":"f","data":{"a":"` + strings.Repeat("a", 512<<10) + `"}}],"properties":{"topnodes":["a"]}}`},
		"blank lines":     {interchange.Org, "* a\n" + strings.Repeat("\n", 512<<10)},
		"drawer":          {interchange.Org, "* a\n:LOGBOOK:\n" + strings.Repeat("a\n", 512<<10)},
		"stars":           {interchange.Org, strings.Repeat("*", 1<<20) + " a\n"},
		"one long line":   {interchange.Org, "* " + distinctTags(128<<10) + ":\n"},
		"comments":        {interchange.Todoist, "TYPE,CONTENT\ntask,a\n" + strings.Repeat("note,b\n", 128<<10)},
		"commas in text":  {interchange.Todoist, "TYPE,CONTENT\ntask,\"" + strings.Repeat(",", 256<<10) + "\"\n"},
		"unclosed quotes": {interchange.Todoist, "TYPE,CONTENT\ntask,\"" + strings.Repeat("a\n", 512<<10)},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := interchange.Import("goals", strings.NewReader(test.text), test.format, noon)
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > most {
				t.Errorf("%d MiB were used for a file of %d MiB (%v)", used>>20, len(test.text)>>20, err)
			}
		})
	}
}

func distinctTags(count int) string {
	var out strings.Builder
	for i := range count {
		fmt.Fprintf(&out, ":a%d", i)
	}
	return out.String()
}
