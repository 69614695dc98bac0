package interchange

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"overachiever/storage"
)

// What Todoist exports of a project as CSV: a row for each section, task and comment (note),
// in columns that the first row names.
func beginsTodoist(head string) bool {
	columns := strings.Split(strings.ToUpper(strings.ReplaceAll(firstLine(head), `"`, "")), ",")
	return columns[0] == "TYPE" && slices.Contains(columns, "CONTENT") && slices.Contains(columns, "INDENT")
}

type todoist struct {
	*nursery
	rows    *csv.Reader
	columns map[string]int
	row     []string
	line    int
	open    []outlined
	section bool // tasks are below one
	tops    []*sprout
	notes   []string // of the task that was last
}

// outlined is a goal that later rows or headings may stand below.
type outlined struct {
	*sprout
	level int
}

func readTodoist(in *reading) (Document, error) {
	r := &todoist{nursery: nurseryOf(in, Todoist, true), rows: csv.NewReader(&fewColumns{source: in.source, text: in.text, separator: ','}), columns: map[string]int{}}
	r.rows.FieldsPerRecord = -1
	r.rows.ReuseRecord = true
	if err := r.next(); err != nil {
		if errors.Is(err, io.EOF) {
			err = r.refuse(1, "the file is empty").advise(exportAgain)
		}
		return Document{}, err
	}
	for i, name := range r.row {
		r.columns[strings.ToUpper(strings.TrimSpace(name))] = i
	}
	for _, name := range []string{"TYPE", "CONTENT"} {
		if _, found := r.columns[name]; !found {
			return Document{}, r.refuse(r.line, "this is not a Todoist export: the first row names no column "+name).advise(otherFormat)
		}
	}
	for {
		err := r.next()
		if errors.Is(err, io.EOF) {
			r.describe()
			return r.grow(r.tops)
		}
		if err == nil {
			err = r.read()
		}
		if err != nil {
			return Document{}, err
		}
	}
}

func (r *todoist) next() (err error) {
	r.row, err = r.rows.Read()
	if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
		return r.refuse(max(1, min(wrong.Line, r.lastLine())), "this is not CSV: "+wrong.Err.Error())
	}
	if err == nil {
		r.line, _ = r.rows.FieldPos(0)
	}
	return err
}

func (r *todoist) column(name string) string {
	if at, found := r.columns[name]; found && at < len(r.row) {
		return strings.TrimSpace(cleaned(r.row[at]))
	}
	return ""
}

func (r *todoist) read() error {
	switch kind := strings.ToLower(r.column("TYPE")); kind {
	case "", "meta": // blank between sections; how the project is shown
		return nil
	case "section":
		r.section = true
		return r.goal(storage.Goal{Name: r.column("CONTENT"), Description: r.column("DESCRIPTION")}, 0)
	case "task":
		return r.task()
	case "note":
		r.note()
		return nil
	default:
		return r.refuse(r.line, fmt.Sprintf("%s is no TYPE of Todoist's: those are task, section and note", shortened(kind)))
	}
}

// note reads a comment on the task above.
func (r *todoist) note() {
	if len(r.open) == 0 {
		r.lose("comments on the project", r.line)
		return
	}
	text := r.column("CONTENT")
	if strings.Contains(text, "[[file ") {
		r.lose("files in comments: their names and addresses come in", r.line)
	}
	r.notes = append(r.notes, text)
}

// describe adds the comments to the task that was last, which has no more.
func (r *todoist) describe() {
	if len(r.notes) == 0 {
		return
	}
	on := &r.open[len(r.open)-1].goal
	on.Description = trimmedLines(on.Description + "\n\n" + strings.Join(r.notes, "\n\n"))
	r.notes = nil
}

var todoistLabel = regexp.MustCompile(`(^|\s)@([\pL\pN_][^\s,;:.!?()@]*)`)

