package interchange

import (
	"bufio"
	"encoding/csv"
	"strconv"
	"strings"

	"overachiever/storage"
)

// writeCSV writes a goal a row (RFC 4180), each after the one it is below.
func writeCSV(out *bufio.Writer, document Document) {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	_ = w.Write([]string{"id", "parent", "level", "name", "description", "created", "due", "completed", "extra"})
	listed(document.Goals, func(goal storage.Goal, parent storage.GoalID, level int) {
		_ = w.Write([]string{ // the writer below keeps its error
			string(goal.ID), string(parent), strconv.Itoa(level),
			plainCell(cleaned(goal.Name)), plainCell(cleaned(goal.Description)),
			timeText(goal.Created), string(goal.Due), timeText(goal.Completed), goal.Extra,
		})
	})
	w.Flush()
}

// plainCell keeps a spreadsheet from taking a text for a formula, and what it says from being
// done: by an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection),
// which fromPlainCell takes away.
func plainCell(text string) string {
	if isFormula(text) {
		return "'" + text
	}
	return text
}

func fromPlainCell(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && isFormula(rest) {
		return rest
	}
	return text
}

// isFormula tells what begins as a formula does, or as what plainCell has made of one.
func isFormula(text string) bool {
	text = strings.TrimLeft(text, "'")
	return text != "" && strings.IndexByte("=+-@\t\n", text[0]) >= 0
}
