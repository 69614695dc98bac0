package ui

import (
	"context"

	"overachiever/storage"
	"overachiever/ui/outline"
)

// copying is how goals get to the clipboard.
type copying struct {
	newest int  // of all copies, counted from 1: an older one that is ready later is not wanted any more
	going  bool // the newest is not on the clipboard yet
	pastes int  // asked for meanwhile
}

// copiedAtOnce is how many goals are written in much less than a frame.
const copiedAtOnce = 500

// copy puts the selected goals on the clipboard, as a Markdown task list.
func (p *goalsPage) copy() {
	p.toClipboard((*outline.Model).Copy, "copied")
}

// cut is copy, and puts the goals into the trash.
func (p *goalsPage) cut() {
	if p.readOnly() {
		p.refuseChange()
		return
	}
	p.toClipboard((*outline.Model).Cut, "cut")
}

func (p *goalsPage) toClipboard(take func(*outline.Model) (func() string, int), done string) {
	p.details.keep()
	var write func() string
	goals := 0
	p.view.do(func() { write, goals = take(p.model) })
	if goals == 0 {
		return
	}
	p.copying.newest++
	mine, news := p.copying.newest, plural(goals, "goal")+" "+done
	if goals <= copiedAtOnce {
		p.copied(write(), news)
		return
	}
	p.copying.going = true
	p.status.tell("Copying…")
	p.w.later(func(context.Context) func() {
		text := write()
		return func() {
			if mine == p.copying.newest {
				p.copied(text, news)
			}
		}
	})
}

// copied puts what was written on the clipboard, and pastes it as often as was asked for
// since it was copied.
func (p *goalsPage) copied(text, news string) {
	p.w.app.Clipboard().SetContent(text)
	p.status.jot(news)
	pastes := p.copying.pastes
	p.copying.going, p.copying.pastes = false, 0
	for range pastes {
		if p.w.goals == p {
			p.paste()
		}
	}
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
	if p.copying.going {
		p.copying.pastes++
		return
	}
	p.details.keep()
	text, goals := p.w.app.Clipboard().Content(), 0
	p.view.do(func() { goals = p.model.Paste(text) })
	if goals > 0 {
		p.status.remark(plural(goals, "goal") + " pasted")
	}
}

// selectAll selects the goals beside the selected one; then all that are shown.
func (p *goalsPage) selectAll() { p.view.do(p.model.MarkAll) }
