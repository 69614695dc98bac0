package interchange

import (
	"encoding/csv"
	"io"
	"strings"
	"unicode"
)

// column is what a column of a spreadsheet says.
type column int

const (
	otherColumn column = iota
	idColumn
	parentColumn
	levelColumn
	nameColumn
	descriptionColumn
	createdColumn
	dueColumn
	completedColumn
	stateColumn
	priorityColumn
	tagsColumn
	extraColumn
)

// columnOf tells a column by its heading, as we and others write it; case, blanks and dashes do
// not matter.
func columnOf(heading string) column {
	heading = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
	switch heading {
	case "id", "uid", "uuid", "goalid", "taskid":
		return idColumn
	case "parent", "parentid", "parentgoal", "parenttask", "parentuid", "parentuuid":
		return parentColumn
	case "level", "depth", "indent", "outlinelevel":
		return levelColumn
	case "name", "goal", "task", "title", "summary", "subject", "content", "text", "taskname", "goalname", "todo", "item":
		return nameColumn
	case "description", "note", "notes", "details", "body", "comment", "comments":
		return descriptionColumn
	case "created", "createdat", "createdon", "createddate", "creationdate", "datecreated", "dateadded", "createdtime":
		return createdColumn
	case "due", "duedate", "dueon", "duedateutc", "deadline", "dueby":
		return dueColumn
	case "completed", "completedat", "completedon", "completeddate", "completiondate", "completedtime", "done", "datecompleted", "finished", "closedat", "complete", "percentcomplete":
		return completedColumn
	case "status", "state":
		return stateColumn
	case "priority":
		return priorityColumn
	case "tags", "tag", "labels", "label", "categories", "category":
		return tagsColumn
	case "extra":
		return extraColumn
	}
	return otherColumn
}

// headings are the columns of a file, each known one once.
type headings struct {
	columns []column
	words   []string
	has     map[column]bool
}

func readHeadings(cells []string) headings {
	h := headings{has: map[column]bool{}}
	for _, cell := range cells {
		found := columnOf(cell)
		if h.has[found] {
			found = otherColumn
		}
		if found != otherColumn {
			h.has[found] = true
		}
		h.columns = append(h.columns, found)
		h.words = append(h.words, cell)
	}
	return h
}

// beginsCSV takes a file for a spreadsheet whose first line names at least two columns that
// are known, one of them the name.
func beginsCSV(head string) bool {
	line := firstLine(head)
	if _, told := separatorLine(line); told {
		return true
	}
	cells, err := newCSV(strings.NewReader(line), separator(line)).Read()
	if err != nil {
		return false
	}
	h := readHeadings(cells)
	return h.has[nameColumn] && len(h.has) > 1
}

// separatorLine reads the line "sep=;" that Excel writes and wants before the headings.
func separatorLine(line string) (rune, bool) {
	rest, ok := strings.CutPrefix(strings.ToLower(line), "sep=")
	return separator(rest), ok && len(rest) == 1 && strings.ContainsAny(rest, ",;\t|")
}

// separator is what parts the cells of a line: what is there most often, outside of quotes.
func separator(line string) rune {
	counts, quoted := map[rune]int{}, false
	for _, r := range line {
		if r == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range ";\t|" {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

func newCSV(from io.Reader, separator rune) *csv.Reader {
	rows := csv.NewReader(from)
	rows.Comma = separator
	rows.FieldsPerRecord = -1 // spreadsheets leave out empty cells at the end
	rows.ReuseRecord = true
	return rows
}
