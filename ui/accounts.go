package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// showAccounts shows all accounts that open these goals.
func (w *window) showAccounts() {
	if w.goals == nil || w.goals.person.Local() || len(w.sheets) > 0 {
		return
	}
	page, person := w.goals, w.goals.person
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		identities, err := desk.Identities(ctx, person)
		return func() {
			if w.goals != page || len(w.sheets) > 0 {
				return
			}
			if err != nil {
				w.Log(err)
				w.tell("Your accounts could not be read", said(err))
				return
			}
			a := &accountsSheet{page: page, sheet: w.openSheet(460, nil)}
			a.show(identities)
		}
	})
}

// accountsSheet is the list of a person's accounts.
type accountsSheet struct {
	page  *goalsPage
	sheet *sheet
	news  string // what became of the account that was disconnected last
	link  string // where the rest of that is done by hand, or ""
}

func (a *accountsSheet) show(identities []storage.Profile) {
	w := a.page.w
	rows := make([]fyne.CanvasObject, 0, len(identities))
	for _, identity := range identities {
		rows = append(rows, a.row(identity, len(identities) == 1))
	}
	text := "Signing in with any of these opens your goals."
	if len(identities) == 1 {
		text = "Connect another account, and signing in with either opens your goals."
	}
	another := a.sheet.button("Connect another account…", func() {
		a.sheet.close()
		w.connectAnother()
	})
	done := a.sheet.primary("Close", a.sheet.close)
	content := []fyne.CanvasObject{look.Title("Connected accounts"), look.Body(text), container.NewVBox(rows...)}
	press := []fyne.CanvasObject{another, done}
	if a.news != "" {
		content = append(content, look.Body(a.news))
	}
	if a.link != "" {
		link := a.link
		press = append([]fyne.CanvasObject{a.sheet.button("Open that page", func() { w.browse(link) })}, press...)
	}
	a.sheet.show(done, append(content, look.Space(4), buttons(press...))...)
}

func (a *accountsSheet) row(identity storage.Profile, only bool) fyne.CanvasObject {
	who := account.Person{User: a.page.person.User, Profile: identity}
	about := handle(identity)
	if a.page.uses(identity) {
		about += " · in use"
	}
	if only {
		return personRow(who, providerName(identity), about)
	}
	disconnect := a.sheet.button("Disconnect", func() { a.ask(identity) })
	return personRow(who, providerName(identity), about, disconnect)
}

// ask confirms before an account is disconnected.
func (a *accountsSheet) ask(identity storage.Profile) {
	a.page.w.ask("Disconnect "+handle(identity)+"?",
		providerName(identity)+" no longer opens these goals then, and is signed out on this computer. The goals stay with your other accounts.",
		choice{"Cancel", nil},
		choice{"Disconnect", func() { a.disconnect(identity) }})
}

func (a *accountsSheet) disconnect(identity storage.Profile) {
	w, person := a.page.w, a.page.person
	a.sheet.show(nil, look.Title("Connected accounts"), look.Body("Disconnecting "+handle(identity)+"…"))
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		now, outcome, err := desk.Disconnect(ctx, person, identity)
		left, unread := desk.Identities(ctx, person)
		return func() {
			if err != nil {
				w.Log(err)
				a.news, a.link = said(err), ""
			} else {
				a.news, a.link = outcomesSaid([]oauth.Outcome{outcome})
			}
			a.nowAs(now)
			switch {
			case !a.sheet.isOpen():
			case unread != nil:
				a.sheet.close()
				w.tell("Your accounts could not be read", said(unread))
			default:
				a.show(left)
			}
		}
	})
}

// nowAs goes on as the person is without the account, which may have been the one in use.
func (a *accountsSheet) nowAs(person account.Person) {
	if a.page.w.goals == a.page && !sameAccount(a.page.person, person) {
		a.page.be(person)
		a.page.checkSession()
	}
}

// connectAnother signs in once more, for the same goals.
func (w *window) connectAnother() {
	if w.goals == nil || w.goals.person.Local() || len(w.sheets) > 0 {
		return
	}
	w.connectWith(w.goals.person)
}

// connected goes on with the account that was connected just now, and shows all of them.
func (w *window) connected(person account.Person) {
	if w.goals == nil || w.goals.person.User != person.User {
		w.welcomePerson(person)
		return
	}
	w.win.RequestFocus() // the person is in the browser now
	w.goals.be(person)
	w.goals.checkSession()
	w.showAccounts()
}

// sameIdentity tells whether both are the same account: never by login, which
// changes hands.
func sameIdentity(a, b storage.Profile) bool {
	return a.Issuer == b.Issuer && a.Subject == b.Subject
}
