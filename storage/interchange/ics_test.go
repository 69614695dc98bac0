package interchange_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// lines ends each line as iCalendar wants it.
func lines(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

func TestICalendarIsExactlyTheContract(t *testing.T) {
	goals := []storage.Branch{{
		Goal: storage.Goal{ID: firstID, Name: "Learn Go; slowly, surely !!!", Description: "a\\b\nsecond line with 学学学学学学学学学学学学学学学学学学学学学学学学",
			Due: "2027-01-31", Created: noon, Completed: noon.Add(time.Hour), Extra: `{"color":"red"}`},
		Children: []storage.Branch{{Goal: storage.Goal{ID: secondID, Name: "b"}}},
	}}
	want := lines(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Overachiever//Overachiever//EN
BEGIN:VTODO
UID:01933f6e-0000-7000-8000-000000000001
DTSTAMP:20261120T120000Z
SUMMARY:Learn Go\; slowly\, surely
DESCRIPTION:a\\b\nsecond line with 学学学学学学学学学学学学学
 学学学学学学学学学学学
CREATED:20261120T120000Z
DUE;VALUE=DATE:20270131
STATUS:COMPLETED
PERCENT-COMPLETE:100
COMPLETED:20261120T130000Z
PRIORITY:1
X-OVERACHIEVER-EXTRA:{"color":"red"}
END:VTODO
BEGIN:VTODO
UID:01933f6e-0000-7000-8000-000000000002
DTSTAMP:20261120T120000Z
SUMMARY:b
RELATED-TO;RELTYPE=PARENT:01933f6e-0000-7000-8000-000000000001
END:VTODO
END:VCALENDAR
`)
	if got := written(t, interchange.ICalendar, interchange.Document{Exported: noon, Goals: goals}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Calendars in the shape that other programs write.
func TestICalendarFromOtherHands(t *testing.T) {
	const head, end = "BEGIN:VCALENDAR\nVERSION:2.0\n", "END:VCALENDAR\n"
	for name, test := range map[string]struct {
		text, outline string
		losses        []interchange.Loss
	}{
		"Nextcloud Tasks": {lines(head + `PRODID:-//Nextcloud Tasks v0.16.1
BEGIN:VTODO
UID:6e9d1f5b-6f5c-4f6c-9a5f-0d8a1c3e5b7a
CREATED:20260901T101500
LAST-MODIFIED:20260901T101600
DTSTAMP:20260901T101600
SUMMARY:Paint the fence
CATEGORIES:Garden,Home Office,2027
PRIORITY:1
DUE;VALUE=DATE:20270131
END:VTODO
BEGIN:VTODO
UID:0d8a1c3e
SUMMARY:Buy paint
RELATED-TO:6E9D1F5B-6F5C-4F6C-9A5F-0D8A1C3E5B7A
STATUS:COMPLETED
COMPLETED:20260902T081500Z
PERCENT-COMPLETE:100
END:VTODO
` + end), "Paint the fence #Garden #Home_Office !!! due 2027-01-31\n Buy paint done\n",
			[]interchange.Loss{{What: "tags without a letter, or very long", Goals: 1, Line: 4}}},
		"Tasks.org": {lines(head + `PRODID:+//IDN tasks.org//android-130603//EN
BEGIN:VTODO
UID:2
SUMMARY:child\, of 1
RELATED-TO;RELTYPE=PARENT:1
DUE;TZID=Europe/Berlin:20270131T233000
RRULE:FREQ=WEEKLY
X-APPLE-SORT-ORDER:642002400
BEGIN:VALARM
TRIGGER;RELATED=END:PT0S
ACTION:DISPLAY
END:VALARM
END:VTODO
BEGIN:VTODO
UID:1
SUMMARY:parent
DESCRIPTION:one\ntwo\Nthree\; c:\\d
DTSTART;VALUE=DATE:20270101
PRIORITY:5
END:VTODO
` + end), "parent !! = one\\ntwo\\nthree; c:\\d\n child, of 1 due 2027-01-31\n",
			[]interchange.Loss{{What: "time of the due day", Goals: 1, Line: 4}, {What: "repeats", Goals: 1, Line: 4},
				{What: "what other programs add", Goals: 1, Line: 4}, {What: "reminders", Goals: 1, Line: 4}, {What: "start days", Goals: 1, Line: 16}}},
		"Thunderbird": {head + "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19701025T030000\nEND:STANDARD\nEND:VTIMEZONE\n" +
			"BEGIN:VEVENT\nSUMMARY:no goal\nEND:VEVENT\n" +
			"BEGIN:VTODO\nSUMMARY:a very long nam\n e\n\t, folded\nSTATUS:IN-PROCESS\nPERCENT-COMPLETE:50\nEND:VTODO\n" + end, "a very long name, folded\n",
			[]interchange.Loss{{What: "events", Goals: 1, Line: 9}, {What: "in progress", Goals: 1, Line: 12}, {What: "percent done", Goals: 1, Line: 12}}},
		"an occurrence that differs": {head + "BEGIN:VTODO\nUID:1\nSUMMARY:a\nEND:VTODO\nBEGIN:VTODO\nUID:1\nRECURRENCE-ID:20270101\nSUMMARY:b\nEND:VTODO\n" + end,
			"a\n", []interchange.Loss{{What: "repeats", Goals: 1, Line: 7}}},
		"parent elsewhere": {head + "BEGIN:VTODO\nSUMMARY:a\nRELATED-TO:x\nEND:VTODO\n" + end, "a\n",
			[]interchange.Loss{{What: "parents that are not in the file", Goals: 1, Line: 3}}},
		"two calendars":     {head + end + "\n" + strings.ToLower(head) + "begin:vtodo\nsummary;language=\"a:b;c\":x\nend:vtodo\n" + strings.ToLower(end), "x\n", nil},
		"reopened":          {head + "BEGIN:VTODO\nSUMMARY:a\nSTATUS:NEEDS-ACTION\nCOMPLETED:20260902T081500Z\nEND:VTODO\n" + end, "a\n", nil},
		"only percent":      {head + "BEGIN:VTODO\nSUMMARY:a\nPERCENT-COMPLETE:100\nEND:VTODO\n" + end, "a done\n", nil},
		"cancelled":         {head + "BEGIN:VTODO\nSTATUS:CANCELLED\nSUMMARY:a\nEND:VTODO\n" + end, "a\n", []interchange.Loss{{What: "cancelled", Goals: 1, Line: 3}}},
		"tag there already": {head + "BEGIN:VTODO\nSUMMARY:a #Home b\nCATEGORIES:home\nCATEGORIES:@Work\nEND:VTODO\n" + end, "a #Home b #Work\n", nil},
		"nothing":           {head + end, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			readsAs(t, test.text, test.outline, test.losses)
		})
	}
}

// A goal of another program has the same id each time its file is read: it is not brought in twice.
func TestICalendarKnowsItsGoalsAgain(t *testing.T) {
	text := "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:20260901T101500Z-1@example.org\nEND:VTODO\nBEGIN:VTODO\nUID:2\nEND:VTODO\nEND:VCALENDAR\n"
	first, second := read(t, "", text), read(t, "", text)
	a, b := first.Goals[0].Goal.ID, first.Goals[1].Goal.ID
	if a == "" || a == b || a != second.Goals[0].Goal.ID {
		t.Errorf("got %q, %q and %q", a, b, second.Goals[0].Goal.ID)
	}
}

func TestICalendarRefusedWithItsLine(t *testing.T) {
	const head = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTODO\n"
	const end = "END:VTODO\nEND:VCALENDAR\n"
	for name, test := range map[string]struct {
		text   string
		line   int
		reason string
	}{
		"empty":            {"", 1, "begins with BEGIN:VCALENDAR"},
		"text":             {"\nhello\n", 2, "is not a line of iCalendar"},
		"a todo alone":     {"BEGIN:VTODO\nEND:VTODO\n", 1, "begins with BEGIN:VCALENDAR"},
		"cut off":          {head + "SUMMARY:a\n", 4, `the end of "VTODO" is missing`},
		"not a line":       {head + "SUMMARY:a\nb\n" + end, 5, `"b" is not a line`},
		"no end of quotes": {head + "SUMMARY;A=\"b:c\n" + end, 4, "is not a line"},
		"parameters":       {head + "SUMMARY" + manyParameters() + ":a\n" + end, 4, "is not a line"},
		"wrong end":        {head + "END:VCALENDAR\n", 4, `the end of "VTODO" was due`},
		"vCalendar 1.0":    {"BEGIN:VCALENDAR\r\nVERSION:1.0\r\n", 2, "vCalendar 1.0"},
		"quoted-printable": {head + "SUMMARY;ENCODING=QUOTED-PRINTABLE:=C3=A9\n" + end, 4, "vCalendar 1.0"},
		"day that is not":  {head + "DUE:20270230\n" + end, 4, `"20270230" is no value for DUE`},
		"due time":         {head + "DUE:20270131T250000Z\n" + end, 4, "is no value for DUE"},
		"time that is not": {head + "CREATED:yesterday\n" + end, 4, "is no value for CREATED"},
		"priority":         {head + "PRIORITY:10\n" + end, 4, "is no value for PRIORITY"},
		"percent":          {head + "PERCENT-COMPLETE:-1\n" + end, 4, "is no value for PERCENT-COMPLETE"},
		"extra":            {head + "X-OVERACHIEVER-EXTRA:{\n" + end, 4, "is no value for X-OVERACHIEVER-EXTRA"},
		"id twice":         {head + "UID:a\nEND:VTODO\nBEGIN:VTODO\nUID:a\n" + end, 6, `two goals have the id "a": the other is on line 3`},
		"its own parent":   {head + "UID:a\nRELATED-TO:a\n" + end, 3, "below itself"},
		"a cycle": {head + "UID:x\nRELATED-TO:c\nEND:VTODO\nBEGIN:VTODO\nUID:a\nRELATED-TO:b\nEND:VTODO\nBEGIN:VTODO\nUID:b\nRELATED-TO:c\nEND:VTODO\n" +
			"BEGIN:VTODO\nUID:c\nRELATED-TO:a\n" + end, 7, "below itself"},
		"components in each other": {"BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:X\n", 2000), 1002, "nested too deep"},
		"many goals":               {"BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:VTODO\nEND:VTODO\n", 500_001), 1_000_002, "more than 500000 goals"},
		"Latin-1":                  {head + "SUMMARY:caf\xe9\n" + end, 4, "not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := refusal(t, "goals.ics", test.text, interchange.ICalendar)
			if refused.Line != test.line || !strings.Contains(refused.Reason, test.reason) {
				t.Errorf("got %v, want line %d and %q", refused, test.line, test.reason)
			}
		})
	}
}

func manyParameters() string {
	var out strings.Builder
	for i := range 200 {
		fmt.Fprintf(&out, ";P%d=a", i)
	}
	return out.String()
}

// More categories than a goal can have tags are told, and cost no more than their bytes.
func TestManyCategories(t *testing.T) {
	many := strings.Repeat("a,", 1<<20)
	for format, text := range map[interchange.Format]string{
		interchange.ICalendar: "BEGIN:VCALENDAR\nBEGIN:VTODO\nCATEGORIES:" + many + "\nEND:VTODO\nEND:VCALENDAR\n",
		interchange.CSV:       "name,tags\nb,\"" + many + "\"\n",
		interchange.OPML:      "<opml><body><outline category='" + many + "'/></body></opml>",
	} {
		document := read(t, format, text)
		if name := document.Goals[0].Goal.Name; !strings.HasSuffix(name, "#a") || len(document.Losses) != 1 {
			t.Errorf("%s: got %.40q, lost %+v", format, name, document.Losses)
		}
	}
}
