package ui

import (
	"context"
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"overachiever/oauth"
	"overachiever/ui/look"
)

// offlineRetry is how long after an answer "offline" the provider is asked again.
const offlineRetry = time.Minute

// showProfile shows who is signed in, as the provider told it last.
func (w *window) showProfile() {
	if w.goals == nil || w.goals.person.Local() || len(w.sheets) > 0 {
		return
	}
	s := w.openSheet(420, nil)
	w.fillProfile(s, "")
}

func (w *window) fillProfile(s *sheet, news string) {
	p := w.goals.person.Profile
	name := look.Title(w.goals.person.Name())
	login := look.Caption("@" + p.Login)
	who := container.NewVBox(layout.NewSpacer(), look.Tight(name, login), layout.NewSpacer())
	if w.goals.person.Demo() {
		login.SetText("@" + p.Login + " · demo account, an invented person")
		login.Importance = widget.WarningImportance
	}
	content := []fyne.CanvasObject{container.NewBorder(nil, nil, container.NewCenter(avatar(w.goals.person, 72)), nil, who)}
	if p.Bio != "" {
		content = append(content, look.Body(p.Bio))
	}
	content = append(content, profileFacts(p.Company, p.Location), numbers(p.PublicRepos, p.Followers, p.Following))
	since := look.Caption("")
	if !p.MemberSince.IsZero() {
		since.SetText("Member since " + p.MemberSince.Local().Format("2 January 2006"))
	}
	asOf := look.Caption("As of " + moment(p.Fetched) + news)
	asOf.Wrapping = fyne.TextWrapWord
	refresh := s.button("Refresh", nil)
	refresh.OnTapped = func() {
		refresh.Disable()
		w.goals.refreshProfile(func(err error) { w.profileRefreshed(s, err) })
	}
	done := s.primary("Go to my goals", s.close)
	row := []fyne.CanvasObject{refresh, done}
	if p.Page != "" {
		row = append([]fyne.CanvasObject{s.button("Open page", func() { w.browse(p.Page) })}, row...)
	}
	content = append(content, look.Tight(since, asOf), look.Space(4), buttons(row...))
	s.show(done, content...)
}

func (w *window) profileRefreshed(s *sheet, err error) {
	if w.goals == nil || len(w.sheets) == 0 || w.sheets[len(w.sheets)-1] != s {
		return
	}
	if err != nil {
		w.fillProfile(s, ". "+said(err))
	} else {
		w.fillProfile(s, "")
	}
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

// refreshProfile asks the provider, in the background, for the profile as it is
// now, and says in the status line whether it could be reached.
func (p *goalsPage) refreshProfile(done func(error)) {
	person := p.person
	p.w.later(func(ctx context.Context) func() {
		now, err := p.w.desk.Refresh(ctx, person)
		return func() {
			if p.w.goals != p {
				return
			}
			p.refreshed(err)
			if err == nil {
				p.person = now
				p.header.chip.set(now)
			}
			done(err)
		}
	})
}

func (p *goalsPage) refreshed(err error) {
	switch {
	case err == nil:
		p.status.session("")
	case errors.Is(err, oauth.ErrOffline):
		p.status.session("Offline")
		p.refreshLater()
	case errors.Is(err, oauth.ErrSignedOut):
		p.sessionIs(err)
	default:
		p.w.Log(err)
		p.status.session("Profile not refreshed")
		p.status.tell(said(err))
	}
}

// refreshLater looks again whether the network is back, so that "Offline" stays true.
func (p *goalsPage) refreshLater() {
	if p.retry != nil {
		p.retry.Stop()
	}
	p.retry = time.AfterFunc(offlineRetry, func() {
		p.w.do(func() {
			if p.w.goals == p && !p.w.closed {
				p.refreshProfile(func(error) {})
			}
		})
	})
}
