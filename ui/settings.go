package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// showSettings shows what a person can choose. It holds at once.
func (p *goalsPage) showSettings() {
	p.keepTyped()
	p.view.refresh()
	s := p.w.openSheet(440, p.changed)
	rules := []struct {
		rule  outline.Below
		label string
	}{
		{outline.AskBelow, "Ask each time"},
		{outline.CompleteBelow, "Complete them too"},
		{outline.RefuseBelow, "Do not complete it before they are"},
		{outline.LeaveBelow, "Leave them open"},
	}
	var options []*look.Button
	mark := func() {
		for i, option := range options {
			option.SetIcon(radioIcon(p.model.Rule.Below == rules[i].rule))
		}
	}
	for _, r := range rules {
		option := s.quiet(r.label, func() { p.model.Rule.Below = r.rule; mark() })
		options = append(options, option)
	}
	mark()
	above := s.check("Complete a goal when the last goal below it is completed", p.model.Rule.Above,
		func(on bool) { p.model.Rule.Above = on })
	room := p.w.budgets(s)
	done := s.primary("Close", s.close)
	chosen := options[0]
	for i, r := range rules {
		if r.rule == p.model.Rule.Below {
			chosen = options[i]
		}
	}
	s.show(chosen,
		look.Title("Settings"),
		label("When a goal with open goals below is completed"), s.list(options...),
		look.Space(4), above,
		look.Space(4), label("Automatic backups may take"), room,
		look.Space(8), buttons(done))
}

func radioIcon(on bool) fyne.Resource {
	if on {
		return theme.NewPrimaryThemedResource(theme.RadioButtonCheckedIcon())
	}
	return theme.RadioButtonIcon()
}

// check is something to be switched on and off on a sheet.
func (s *sheet) check(label string, on bool, changed func(on bool)) *look.Button {
	icon := func() fyne.Resource {
		if on {
			return theme.NewPrimaryThemedResource(theme.CheckButtonCheckedIcon())
		}
		return theme.CheckButtonIcon()
	}
	b := s.quiet(label, nil)
	b.Alignment = widget.ButtonAlignLeading
	b.OnTapped = func() {
		on = !on
		b.SetIcon(icon())
		changed(on)
	}
	b.SetIcon(icon())
	return b
}
