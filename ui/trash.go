package ui

import "overachiever/storage"

// restore takes the selected goals out of the trash, to where they were.
func (p *goalsPage) restore() {
	goals := len(p.model.Selection())
	p.view.do(p.model.Restore)
	if goals > 0 {
		p.status.remark(plural(goals, "goal") + " restored to where " + theyWere(goals))
	}
}

func theyWere(goals int) string {
	if goals == 1 {
		return "it was"
	}
	return "they were"
}

// askErase takes the selected goals out of the trash for good, if the person means it.
func (p *goalsPage) askErase() {
	goals := p.taken()
	switch {
	case p.readOnly():
		p.refuseChange()
		return
	case goals == 0:
		return
	}
	p.askForGood("Delete "+p.named(p.model.Selection())+" for ever?", goals, "Delete for ever", p.model.Erase)
}

// askEmptyTrash takes everything out of the trash for good, if the person means it.
func (p *goalsPage) askEmptyTrash() {
	goals := countBelow(p.model.Tree().Entry(storage.Trash))
	if goals == 0 {
		p.status.jot("The trash is empty already.")
		return
	}
	p.askForGood("Empty the trash?", goals, "Empty trash", p.model.EmptyTrash)
}

func (p *goalsPage) askForGood(title string, goals int, yes string, erase func()) {
	p.details.keep()
	p.w.ask(title, plural(goals, "goal")+" will be gone. Ctrl+Z takes that back, also tomorrow.",
		choice{"Cancel", nil},
		choice{yes, func() {
			p.view.do(erase)
			p.status.remark(plural(goals, "goal") + " deleted for ever. Ctrl+Z takes it back.")
		}})
}

// deleteCompleted puts the completed goals into the trash that have nothing open below.
func (p *goalsPage) deleteCompleted() {
	before := p.model.Tree().Totals().Total
	p.details.keep()
	p.view.do(p.model.DeleteCompleted)
	p.status.remark(plural(before-p.model.Tree().Totals().Total, "goal") + " moved to the trash")
}

// named is a goal's name in quotation marks, or how many goals there are.
func (p *goalsPage) named(goals []storage.GoalID) string {
	if len(goals) == 1 {
		goal, _ := p.model.Tree().Goal(goals[0])
		return "‘" + short(goal.Name) + "’"
	}
	return plural(len(goals), "goal")
}
