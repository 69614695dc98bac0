package outline

import (
	"slices"
	"strings"

	"overachiever/storage"
	"overachiever/ui/query"
)

// Search shows only the goals that fit what is typed, each with its ancestors; "" shows
// everything again. Case and accents make no difference.
func (m *Model) Search(text string) {
	m.keep()
	m.asked = strings.TrimSpace(text)
	m.query = query.Parse(m.asked, m.now())
	m.typing, m.typed = query.Typing(text, m.now())
	if m.asked == "" {
		m.endSearch()
		m.flatten()
		m.reveal(m.cursor)
		if m.SelectedRow() < 0 {
			m.putNear(0)
		}
		return
	}
	if m.view != Trash {
		m.view = Goals
	}
	m.flatten()
	m.unmark()
	if at := m.SelectedRow(); at < 0 || m.rows.at(at).Path {
		m.putFirstHit()
	}
}

// ReadyToSearch reads the texts of all goals, so that the first letter typed need not
// wait for it.
func (m *Model) ReadyToSearch() {
	if m.texts.stale() {
		m.texts = read(m.tree)
	}
}

// Query is what is searched for, as it was typed; "" for nothing.
func (m *Model) Query() string { return m.asked }

// Words are what is searched for in names, to be seen in the rows.
func (m *Model) Words() []string {
	if m.asked == "" {
		return nil
	}
	return m.query.Words
}

func (m *Model) endSearch() { m.asked, m.query, m.typed = "", query.Query{}, false }

// Hits counts the goals that are shown because they match.
func (m *Model) Hits() int {
	hits := 0
	for _, row := range m.rows.from(0) {
		if !row.Path {
			hits++
		}
	}
	return hits
}

func (m *Model) putFirstHit() {
	for _, row := range m.rows.from(0) {
		if !row.Path {
			m.put(row.ID())
			return
		}
	}
}

// What a goal is in a search, by the number of its entry.
const (
	onPath = 1 + iota
	isHit
)

// findRows adds the rows of a search: every hit below the root, with all above it. While
// nothing is found that may be because the last word is not typed to the end yet.
func (m *Model) findRows(add func(Row)) {
	m.ReadyToSearch()
	if !m.find(m.query, add) && m.typed {
		m.find(m.typing, add)
	}
}

// find adds the rows of what fits a query, and tells whether there are any.
func (m *Model) find(asked query.Query, add func(Row)) bool {
	shown := make([]uint8, m.tree.Numbers())
	root := m.root()
	needle, _ := asked.Needle()
	m.texts.each(needle, func(e *storage.Entry, text string, bang uint8) {
		if !asked.Match(fields(e, text, bang)) {
			return
		}
		shown[e.Number()] = isHit
		for up := e.Parent(); up != nil && up != root && shown[up.Number()] == 0; up = up.Parent() {
			shown[up.Number()] = onPath
		}
	})
	return found(root, 0, shown, add)
}

func fields(e *storage.Entry, text string, bang uint8) query.Fields {
	return query.Fields{Text: text, Name: e.Name(), Priority: int(bang), Due: e.Due(), Done: e.Done()}
}

// found adds the rows of what is shown below a goal or place, and tells whether there are any.
func found(parent *storage.Entry, depth int32, shown []uint8, add func(Row)) bool {
	any := false
	for _, child := range parent.Children() {
		if is := shown[child.Number()]; is != 0 {
			any = true
			add(Row{Entry: child, Depth: depth, Path: is == onPath})
			found(child, depth+1, shown, add)
		}
	}
	return any
}

// Searches are the searches that are kept, in the order in which they were.
func (m *Model) Searches() []string { return m.saved }

// KeepSearch keeps what is searched for now, or forgets it when it is kept already.
func (m *Model) KeepSearch() {
	if m.asked == "" {
		return
	}
	if at := slices.Index(m.saved, m.asked); at >= 0 {
		m.saved = slices.Delete(m.saved, at, at+1)
		return
	}
	m.saved = append(m.saved, m.asked)
}

// ForgetSearch forgets a search that was kept.
func (m *Model) ForgetSearch(text string) {
	m.saved = slices.DeleteFunc(m.saved, func(kept string) bool { return kept == text })
}
