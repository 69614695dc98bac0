package outline

import (
	"sort"
	"strings"

	"overachiever/storage"
	"overachiever/ui/marks"
	"overachiever/ui/query"
)

// texts are the names and descriptions of all goals as by query.Fold, one after the other
// in one long text: looking through it takes a fraction of asking each goal. The zero
// texts, and nil, are of no goals.
type texts struct {
	all     string
	begins  []int // where the text of each record begins in all
	entries []*storage.Entry
	bangs   []uint8                 // the priority of each
	late    map[*storage.Entry]late // texts that changed since, and stand in all no more
}

// late is a text, and the priority in it.
type late struct {
	text string
	bang uint8
}

const (
	separator = "\x00" // no name contains it
	mostLate  = 2000   // changed texts, after which it is better to begin anew
)

// read takes in the texts of all goals below a place.
func read(tree *storage.Tree) *texts {
	goals := tree.Numbers()
	t := &texts{
		begins: make([]int, 0, goals), entries: make([]*storage.Entry, 0, goals), bangs: make([]uint8, 0, goals),
		late: map[*storage.Entry]late{},
	}
	const usual = 40 // bytes of a text
	all := make([]byte, 0, usual*goals)
	var below func(*storage.Entry)
	below = func(parent *storage.Entry) {
		for _, child := range parent.Children() {
			t.begins = append(t.begins, len(all))
			t.entries = append(t.entries, child)
			t.bangs = append(t.bangs, uint8(marks.Priority(child.Name())))
			all = append(appendText(all, child), separator...)
			below(child)
		}
	}
	below(tree.Entry(storage.TopLevel))
	below(tree.Entry(storage.Trash))
	t.all = string(all)
	return t
}

// appendText appends all that a search looks through in a goal.
func appendText(to []byte, e *storage.Entry) []byte {
	to = query.AppendFold(to, e.Name())
	if description := e.Description(); description != "" {
		to = query.AppendFold(append(to, '\n'), description)
	}
	return to
}

// follow keeps the texts up to date with a step.
func (t *texts) follow(tree *storage.Tree, step storage.Step) {
	if t == nil {
		return
	}
	for _, operation := range step.Operations {
		if operation.Kind == storage.Set && operation.Field != storage.FieldName && operation.Field != storage.FieldDescription {
			continue
		}
		// A goal that moved may be new here.
		entry := tree.Known(operation.Goal)
		if entry == nil {
			continue
		}
		t.add(entry)
		if operation.Kind == storage.Move && operation.OldParent == storage.Nowhere {
			t.addBelow(entry)
		}
	}
}

func (t *texts) add(e *storage.Entry) {
	t.late[e] = late{string(appendText(nil, e)), uint8(marks.Priority(e.Name()))}
}

// addBelow adds the goals that came with one from nowhere.
func (t *texts) addBelow(parent *storage.Entry) {
	for _, child := range parent.Children() {
		if _, there := t.late[child]; !there {
			t.add(child)
			t.addBelow(child)
		}
	}
}

// stale tells whether so much has changed that reading all again is better.
func (t *texts) stale() bool { return t == nil || len(t.late) > mostLate }

// each hands on every goal whose text contains the words, its text and its priority; all
// goals for "".
func (t *texts) each(words string, found func(e *storage.Entry, text string, bang uint8)) {
	for entry, now := range t.late {
		if strings.Contains(now.text, words) {
			found(entry, now.text, now.bang)
		}
	}
	for record, from := 0, 0; record < len(t.begins); record, from = record+1, t.end(record) {
		if words != "" {
			hit := strings.Index(t.all[from:], words)
			if hit < 0 {
				return
			}
			record = t.recordAt(record, from+hit)
		}
		entry := t.entries[record]
		if _, changed := t.late[entry]; len(t.late) == 0 || !changed {
			found(entry, t.all[t.begins[record]:t.end(record)-len(separator)], t.bangs[record])
		}
	}
}

// end is where a record's text and its separator end.
func (t *texts) end(record int) int {
	if record+1 < len(t.begins) {
		return t.begins[record+1]
	}
	return len(t.all)
}

// recordAt is the record, at or after one, in which a place in the text is. A frequent
// word is in one of the next records, a rare one far from here.
func (t *texts) recordAt(record, at int) int {
	for range 8 {
		if at < t.end(record) {
			return record
		}
		record++
	}
	rest := t.begins[record:]
	return record + sort.Search(len(rest), func(i int) bool { return rest[i] > at }) - 1
}
