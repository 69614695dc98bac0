package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"

	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// showTaken explains that the account to connect is another person's, and offers
// to make one person of both.
func (w *window) showTaken(v account.Visit, taken *account.Taken) {
	if v.Connect == nil {
		w.tell("This account was not connected", said(taken))
		return
	}
	w.win.RequestFocus() // the person is in the browser now
	other, goals := handle(taken.Other.Profile), plural(taken.Goals, "goal")+" of their own here"
	if taken.Goals == 0 {
		goals = "a place of their own here, with no goals yet"
	}
	w.ask(other+" is another person here",
		fmt.Sprintf("%s already has %s. If both are you, bring them together: the goals of %s are put below yours, and their accounts open your goals from then on. Edit ▸ Undo takes that back.",
			other, goals, other),
		choice{"Cancel", nil},
		choice{"Bring both together", func() { w.bringTogether(taken.Other, *v.Connect, taken.Goals) }})
}

func (w *window) bringTogether(from, into account.Person, goals int) {
	w.rework(into, "Bringing both together…",
		func(ctx context.Context, desk *account.Desk) error { return desk.Merge(ctx, from, into) },
		fmt.Sprintf("%s of %s moved here. Edit ▸ Undo takes that back.", plural(goals, "goal"), handle(from.Profile)))
}

// askClaim offers to bring the goals that were kept without an account along.
func (w *window) askClaim() {
	if w.goals == nil || w.goals.person.Local() || len(w.sheets) > 0 {
		return
	}
	page := w.goals
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		goals, err := desk.LocalGoals(ctx)
		return func() {
			switch {
			case w.goals != page || len(w.sheets) > 0:
			case err != nil:
				w.Log(err)
				w.tell("The goals on this computer could not be counted", said(err))
			case goals == 0:
				w.tell("There is nothing to bring in", "No goals are kept on this computer without an account.")
			default:
				w.ask("Bring in "+plural(goals, "goal")+" from this computer?",
					"They were kept without an account. They become yours and are put below your other goals. Edit ▸ Undo takes that back.",
					choice{"Cancel", nil},
					choice{"Bring them in", func() { w.claim(page.person, goals) }})
			}
		}
	})
}

func (w *window) claim(person account.Person, goals int) {
	w.rework(person, "Bringing in the goals…",
		func(ctx context.Context, desk *account.Desk) error { return desk.Claim(ctx, person) },
		plural(goals, "goal")+" from this computer moved here. Edit ▸ Undo takes that back.")
}

// checkAccounts looks whether the account in use is still one of this person:
// taking back that two people became one gives accounts back.
func (p *goalsPage) checkAccounts() {
	person := p.person
	p.w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		err := p.writer.Flush(ctx)
		var own []storage.Profile
		if err == nil {
			own, err = desk.Identities(ctx, person)
		}
		return func() {
			switch {
			case err != nil:
				p.w.Log(err)
			case p.w.goals != p, len(own) == 0, slices.ContainsFunc(own, p.uses):
			default:
				p.be(account.Person{User: person.User, Profile: own[0]})
				p.checkSession()
			}
		}
	})
}

// uses tells whether this is the account in use.
func (p *goalsPage) uses(identity storage.Profile) bool {
	return sameIdentity(identity, p.person.Profile)
}

// rework changes a person's goals in the file, where no window holds them: they
// are left, and opened again afterwards.
func (w *window) rework(person account.Person, doing string, work func(ctx context.Context, desk *account.Desk) error, news string) {
	w.leaveGoals(func() {
		w.showPage(container.NewCenter(look.Caption(doing)))
		w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
			err := work(ctx, desk)
			show := w.load(ctx, desk, person)
			return func() {
				show()
				switch {
				case err != nil:
					w.Log(err)
					w.tell("That did not work", said(err))
				case w.goals != nil:
					w.goals.status.tell(news)
				}
			}
		})
	})
}

// settingSuggested is where it is kept what was suggested to a person already:
// each thing once, and never again.
const settingSuggested = "suggested"

// suggestion is something the person may want to do. It stands in the profile;
// nothing depends on an answer.
type suggestion struct {
	id          string // as in settingSuggested
	text, label string
	do          func()
}

// suggestions finds, in the background, what was not suggested yet. An error
// means that there is nothing to suggest now.
func (w *window) suggestions(ctx context.Context, desk *account.Desk, person account.Person) []suggestion {
	text, err := desk.Store.User(person.User).Setting(ctx, settingSuggested)
	if err != nil {
		w.Log(err)
		return nil
	}
	told := strings.Fields(text)
	var found []suggestion
	if goals, err := desk.LocalGoals(ctx); err != nil {
		w.Log(err)
	} else if goals > 0 && !slices.Contains(told, "claim") {
		found = append(found, w.suggestClaim(person, goals))
	}
	alike, err := desk.Alike(ctx, person)
	if err != nil {
		w.Log(err)
	}
	for _, other := range alike {
		if !slices.Contains(told, string(other.User)) {
			found = append(found, w.suggestTogether(person, other))
		}
	}
	return found
}

func (w *window) suggestClaim(person account.Person, goals int) suggestion {
	text, label := "1 goal is kept on this computer without an account.", "Bring it along"
	if goals > 1 {
		text = fmt.Sprintf("%d goals are kept on this computer without an account.", goals)
		label = fmt.Sprintf("Bring the %d goals along", goals)
	}
	return suggestion{"claim", text, label, func() { w.claim(person, goals) }}
}

// suggestTogether: an equal address is no proof. Signing in to the other account is.
func (w *window) suggestTogether(person, other account.Person) suggestion {
	name := handle(other.Profile)
	return suggestion{string(other.User),
		name + " here has the same e-mail address. If both are you, bring them together: sign in as " + name + " once more.",
		"Sign in as " + shortTo(name, 24),
		func() { w.visit(other, &person) }}
}

// suggested keeps what the person has seen now.
func (w *window) suggested(person account.Person, seen []suggestion) {
	if len(seen) == 0 {
		return
	}
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		user := desk.Store.User(person.User)
		text, err := user.Setting(ctx, settingSuggested)
		for _, s := range seen {
			text += " " + s.id
		}
		if err == nil {
			err = user.SetSetting(ctx, settingSuggested, strings.TrimSpace(text))
		}
		if err != nil {
			w.Log(err)
		}
		return nil
	})
}
