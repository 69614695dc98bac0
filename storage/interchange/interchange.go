// Package interchange carries goals in and out of Overachiever as text: JSON that loses
// nothing, the Markdown task lists that GitHub shows, and what other programs read and write.
//
// All readers are bounded (MaxBytes, MaxDepth, MaxGoals) and refuse what they do not understand
// with the line it stands on, so that an import is either whole or not at all. FORMATS.md says
// what each format keeps.
package interchange

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
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
	MaxGoals = 500_000  // goals in one file
	maxWords = 1 << 20  // bytes of what has to be taken apart into words, each of which takes more
)

// Document is one person's goals on their way in or out.
type Document struct {
	Login, Name string    // whose goals; "" when not known
	Exported    time.Time // UTC; zero when not known
	Goals       []storage.Branch
	Extra       string // members of the file that this version does not know: an object of JSON, or ""
	OwnerExtra  string // and of its person
	Losses      []Loss // what the file says besides
	Format      Format // what it was read as
}

// Loss is something that a file says of its goals and that goals here cannot keep. It is left
// out, and the person is told before anything comes in.
type Loss struct {
	What  string // in a person's words: "repeats", "time of the due day"
	Goals int    // of how many goals, or how often, where it is not of goals
	Line  int    // where it is first said, counted from 1
}

// Often says how often a file says it.
func (l Loss) Often() string {
	if l.Goals == 1 {
		return "once"
	}
	return storage.Counted(l.Goals, "time")
}

// Error is why a file cannot be imported. It prints on one line, as file:line: reason: advice.
type Error struct {
	File   string
	Line   int // counted from 1
	Reason string
	Advice string // what to do, begun in lower case; "": mend that line
}

func (e *Error) Error() string {
	if e.Advice == "" {
		return e.place() + onOneLine(e.Reason)
	}
	return e.place() + onOneLine(e.Reason) + ": " + onOneLine(e.Advice)
}

func (e *Error) place() string { return fmt.Sprintf("%s:%d: ", onOneLine(e.File), e.Line) }

// Explain says the same to a person.
func (e *Error) Explain() (sentence, next string) {
	advice := cmp.Or(onOneLine(e.Advice), "mend that line and import the file again")
	return e.place() + onOneLine(e.Reason) + ".", "Nothing was imported. " + strings.ToUpper(advice[:1]) + advice[1:] + "."
}

// advise says what to do about it, where mending that line is not it.
func (e *Error) advise(what string) *Error {
	e.Advice = what
	return e
}

// exportAgain is the advice for a file that somebody's hand has not made, nor can mend.
const exportAgain = "export it again where it comes from"

// otherFormat is the advice for a file that was taken for what it is not.
const otherFormat = "choose the format that it has, or another file"

// Export writes a document. It holds no more than one goal's text in memory besides the document.
func Export(w io.Writer, format Format, document Document) error {
	how, err := find(format)
	if err == nil && how.write == nil {
		err = fmt.Errorf("%s is only read", how.title)
	}
	if err != nil {
		return fmt.Errorf("export: goals cannot be written as %q: %w", format, err)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	how.write(out, document)
	// A bufio.Writer keeps its first error for Flush: no write above needs to look.
	if err := out.Flush(); err != nil {
		return fmt.Errorf("export goals: %w", err)
	}
	return nil
}

// Import reads a document from r. The name is the file's, for errors and, after the content
// itself, for telling the format when none is given. Goals that are completed, the file does
// not say when, get now; and so do those of Markdown, which never says when one was created.
//
// Goals that the file gives no id come without one. A file that cannot be imported whole
// gives an *Error.
func Import(name string, r io.Reader, format Format, now time.Time) (Document, error) {
	return importUpTo(MaxBytes, name, r, format, now)
}

// importUpTo reads so many bytes at most.
func importUpTo(limit int64, name string, r io.Reader, format Format, now time.Time) (Document, error) {
	raw, err := unpacked(name, r)
	if err != nil {
		return Document{}, err
	}
	from := &source{from: inUTF8(raw), file: name, limit: limit}
	in := &reading{
		source: from, raw: raw, text: bufio.NewReaderSize(from, headBytes),
		now: wholeMilliseconds(now), zone: now.Location(),
	}
	if format == "" {
		format = formatOfBytes(raw)
	}
	if format == "" {
		head, err := in.text.Peek(headBytes)
		if err != nil && !errors.Is(err, io.EOF) {
			return Document{}, asRefused(err)
		}
		if format = detect(name, string(head)); format == "" {
			return Document{}, from.refuse(1, "this is in no format that Overachiever reads").
				advise("choose one of those that it does: " + readable())
		}
	}
	how, err := find(format)
	if err != nil {
		return Document{}, err
	}
	document, err := how.read(in)
	if err != nil {
		return Document{}, asRefused(err)
	}
	document.Losses, document.Format = in.losses, format
	apart(document.Goals, in.now)
	return document, nil
}

// reading is a file being read.
type reading struct {
	*source
	raw    *bufio.Reader          // beneath the source, for what is not text
	text   *bufio.Reader          // of the source
	now    time.Time              // in whole milliseconds
	zone   *time.Location         // where the person's days begin
	goals  int                    // so far
	ids    map[storage.GoalID]int // the line where each was first seen
	losses []Loss
}

// lines reads the file line by line, without their ends.
func (r *reading) lines(read func(line int, text string) error) error {
	for line := 1; ; line++ {
		text, err := r.text.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if text == "" {
			return nil
		}
		if err := read(line, withoutBreak(text)); err != nil {
			return err
		}
	}
}

func withoutBreak(line string) string {
	return strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
}

// count makes sure, goal by goal, that memory holds them.
func (r *reading) count(line int) error {
	if r.goals++; r.goals > MaxGoals {
		return r.refuse(line, fmt.Sprintf("the file has more than %d goals", MaxGoals)).advise("divide it")
	}
	return nil
}

// unique makes sure that an id, on this line, is of one goal alone.
func (r *reading) unique(id storage.GoalID, line int) error {
	if first, twice := r.ids[id]; twice {
		return r.refuse(line, fmt.Sprintf("two goals have the id %s: the other is on line %d", id, first))
	}
	if r.ids == nil {
		r.ids = map[storage.GoalID]int{}
	}
	r.ids[id] = line
	return nil
}

// lose notes that a goal on this line has something that goals here cannot keep.
func (r *reading) lose(what string, line int) {
	for i := range r.losses {
		if r.losses[i].What == what {
			r.losses[i].Goals++
			return
		}
	}
	r.losses = append(r.losses, Loss{What: what, Goals: 1, Line: line})
}

// unkept is what one goal has that goals here cannot keep, each thing once.
type unkept []string

func (u *unkept) add(what string) {
	if !slices.Contains(*u, what) {
		*u = append(*u, what)
	}
}

func (r *reading) loseEach(line int, lost unkept) {
	for _, what := range lost {
		r.lose(what, line)
	}
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
