package outline

import (
	"strings"
	"time"

	"overachiever/storage"
)

// prefix is the beginning of a name, typed letter by letter.
type prefix struct {
	text string
	at   time.Time // of the last letter
}

// prefixEnds is how long after a letter the next one begins another name.
const prefixEnds = time.Second

// Jump puts the cursor on the next goal in view whose name begins with the letters typed
// one soon after the other, with nothing else done between; the same letter again goes to
// the next such goal.
func (m *Model) Jump(letter rune) {
	m.keep()
	typed := strings.ToLower(string(letter))
	now := m.now()
	if now.Sub(m.prefix.at) > prefixEnds {
		m.prefix.text = ""
	}
	from := m.SelectedRow()
	if m.prefix.text == "" || m.prefix.text == typed {
		from++ // another goal; while more letters come this one may still be meant
		m.prefix.text = typed
	} else {
		m.prefix.text += typed
	}
	m.prefix.at = now
	id := m.named(max(from, 0), m.Len())
	if id == "" {
		id = m.named(0, from)
	}
	if id != "" {
		m.unmark()
		m.cursor = id // not put: more letters may come
	}
}

// named is the first goal among some rows whose name begins as typed, "" for none.
func (m *Model) named(from, to int) storage.GoalID {
	for at, row := range m.rows.from(from) {
		if at >= to {
			break
		}
		if row.Entry != nil && beginsWith(row.Entry.Name(), m.prefix.text) {
			return row.ID()
		}
	}
	return ""
}

// beginsWith compares without regard to case.
func beginsWith(name, prefix string) bool {
	letters := 0
	for range prefix {
		letters++
	}
	start, _ := cut(name, letters)
	return strings.ToLower(start) == prefix
}
