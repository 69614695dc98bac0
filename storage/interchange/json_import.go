package interchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"overachiever/storage"
)

// jsonReader reads an export token by token, so that everything it refuses has a line.
type jsonReader struct {
	*reading
	tokens *json.Decoder
}

func readJSON(in *reading) (Document, error) {
	r := &jsonReader{reading: in, tokens: json.NewDecoder(greedy{in.text})}
	r.tokens.UseNumber()
	document, err := r.document()
	if err != nil {
		return Document{}, err
	}
	return document, nil
}

// greedy fills what it is asked to fill: json.Decoder looks through a run of blanks from its
// start again after each read, so that small reads would make a long run take hours.
type greedy struct{ from io.Reader }

func (g greedy) Read(p []byte) (int, error) {
	n, err := io.ReadFull(g.from, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil // the end is told by the next read
	}
	return n, err
}

func (r *jsonReader) document() (Document, error) {
	var document Document
	var extra unknown
	var format, version, goals bool
	start, err := r.begin('{', "an Overachiever export begins with {")
	if err != nil {
		return document, err
	}
	err = r.members(func(key string) (err error) {
		switch key {
		case "format":
			format = true
			return r.checkFormat()
		case "version":
			version = true
			return r.checkVersion()
		case "exported":
			document.Exported, err = r.time(key)
		case "user":
			err = r.user(&document)
		case "goals":
			goals = true
			document.Goals, err = r.list(key, 1)
		default:
			err = r.keep(key, &extra)
		}
		return err
	})
	if err == nil {
		document.Extra, err = r.kept(extra, start)
	}
	if err != nil {
		return document, err
	}
	for _, wanted := range []struct {
		key   string
		found bool
	}{{"format", format}, {"version", version}, {"goals", goals}} {
		if !wanted.found {
			return document, r.reading.refuse(start, fmt.Sprintf("this is not an Overachiever export: %q is missing", wanted.key)).advise(otherFormat)
		}
	}
	return document, r.end()
}

func (r *jsonReader) checkFormat() error {
	name, err := r.text("format")
	if err == nil && name != jsonFormat {
		err = r.refuse("this is not an Overachiever export: its format is %s", shortened(name)).advise(otherFormat)
	}
	return err
}

func (r *jsonReader) checkVersion() error {
	token, err := r.next()
	if err != nil {
		return err
	}
	number, _ := token.(json.Number)
	version, err := strconv.Atoi(number.String())
	switch {
	case err != nil || version < 1:
		return r.refuse(`"version" must be %d`, jsonVersion)
	case version > jsonVersion:
		return r.refuse("version %d was written by a newer Overachiever", version).advise("update this one, then import again")
	}
	return nil
}

func (r *jsonReader) user(document *Document) error {
	var extra unknown
	start, err := r.begin('{', `"user" must be an object in { }`)
	if err != nil {
		return err
	}
	err = r.members(func(key string) (err error) {
		switch key {
		case "login":
			document.Login, err = r.textOrNull(key)
		case "name":
			document.Name, err = r.textOrNull(key)
		default:
			err = r.keep(key, &extra)
		}
		return err
	})
	if err == nil {
		document.OwnerExtra, err = r.kept(extra, start)
	}
	return err
}

func (r *jsonReader) list(key string, depth int) ([]storage.Branch, error) {
	token, err := r.next()
	if err != nil || token == nil { // null: none
		return nil, err
	}
	if token != json.Delim('[') {
		return nil, r.refuse("%q must be a list in [ ]", key)
	}
	if depth > MaxDepth && r.tokens.More() {
		return nil, r.refuse("goals are nested more than %d levels deep", MaxDepth)
	}
	var goals []storage.Branch
	for r.tokens.More() {
		branch, err := r.goal(depth)
		if err != nil {
			return nil, err
		}
		goals = append(goals, branch)
	}
	_, err = r.next() // the closing bracket
	// Room to grow is of no use any more. In all lists together it would be half of what they hold.
	return slices.Clone(goals), err
}

func (r *jsonReader) goal(depth int) (storage.Branch, error) {
	var goal storage.Goal
	var children []storage.Branch
	var extra unknown
	named := false
	start, err := r.begin('{', "a goal must be an object in { }")
	if err != nil {
		return storage.Branch{}, err
	}
	if err := r.count(start); err != nil {
		return storage.Branch{}, err
	}
	err = r.members(func(key string) (err error) {
		switch key {
		case "id":
			goal.ID, err = r.id()
		case "name":
			named = true
			goal.Name, err = r.text(key)
		case "description":
			goal.Description, err = r.textOrNull(key)
		case "created":
			goal.Created, err = r.time(key)
		case "due":
			goal.Due, err = r.date(key)
		case "completed":
			goal.Completed, err = r.time(key)
		case "children":
			children, err = r.list(key, depth+1)
		default:
			err = r.keep(key, &extra)
		}
		return err
	})
	if err == nil && !named {
		err = r.reading.refuse(start, "the goal that begins here has no name")
	}
	if err == nil {
		goal.Extra, err = r.kept(extra, start)
	}
	return storage.Branch{Goal: goal, Children: children}, err
}

