package interchange

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"overachiever/storage"
)

func beginsICalendar(head string) bool {
	return strings.EqualFold(strings.TrimSpace(firstLine(head)), "BEGIN:VCALENDAR")
}

// icsReader reads the VTODOs of a calendar as goals (RFC 5545), and as iCalendar's RELATED-TO
// says which is below which.
type icsReader struct {
	icsLines
	kin kin
}

func readICalendar(in *reading) (Document, error) {
	r := &icsReader{icsLines: icsLines{reading: in}, kin: kin{reading: in}}
	calendars := 0
	for {
		p, more, err := r.next()
		if err != nil {
			return Document{}, err
		}
		if !more {
			break
		}
		if p.name != "BEGIN" || !strings.EqualFold(p.value, "VCALENDAR") {
			return Document{}, r.refuse(p.line, "an iCalendar file begins with BEGIN:VCALENDAR")
		}
		calendars++
		if err := r.calendar(); err != nil {
			return Document{}, err
		}
	}
	if calendars == 0 {
		return Document{}, r.refuse(1, "an iCalendar file begins with BEGIN:VCALENDAR")
	}
	goals, err := r.kin.branches()
	return Document{Goals: goals}, err
}

// until hands on the properties up to the END of a component whose BEGIN is behind, and what
// begins within it.
func (r *icsReader) until(component string, each func(property) error, begins func(name string, line int) error) error {
	for {
		p, more, err := r.next()
		if err == nil && !more {
			err = r.refuse(max(1, r.lastLine()), fmt.Sprintf("the file ends too early, the end of %s is missing", shortened(component))).advise(exportAgain)
		}
		if err != nil {
			return err
		}
		name := strings.ToUpper(strings.TrimSpace(p.value))
		switch p.name {
		case "BEGIN":
			err = begins(name, p.line)
		case "END":
			if name != component {
				return r.refuse(p.line, fmt.Sprintf("%s ends here, but the end of %s was due", shortened(name), shortened(component)))
			}
			return nil
		default:
			err = each(p)
		}
		if err != nil {
			return err
		}
	}
}

func (r *icsReader) calendar() error {
	return r.until("VCALENDAR", func(p property) error {
		if p.name == "VERSION" && strings.TrimSpace(p.value) == "1.0" {
			return r.refuse(p.line, "this is vCalendar 1.0").advise("save it as iCalendar, which is version 2.0")
		}
		return nil
	}, func(name string, line int) error {
		switch name {
		case "VTODO":
			return r.todo(line)
		case "VEVENT":
			r.lose("events", line)
		case "VJOURNAL":
			r.lose("journal entries", line)
		}
		return r.pass(name, 1)
	})
}

// pass passes over a component, and what is within it.
func (r *icsReader) pass(component string, depth int) error {
	return r.until(component, func(property) error { return nil }, func(name string, line int) error {
		if depth == MaxDepth {
			return r.refuse(line, "components are nested too deep")
		}
		return r.pass(name, depth+1)
	})
}

// todo is a VTODO being read.
type todo struct {
	goal       storage.Goal
	line       int
	name       string // the file's own id
	parent     string
	status     string
	percent    int
	priority   int
	categories []string
	override   bool // it is one occurrence of another
	lost       unkept
}

func (r *icsReader) todo(line int) error {
	t := todo{line: line}
	err := r.until("VTODO", func(p property) error { return r.property(&t, p) }, func(name string, _ int) error {
		if name == "VALARM" {
			t.lost.add("reminders")
		}
		return r.pass(name, 1)
	})
	if err != nil {
		return err
	}
	if t.override {
		r.lose(lostRepeats, line)
		return nil
	}
	t.settle(r.now)
	r.loseEach(line, t.lost)
	return r.kin.add(t.goal, line, t.name, t.parent)
}

// settle decides what properties together say.
func (t *todo) settle(now time.Time) {
	done := t.status == "COMPLETED" || t.status == "" && (t.percent == 100 || !t.goal.Completed.IsZero())
	switch {
	case done && t.goal.Completed.IsZero():
		t.goal.Completed = now
	case !done:
		t.goal.Completed = time.Time{}
	}
	if !done && t.percent > 0 {
		t.lost.add("percent done")
	}
	t.goal.Name = withPriority(tagged(t.goal.Name, t.categories, &t.lost), t.priority)
	if t.name == "" {
		return
	}
	if _, ok := goalID(t.name); !ok { // the same one each time the file is read
		t.goal.ID = derivedID("", string(ICalendar)+" "+t.name)
	}
}

