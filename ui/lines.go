package ui

import (
	"strings"
	"time"

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/marks"
	"overachiever/ui/outline"
	"overachiever/ui/query"
)

// pathSeparator stands between a goal's name and that of one below it.
const pathSeparator = " › "

// lineAt tells what a row shows. It is asked for each row in view after each command: what
// costs is not done twice.
func (v *outlineView) lineAt(at int) line {
	if at >= v.list.unveiled {
		return line{veiled: true}
	}
	m := v.model
	r := m.Row(at)
	named, _, naming := m.Naming()
	l := line{
		goal: r.ID(), depth: int(r.Depth), path: r.Path, draft: r.Draft(),
		foldable: m.Foldable(r), folded: m.Folded(r), naming: naming && named == at,
		deleted: m.View() == outline.Trash, sought: m.Query(),
	}
	if heading := m.Heading(r); heading != "" {
		l.name, l.heading = heading, true
		return l
	}
	l.selected = m.IsSelected(r)
	l.cursor = l.selected && v.list.focused && (m.Marked() == 0 || at == m.SelectedRow())
	if r.Entry == nil {
		return l
	}
	l.lifted, l.target = v.drag.carries(r.Entry), v.drag.lands(r.ID())
	l.name, l.done, l.progress = r.Entry.Name(), r.Entry.Done(), r.Entry.Progress()
	l.struck = l.done && m.View() != outline.Completed
	if inList(m) {
		l.flat = true
		l.where = above(r.Entry.Parent())
	}
	v.lineWhen(&l, r.Entry)
	return l
}

// inList tells whether goals are shown without those above them.
func inList(m *outline.Model) bool {
	return m.Query() == "" && m.View() != outline.Goals && m.View() != outline.Trash
}

// lineWhen says the day a goal is due, or when it was completed. What the heading says
// already is not said again.
func (v *outlineView) lineWhen(l *line, e *storage.Entry) {
	if l.flat && v.model.View() == outline.Completed {
		l.when = e.Completed().In(v.now().Location()).Format("15:04")
		return
	}
	if e.Due() == "" {
		return
	}
	day := v.days.say(e.Due(), v.now())
	if !l.flat || day.urgency == dates.Overdue {
		l.when, l.urgency = day.text, day.urgency
	}
}

// above names a goal and those above it.
func above(e *storage.Entry) string {
	switch {
	case e == nil || e.Parent() == nil:
		return ""
	case e.Parent().Parent() == nil:
		return plain(e.Name())
	}
	return above(e.Parent()) + pathSeparator + plain(e.Name())
}

// plain is a name without its tags and priorities, which are about the goal itself.
func plain(name string) string {
	spans := marks.Find(name)
	if len(spans) == 0 {
		return name
	}
	var words strings.Builder
	at := 0
	for _, span := range spans {
		if span.Kind != marks.Link {
			words.WriteString(strings.TrimRight(name[at:span.Start], " "))
			at = span.End
		}
	}
	words.WriteString(name[at:])
	if text := strings.TrimSpace(words.String()); text != "" {
		return text
	}
	return name
}

// hits is where a name has what is searched for.
func (v *outlineView) hits(name string) []query.Range {
	return query.Highlight(name, v.model.Words())
}

// days says days, each only once: saying one takes longer than drawing it.
type days struct {
	year, day int // today
	said      map[storage.Date]day
}

// day is a day in words.
type day struct {
	text    string
	urgency dates.Urgency
}

func (d *days) say(due storage.Date, now time.Time) day {
	if d.said == nil || d.year != now.Year() || d.day != now.YearDay() {
		*d = days{now.Year(), now.YearDay(), map[storage.Date]day{}}
	}
	said, ok := d.said[due]
	if !ok {
		said = day{dates.Say(due, now), dates.State(due, now)}
		d.said[due] = said
	}
	return said
}
