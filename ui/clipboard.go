package ui

import "overachiever/storage"

// copy puts the selected goals on the clipboard, as a Markdown task list.
func (p *goalsPage) copy() {
	p.toClipboard(p.model.Copy, "copied")
}

// cut is copy, and puts the goals into the trash.
func (p *goalsPage) cut() {
	if p.readOnly() {
		p.refuseChange()
		return
	}
	p.toClipboard(p.model.Cut, "cut")
}

func (p *goalsPage) toClipboard(take func() string, done string) {
	p.details.keep()
	goals, text := p.taken(), ""
	p.view.do(func() { text = take() })
	if text == "" {
		return
	}
	p.w.app.Clipboard().SetContent(text)
	p.status.jot(plural(goals, "goal") + " " + done)
}

// taken counts the selected goals and all below them.
func (p *goalsPage) taken() int {
	selected := map[*storage.Entry]bool{}
	for _, id := range p.model.Selection() {
		selected[p.model.Tree().Entry(id)] = true
	}
	n := 0
	for entry := range selected {
		if !isBelow(entry, selected) {
			n += 1 + countBelow(entry)
		}
	}
	return n
}

// isBelow tells whether an entry is below one of others.
func isBelow(entry *storage.Entry, others map[*storage.Entry]bool) bool {
	for up := entry.Parent(); up != nil; up = up.Parent() {
		if others[up] {
			return true
		}
	}
	return false
}

// countBelow counts the goals below a goal or place.
func countBelow(entry *storage.Entry) int {
	n := len(entry.Children())
	for _, child := range entry.Children() {
		n += countBelow(child)
	}
	return n
}

// paste makes goals of the lines on the clipboard, below the selected one.
func (p *goalsPage) paste() {
	p.details.keep()
	text, goals := p.w.app.Clipboard().Content(), 0
	p.view.do(func() { goals = p.model.Paste(text) })
	if goals > 0 {
		p.status.jot(plural(goals, "goal") + " pasted")
	}
}

// selectAll selects the goals beside the selected one; then all that are shown.
func (p *goalsPage) selectAll() { p.view.do(p.model.MarkAll) }
