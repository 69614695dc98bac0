package interchange

import (
	"regexp"
	"strings"
	"time"

	"overachiever/storage"
)

// Pasted makes goals of a text from another program: a Markdown list as Import reads it, if
// that loses nothing and has no numbers, or any other lines, each a goal below the one above
// that is indented less. Bullets, numbers and check boxes before a name are taken away, and
// 📅 2027-01-31 after it is when the goal is due. No text is refused; one of no words, or
// beyond MaxBytes, has no goals.
func Pasted(text string, now time.Time) []storage.Branch {
	if len(text) > MaxBytes {
		return nil
	}
	text = cleaned(text)
	first, _, _ := strings.Cut(strings.TrimLeft(text, " \t\r\n"), "\n")
	if itemLine.MatchString(first) && !numberedLines.MatchString(text) {
		if document, err := Import("clipboard", strings.NewReader(text), Markdown, now); err == nil && len(document.Losses) == 0 {
			return document.Goals
		}
	}
	p := pasted{now: now}
	for line := range strings.SplitSeq(text, "\n") {
		p.add(line)
	}
	p.closeFrom(0)
	apart(p.goals, now)
	return p.goals
}

// pasted builds a tree as the lines come; what a later line can still come below is open.
type pasted struct {
	now   time.Time
	open  []pastedGoal
	goals []storage.Branch
}

type pastedGoal struct {
	columns int
	branch  storage.Branch
}

var (
	// Word's bullets are of a font of symbols: private letters.
	bulletOfLine  = regexp.MustCompile(`^(?:[-*+•‣◦–·●○■▪\x{F0B7}\x{F0A7}]|\d{1,9}[.)]|[A-Za-z]\))(?:\s+|$)`)
	numberedLines = regexp.MustCompile(`(?m)^\d{1,9}[.)](?:[ \t]|$)`) // not those in a description
	boxOfLine     = regexp.MustCompile(`^(?:\[([ xX])\]|([☐☑☒✓✔]))(?:\s+|$)`)
)

func (p *pasted) add(line string) {
	columns, name := margin(line)
	name = strings.TrimSpace(name)
	name = strings.TrimPrefix(name, bulletOfLine.FindString(name))
	box := boxOfLine.FindStringSubmatch(name)
	if box != nil {
		name = strings.TrimPrefix(name, box[0])
	}
	if name == "" {
		return
	}
	owner := len(p.open)
	for owner > 0 && (p.open[owner-1].columns >= columns || owner >= MaxDepth) {
		owner--
	}
	p.closeFrom(owner)
	goal := storage.Goal{Name: name}
	if due := dueMark.FindStringSubmatchIndex(name); due != nil && due[0] > 0 {
		if day, err := storage.ParseDate(name[due[4]:due[5]]); err == nil {
			goal.Name, goal.Due = strings.TrimSpace(name[:due[0]]), day
		}
	}
	if box != nil && box[1] != " " && box[2] != "☐" {
		goal.Completed = p.now
	}
	p.open = append(p.open, pastedGoal{columns, storage.Branch{Goal: goal}})
}

// closeFrom gives the open goals from one on to those above them.
func (p *pasted) closeFrom(first int) {
	for len(p.open) > first {
		last := p.open[len(p.open)-1].branch
		p.open = p.open[:len(p.open)-1]
		if len(p.open) == 0 {
			p.goals = append(p.goals, last)
			continue
		}
		parent := &p.open[len(p.open)-1].branch
		parent.Children = append(parent.Children, last)
	}
}
