package interchange

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"overachiever/storage"
)

// csvReader reads a goal a row (RFC 4180), of which spreadsheets have many dialects.
type csvReader struct {
	kin
	headings
	rows   *csv.Reader
	line   int // of the row
	before int // lines before what rows reads
	open   []levelled
	unread []Loss // by column: cells that goals have no place for
}

// levelled is a goal that rows of a higher level come below.
type levelled struct{ level, index int }

func readCSV(in *reading) (Document, error) {
	r := &csvReader{kin: kin{reading: in}}
	if err := r.begin(); err != nil {
		return Document{}, err
	}
	for {
		cells, err := r.rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Document{}, r.failure(err)
		}
		if err := r.row(cells); err != nil {
			return Document{}, err
		}
	}
	for _, loss := range r.unread {
		if loss.Goals > 0 {
			r.losses = append(r.losses, loss)
		}
	}
	goals, err := r.branches()
	return Document{Goals: goals}, err
}

// begin reads the headings.
func (r *csvReader) begin() error {
	head, _ := r.text.Peek(headBytes) // an error comes again with the first row
	line := firstLine(string(head))
	parts, told := separatorLine(line)
	if told {
		if _, err := r.text.ReadString('\n'); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		r.before = 1
	} else {
		parts = separator(line)
	}
	r.rows = newCSV(&fewColumns{source: r.source, text: r.text, separator: byte(parts)}, parts)
	cells, err := r.rows.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return r.failure(err)
	}
	r.headings = readHeadings(cells)
	if !r.has[nameColumn] {
		return r.refuse(min(1+r.before, r.ended+1), "the first line must name the columns, and one of them must be name")
	}
	r.unread = make([]Loss, len(cells)+1) // the last is for cells without a heading
	for i, word := range r.words {
		r.unread[i].What = "the column " + shortened(cleaned(word))
	}
	r.unread[len(cells)].What = "cells without a heading"
	return nil
}

