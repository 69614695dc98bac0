package interchange

import (
	"bufio"
	"encoding/xml"
	"net/http"

	"overachiever/storage"
)

// opmlSpace is the namespace of what OPML has no attributes for.
const opmlSpace = "urn:overachiever:goal"

// writeOPML writes goals as OPML 2.0 (http://opml.org/spec2.opml), with the notes and check
// marks of most outliners, and what they do not have in attributes of our own:
//
//	<outline text="name" _note="description" _status="checked" goal:due="2027-01-31"/>
func writeOPML(out *bufio.Writer, document Document) {
	w := opmlWriter{out}
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	out.WriteString(`<opml version="2.0" xmlns:goal="` + opmlSpace + `">` + "\n  <head>\n")
	w.element("title", "Goals")
	if !document.Exported.IsZero() {
		w.element("dateCreated", document.Exported.UTC().Format(http.TimeFormat)) // as RFC 822 has it
	}
	w.element("ownerName", document.Name)
	out.WriteString("  </head>\n  <body>\n")
	w.outlines(document.Goals, 2)
	out.WriteString("  </body>\n</opml>\n")
}

type opmlWriter struct{ out *bufio.Writer }

func (w opmlWriter) element(name, text string) {
	if text = cleaned(text); text != "" {
		w.out.WriteString("    <" + name + ">")
		w.escaped(text)
		w.out.WriteString("</" + name + ">\n")
	}
}

func (w opmlWriter) outlines(goals []storage.Branch, depth int) {
	for _, branch := range goals {
		indent(w.out, depth)
		w.out.WriteString("<outline")
		w.goal(branch.Goal)
		if len(branch.Children) == 0 {
			w.out.WriteString("/>\n")
			continue
		}
		w.out.WriteString(">\n")
		w.outlines(branch.Children, depth+1)
		indent(w.out, depth)
		w.out.WriteString("</outline>\n")
	}
}

func (w opmlWriter) goal(goal storage.Goal) {
	w.out.WriteString(` text="`) // OPML wants one, if only an empty one
	w.escaped(cleaned(goal.Name))
	w.out.WriteByte('"')
	w.attribute("_note", cleaned(goal.Description))
	if !goal.Completed.IsZero() { // OmniOutliner's, and Workflowy's
		w.out.WriteString(` _status="checked" _complete="true"`)
	}
	w.attribute("goal:id", string(goal.ID))
	w.attribute("goal:created", timeText(goal.Created))
	w.attribute("goal:due", string(goal.Due))
	w.attribute("goal:completed", timeText(goal.Completed))
	w.attribute("goal:extra", goal.Extra)
}

func (w opmlWriter) attribute(name, text string) {
	if text == "" {
		return
	}
	w.out.WriteString(" " + name + `="`)
	w.escaped(text)
	w.out.WriteByte('"')
}

func (w opmlWriter) escaped(text string) {
	_ = xml.EscapeText(w.out, []byte(text)) // the writer keeps its error
}
