package interchange

import (
	"regexp"
	"slices"
	"strings"

	"overachiever/storage"
)

// treeLineGoal makes a goal of a node's fields: its title is the name, some fields mean what a
// goal has, and what is left is the description.
func (n *nursery) treeLineGoal(format *treeLineFormat, data []treeLineField) (goal storage.Goal, lost unkept) {
	if format == nil {
		format = &treeLineFormat{}
	}
	var named map[string]bool
	goal.Name, named = treeLineTitle(format.title, data)
	var rest []treeLineField
	urgent := 0
	for _, field := range data {
		field.text = strings.TrimSpace(field.text)
		switch meaning := treeLineMeaning(format.kinds[field.name], field.name); {
		case field.text == "" || named[field.name]:
		case meaning != "" && meaning != "due" && !treeLineTrue(field.text):
		case meaning == "done":
			goal.Completed = n.now
		case meaning == "urgent":
			urgent = 3
		case meaning == "due" && goal.Due == "" && n.treeLineDue(field.text, &goal, &lost):
		default:
			rest = append(rest, field)
		}
	}
	if strings.TrimSpace(goal.Name) == "" && len(rest) > 0 {
		goal.Name, rest[0].text, _ = strings.Cut(strings.TrimSpace(plainText(rest[0].text)), "\n")
	}
	if urgent > 0 {
		goal.Name = marked(strings.TrimRight(strings.TrimSpace(goal.Name), "!"), urgent, nil)
	}
	goal.Description = treeLineText(rest, format.kinds)
	return goal, lost
}

var treeLinePlace = regexp.MustCompile(`\{\*([^*]*)\*\}`)

// treeLineTitle writes the fields into a title line, and tells which are in it. A field stands
// there once, so that no name grows beyond its node.
func treeLineTitle(line string, data []treeLineField) (title string, named map[string]bool) {
	texts := map[string]string{}
	for _, field := range data {
		texts[field.name] = field.text
	}
	named = map[string]bool{}
	return plainText(treeLinePlace.ReplaceAllStringFunc(line, func(place string) string {
		field := place[2 : len(place)-2]
		if named[field] {
			return ""
		}
		named[field] = true
		return texts[field]
	})), named
}

// treeLineMeaning tells what a field is of a goal, by its kind and name: "done", "urgent", "due",
// "flag" for other Booleans, of which only the true ones say something, and "" for all others.
func treeLineMeaning(kind, name string) string {
	name = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
	switch {
	case kind == "Boolean" && slices.Contains([]string{"done", "completed", "complete", "finished"}, name):
		return "done"
	case kind == "Boolean" && slices.Contains([]string{"urgent", "important"}, name):
		return "urgent"
	case kind == "Boolean":
		return "flag"
	case strings.HasPrefix(kind, "Date") && slices.Contains([]string{"due", "duedate", "duetime", "deadline"}, name):
		return "due"
	}
	return ""
}

func treeLineTrue(text string) bool {
	return slices.Contains([]string{"true", "yes", "1"}, strings.ToLower(text))
}

// treeLineDue reads a Date or DateTime field, false when it is neither.
func (n *nursery) treeLineDue(text string, goal *storage.Goal, lost *unkept) bool {
	moment, ok := n.moment(text, "2006-01-02", "2006/01/02", "2006-01-02 15:04:05", "2006/01/02 15:04:05")
	if !ok {
		return false
	}
	timed := false
	if goal.Due, timed = n.dayOf(moment); timed {
		lost.add(lostDueTime)
	}
	return true
}

// treeLineText writes the fields below each other: a long text as it is, others after their name.
func treeLineText(fields []treeLineField, kinds map[string]string) string {
	var lines []string
	for _, field := range fields {
		text := strings.TrimSpace(plainText(field.text))
		kind := kinds[field.name]
		long := (strings.HasSuffix(kind, "Text") || kind == "") && (len(fields) == 1 || strings.Contains(text, "\n"))
		if text == "" {
			continue
		}
		if !long {
			text = strings.ReplaceAll(field.name, "_", " ") + ": " + text
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}