func (r *todoist) task() error {
	indent, err := r.number("INDENT", 1)
	if err != nil {
		return err
	}
	priority, err := r.number("PRIORITY", 4)
	if err != nil {
		return err
	}
	var lost unkept
	goal := storage.Goal{Description: r.column("DESCRIPTION")}
	name := strings.TrimPrefix(r.column("CONTENT"), "* ") // that cannot be completed
	name = todoistLabel.ReplaceAllStringFunc(name, func(label string) string {
		before, text, _ := strings.Cut(label, "@")
		if tag, ok := hashtag(text); ok {
			return before + tag
		}
		return label
	})
	goal.Name = marked(name, max(0, 4-priority), nil)

	// A deadline is when it is due; the date is when to do it, and due where there is no other.
	var kept []string
	for _, column := range []string{"DEADLINE", "DATE"} {
		text := r.column(column)
		if text == "" {
			continue
		}
		day, more := r.todoistDay(text)
		if more != "" {
			lost.add(more)
		}
		if day != "" && goal.Due == "" {
			goal.Due = day
			continue
		}
		if day != "" {
			lost.add("dates besides the deadline: they are in the description")
		} else if more == "" {
			lost.add("dates in words: they are in the description")
		}
		kept = append(kept, column+": "+text)
	}
	if len(kept) > 0 {
		goal.Description = trimmedLines(goal.Description + "\n\n" + strings.Join(kept, "\n"))
	}
	if r.column("RESPONSIBLE") != "" {
		lost.add("people whom tasks are assigned to")
	}
	if duration := r.column("DURATION"); duration != "" && duration != "None" {
		lost.add("durations")
	}
	r.loseEach(r.line, lost)
	if r.section {
		indent++
	}
	return r.goal(goal, indent)
}

func (r *todoist) goal(goal storage.Goal, level int) error {
	r.describe()
	made, err := r.sprout(goal, r.line)
	if err == nil {
		r.tops, r.open = putBelow(r.tops, r.open, made, level)
	}
	return err
}

// putBelow puts a goal below the last open one of a lower level, else at the top, and opens it.
func putBelow(tops []*sprout, open []outlined, made *sprout, level int) ([]*sprout, []outlined) {
	for len(open) > 0 && open[len(open)-1].level >= level {
		open = open[:len(open)-1]
	}
	if len(open) == 0 {
		tops = append(tops, made)
	} else {
		parent := open[len(open)-1].sprout
		parent.below = append(parent.below, made)
	}
	return tops, append(open, outlined{made, level})
}

func (r *todoist) number(column string, otherwise int) (int, error) {
	text := r.column(column)
	if text == "" {
		return otherwise, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || column == "PRIORITY" && number > 4 {
		return 0, r.refuse(r.line, fmt.Sprintf("%s is no %s of Todoist's", shortened(text), column))
	}
	return number, nil
}

var (
	todoistRepeats = regexp.MustCompile(`(?i)^(every|ev|after|daily|weekly|monthly|quarterly|yearly|annually)\b`)
	todoistClock   = regexp.MustCompile(`(?i)[ T](at )?\d{1,2}(:\d\d)?(:\d\d(\.\d+)?)?Z? ?([ap]m)?$`)
)

// todoistDay reads what can be only one day whenever it is read, and "" of what cannot:
// "tomorrow", "31 Jan" and "every day" depend on when they were written.
func (r *todoist) todoistDay(text string) (day storage.Date, lost string) {
	if todoistRepeats.MatchString(text) {
		return "", lostRepeats
	}
	layouts := []string{"2006-01-02", "2006/01/02"}
	if language := r.column("DATE_LANG"); language == "" || strings.HasPrefix(strings.ToLower(language), "en") {
		layouts = append(layouts, "2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006", "Jan 2, 2006", "January 2, 2006")
	}
	if moment, ok := r.moment(text, layouts...); ok {
		day, _ = r.dayOf(moment)
		return day, ""
	}
	if moment, ok := r.moment(todoistClock.ReplaceAllString(text, ""), layouts...); ok {
		day, _ = r.dayOf(moment)
		return day, lostDueTime
	}
	return "", ""
}

// fewColumns refuses a row of more columns than any table has: each takes many times the byte
// of its separator.
type fewColumns struct {
	*source
	text      io.Reader
	separator byte
	count     int
	quoted    bool
}

const maxColumns = 10_000

func (f *fewColumns) Read(p []byte) (int, error) {
	n, err := f.text.Read(p)
	for _, c := range p[:n] {
		switch {
		case c == '"':
			f.quoted = !f.quoted
		case f.quoted:
		case c == '\n':
			f.count = 0
		case c == f.separator:
			if f.count++; f.count > maxColumns {
				return 0, f.refuse(f.lastLine(), fmt.Sprintf("a row has more than %d columns", maxColumns))
			}
		}
	}
	return n, err
}
