package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/account"
	"overachiever/ui/look"
)

// showProfile shows who is signed in, as the provider told it last.
func (w *window) showProfile() {
	if w.goals == nil || w.goals.person.Local() || len(w.sheets) > 0 {
		return
	}
	s := &profileSheet{page: w.goals, sheet: w.openSheet(420, nil)}
	s.show()
	s.suggest()
}

// profileSheet is the profile of who is signed in, and what they may want to do next.
type profileSheet struct {
	page        *goalsPage
	sheet       *sheet
	trouble     error // why it could not be refreshed
	suggestions []suggestion
}

// suggest looks in the background what there is to suggest.
func (s *profileSheet) suggest() {
	w, person := s.page.w, s.page.person
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		found := w.suggestions(ctx, desk, person)
		return func() {
			if len(found) > 0 && s.sheet.isOpen() {
				s.suggestions = found
				s.show()
				w.suggested(person, found)
			}
		}
	})
}

func (s *profileSheet) show() {
	p := s.page.person.Profile
	content := []fyne.CanvasObject{s.who()}
	if p.Bio != "" {
		content = append(content, look.Body(p.Bio))
	}
	content = append(content, profileFacts(p.Company, p.Location))
	if p.PublicRepos+p.Followers+p.Following > 0 { // most providers do not count what GitHub counts
		content = append(content, numbers(p.PublicRepos, p.Followers, p.Following))
	}
	asOf := look.Caption("As of " + moment(p.Fetched))
	if s.trouble != nil {
		asOf.SetText(asOf.Text + ". " + said(s.trouble))
	}
	asOf.Wrapping = fyne.TextWrapWord
	dates := []fyne.CanvasObject{asOf}
	if !p.MemberSince.IsZero() {
		dates = []fyne.CanvasObject{look.Caption("Member since " + p.MemberSince.Local().Format("2 January 2006")), asOf}
	}
	content = append(content, look.Tight(dates...))
	for _, what := range s.suggestions {
		content = append(content, s.suggestion(what))
	}
	done := s.sheet.primary("Go to my goals", s.sheet.close)
	s.sheet.show(done, append(content, look.Space(4), buttons(append(s.others(), done)...))...)
}

func (s *profileSheet) who() fyne.CanvasObject {
	person := s.page.person
	name := look.Title(person.Name())
	login := look.Caption(handle(person.Profile))
	if person.Demo() {
		login.SetText(login.Text + " · demo account, an invented person")
		login.Importance = widget.WarningImportance
	}
	who := container.NewVBox(layout.NewSpacer(), look.Tight(name, login), layout.NewSpacer())
	return container.NewBorder(nil, nil, picture(person, 72), nil, who)
}

// others are the buttons beside the one that closes.
func (s *profileSheet) others() []fyne.CanvasObject {
	var row []fyne.CanvasObject
	if page := s.page.person.Profile.Page; page != "" {
		row = append(row, s.sheet.button("Open page", func() { s.page.w.browse(page) }))
	}
	refresh := s.sheet.button("Refresh", nil)
	refresh.OnTapped = func() {
		refresh.Disable()
		s.page.refreshProfile(func(err error) {
			s.trouble = err
			if s.sheet.isOpen() {
				s.show()
			}
		})
	}
	return append(row, refresh)
}

func (s *profileSheet) suggestion(what suggestion) fyne.CanvasObject {
	do := s.sheet.button(what.label, func() {
		s.sheet.close()
		what.do()
	})
	return look.On(look.ColorNotice, look.Inset(8, container.NewVBox(look.Body(what.text), buttons(do))))
}

func profileFacts(company, location string) fyne.CanvasObject {
	var facts []fyne.CanvasObject
	for _, fact := range []struct{ what, text string }{{"Company", company}, {"Location", location}} {
		if fact.text != "" {
			facts = append(facts, container.NewBorder(nil, nil, look.Wide(90, look.Caption(fact.what)), nil, look.Body(fact.text)))
		}
	}
	return look.Tight(facts...)
}

func numbers(repositories, followers, following int) fyne.CanvasObject {
	cells := container.NewGridWithColumns(3)
	for _, cell := range []struct {
		n    int
		what string
	}{{repositories, "public repositories"}, {followers, "followers"}, {following, "following"}} {
		n := look.Title(strconv.Itoa(cell.n))
		n.Alignment = fyne.TextAlignCenter
		what := look.Caption(cell.what)
		what.Alignment = fyne.TextAlignCenter
		cells.Add(look.Tight(n, what))
	}
	return cells
}
