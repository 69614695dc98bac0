package interchange

import (
	"bufio"
	"strings"
	"time"
	"unicode/utf8"

	"overachiever/storage"
)

// The times of iCalendar (RFC 5545 sections 3.3.4 and 3.3.5).
const (
	icsDay  = "20060102"
	icsTime = "20060102T150405Z"
)

// extraProperty keeps what other programs say of a goal (RFC 5545 section 3.8.8.2).
const extraProperty = "X-OVERACHIEVER-EXTRA"

// writeICalendar writes each goal as a VTODO (RFC 5545 section 3.6.2) that names its parent.
func writeICalendar(out *bufio.Writer, document Document) {
	w := icsWriter{out, strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)}
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//Overachiever//Overachiever//EN")
	listed(document.Goals, func(goal storage.Goal, parent storage.GoalID, _ int) {
		w.goal(goal, parent, document.Exported)
	})
	w.line("END:VCALENDAR")
}

type icsWriter struct {
	out     *bufio.Writer
	escaped *strings.Replacer // as RFC 5545 section 3.3.11 wants it
}

func (w icsWriter) goal(goal storage.Goal, parent storage.GoalID, stamp time.Time) {
	name, priority := cutPriority(cleaned(goal.Name))
	w.line("BEGIN:VTODO")
	w.line("UID:" + string(goal.ID))
	w.line("DTSTAMP:" + stamp.UTC().Format(icsTime))
	w.text("SUMMARY", name)
	w.text("DESCRIPTION", cleaned(goal.Description))
	w.time("CREATED", goal.Created)
	if goal.Due != "" {
		w.line("DUE;VALUE=DATE:" + strings.ReplaceAll(string(goal.Due), "-", ""))
	}
	if !goal.Completed.IsZero() {
		w.line("STATUS:COMPLETED")
		w.line("PERCENT-COMPLETE:100")
		w.time("COMPLETED", goal.Completed)
	}
	if priority > 0 {
		w.line("PRIORITY:" + []string{"", "9", "5", "1"}[priority])
	}
	if parent != "" {
		w.line("RELATED-TO;RELTYPE=PARENT:" + string(parent))
	}
	w.text(extraProperty, goal.Extra)
	w.line("END:VTODO")
}

func (w icsWriter) time(name string, t time.Time) {
	if !t.IsZero() {
		w.line(name + ":" + t.UTC().Format(icsTime))
	}
}

// text writes a property of text.
func (w icsWriter) text(name, text string) {
	if text != "" {
		w.line(name + ":" + w.escaped.Replace(text))
	}
}

// line writes a line, folded so that none is longer than 75 bytes (RFC 5545 section 3.1).
func (w icsWriter) line(text string) {
	const most = 75
	for room := most; len(text) > room; room = most - len(" ") {
		at := room
		for !utf8.RuneStart(text[at]) {
			at--
		}
		w.out.WriteString(text[:at])
		w.out.WriteString("\r\n ")
		text = text[at:]
	}
	w.out.WriteString(text)
	w.out.WriteString("\r\n")
}
