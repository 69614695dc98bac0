package ui

import (
	"fmt"

	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// askCompletion asks what becomes of the open goals below those that are to be completed.
func (p *goalsPage) askCompletion(open int, answer func(below bool)) {
	s := p.w.openSheet(480, nil)
	always := false
	complete := func(below bool, rule outline.Below) func() {
		return func() {
			if always {
				p.model.Rule.Below = rule
			}
			s.close()
			p.view.do(func() { answer(below) })
		}
	}
	cancel := s.button("Cancel", s.close)
	one := s.button("Only this one", complete(false, outline.LeaveBelow))
	if len(p.model.Completing()) > 1 {
		one.SetText("Only these")
	}
	them := "they"
	if open == 1 {
		them = "it"
	}
	all := s.primary("Complete all", complete(true, outline.CompleteBelow))
	s.show(all,
		look.Title(p.haveOpenBelow(open)),
		look.Body("Shall "+them+" be completed too?"),
		s.check("Always do this", false, func(on bool) { always = on }),
		look.Space(8), buttons(cancel, one, all))
}

// refuseCompletion says why goals were not completed, and what to do.
func (p *goalsPage) refuseCompletion(open int) {
	p.status.remark(p.haveOpenBelow(open) + ": complete those first, or choose otherwise in Edit ▸ Settings.")
}

// haveOpenBelow says it of the goals that are to be completed.
func (p *goalsPage) haveOpenBelow(open int) string {
	goals := p.model.Completing()
	if len(goals) == 1 {
		return fmt.Sprintf("%s has %s below it", p.named(goals), plural(open, "open goal"))
	}
	return fmt.Sprintf("These %s have %s below them", p.named(goals), plural(open, "more open goal"))
}
