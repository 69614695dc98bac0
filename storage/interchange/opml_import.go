package interchange

import (
	"encoding/xml"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"overachiever/storage"
)

// opmlReader reads outlines as goals (http://opml.org/spec2.opml, and what outliners add).
type opmlReader struct {
	*reading
	xml *elements
}

func beginsOPML(head string) bool { return elementName(rootElement(head)) == "opml" }

func readOPML(in *reading) (Document, error) {
	r := opmlReader{in, elementsOf(in)}
	r.xml.Entity = xml.HTMLEntity // each of them is one character
	root, err := r.xml.root()
	if err != nil {
		return Document{}, err
	}
	if root.Name.Local != "opml" {
		return Document{}, r.xml.refuse("this is not OPML: it begins with <%s>", shortened(root.Name.Local)).advise(otherFormat)
	}
	document, body := Document{}, false
	err = r.inside(func(element xml.StartElement) error {
		switch element.Name.Local {
		case "head":
			return r.head(&document)
		case "body":
			body = true
			goals, err := r.outlines(1)
			document.Goals = append(document.Goals, goals...)
			return err
		}
		return r.xml.skip()
	})
	if err == nil && !body {
		err = r.xml.refuse("this is not OPML: it has no <body>").advise(otherFormat)
	}
	if err != nil {
		return Document{}, err
	}
	return document, r.xml.end()
}

// inside reads the elements inside the one that is open; text between them is lost.
func (r opmlReader) inside(element func(xml.StartElement) error) error {
	text, err := r.xml.inside(element)
	if strings.TrimSpace(text) != "" {
		r.lose("text between the outlines", r.xml.line())
	}
	return err
}

func (r opmlReader) head(document *Document) error {
	return r.inside(func(element xml.StartElement) error {
		text, err := r.xml.text()
		switch text = cleaned(strings.TrimSpace(text)); element.Name.Local {
		case "ownerName":
			document.Name = text
		case "dateCreated":
			document.Exported, _ = rfc822(text)
		}
		return err
	})
}

func (r opmlReader) outlines(depth int) ([]storage.Branch, error) {
	var goals []storage.Branch
	err := r.inside(func(element xml.StartElement) error {
		line := r.xml.line()
		if element.Name.Local != "outline" {
			r.lose("other elements than outlines", line)
			return r.xml.skip()
		}
		if depth > MaxDepth {
			return r.refuse(line, fmt.Sprintf("goals are nested more than %d levels deep", MaxDepth))
		}
		if err := r.count(line); err != nil {
			return err
		}
		goal, err := r.goal(element.Attr, line)
		if err != nil {
			return err
		}
		children, err := r.outlines(depth + 1)
		goals = append(goals, storage.Branch{Goal: goal, Children: children})
		return err
	})
	return goals, err
}

// goal reads the attributes of an outline.
func (r opmlReader) goal(attributes []xml.Attr, line int) (storage.Goal, error) {
	goal := storage.Goal{}
	var title string
	var categories []string
	var checked, unchecked bool
	var lost unkept
	for _, attribute := range attributes {
		value := cleaned(attribute.Value)
		switch name := attribute.Name; {
		case name.Space == opmlSpace:
			if err := r.own(&goal, name.Local, value, line); err != nil {
				return goal, err
			}
		case name.Space == "xmlns", name.Local == "xmlns":
		case name.Space != "":
			lost.add("other attributes")
		case name.Local == "text":
			goal.Name = value
		case name.Local == "title":
			title = value
		case name.Local == "_note":
			goal.Description = value
		case name.Local == "_status", name.Local == "_complete", name.Local == "complete", name.Local == "checked":
			done := value == "checked" || value == "true" || value == "yes" || value == "1"
			checked, unchecked = checked || done, unchecked || !done
		case name.Local == "category":
			categories = strings.SplitN(value, ",", maxTags+1)
		case name.Local == "created":
			if created, ok := rfc822(value); ok && goal.Created.IsZero() {
				goal.Created = created
			} else if !ok {
				lost.add("times of creation")
			}
		case name.Local == "url", name.Local == "htmlUrl", name.Local == "xmlUrl":
			lost.add("links")
		default:
			lost.add("other attributes")
		}
	}
	switch {
	case checked && goal.Completed.IsZero():
		goal.Completed = r.now
	case unchecked && !checked: // reopened by another program
		goal.Completed = time.Time{}
	}
	if goal.Name == "" {
		goal.Name = title
	}
	goal.Name = tagged(goal.Name, categories, &lost)
	r.loseEach(line, lost)
	return goal, nil
}

// own reads an attribute that writeOPML has written.
func (r opmlReader) own(goal *storage.Goal, name, value string, line int) error {
	var ok bool
	switch name {
	case "id":
		if goal.ID, ok = goalID(value); ok {
			return r.unique(goal.ID, line)
		}
	case "created":
		goal.Created, ok = parseTime(value)
	case "completed":
		goal.Completed, ok = parseTime(value)
	case "due":
		due, err := storage.ParseDate(value)
		goal.Due, ok = due, err == nil
	case "extra":
		goal.Extra, ok = extraText(value)
	default:
		ok = true // of a newer version
		r.lose("other attributes", line)
	}
	if !ok {
		return r.refuse(line, fmt.Sprintf("%s is no value for goal:%s", shortened(value), name))
	}
	return nil
}

// rfc822 reads a time as OPML has it, the year in two or four digits.
func rfc822(text string) (time.Time, bool) {
	parsed, err := mail.ParseDate(text)
	return sensible(parsed, err == nil)
}
