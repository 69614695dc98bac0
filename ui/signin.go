package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/container"

	"overachiever/oauth"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// finder looks up where to sign in. With oauth.ErrNoApp comes the provider with
// whom this program has to be registered first.
type finder func(ctx context.Context) (oauth.Provider, error)

// signInWithGitHub signs in at GitHub, or first explains how to register the program there.
func (w *window) signInWithGitHub() {
	w.signIn(account.Visit{}, func(ctx context.Context) (oauth.Provider, error) { return w.desk.GitHub(ctx) })
}

// signInWithDemo signs in at the built-in stand-in, the same way.
func (w *window) signInWithDemo() {
	w.signIn(account.Visit{}, func(ctx context.Context) (oauth.Provider, error) { return w.desk.Demo(ctx) })
}

// signInAgain renews the session of whoever is open, with the account that was in use.
func (w *window) signInAgain() {
	if w.goals == nil {
		return
	}
	profile := w.goals.person.Profile
	w.signIn(account.Visit{Prompt: oauth.Prompt{Login: profile.Login}},
		func(ctx context.Context) (oauth.Provider, error) { return w.desk.ProviderOf(ctx, profile) })
}

// signIn visits the provider that find finds, or first explains how to register
// the program there.
func (w *window) signIn(v account.Visit, find finder) {
	if w.desk == nil || len(w.sheets) > 0 {
		return
	}
	w.later(func(ctx context.Context) func() {
		provider, err := find(ctx)
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
func (w *window) welcomePerson(person account.Person) { w.welcomeWith(person, func() {}) }

// welcomeWith does so, and then what else there is to say.
func (w *window) welcomeWith(person account.Person, then func()) {
	w.leaveGoals(func() {
		w.later(func(ctx context.Context) func() {
			open := w.load(ctx, w.desk, person)
			return func() {
				open()
				w.win.RequestFocus() // the person is in the browser now
				w.showProfile()
				then()
			}
		})
	})
}

// askSignOut confirms first; goals are hidden, never deleted.
func (w *window) askSignOut() {
	if w.goals == nil || w.goals.person.Local() {
		return
	}
	person := w.goals.person
	w.ask("Sign out @"+person.Profile.Login+"?",
		"Your goals stay on this computer and are hidden until you sign in again.",
		choice{"Cancel", nil},
		choice{"Sign out", func() { w.leaveGoals(func() { w.signOut(person) }) }})
}

func (w *window) signOut(person account.Person) {
	w.showPage(container.NewCenter(look.Caption("Signing out…")))
	w.later(func(ctx context.Context) func() {
		outcomes, err := w.desk.SignOut(ctx, person)
		return func() {
			w.showWelcome()
			w.signedOut(worst(outcomes), err)
		}
	})
}

// worst is the outcome that leaves most to do by hand.
func worst(outcomes []oauth.Outcome) oauth.Outcome {
	for _, outcome := range outcomes {
		if outcome.Revocation != oauth.Revoked {
			return outcome
		}
	}
	return append(outcomes, oauth.Outcome{})[0]
}

func (w *window) signedOut(outcome oauth.Outcome, err error) {
	if err != nil {
		w.Log(err)
		w.tell("Signing out did not finish", said(err))
		return
	}
	sentence, next := outcome.Explain()
	choices := []choice{{"OK", nil}}
	if outcome.Revocation == oauth.NotRevoked && outcome.Page != "" {
		choices = append([]choice{{"Open that page", func() { w.browse(outcome.Page) }}}, choices...)
	}
	text := sentence
	if next != "" {
		text += " " + next
	}
	w.ask("You are signed out", text, choices...)
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
