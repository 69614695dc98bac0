package interchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
)

// How many names an object may have, and how many of them may be unknown: looking for one that
// is given twice stays quick, and what was imported can be exported and imported again.
const (
	maxNames   = 200
	maxUnknown = 100
)

// unknown are the members of an object whose names this version does not know, for the next export.
type unknown struct {
	text  []byte
	count int
}

// keep takes a value as it stands but for the blanks, numbers of any size and all.
func (r *jsonReader) keep(name string, into *unknown) error {
	var value json.RawMessage
	if err := r.tokens.Decode(&value); err != nil {
		return r.failure(err)
	}
	r.line() // lets the source forget the lines behind
	if into.count++; into.count > maxUnknown {
		return r.refuse("there are more than %d unknown names in one object", maxUnknown)
	}
	quoted, _ := json.Marshal(name) // a text cannot fail
	into.text = append(into.text, ',')
	into.text = append(into.text, quoted...)
	into.text = append(into.text, ':')
	into.text = append(into.text, value...)
	return nil
}

// kept is what keep has collected, of an object that begins on a line.
func (r *jsonReader) kept(members unknown, line int) (string, error) {
	if members.count == 0 {
		return "", nil
	}
	object := append(members.text, '}')
	object[0] = '{'
	if !json.Valid(object) { // that is how the decoder says that it would not read it again
		return "", r.reading.refuse(line, "what this Overachiever does not know is nested too deep here")
	}
	return compact(object), nil
}

// extraText reads what another format has kept of an object: no name twice, which nobody could
// read again.
func extraText(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	if !json.Valid([]byte(text)) {
		return "", false
	}
	seen := map[string]struct{}{}
	in := json.NewDecoder(strings.NewReader(text))
	if start, _ := in.Token(); start != json.Delim('{') {
		return "", false
	}
	for in.More() {
		key, _ := in.Token()
		name, _ := key.(string)
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return "", false
		}
		if _, twice := seen[name]; twice || len(seen) == maxUnknown {
			return "", false
		}
		seen[name] = struct{}{}
	}
	if len(seen) == 0 {
		return "", true
	}
	return compact([]byte(text)), true
}

// compact is valid JSON without blanks. Characters that some format cannot carry, which can
// only be within texts, are escaped.
func compact(object []byte) string {
	var out bytes.Buffer
	_ = json.Compact(&out, object) // it is valid
	text := out.String()
	if strings.IndexFunc(text, uncarried) < 0 {
		return text
	}
	out.Reset()
	for _, r := range text {
		if uncarried(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// uncarried are the control characters, and what XML 1.0 has no place for.
func uncarried(r rune) bool { return unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF' }

// extra writes the members of an object that keep has collected, but for those that the writer
// itself writes: twice the same name would make the export unreadable. Each stays on one line:
// with line breaks, what is nested deep would take up many times the space.
func (w *jsonWriter) extra(object string, written ...string) {
	for name, value := range membersOf(object) {
		if !slices.Contains(written, name) {
			w.separate()
			w.quoted(name)
			w.out.WriteString(": ")
			w.out.Write(value)
		}
	}
}

// membersOf are those of an object that keep has collected, in their order.
func membersOf(object string) iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		if object == "" {
			return
		}
		in := json.NewDecoder(strings.NewReader(object))
		_, err := in.Token() // the opening bracket
		for err == nil && in.More() {
			var key json.Token
			var value json.RawMessage
			if key, err = in.Token(); err == nil {
				err = in.Decode(&value)
			}
			if name, ok := key.(string); err == nil && ok && !yield(name, value) {
				return
			}
		}
	}
}

// joined is what two files say, as one object. Of a name that both have, the later one tells,
// and of too many names the earlier one's are left out.
func joined(earlier, later string) string {
	said := map[string]struct{}{}
	for name := range membersOf(later) {
		said[name] = struct{}{}
	}
	if len(said) == 0 {
		return earlier
	}
	var text bytes.Buffer
	add := func(name string, value json.RawMessage) {
		quoted, _ := json.Marshal(name) // a text cannot fail
		fmt.Fprintf(&text, ",%s:%s", quoted, value)
	}
	room := maxUnknown - len(said)
	for name, value := range membersOf(earlier) {
		if _, again := said[name]; !again && room > 0 {
			add(name, value)
			room--
		}
	}
	for name, value := range membersOf(later) {
		add(name, value)
	}
	return compact([]byte("{" + text.String()[1:] + "}"))
}