func (r *icsReader) property(t *todo, p property) error {
	if strings.EqualFold(p.parameters["ENCODING"], "QUOTED-PRINTABLE") {
		return r.refuse(p.line, "this is vCalendar 1.0").advise("save it as iCalendar, which is version 2.0")
	}
	var ok = true
	switch p.name {
	case "UID":
		t.name = strings.TrimSpace(p.value)
	case "SUMMARY":
		t.goal.Name = p.words()
	case "DESCRIPTION":
		t.goal.Description = p.words()
	case "CREATED":
		t.goal.Created, ok = icsInstant(p.value, r.zone)
	case "COMPLETED":
		t.goal.Completed, ok = icsInstant(p.value, r.zone)
	case "DUE":
		ok = t.due(p, r.zone)
	case "STATUS":
		t.setStatus(p.value)
	case "PERCENT-COMPLETE":
		t.percent, ok = number(p.value, 100)
	case "PRIORITY":
		t.priority, ok = icsPriority(p.value)
	case "CATEGORIES":
		t.categories = append(t.categories, p.list(maxTags)...)
		t.categories = t.categories[:min(len(t.categories), maxTags+1)] // one too many, lest it be forgotten
	case "RELATED-TO":
		t.relate(p)
	case extraProperty:
		t.goal.Extra, ok = extraText(p.words())
	case "RECURRENCE-ID":
		t.override = true
	default:
		if what := icsLoss(p.name); what != "" {
			t.lost.add(what)
		}
	}
	if !ok {
		return r.refuse(p.line, fmt.Sprintf("%s is no value for %s", shortened(p.value), p.name))
	}
	return nil
}

func (t *todo) setStatus(value string) {
	switch t.status = strings.ToUpper(strings.TrimSpace(value)); t.status {
	case "CANCELLED":
		t.lost.add("cancelled")
	case "IN-PROCESS":
		t.lost.add("in progress")
	}
}

// relate takes the first parent: that is what RELATED-TO names when it does not say otherwise
// (RFC 5545 section 3.2.15).
func (t *todo) relate(p property) {
	kind := p.parameters["RELTYPE"]
	if t.parent == "" && (kind == "" || strings.EqualFold(kind, "PARENT")) {
		t.parent = strings.TrimSpace(p.value)
		return
	}
	t.lost.add("relations to other goals than a parent")
}

// due reads a day, or the day of a time: where the file says that it is, and the person's of
// one in UTC.
func (t *todo) due(p property, zone *time.Location) bool {
	value := strings.TrimSpace(p.value)
	if len(value) > len(icsDay) {
		when, ok := icsInstant(value, zone)
		if !ok {
			return false
		}
		t.lost.add(lostDueTime)
		value = when.In(zone).Format(icsDay)
	}
	day, err := time.Parse(icsDay, value)
	t.goal.Due = storage.Date(day.Format(time.DateOnly))
	return err == nil
}

// icsInstant reads a time in UTC, or one without a zone where the person is.
func icsInstant(value string, zone *time.Location) (time.Time, bool) {
	value = strings.TrimSpace(value)
	if len(value) == len(icsDay) {
		value += "T000000"
	}
	if strings.HasSuffix(value, "Z") {
		zone = time.UTC
	}
	parsed, err := time.ParseInLocation(icsTime, strings.TrimSuffix(value, "Z")+"Z", zone)
	return sensible(parsed, err == nil)
}

// icsPriority reads 1, the highest, to 9; 0 is none (RFC 5545 section 3.8.1.9).
func icsPriority(value string) (int, bool) {
	switch level, ok := number(value, 9); {
	case !ok:
		return 0, false
	case level == 0:
		return 0, true
	case level < 5:
		return 3, true
	case level == 5:
		return 2, true
	}
	return 1, true
}

func number(value string, most int) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(value))
	return n, err == nil && n >= 0 && n <= most
}

// icsLoss is what a property says that goals cannot keep, "" when it is about the file alone.
func icsLoss(name string) string {
	switch name {
	case "RRULE", "RDATE", "EXDATE", "EXRULE":
		return lostRepeats
	case "DTSTART", "DURATION":
		return "start days"
	case "LOCATION", "GEO":
		return "places"
	case "URL":
		return "links"
	case "ATTACH":
		return "attachments"
	case "ATTENDEE", "ORGANIZER", "CONTACT":
		return "people"
	case "COMMENT":
		return "comments"
	case "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "CLASS", "REQUEST-STATUS":
		return ""
	}
	return "what other programs add"
}
