package interchange

import (
	"fmt"
	"strings"

	"overachiever/storage"
)

// markdownReader builds the tree as the lines come: the goals that a later line can still add
// to are open, the outermost first.
type markdownReader struct {
	*reading
	line   int
	blanks int // blank lines just before this one
	open   []*openGoal
	done   []storage.Branch
}

type openGoal struct {
	indent      int // columns before its bullet
	branch      storage.Branch
	description []string
	margin      int // columns before the first line of its description
}

func readMarkdown(in *reading) (Document, error) {
	r := &markdownReader{reading: in}
	err := in.lines(func(line int, text string) error {
		r.line = line
		return r.read(text)
	})
	if err != nil {
		return Document{}, err
	}
	r.closeFrom(0)
	return Document{Goals: r.done}, nil
}

func (r *markdownReader) read(line string) error {
	columns, rest := margin(line)
	if rest == "" {
		r.blanks++
		return nil
	}
	defer func() { r.blanks = 0 }()
	if item := itemLine.FindStringSubmatch(line); item != nil {
		return r.item(columns, item[2])
	}
	if columns == 0 && headingLine.MatchString(line) {
		r.closeFrom(0)
		r.lose("headings", r.line)
		return nil
	}
	owner := r.openBefore(columns)
	if owner == 0 {
		// A numbered list in a description is text.
		if number := numberOfLine.FindString(rest); number != "" {
			return r.item(columns, rest[len(number):])
		}
		r.closeFrom(0)
		r.lose("text that belongs to no goal", r.line)
		return nil
	}
	r.closeFrom(owner)
	r.open[owner-1].describe(columns, rest, r.blanks)
	return nil
}

// item opens a goal: "[ ] name 📅 2027-01-31", or a name alone.
func (r *markdownReader) item(columns int, text string) error {
	goal := storage.Goal{Created: r.now}
	if box := checkbox.FindStringSubmatch(text); box != nil {
		text = box[2]
		if box[1] != " " {
			goal.Completed = r.now
		}
	}
	if due := dueMark.FindStringSubmatchIndex(text); due != nil {
		var err error
		if goal.Due, err = storage.ParseDate(text[due[4]:due[5]]); err != nil {
			return r.refusef("%s", err)
		}
		text = text[:due[0]]
	}
	goal.Name = nameFromMarkdown(text)

	if err := r.count(r.line); err != nil {
		return err
	}
	parents := r.openBefore(columns)
	if parents == MaxDepth {
		return r.refusef("goals are nested more than %d levels deep", MaxDepth)
	}
	r.closeFrom(parents)
	r.open = append(r.open, &openGoal{indent: columns, branch: storage.Branch{Goal: goal}})
	return nil
}

// openBefore counts the open goals whose bullet is left of a column.
func (r *markdownReader) openBefore(column int) int {
	count := len(r.open)
	for count > 0 && r.open[count-1].indent >= column {
		count--
	}
	return count
}

// closeFrom hands the open goals from an index on to their parents.
func (r *markdownReader) closeFrom(index int) {
	for last := len(r.open) - 1; last >= index; last-- {
		goal := r.open[last]
		goal.branch.Goal.Description = strings.Join(goal.description, "\n")
		into := &r.done
		if last > 0 {
			into = &r.open[last-1].branch.Children
		}
		*into = append(*into, goal.branch)
	}
	r.open = r.open[:index]
}

// describe adds a line to the goal's description, and the blank lines within it. What is
// indented further than its first line stays so.
func (g *openGoal) describe(columns int, text string, blanks int) {
	if len(g.description) == 0 {
		g.margin = columns
	} else {
		g.description = append(g.description, make([]string, blanks)...)
	}
	deeper := strings.Repeat(" ", max(0, columns-g.margin))
	g.description = append(g.description, deeper+lineFromMarkdown(text))
}

// margin measures a line's indentation in columns, a tab reaching to the next multiple of four
// (CommonMark 0.31 section 2.2).
func margin(line string) (columns int, rest string) {
	for i := range len(line) {
		switch line[i] {
		case ' ':
			columns++
		case '\t':
			columns += 4 - columns%4
		default:
			return columns, line[i:]
		}
	}
	return columns, ""
}

func (r *markdownReader) refusef(format string, arguments ...any) error {
	return r.refuse(r.line, fmt.Sprintf(format, arguments...))
}