// id reads a goal's id: a UUID, which also keeps the names of places (storage.Trash) out.
func (r *jsonReader) id() (storage.GoalID, error) {
	text, err := r.textOrNull("id")
	if err != nil || text == "" {
		return "", err
	}
	id, ok := goalID(text)
	if !ok {
		return "", r.refuse("%s is not a goal's id", shortened(text)).advise("write a UUID, or leave it out")
	}
	return id, r.unique(id, r.line())
}

func (r *jsonReader) date(key string) (storage.Date, error) {
	text, err := r.textOrNull(key)
	if err != nil {
		return "", err
	}
	date, err := storage.ParseDate(text)
	if err != nil {
		return "", r.refuse("%s is not a day", shortened(text)).advise(fmt.Sprintf("write %q as 2027-01-31", key))
	}
	return date, nil
}

// time reads a time as RFC 3339 section 5.6 has it. Finer than a millisecond is cut off.
func (r *jsonReader) time(key string) (time.Time, error) {
	text, err := r.textOrNull(key)
	if err != nil || text == "" {
		return time.Time{}, err
	}
	parsed, ok := parseTime(text)
	if !ok {
		return time.Time{}, r.refuse("%s is not a time", shortened(text)).advise(fmt.Sprintf("write %q as 2027-01-31T18:30:00Z", key))
	}
	return parsed, nil
}

func (r *jsonReader) textOrNull(key string) (string, error) {
	token, err := r.next()
	if token == nil {
		return "", err
	}
	return r.textOf(key, token)
}

func (r *jsonReader) text(key string) (string, error) {
	token, err := r.next()
	if err != nil {
		return "", err
	}
	return r.textOf(key, token)
}

func (r *jsonReader) textOf(key string, token json.Token) (string, error) {
	text, ok := token.(string)
	if !ok {
		return "", r.refuse(`%q must be text in " "`, key)
	}
	return cleaned(text), nil
}

// begin reads an opening bracket and gives its line.
func (r *jsonReader) begin(bracket json.Delim, otherwise string) (line int, err error) {
	token, err := r.next()
	if err != nil {
		return 0, err
	}
	if token != bracket {
		return 0, r.refuse("%s", otherwise)
	}
	return r.line(), nil
}

// members reads an object whose { is behind, leaving each member's value to the caller.
func (r *jsonReader) members(value func(key string) error) error {
	var seen [16]string
	keys := seen[:0]
	for r.tokens.More() {
		token, err := r.next()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder lets nothing else be a key
		for _, earlier := range keys {
			if earlier == key {
				return r.refuse("%s is given twice", shortened(key))
			}
		}
		if keys = append(keys, key); len(keys) > maxNames {
			return r.refuse("there are more than %d names in one object", maxNames)
		}
		if err := value(key); err != nil {
			return err
		}
	}
	_, err := r.next() // the closing bracket
	return err
}

// skip passes over a value of a name that does not matter.
func (r *jsonReader) skip() error {
	for open := 0; ; {
		token, err := r.next()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			open++
		case json.Delim('}'), json.Delim(']'):
			open--
		}
		if open == 0 {
			return nil
		}
	}
}

// end makes sure that nothing follows.
func (r *jsonReader) end() error {
	_, err := r.tokens.Token()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if refused := (*Error)(nil); errors.As(err, &refused) {
		return err
	}
	return r.refuse("something follows after the end of the export")
}

func (r *jsonReader) next() (json.Token, error) {
	token, err := r.tokens.Token()
	if err != nil {
		return nil, r.failure(err)
	}
	r.line() // lets the source forget the lines behind
	return token, nil
}

// failure is what the decoder met, with the line where it did.
func (r *jsonReader) failure(err error) error {
	syntax := (*json.SyntaxError)(nil)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return r.reading.refuse(max(1, r.lastLine()), "the file ends too early").advise(exportAgain)
	case errors.As(err, &syntax):
		return r.refuse("this is not JSON: %v", syntax)
	}
	return err
}

// line is where the last token stands: no JSON token reaches over the end of a line.
func (r *jsonReader) line() int { return r.lineAt(r.tokens.InputOffset()) }

func (r *jsonReader) refuse(format string, arguments ...any) *Error {
	return r.reading.refuse(r.line(), fmt.Sprintf(format, arguments...))
}
