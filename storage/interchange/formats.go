package interchange

import (
	"bufio"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// Format is a way to write goals down. The zero Format leaves it to Import to find out.
type Format string

// The formats there are.
const (
	JSON      Format = "json"
	Markdown  Format = "markdown"
	OPML      Format = "opml"
	ICalendar Format = "ics"
	CSV       Format = "csv"
	TodoTxt   Format = "todotxt"

	Taskwarrior Format = "taskwarrior"
	GTG         Format = "gtg"
	TreeLine    Format = "treeline"
	TreeSheets  Format = "treesheets"
	Todoist     Format = "todoist"
	Org         Format = "org"
)

// headBytes is how much of a file is looked at to tell its format.
const headBytes = 64 << 10

// format is all that there is to know of one: adding one is a line in formats and a file.
type format struct {
	name    Format
	title   string                 // what a person calls it
	endings []string               // of file names, the usual one first
	begins  func(head string) bool // tells it by how a file begins, blanks aside; nil: only the name can
	read    func(*reading) (Document, error)
	write   func(*bufio.Writer, Document) // nil: it is only read
}

// formats are all there are. One that is told by its content stands before those that could be
// taken for it.
func formats() []format {
	return []format{
		{Taskwarrior, "Taskwarrior (task export)", nil, beginsTaskwarrior, readTaskwarrior, nil},
		{GTG, "Getting Things GNOME", nil, beginsGTG, readGTG, nil},
		{TreeLine, "TreeLine", []string{".trln", ".trl"}, beginsTreeLine, readTreeLine, nil},
		{TreeSheets, "TreeSheets", []string{".cts"}, beginsTreeSheets, readTreeSheets, nil},
		{Todoist, "Todoist (CSV)", nil, beginsTodoist, readTodoist, nil},
		{Org, "Org mode", []string{".org"}, beginsOrg, readOrg, nil},
		{JSON, "Overachiever (JSON)", []string{".json"}, beginsJSON, readJSON, writeJSON},
		{Markdown, "Markdown task list", []string{".md", ".markdown", ".mdown"}, beginsMarkdown, readMarkdown, writeMarkdown},
		{OPML, "OPML outline", []string{".opml"}, beginsOPML, readOPML, writeOPML},
		{ICalendar, "iCalendar to-dos", []string{".ics", ".ical"}, beginsICalendar, readICalendar, writeICalendar},
		{CSV, "Spreadsheet (CSV)", []string{".csv", ".tsv"}, beginsCSV, readCSV, writeCSV},
		{TodoTxt, "todo.txt", []string{".txt"}, beginsTodoTxt, readTodoTxt, writeTodoTxt},
	}
}

// Readable are the formats that Import reads.
func Readable() []Format { return names(func(f format) bool { return f.read != nil }) }

// Writable are the formats that Export writes.
func Writable() []Format { return names(func(f format) bool { return f.write != nil }) }

// names are those of the formats that fit, the ones that are written, too, first.
func names(fit func(format) bool) []Format {
	var both, others []Format
	for _, f := range formats() {
		switch {
		case fit(f) && f.write != nil:
			both = append(both, f.name)
		case fit(f):
			others = append(others, f.name)
		}
	}
	return append(both, others...)
}

// Title is what a person calls the format.
func (f Format) Title() string {
	how, err := find(f)
	if err != nil {
		return string(f)
	}
	return how.title
}

// Endings are how files of the format are named, the usual one first.
func (f Format) Endings() []string {
	how, _ := find(f)
	return how.endings
}

// ParseFormat reads the name of a format as a person types it.
func ParseFormat(name string) (Format, error) {
	how, err := find(Format(strings.ToLower(name)))
	return how.name, err
}

// FormatOfFile tells the format by a file's name, "" when the name does not say.
func FormatOfFile(name string) Format {
	ending := strings.ToLower(filepath.Ext(name))
	for _, f := range formats() {
		if ending != "" && slices.Contains(f.endings, ending) {
			return f.name
		}
	}
	return ""
}

func find(name Format) (format, error) {
	for _, f := range formats() {
		if f.name == name {
			return f, nil
		}
	}
	return format{}, fmt.Errorf("there is no format %q", name)
}

// readable lists what can be read, for an error.
func readable() string {
	var list []string
	for _, name := range Readable() {
		list = append(list, string(name))
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " and " + list[last]
}

// detect tells the format by how the text begins, else by the file's name.
func detect(name, text string) Format {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	for _, f := range formats() {
		if f.begins != nil && f.begins(text) {
			return f.name
		}
	}
	return FormatOfFile(name)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimSuffix(line, "\r")
}

func beginsJSON(head string) bool {
	return strings.HasPrefix(head, "{") || strings.HasPrefix(head, "[")
}

func beginsMarkdown(head string) bool {
	line := firstLine(head)
	return itemLine.MatchString(line) || headingLine.MatchString(line)
}
