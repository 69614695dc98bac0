package interchange

import (
	"bufio"
	"strings"

	"overachiever/storage"
)

// writeMarkdown writes goals as a GitHub task list
// (https://github.github.com/gfm/#task-list-items-extension-), two spaces a level:
//
//   - [ ] name 📅 2027-01-31
//
//     description, which a blank line parts from the name
func writeMarkdown(out *bufio.Writer, document Document) {
	writeList(out, document.Goals, 0)
}

func writeList(out *bufio.Writer, goals []storage.Branch, depth int) {
	for _, branch := range goals {
		indent(out, depth)
		writeItem(out, branch.Goal)
		writeDescription(out, cleaned(branch.Goal.Description), depth+1)
		writeList(out, branch.Children, depth+1)
	}
}

func writeItem(out *bufio.Writer, goal storage.Goal) {
	box := "- [ ]"
	if !goal.Completed.IsZero() {
		box = "- [x]"
	}
	out.WriteString(box)
	if name := nameToMarkdown(cleaned(goal.Name)); name != "" {
		out.WriteString(" " + name)
	}
	if goal.Due != "" {
		out.WriteString(" 📅 " + string(goal.Due))
	}
	out.WriteByte('\n')
}

func writeDescription(out *bufio.Writer, text string, depth int) {
	if text == "" {
		return
	}
	out.WriteByte('\n')
	lines := strings.Split(text, "\n")
	first, last := filledLines(lines)
	for i, line := range lines {
		if line != "" || i < first || i > last {
			indent(out, depth)
			out.WriteString(lineToMarkdown(line))
		}
		out.WriteByte('\n')
	}
}

// filledLines is where the first and the last line are that are not empty.
func filledLines(lines []string) (first, last int) {
	first, last = 0, len(lines)-1
	for first < len(lines) && lines[first] == "" {
		first++
	}
	for last > first && lines[last] == "" {
		last--
	}
	return first, last
}
