package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// listedPerson is somebody of this file, with all their accounts.
type listedPerson struct {
	account.Listed
	accounts []storage.Profile
}

// switchPerson shows who keeps goals on this computer, to open those of another.
func (w *window) switchPerson() {
	if w.leaving != nil || len(w.sheets) > 0 {
		return
	}
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		people, err := peopleAt(ctx, desk)
		return func() {
			switch {
			case len(w.sheets) > 0:
			case err != nil:
				w.Log(err)
				w.tell("It could not be read who is here", said(err))
			case len(people) == 0:
				w.tell("Nobody keeps goals here yet", "Sign in, or start without an account.")
			default:
				w.showPeople(people)
			}
		}
	})
}

// peopleAt are all who keep goals in the file of a desk.
func peopleAt(ctx context.Context, desk *account.Desk) ([]listedPerson, error) {
	listed, err := desk.People(ctx)
	if err != nil {
		return nil, err
	}
	people := make([]listedPerson, 0, len(listed))
	for _, l := range listed {
		person := listedPerson{Listed: l}
		if l.Identities > 0 {
			if person.accounts, err = desk.Identities(ctx, l.Person); err != nil {
				return nil, err
			}
		}
		people = append(people, person)
	}
	return people, nil
}

func (w *window) showPeople(people []listedPerson) {
	s := w.openSheet(460, nil)
	cancel := s.button("Cancel", s.close)
	first := cancel
	rows := make([]fyne.CanvasObject, 0, len(people))
	for _, person := range people {
		if w.goals != nil && w.goals.person.User == person.User {
			person.Goals = w.goals.model.Tree().Totals().Total // the file may not have the newest yet
			rows = append(rows, personRow(person.Person, person.Name(), person.about()+" · open now"))
			continue
		}
		open := s.button("Open", func() {
			s.close()
			w.openPerson(person.Person)
		})
		if first == cancel {
			first = open
		}
		rows = append(rows, personRow(person.Person, person.Name(), person.about(), open))
	}
	s.show(first,
		look.Title("Switch person"),
		look.Body("Everybody here has goals of their own, and sees no others."),
		container.NewVBox(rows...),
		look.Space(4),
		buttons(cancel))
}

// about tells a person's accounts and how many goals they have.
func (p listedPerson) about() string {
	var handles []string
	for _, a := range p.accounts {
		handles = append(handles, handle(a))
	}
	handles = append(handles, plural(p.Goals, "goal"))
	if p.Demo() {
		handles = append(handles, "demo")
	}
	return strings.Join(handles, " · ")
}

// openPerson opens a person's goals if they are still signed in, and asks them
// to sign in if not. The goals that are open stay until then.
func (w *window) openPerson(person account.Person) {
	ctx, cancel := context.WithCancel(w.ctx)
	s := w.openSheet(400, cancel)
	stop := s.button("Cancel", s.close)
	s.show(stop, look.Title("Opening "+person.Name()), look.Body("Looking whether they are still signed in. Your keyring may ask for its password."), look.Space(8), buttons(stop))
	w.atDesk(func(_ context.Context, desk *account.Desk) func() {
		opened, err := desk.Open(ctx, person)
		return func() {
			if !s.isOpen() {
				return // cancelled meanwhile
			}
			s.close()
			w.personOpened(person, opened, err)
		}
	})
}

func (w *window) personOpened(asked, opened account.Person, err error) {
	switch {
	case err == nil:
		w.openGoals(func(ctx context.Context, desk *account.Desk) func() {
			return w.loadAs(ctx, desk, func(ctx context.Context) (account.Person, error) { return desk.Now(ctx, opened) })
		})
	case errors.Is(err, oauth.ErrNotSignedIn):
		w.visit(asked, nil)
	default:
		w.Log(err)
		w.ask("The goals of "+asked.Name()+" did not open", said(err),
			choice{"Cancel", nil},
			choice{"Try again", func() { w.openPerson(asked) }})
	}
}

// visit signs in as somebody who is known here: to open their goals, or to
// connect their account to another person.
func (w *window) visit(as account.Person, connect *account.Person) {
	w.signIn(account.Visit{Prompt: oauth.Prompt{Login: as.Profile.Login}, Connect: connect},
		func(ctx context.Context, desk *account.Desk) (oauth.Provider, error) {
			return desk.ProviderOf(ctx, as.Profile)
		})
}

// loadAs is load for somebody who is found first.
func (w *window) loadAs(ctx context.Context, desk *account.Desk, who func(ctx context.Context) (account.Person, error)) func() {
	person, err := who(ctx)
	if err != nil {
		return func() {
			w.Log(err)
			w.showWelcome()
			w.tell("That did not work", said(err))
		}
	}
	return w.load(ctx, desk, person)
}
