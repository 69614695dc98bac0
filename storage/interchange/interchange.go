// Package interchange carries goals in and out of Overachiever as text: JSON that loses
// nothing, and the Markdown task lists that GitHub shows.
//
// Both readers are bounded (MaxBytes, MaxDepth) and refuse what they do not understand with
// the line it stands on, so that an import is either whole or not at all.
package interchange

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"overachiever/storage"
)

// What a file may hold at most.
const (
	MaxBytes = 64 << 20 // bytes in one file
	MaxDepth = 1000     // levels of goals, the top level being the first
)

// Format is a way to write goals down. The zero Format leaves it to Import to find out.
type Format string

// The formats there are.
const (
	JSON     Format = "json"
	Markdown Format = "markdown"
)

// ParseFormat reads the name of a format as a person types it.
func ParseFormat(name string) (Format, error) {
	switch format := Format(strings.ToLower(name)); format {
	case JSON, Markdown:
		return format, nil
	}
	return "", fmt.Errorf("there is no format %q: the formats are %s and %s", name, JSON, Markdown)
}

// FormatOfFile tells the format by a file's name, "" when the name does not say.
func FormatOfFile(name string) Format {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return JSON
	case ".md", ".markdown", ".mdown":
		return Markdown
	}
	return ""
}

// Document is one person's goals on their way in or out.
type Document struct {
	Login, Name string    // whose goals; "" when not known
	Exported    time.Time // UTC; zero when not known
	Goals       []storage.Branch
}

// Error is why a file cannot be imported. It prints on one line, as file:line: reason.
type Error struct {
	File   string
	Line   int // counted from 1
	Reason string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d: %s", onOneLine(e.File), e.Line, onOneLine(e.Reason))
}

// Explain says the same to a person.
func (e *Error) Explain() (sentence, next string) {
	return e.Error() + ". Nothing was imported.", "Mend that line and import the file again."
}

// Export writes a document. It holds no more than one goal's text in memory besides the document.
func Export(w io.Writer, format Format, document Document) error {
	out := bufio.NewWriterSize(w, 64<<10)
	switch format {
	case JSON:
		writeJSON(out, document)
	case Markdown:
		writeMarkdown(out, document.Goals)
	default:
		return fmt.Errorf("export: there is no format %q", format)
	}
	// A bufio.Writer keeps its first error for Flush: no write above needs to look.
	if err := out.Flush(); err != nil {
		return fmt.Errorf("export goals: %w", err)
	}
	return nil
}

// Import reads a document from r. The name is the file's, for errors and, after the content
// itself, for telling the format when none is given. Goals of a format that does not say when
// they were created or completed get now.
//
// Goals that the file gives no id come without one. A file that cannot be imported whole
// gives an *Error.
func Import(name string, r io.Reader, format Format, now time.Time) (Document, error) {
	from := &source{from: r, file: name, limit: MaxBytes}
	text := bufio.NewReaderSize(from, 64<<10)
	if format == "" {
		head, err := text.Peek(4 << 10)
		if err != nil && !errors.Is(err, io.EOF) {
			return Document{}, err
		}
		format = detect(name, string(head))
	}
	switch format {
	case JSON:
		return readJSON(from, text)
	case Markdown:
		return readMarkdown(from, text, wholeMilliseconds(now))
	}
	return Document{}, from.refuse(1, "this is neither an Overachiever export nor a Markdown list of goals")
}

// detect tells the format by how the text begins, else by the file's name.
func detect(name, text string) Format {
	start, _, _ := strings.Cut(strings.TrimLeftFunc(text, unicode.IsSpace), "\n")
	switch {
	case strings.HasPrefix(start, "{"), strings.HasPrefix(start, "["):
		return JSON
	case itemLine.MatchString(strings.TrimSuffix(start, "\r")), headingLine.MatchString(start):
		return Markdown
	}
	return FormatOfFile(name)
}

// cleaned is text as goals keep it: valid UTF-8, lines ended by "\n", and no other control
// characters but the tab. It is applied on the way out as well as in, so that what was
// exported comes back the same.
func cleaned(text string) string {
	text = strings.ToValidUTF8(text, string(unicode.ReplacementChar))
	if strings.IndexFunc(text, unwanted) < 0 {
		return text
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		if unwanted(r) {
			return -1
		}
		return r
	}, text)
}

func unwanted(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

func wholeMilliseconds(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}

// onOneLine keeps a file's name or text from breaking the line that tells of it.
func onOneLine(text string) string {
	if strings.IndexFunc(text, unicode.IsControl) < 0 {
		return text
	}
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}

// shortened is somebody's text fit to be quoted in an error.
func shortened(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strconv.Quote(text)
}
