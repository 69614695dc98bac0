package interchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"overachiever/storage"
)

// What an export says of itself.
const (
	jsonFormat  = "overachiever"
	jsonVersion = 1
)

// jsonWriter writes JSON one member at a time, two spaces a level, members in the order given.
// encoding/json would need the whole file in memory, and a second tree of goals for its keys.
type jsonWriter struct {
	out     *bufio.Writer
	depth   int  // open brackets
	members bool // something stands between the innermost brackets
	text    *json.Encoder
	scratch bytes.Buffer
}

func writeJSON(out *bufio.Writer, document Document) {
	w := &jsonWriter{out: out}
	w.text = json.NewEncoder(&w.scratch)
	w.text.SetEscapeHTML(false)

	w.open('{')
	w.string("format", jsonFormat)
	w.key("version")
	w.out.WriteByte('0' + jsonVersion)
	w.time("exported", document.Exported)
	w.key("user")
	w.open('{')
	w.unlessEmpty("login", cleaned(document.Login))
	w.unlessEmpty("name", cleaned(document.Name))
	w.extra(document.OwnerExtra, "login", "name")
	w.close('}')
	w.extra(document.Extra, "format", "version", "exported", "user", "goals")
	w.goals("goals", document.Goals)
	w.close('}')
	out.WriteByte('\n')
}

func (w *jsonWriter) goals(key string, goals []storage.Branch) {
	w.key(key)
	w.open('[')
	for _, branch := range goals {
		w.separate()
		w.open('{')
		w.goal(branch.Goal)
		if len(branch.Children) > 0 {
			w.goals("children", branch.Children)
		}
		w.close('}')
	}
	w.close(']')
}

func (w *jsonWriter) goal(goal storage.Goal) {
	w.string("id", string(goal.ID))
	w.string("name", cleaned(goal.Name))
	w.unlessEmpty("description", cleaned(goal.Description))
	w.time("created", goal.Created)
	w.unlessEmpty("due", string(goal.Due))
	w.time("completed", goal.Completed)
	w.extra(goal.Extra, "id", "name", "description", "created", "due", "completed", "children")
}

func (w *jsonWriter) time(key string, t time.Time) {
	if t.IsZero() {
		return
	}
	w.key(key)
	w.out.WriteByte('"')
	w.out.Write(t.UTC().AppendFormat(w.out.AvailableBuffer(), timeLayout))
	w.out.WriteByte('"')
}

func (w *jsonWriter) unlessEmpty(key, value string) {
	if value != "" {
		w.string(key, value)
	}
}

func (w *jsonWriter) string(key, value string) {
	w.key(key)
	w.quoted(value)
}

func (w *jsonWriter) key(key string) {
	w.separate()
	w.out.WriteByte('"') // the keys are ours: nothing in them needs escaping
	w.out.WriteString(key)
	w.out.WriteString(`": `)
}

func (w *jsonWriter) quoted(text string) {
	w.scratch.Reset()
	_ = w.text.Encode(text) // a string into memory cannot fail
	w.out.Write(bytes.TrimSuffix(w.scratch.Bytes(), []byte("\n")))
}

func (w *jsonWriter) open(bracket byte) {
	w.out.WriteByte(bracket)
	w.depth++
	w.members = false
}

func (w *jsonWriter) close(bracket byte) {
	w.depth--
	if w.members {
		w.newLine()
	}
	w.out.WriteByte(bracket)
	w.members = true // of the bracket around this one
}

func (w *jsonWriter) separate() {
	if w.members {
		w.out.WriteByte(',')
	}
	w.members = true
	w.newLine()
}

func (w *jsonWriter) newLine() {
	w.out.WriteByte('\n')
	indent(w.out, w.depth)
}

// indent writes two spaces for each level.
func indent(out *bufio.Writer, levels int) {
	const spaces = "                                                                "
	for n := 2 * levels; n > 0; n -= len(spaces) {
		out.WriteString(spaces[:min(n, len(spaces))])
	}
}

// isSpace is what both formats count as blank within a line.
func isSpace(c byte) bool { return strings.IndexByte(" \t", c) >= 0 }
