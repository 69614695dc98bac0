package interchange

import (
	"encoding/xml"
	"regexp"
	"strings"

	"overachiever/storage"
)

// What TreeLine 1 and 2 keep (.trl): XML, where an element with item="y" is a node, named for
// its format, and one without is a field of the node around it. The first element of a format
// tells of it: line0 is the title, and type the kind of a field.
var oldTreeLine = regexp.MustCompile(`\sitem="y"`)

type oldTreeLineReader struct {
	*nursery
	xml     *elements
	formats map[string]*treeLineFormat
}

func readOldTreeLine(in *reading) (Document, error) {
	r := &oldTreeLineReader{nurseryOf(in, TreeLine, true), elementsOf(in), map[string]*treeLineFormat{}}
	root, err := r.xml.root()
	if err != nil {
		return Document{}, err
	}
	if attribute(root, "item") != "y" {
		return Document{}, r.xml.refuse("this is not a TreeLine file").advise(otherFormat)
	}
	top, err := r.node(root)
	if err != nil {
		return Document{}, err
	}
	if err := r.xml.end(); err != nil {
		return Document{}, err
	}
	return r.grow([]*sprout{top})
}

func (r *oldTreeLineReader) node(element xml.StartElement) (*sprout, error) {
	format := r.formats[element.Name.Local]
	if format == nil {
		format = &treeLineFormat{title: attribute(element, "line0"), kinds: map[string]string{}}
		if len(format.title) > maxTitleLine {
			return nil, r.xml.refuse("a title line is longer than %d bytes", maxTitleLine)
		}
		r.formats[element.Name.Local] = format
	}
	line := r.xml.line()
	var fields []treeLineField
	var below []*sprout
	_, err := r.xml.inside(func(element xml.StartElement) error {
		if attribute(element, "item") == "y" {
			child, err := r.node(element)
			below = append(below, child)
			return err
		}
		if kind := attribute(element, "type"); kind != "" {
			format.kinds[element.Name.Local] = kind
		}
		text, err := r.xml.text()
		if text = cleaned(text); strings.TrimSpace(text) != "" {
			fields = append(fields, treeLineField{element.Name.Local, text})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	goal, lost := r.treeLineGoal(format, fields)
	if id := attribute(element, "uniqueid"); id != "" {
		if goal.ID = derivedID(r.root, id); r.lines[goal.ID] != 0 {
			goal.ID = storage.GoalID("")
		}
	}
	r.loseEach(line, lost)
	made, err := r.sprout(goal, line)
	if err == nil {
		made.below = below
	}
	return made, err
}
