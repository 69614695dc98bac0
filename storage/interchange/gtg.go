package interchange

import (
	"encoding/xml"
	"html"
	"regexp"
	"strings"
	"time"

	"overachiever/storage"
)

// What Getting Things GNOME keeps: gtg_data.xml since 0.5 (<gtgData>), gtg_tasks.xml before
// (<project>), which has its dates, tags and subtasks without elements around them.
func beginsGTG(head string) bool {
	switch elementName(rootElement(head)) {
	case "gtgData":
		return true
	case "project":
		return strings.Contains(head, "<task ")
	}
	return false
}

type gtgReader struct {
	*nursery
	xml   *elements
	tags  map[string]string // names by their ids
	tasks family
	of    map[*relative]gtgTask
}

type gtgTask struct {
	id, uuid, status, title, content     string
	added, modified, due, done, fuzzyDue string
	tags                                 []string // names, or since 0.5 ids
	lost                                 unkept
}

func readGTG(in *reading) (Document, error) {
	r := &gtgReader{nursery: nurseryOf(in, GTG, false), xml: elementsOf(in), tags: map[string]string{}, of: map[*relative]gtgTask{}}
	r.tasks = family{nursery: r.nursery, byID: map[string]*relative{}}
	root, err := r.xml.root()
	if err != nil {
		return Document{}, err
	}
	if name := root.Name.Local; name != "gtgData" && name != "project" {
		return Document{}, r.xml.refuse("these are not the tasks of Getting Things GNOME").advise("choose its gtg_data.xml, or gtg_tasks.xml from before 0.5")
	}
	if _, err := r.xml.inside(r.outer); err != nil {
		return Document{}, err
	}
	if err := r.xml.end(); err != nil {
		return Document{}, err
	}
	for _, one := range r.tasks.all {
		if err := r.fill(one); err != nil {
			return Document{}, err
		}
	}
	tops, err := r.tasks.unite()
	if err != nil {
		return Document{}, err
	}
	return r.grow(tops)
}

func (r *gtgReader) outer(element xml.StartElement) error {
	switch element.Name.Local {
	case "task":
		return r.task(element)
	case "tag":
		r.tags[attribute(element, "id")] = attribute(element, "name")
		if attribute(element, "parent") != "" {
			r.lose("tags below others", r.xml.line())
		}
	case "savedSearch":
		r.lose("saved searches", r.xml.line())
	case "tasklist", "taglist", "searchlist":
		_, err := r.xml.inside(r.outer)
		return err
	}
	return r.xml.skip()
}

func (r *gtgReader) task(element xml.StartElement) error {
	task := gtgTask{id: attribute(element, "id"), uuid: attribute(element, "uuid"), status: attribute(element, "status")}
	task.tags = strings.Split(attribute(element, "tags"), ",")
	if attribute(element, "recurring") == "True" {
		task.lost.add(lostRepeats)
	}
	one := &relative{sprout: &sprout{line: r.xml.line()}}
	var field func(xml.StartElement) error
	field = func(element xml.StartElement) (err error) {
		name := element.Name.Local
		switch name {
		case "tags", "dates", "subtasks":
			_, err = r.xml.inside(field)
			return err
		case "recurring":
			if attribute(element, "enabled") == "true" {
				task.lost.add(lostRepeats)
			}
			return r.xml.skip()
		}
		text, err := r.xml.text()
		into := task.field(name)
		switch {
		case err != nil:
		case into != nil:
			*into = text
		case name == "tag":
			task.tags = append(task.tags, strings.TrimSpace(text))
		case name == "sub" || name == "subtask":
			one.children = append(one.children, strings.TrimSpace(text))
		case (name == "start" || name == "startdate" || name == "fuzzyStart") && strings.TrimSpace(text) != "":
			task.lost.add("start days")
		}
		return err
	}
	if _, err := r.xml.inside(field); err != nil {
		return err
	}
	r.of[one] = task
	return r.tasks.add(task.id, one)
}

// field is where the text of an element goes, nil when there is more to it.
func (t *gtgTask) field(element string) *string {
	switch element {
	case "title":
		return &t.title
	case "content":
		return &t.content
	case "added", "addeddate":
		return &t.added
	case "modified":
		return &t.modified
	case "due", "duedate":
		return &t.due
	case "fuzzyDue":
		return &t.fuzzyDue
	case "done", "donedate":
		return &t.done
	}
	return nil
}

// fill makes the goal of a task, all tags being known.
func (r *gtgReader) fill(one *relative) error {
	task, lost := r.of[one], r.of[one].lost
	goal := storage.Goal{ID: keptID(task.uuid)}
	if goal.ID == "" {
		goal.ID = keptID(task.id)
	}
	if goal.ID == "" && task.id != "" {
		goal.ID = derivedID(r.root, task.id)
	}
	for i, tag := range task.tags {
		if name, known := r.tags[tag]; known {
			task.tags[i] = name
		}
	}
	goal.Name = marked(strings.TrimSpace(task.title), 0, hashtags(task.tags, &lost))
	goal.Description = gtgText(task.content)
	for _, text := range []string{task.modified, task.added} {
		if created, ok := r.gtgTime(text); ok {
			goal.Created = created
		}
	}
	due, timed, ok := r.gtgDay(task.due)
	if !ok && strings.TrimSpace(task.due+task.fuzzyDue) != "" {
		lost.add("due days that are none (soon, someday)")
	}
	if timed {
		lost.add(lostDueTime)
	}
	goal.Due = due
	if task.status != "Active" && task.status != "" {
		if goal.Completed, ok = r.gtgTime(task.done); !ok {
			goal.Completed = r.now
		}
		if task.status != "Done" {
			lost.add(lostClosed)
		}
	}
	r.loseEach(one.line, lost)
	made, err := r.sprout(goal, one.line)
	if err == nil {
		one.sprout = made
	}
	return err
}

func (r *gtgReader) gtgTime(text string) (time.Time, bool) {
	return r.moment(strings.TrimSpace(text), time.DateOnly, "2006-01-02T15:04:05", time.DateTime, time.RFC3339)
}

func (r *gtgReader) gtgDay(text string) (day storage.Date, timed, ok bool) {
	moment, ok := r.gtgTime(text)
	if !ok {
		return "", false, false
	}
	day, timed = r.dayOf(moment)
	return day, timed, day != ""
}

var (
	gtgSubtask = regexp.MustCompile(`(?m)^[ \t→]*(?:\{!.*?!\}|<subtask>.*?</subtask>)[ \t]*\n?|\{!.*?!\}|<subtask>.*?</subtask>`)
	gtgMarkup  = regexp.MustCompile(`</?(?:content|tag)>`)
	gtgTags    = regexp.MustCompile(`^(?:\s*@[\pL\pN_-]+\s*,?)+[ \t]*(?:\n|$)`)
)

// gtgText is a task's text without its markup, and without the tags above it and the subtasks
// in it, which are kept as such.
func gtgText(content string) string {
	text := html.UnescapeString(strings.ReplaceAll(content, "]]&gt;", "]]>"))
	text = gtgMarkup.ReplaceAllString(gtgSubtask.ReplaceAllString(text, ""), "")
	text = strings.TrimSpace(strings.TrimPrefix(text, "→"))
	return strings.TrimSpace(strings.TrimPrefix(text, gtgTags.FindString(text)))
}