func (r *csvReader) row(cells []string) error {
	if r.line, _ = r.rows.FieldPos(0); blank(cells) {
		return nil
	}
	r.line += r.before
	row := row{now: r.now, zone: r.zone}
	for i, cell := range cells {
		at := otherColumn
		if i < len(r.columns) {
			at = r.columns[i]
		}
		if at == otherColumn {
			r.leave(min(i, len(r.columns)), cell)
			continue
		}
		if err := row.read(at, cell); err != nil {
			return r.refuse(r.line, err.Error())
		}
	}
	return r.put(row)
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// leave counts a cell that goals have no place for.
func (r *csvReader) leave(at int, cell string) {
	if strings.TrimSpace(cell) == "" {
		return
	}
	if r.unread[at].Goals++; r.unread[at].Line == 0 {
		r.unread[at].Line = r.line
	}
}

// put finds the place of a row's goal: below its parent, else by its level, else, where a file
// has neither column, by how far its name is indented.
func (r *csvReader) put(row row) error {
	if !r.has[parentColumn] && !r.has[levelColumn] {
		columns, name := margin(row.goal.Name)
		row.goal.Name, row.level = name, columns+1
	}
	row.settle()
	r.loseEach(r.line, row.lost)
	index := len(r.list)
	if err := r.add(row.goal, r.line, row.id, row.parent); err != nil {
		return err
	}
	for len(r.open) > 0 && r.open[len(r.open)-1].level >= row.level {
		r.open = r.open[:len(r.open)-1]
	}
	if len(r.open) > 0 && row.parent == "" && row.level > 0 {
		r.list[index].parent = r.open[len(r.open)-1].index
	}
	r.open = append(r.open, levelled{row.level, index})
	return nil
}

// failure is what the csv package met, with the line where it did.
func (r *csvReader) failure(err error) error {
	parse := (*csv.ParseError)(nil)
	line := r.ended + 1
	if errors.As(err, &parse) {
		line = min(parse.Line+r.before, line)
	}
	switch {
	case errors.Is(err, csv.ErrQuote):
		return r.refuse(line, "a cell in quotes does not end").advise("double the quotes within it, and put one at its end")
	case errors.Is(err, csv.ErrBareQuote):
		return r.refuse(line, "there is a quote in a cell that has none around it").advise("put the cell in quotes and double those within it")
	}
	return err
}

// row is a row being read.
type row struct {
	goal       storage.Goal
	now        time.Time
	zone       *time.Location
	id, parent string
	level      int
	done       bool
	priority   int
	tags       []string
	lost       unkept
}

// read takes over a cell.
func (r *row) read(at column, cell string) error {
	if at == nameColumn || at == descriptionColumn {
		cell = fromPlainCell(cleaned(cell))
		if at == nameColumn {
			r.goal.Name = cell
		} else {
			r.goal.Description = cell
		}
		return nil
	}
	if cell = strings.TrimSpace(cleaned(cell)); cell == "" {
		return nil
	}
	var ok = true
	switch at {
	case idColumn:
		r.id = cell
	case parentColumn:
		r.parent = cell
	case levelColumn:
		var err error
		if r.level, err = strconv.Atoi(cell); err != nil || r.level < 0 {
			return fmt.Errorf("%s is not a level: the first is 1", shortened(cell))
		}
		r.level++ // those who count from 0 have the same order
	case createdColumn:
		r.goal.Created, _, ok = cellTime(cell, r.zone)
		r.goal.Created = wholeMilliseconds(r.goal.Created)
	case dueColumn:
		ok = r.due(cell)
	case completedColumn:
		when, _, isTime := cellTime(cell, r.zone)
		if r.goal.Completed = wholeMilliseconds(when); !isTime {
			r.state(cell)
		}
	case stateColumn:
		r.state(cell)
	case priorityColumn:
		r.prioritize(cell)
	case tagsColumn:
		r.tags = strings.SplitN(strings.NewReplacer(";", ",", "|", ",").Replace(cell), ",", maxTags+1)
	case extraColumn:
		if r.goal.Extra, ok = extraText(cell); !ok {
			return fmt.Errorf("%s is not what an export has put into the column extra", shortened(cell))
		}
	}
	if !ok {
		return fmt.Errorf("%s is not a day that can be told: write it as 2027-01-31", shortened(cell))
	}
	return nil
}

func (r *row) settle() {
	if r.done && r.goal.Completed.IsZero() {
		r.goal.Completed = r.now
	}
	r.goal.Name = withPriority(tagged(r.goal.Name, r.tags, &r.lost), r.priority)
}

func (r *row) due(cell string) bool {
	if due, err := storage.ParseDate(cell); err == nil {
		r.goal.Due = due
		return true
	}
	when, clock, ok := cellTime(cell, r.zone)
	if clock {
		r.lost.add(lostDueTime)
	}
	r.goal.Due = storage.Date(when.In(r.zone).Format(time.DateOnly))
	return ok
}

func (r *row) state(cell string) {
	switch strings.ToLower(cell) {
	case "done", "completed", "complete", "closed", "finished", "resolved", "yes", "true", "x", "1", "100", "100%", "✓", "✔", "☑":
		r.done = true
	case "open", "todo", "to do", "to-do", "not started", "new", "pending", "needs action", "needs-action", "no", "false", "0", "0%", "☐":
	default:
		r.lost.add("states between open and completed")
	}
}

func (r *row) prioritize(cell string) {
	switch strings.ToLower(cell) {
	case "highest", "urgent", "critical", "high", "!!!":
		r.priority = 3
	case "medium", "normal", "!!":
		r.priority = 2
	case "low", "lowest", "!":
		r.priority = 1
	case "none":
	default:
		r.lost.add("priorities that are numbers or words of their own")
	}
}

// cellTime reads what spreadsheets make of a time or day; days as 1/2/2027, which mean one
// thing here and another there, are none. It is in the zone that it is written in, else in
// the one given; clock tells whether it is more than a day.
func cellTime(cell string, zone *time.Location) (when time.Time, clock, ok bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if parsed, err := time.ParseInLocation(layout, cell, zone); err == nil {
			_, ok := sensible(parsed, true)
			return parsed, true, ok
		}
	}
	for _, day := range []string{"2006-1-2", "2006/1/2", "2.1.2006", "20060102"} {
		for _, hour := range []string{"", " 15:04", " 15:04:05"} {
			if parsed, err := time.ParseInLocation(day+hour, cell, zone); err == nil {
				_, ok := sensible(parsed, true)
				return parsed, hour != "", ok
			}
		}
	}
	return time.Time{}, false, false
}
