package interchange

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// maxMembers is how many names an object may have: looking for one that is given twice stays quick.
const maxMembers = 100

// keep appends a member whose name this version does not know to the others of its object, for
// the next export: its value as it stands but for the blanks, numbers of any size and all.
func (r *jsonReader) keep(key string, members *[]byte) error {
	var value json.RawMessage
	if err := r.tokens.Decode(&value); err != nil {
		return r.failure(err)
	}
	r.line() // lets the source forget the lines behind
	separator := byte(',')
	if len(*members) == 0 {
		separator = '{'
	}
	*members = append(*members, separator)
	name, _ := json.Marshal(key) // a text cannot fail
	*members = append(*members, name...)
	*members = append(*members, ':')
	compact := bytes.NewBuffer(*members)
	err := json.Compact(compact, value)
	*members = compact.Bytes()
	return err
}

// kept is what keep has collected, of an object that begins on a line.
func (r *jsonReader) kept(members []byte, line int) (string, error) {
	if len(members) == 0 {
		return "", nil
	}
	members = append(members, '}')
	if !json.Valid(members) { // that is how the decoder says that it would not read it again
		return "", r.reading.refuse(line, "what this Overachiever does not know is nested too deep here")
	}
	return string(members), nil
}

// extra writes the members of an object that keep has collected, but for those that the writer
// itself writes: twice the same name would make the export unreadable. Each stays on one line:
// with line breaks, what is nested deep would take up many times the space.
func (w *jsonWriter) extra(object string, written ...string) {
	if object == "" {
		return
	}
	members := json.NewDecoder(strings.NewReader(object))
	_, err := members.Token() // the opening bracket
	for err == nil && members.More() {
		var key json.Token
		var value json.RawMessage
		if key, err = members.Token(); err == nil {
			err = members.Decode(&value)
		}
		name, ok := key.(string)
		if err == nil && ok && !slices.Contains(written, name) {
			w.separate()
			w.quoted(name)
			w.out.WriteString(": ")
			w.out.Write(value)
		}
	}
}
