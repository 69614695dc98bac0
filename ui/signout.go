package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"

	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// askSignOut confirms first; goals are hidden, never deleted.
func (w *window) askSignOut() {
	if w.goals == nil || w.goals.person.Local() || len(w.sheets) > 0 {
		return
	}
	person := w.goals.person
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		identities, err := desk.Identities(ctx, person)
		return func() {
			if err != nil {
				w.Log(err) // how many there are is only said in passing
			}
			w.confirmSignOut(person, identities)
		}
	})
}

func (w *window) confirmSignOut(person account.Person, identities []storage.Profile) {
	if w.goals == nil || len(w.sheets) > 0 {
		return
	}
	text := "Your goals stay on this computer and are hidden until you sign in again."
	if len(identities) > 1 {
		text += fmt.Sprintf(" All %d connected accounts are signed out.", len(identities))
	}
	w.ask("Sign out "+handle(person.Profile)+"?", text,
		choice{"Cancel", nil},
		choice{"Sign out", func() { w.leaveGoals(func() { w.signOut(person) }) }})
}

func (w *window) signOut(person account.Person) {
	w.showPage(container.NewCenter(look.Caption("Signing out…")))
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		outcomes, err := desk.SignOut(ctx, person)
		return func() {
			w.showWelcome()
			w.signedOut(outcomes, err)
		}
	})
}

// askSignOutEverywhere confirms first, and says how many it is about.
func (w *window) askSignOutEverywhere() {
	if len(w.sheets) > 0 {
		return
	}
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		people, err := desk.People(ctx)
		return func() {
			if len(w.sheets) > 0 {
				return
			}
			if err != nil {
				w.Log(err)
				w.tell("Signing out did not start", said(err))
				return
			}
			w.confirmSignOutEverywhere(people)
		}
	})
}

func (w *window) confirmSignOutEverywhere(people []account.Listed) {
	accounts, owners := 0, 0
	for _, person := range people {
		accounts += person.Identities
		owners += min(person.Identities, 1)
	}
	if accounts == 0 {
		w.tell("Nobody is signed in on this computer", "There is no account here to sign out.")
		return
	}
	which := plural(accounts, "account")
	if owners > 1 {
		which += fmt.Sprintf(" of %d people", owners)
	}
	w.ask("Sign out everywhere on this computer?",
		"Nobody stays signed in, of "+which+" known here. All goals stay on this computer, hidden until their owner signs in again.",
		choice{"Cancel", nil},
		choice{"Sign out all", func() {
			local := w.goals != nil && w.goals.person.Local()
			w.leaveGoals(func() { w.signOutEverywhere(local) })
		}})
}

// signOutEverywhere goes back to the goals without an account if those were open.
func (w *window) signOutEverywhere(local bool) {
	w.showPage(container.NewCenter(look.Caption("Signing out…")))
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		outcomes, err := desk.SignOutEverywhere(ctx)
		show := w.showWelcome
		if local {
			show = w.loadAs(ctx, desk, desk.Local)
		}
		return func() {
			show()
			w.signedOut(outcomes, err)
		}
	})
}

// signedOut says what became of each account at its provider, and offers the
// first page where something is left to be done by hand.
func (w *window) signedOut(outcomes []oauth.Outcome, err error) {
	text, page := outcomesSaid(outcomes)
	if len(outcomes) == 0 {
		text = "No account was still signed in on this computer."
	}
	title := "You are signed out"
	if err != nil {
		w.Log(err)
		title = "Signing out did not finish"
		text = strings.TrimSpace(said(err) + "\n" + text)
	}
	choices := []choice{{"OK", nil}}
	if page != "" {
		choices = slices.Insert(choices, 0, choice{"Open that page", func() { w.browse(page) }})
	}
	w.ask(title, text, choices...)
}

// outcomesSaid is a sentence for each different outcome, and the first page that
// is worth opening, with what to do there.
func outcomesSaid(outcomes []oauth.Outcome) (text, page string) {
	var told, sentences []string
	for _, outcome := range outcomes {
		sentence, next := outcome.Explain()
		if slices.Contains(told, sentence) {
			continue
		}
		told = append(told, sentence)
		if page == "" && outcome.Revocation == oauth.NotRevoked && outcome.Page != "" {
			page = outcome.Page
			sentence += " " + next // beside what it is about
		}
		sentences = append(sentences, sentence)
	}
	return strings.Join(sentences, "\n"), page
}
