package ui

import (
	"context"
	"errors"
	"strings"

	"overachiever/oauth"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

const whereAccount = "Where do you have an account?"

// chooseProvider offers every kind of provider there is. The demo account has a
// button of its own wherever this is opened from.
func (w *window) chooseProvider() {
	if w.desk == nil || len(w.sheets) > 0 {
		return
	}
	w.choose("Other ways to sign in", whereAccount, kindNames(), func(i int) { w.signInAt(oauth.Kinds()[i], account.Visit{}) })
}

// connectWith offers them, and the demo account, to connect an account to a person.
func (w *window) connectWith(person account.Person) {
	// The browser may still know the account that is connected already.
	v := account.Visit{Connect: &person, Prompt: oauth.Prompt{Another: true}}
	w.choose("Connect another account", whereAccount, append(kindNames(), "Demo account"), func(i int) {
		if i == len(oauth.Kinds()) {
			w.signIn(v, findDemo)
		} else {
			w.signInAt(oauth.Kinds()[i], v)
		}
	})
}

func kindNames() []string {
	var names []string
	for _, kind := range oauth.Kinds() {
		names = append(names, kind.Name)
	}
	return names
}

// choose puts a question with many answers.
func (w *window) choose(title, text string, answers []string, then func(i int)) {
	s := w.openSheet(360, nil)
	var list []*look.Button
	for i, answer := range answers {
		list = append(list, s.button(answer, func() {
			s.close()
			then(i)
		}))
	}
	s.show(list[0], look.Title(title), look.Body(text), s.list(list...), look.Space(8), buttons(s.button("Cancel", s.close)))
}

// signInAt signs in with a kind of provider: where the program is registered, or
// else once it is.
func (w *window) signInAt(kind oauth.Kind, v account.Visit) {
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		all, err := desk.Registrations(ctx)
		var known, hosts []string
		for _, r := range all {
			if r.Kind == kind.ID {
				known, hosts = append(known, r.Base), append(hosts, hostOf(kind, r.Base))
			}
		}
		return func() {
			switch {
			case err != nil:
				w.tell("Signing in did not start", said(err))
			case len(known) > 1:
				w.choose("Sign in with "+kind.Name, "Which one?", hosts, func(i int) { w.signInAtBase(kind, known[i], v) })
			default:
				w.signInAtBase(kind, strings.Join(known, ""), v)
			}
		}
	})
}

// signInAtBase is for an address, "" for the kind's usual one. Where nobody
// registered the program yet, a kind with many addresses has to be asked for one.
func (w *window) signInAtBase(kind oauth.Kind, base string, v account.Visit) {
	w.signIn(v, func(ctx context.Context, desk *account.Desk) (oauth.Provider, error) {
		provider, err := desk.Provider(ctx, kind.ID, base)
		unknown := errors.Is(err, oauth.ErrNoApp) || errors.Is(err, oauth.ErrBadURL)
		if base == "" && kind.Host != "" && unknown {
			return oauth.Provider{ID: kind.ID}, oauth.ErrNoApp
		}
		return provider, err
	})
}

// hostOf is the address of a kind of provider, as people know it.
func hostOf(kind oauth.Kind, base string) string {
	if provider, err := kind.New(base, oauth.App{}); err == nil {
		base = provider.Base
	}
	return strings.TrimPrefix(strings.TrimPrefix(base, "https://"), "http://")
}

// kindOf is the kind of a provider; for the stand-in, GitHub.
func kindOf(id string) oauth.Kind {
	for _, kind := range oauth.Kinds() {
		if kind.ID == id {
			return kind
		}
	}
	return oauth.Kinds()[0]
}
