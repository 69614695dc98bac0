package ui

import (
	"context"
	"errors"

	"overachiever/oauth"
	"overachiever/ui/account"
)

// finder looks up where to sign in. With oauth.ErrNoApp comes the provider with
// whom this program has to be registered first.
type finder func(ctx context.Context, desk *account.Desk) (oauth.Provider, error)

// signInWithGitHub signs in at GitHub, or first explains how to register the program there.
func (w *window) signInWithGitHub() {
	w.signIn(account.Visit{}, func(ctx context.Context, desk *account.Desk) (oauth.Provider, error) { return desk.GitHub(ctx) })
}

// signInWithDemo signs in at the built-in stand-in, the same way.
func (w *window) signInWithDemo() {
	w.signIn(account.Visit{}, findDemo)
}

func findDemo(ctx context.Context, desk *account.Desk) (oauth.Provider, error) { return desk.Demo(ctx) }

// signInAgain renews the session of whoever is open, with the account that was in use.
func (w *window) signInAgain() {
	if w.goals == nil {
		return
	}
	profile := w.goals.person.Profile
	w.signIn(account.Visit{Prompt: oauth.Prompt{Login: profile.Login}},
		func(ctx context.Context, desk *account.Desk) (oauth.Provider, error) {
			return desk.ProviderOf(ctx, profile)
		})
}

// signIn visits the provider that find finds, or first explains how to register
// the program there.
func (w *window) signIn(v account.Visit, find finder) {
	if len(w.sheets) > 0 || w.refuseSignIn() {
		return
	}
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		provider, err := find(ctx, desk)
		return func() {
			v.Provider = provider
			switch {
			case errors.Is(err, oauth.ErrNoApp):
				w.registerFor(v)
			case err != nil:
				w.Log(err)
				w.tell("Signing in did not start", said(err))
			default:
				w.openVisit(v)
			}
		}
	})
}

// welcomePerson opens the goals of who just signed in, and shows the profile.
func (w *window) welcomePerson(person account.Person) { w.welcomeWith(person, func(account.Person) {}) }

// welcomeWith does so, and then says what else there is to say to who they are now.
func (w *window) welcomeWith(person account.Person, then func(account.Person)) {
	w.openGoals(func(ctx context.Context, desk *account.Desk) func() {
		now, err := desk.Now(ctx, person)
		if err != nil {
			return w.troubled(err)
		}
		open := w.load(ctx, desk, now)
		return func() {
			open()
			w.win.RequestFocus() // the person is in the browser now
			w.showProfile()
			then(now)
		}
	})
}

// browse opens a link, and says so when it cannot.
func (w *window) browse(url string) {
	w.later(func(ctx context.Context) func() {
		if err := w.Browse(ctx, url); err != nil {
			return func() { w.tell("The browser did not open", said(err)+" The link is "+url) }
		}
		return nil
	})
}
