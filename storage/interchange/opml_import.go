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
type opmlReader struct{ *xmlReader }

func beginsOPML(head string) bool { return elementName(rootElement(head)) == "opml" }

func readOPML(in *reading) (Document, error) {
	r := opmlReader{newXMLReader(in)}
	root, err := r.root()
	if err != nil {
		return Document{}, err
	}
	if root.Name.Local != "opml" {
		return Document{}, r.refuse(r.line, fmt.Sprintf("this is not OPML: it begins with <%s>", shortened(root.Name.Local)))
	}
	document, body := Document{}, false
	err = r.elements(func(element xml.StartElement) (err error) {
		switch element.Name.Local {
		case "head":
			return r.head(&document)
		case "body":
			body = true
			goals, err := r.outlines(1)
			document.Goals = append(document.Goals, goals...)
			return err
		}
		return r.skip(element)
	}, r.stray)
	if err == nil && !body {
		err = r.refuse(r.line, "this is not OPML: it has no <body>")
	}
	if err != nil {
		return Document{}, err
	}
	return document, r.end()
}

func (r opmlReader) head(document *Document) error {
	return r.elements(func(element xml.StartElement) error {
		text, err := r.words()
		switch element.Name.Local {
		case "ownerName":
			document.Name = text
		case "dateCreated":
			document.Exported, _ = rfc822(text)
		}
		return err
	}, r.stray)
}

func (r opmlReader) outlines(depth int) ([]storage.Branch, error) {
	var goals []storage.Branch
	err := r.elements(func(element xml.StartElement) error {
		if element.Name.Local != "outline" {
			r.lose("other elements than outlines", r.line)
			return r.skip(element)
		}
		if depth > MaxDepth {
			return r.refuse(r.line, fmt.Sprintf("goals are nested more than %d levels deep", MaxDepth))
		}
		if err := r.count(r.line); err != nil {
			return err
		}
		goal, err := r.goal(element.Attr)
		if err != nil {
			return err
		}
		children, err := r.outlines(depth + 1)
		goals = append(goals, storage.Branch{Goal: goal, Children: children})
		return err
	}, r.stray)
	return goals, err
}

// goal reads the attributes of an outline.
func (r opmlReader) goal(attributes []xml.Attr) (storage.Goal, error) {
	goal := storage.Goal{}
	var title string
	var categories []string
	var checked, unchecked bool
	var lost losses
	for _, attribute := range attributes {
		value := cleaned(attribute.Value)
		switch name := attribute.Name; {
		case name.Space == opmlSpace:
			if err := r.own(&goal, name.Local, value); err != nil {
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
			categories = strings.Split(value, ",")
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
	r.loseAll(lost, r.line)
	return goal, nil
}

// own reads an attribute that writeOPML has written.
func (r opmlReader) own(goal *storage.Goal, name, value string) error {
	var ok bool
	switch name {
	case "id":
		if goal.ID, ok = goalID(value); ok {
			return r.unique(goal.ID, r.line)
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
		r.lose("other attributes", r.line)
	}
	if !ok {
		return r.refuse(r.line, fmt.Sprintf("%s is no value for goal:%s", shortened(value), name))
	}
	return nil
}

// stray is text where there should be none.
func (r opmlReader) stray(text string) {
	if strings.TrimSpace(text) != "" {
		r.lose("text between the outlines", r.line)
	}
}

// rfc822 reads a time as OPML has it, the year in two or four digits.
func rfc822(text string) (time.Time, bool) {
	parsed, err := mail.ParseDate(text)
	return sensible(parsed, err == nil)
}
