package ui

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"overachiever/storage"
	"overachiever/ui/outline"
)

// direction is back or forth in what was done.
type direction struct {
	typing fyne.Shortcut // what a text field does then
	goals  func(*outline.Model)
	next   func(*storage.Tree) (storage.Step, bool)
	gap    func(*storage.Tree) storage.Gap // what has to be read from the file before
	steps  func(*storage.Tree) ([]storage.Step, bool)
	do     string // in words: undo,
	doing  string // undoing,
	done   string // undone
}

// undo takes back typing while something is typed, else what was done last.
func (w *window) undo() {
	w.travel(direction{&fyne.ShortcutUndo{}, (*outline.Model).Undo, (*storage.Tree).NextUndo, (*storage.Tree).UndoGap, (*storage.Tree).Undo, "undo", "Undoing", "Undone"})
}

func (w *window) redo() {
	w.travel(direction{&fyne.ShortcutRedo{}, (*outline.Model).Redo, (*storage.Tree).NextRedo, (*storage.Tree).RedoGap, (*storage.Tree).Redo, "redo", "Redoing", "Redone"})
}

func (w *window) travel(to direction) {
	if w.travelInText(to.typing) {
		return
	}
	if p := w.goals; p != nil && len(w.sheets) == 0 {
		p.details.keep()
		p.model.Keep()
		p.travel(to)
	}
}

func (p *goalsPage) travel(to direction) {
	if p.readOnly() {
		p.refuseChange()
		return
	}
	tree := p.model.Tree()
	step, _ := to.next(tree)
	if gap := to.gap(tree); !gap.Empty() {
		p.recall(to, step, gap)
		return
	}
	p.view.do(func() { to.goals(p.model) })
	p.sayTravelled(to, step)
	if step.Act == storage.ActMerge {
		p.checkAccounts()
	}
	p.readHistory()
}

// sayTravelled says what was undone or redone: it may stand far from where one was.
func (p *goalsPage) sayTravelled(to direction, step storage.Step) {
	if step.ID == "" {
		p.status.jot("There is nothing to " + to.do + ".")
		return
	}
	p.status.remark(to.done + ": " + actName(step))
}

// recall reads what the file alone remembers of a step, and goes on when nothing else
// was done meanwhile.
func (p *goalsPage) recall(to direction, step storage.Step, gap storage.Gap) {
	if p.recalling {
		return
	}
	p.recalling = true
	p.status.tell("Looking up the " + cmp.Or(actName(step), "earlier changes") + "…")
	p.w.labour(func(ctx context.Context) func() {
		err := p.writer.Flush(ctx) // it may have been done just now
		var history storage.History
		if err == nil {
			history, err = p.user.History(ctx, gap)
		}
		return func() {
			p.recalling = false
			now, _ := to.next(p.model.Tree())
			switch {
			case err != nil:
				p.historyLost(err)
			case p.w.goals == p && now.ID == step.ID && history.Size() > longStep && len(p.w.sheets) == 0:
				p.status.tell("")
				p.travelInFile(to, step, history)
			case p.w.goals == p && (now.ID == step.ID || step.ID == ""):
				p.model.Tree().AddHistory(history)
				p.status.tell("")
				p.travel(to)
			default:
				p.status.tell("")
			}
		}
	})
}

// longStep is how many operations, of a step, would hold up the window.
const longStep = 5000

// travelInFile does a long step back or forth in the file, as an import is done there.
// What the file remembers of it was read already.
func (p *goalsPage) travelInFile(to direction, step storage.Step, recalled storage.History) {
	ctx, cancel := context.WithCancel(p.w.ctx)
	s := p.w.openSheet(importWidth, cancel)
	meter := s.showProgress(to.doing+" the "+cmp.Or(actName(step), "earlier change")+"…", func() { cancel(); s.showCancelling() })
	p.rework(ctx, func() (_ *storage.Tree, steps []storage.Step, err error) {
		tree, err := p.user.Rework(ctx, func(tree *storage.Tree) ([]storage.Step, error) {
			history, err := p.user.History(ctx, tree.Unread())
			if err != nil {
				return nil, err
			}
			tree.AddHistory(history)
			tree.AddHistory(recalled)
			if now, _ := to.next(tree); now.ID == step.ID {
				steps, _ = to.steps(tree)
			}
			return steps, nil
		}, meter.count)
		return tree, steps, err
	}, func(err error) {
		s.close()
		switch {
		case err == nil:
			p.sayTravelled(to, step)
		case !quiet(err):
			p.historyLost(err)
		}
	})
}

// readHistory reads, before it is asked for, what can be undone from earlier times.
func (p *goalsPage) readHistory() {
	gap := p.model.Tree().Unread()
	if gap.Empty() || p.reading || p.readOnly() {
		return
	}
	p.reading = true
	p.w.later(func(ctx context.Context) func() {
		history, err := p.user.History(ctx, gap)
		return func() {
			p.reading = false
			if err != nil {
				p.historyLost(err)
				return
			}
			p.model.Tree().AddHistory(history)
			p.w.menus.refresh()
		}
	})
}

func (p *goalsPage) historyLost(err error) {
	p.w.Log(err)
	p.status.tell("Earlier changes cannot be undone: " + said(err))
}

// actName says what a step did: "move of ‘Learn Go’", "move of 3 goals".
func actName(step storage.Step) string {
	names := map[storage.Act]string{
		storage.ActCreate: "new goal", storage.ActRename: "rename", storage.ActDescribe: "description",
		storage.ActDue: "due date", storage.ActMove: "move", storage.ActIndent: "indent",
		storage.ActOutdent: "outdent", storage.ActComplete: "completion", storage.ActReopen: "reopening",
		storage.ActSplit: "splitting", storage.ActJoin: "joining", storage.ActDuplicate: "copy",
		storage.ActPaste: "pasting", storage.ActErase: "deletion for good", storage.ActEmpty: "emptying the trash",
		storage.ActDelete: "deletion", storage.ActRestore: "restoring", storage.ActImport: "import",
		storage.ActMerge: "bringing together", storage.ActClaim: "bringing in goals",
		storage.ActRevert: "restoring a backup", storage.ActRecover: "recovery",
	}
	switch {
	case step.Subject == "", step.Act == storage.ActEmpty, step.Act == storage.ActMerge, step.Act == storage.ActClaim: // of many goals
		return names[step.Act]
	case step.Act == storage.ActImport, isCount(step.Subject):
		return names[step.Act] + " of " + short(step.Subject)
	}
	return names[step.Act] + " of ‘" + short(step.Subject) + "’"
}

// isCount tells whether a subject is no name, but says how many goals there were.
func isCount(subject string) bool {
	number, goals, _ := strings.Cut(subject, " ")
	return goals == "goals" && strings.Trim(number, "0123456789,") == ""
}
