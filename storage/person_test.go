package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"overachiever/storage"
)

// account is a profile that was fetched some minutes after the start.
func account(provider, subject string, minutes int) storage.Profile {
	return storage.Profile{
		Provider: provider, Issuer: "https://" + provider, Subject: subject, Login: subject + "@" + provider,
		Fetched: start().Add(time.Duration(minutes) * time.Minute),
	}
}

// logins are the logins of a person, the newest first.
func logins(t tester, store *storage.Store, user storage.UserID) []string {
	t.Helper()
	var list []string
	for _, profile := range must(store.Identities(context.Background(), user))(t) {
		list = append(list, profile.Login)
	}
	return list
}

func TestEachConnectedAccountOpensTheSameGoals(t *testing.T) {
	store := open(t, file(t))
	ann := must(store.SignedIn(t.Context(), account("github", "ann", 1)))(t)
	check(t, store.Connect(t.Context(), ann, account("gitlab", "anna", 2)))
	check(t, store.Connect(t.Context(), ann, account("google", "a", 0)))
	want := []string{"anna@gitlab", "ann@github", "a@google"}
	if got := logins(t, store, ann); !slices.Equal(got, want) {
		t.Errorf("connected: %q", got)
	}
	for _, profile := range []storage.Profile{account("github", "ann", 1), account("gitlab", "anna", 2), account("google", "a", 3)} {
		if who := must(store.SignedIn(t.Context(), profile))(t); who != ann {
			t.Errorf("%s opens the goals of %q", profile.Login, who)
		}
		if who, err := store.UserByLogin(t.Context(), profile.Login); who != ann || err != nil {
			t.Errorf("%s means %q, %v", profile.Login, who, err)
		}
	}
	if newest, ok, err := store.Profile(t.Context(), ann); newest.Login != "a@google" || !ok || err != nil {
		t.Errorf("the newest profile is %+v, %v, %v", newest, ok, err)
	}
	again := account("gitlab", "anna", 9)
	again.Login = "renamed"
	check(t, store.Connect(t.Context(), ann, again))
	if got := logins(t, store, ann); !slices.Equal(got, []string{"renamed", "a@google", "ann@github"}) {
		t.Errorf("connected once more: %q", got)
	}
	if report := must(store.Check(t.Context()))(t); report.Users != 1 || len(report.Problems) > 0 {
		t.Errorf("checked: %+v", report)
	}
}

func TestConnectRefuses(t *testing.T) {
	store := open(t, file(t))
	ann := must(store.SignedIn(t.Context(), account("github", "ann", 1)))(t)
	bob := must(store.SignedIn(t.Context(), account("github", "bob", 1)))(t)
	local := must(store.Local(t.Context()))(t)
	for name, c := range map[string]struct {
		user    storage.UserID
		profile storage.Profile
		want    error
	}{
		"another's account": {ann, account("github", "bob", 9), storage.ErrIdentityTaken},
		"the local person":  {local, account("gitlab", "x", 1), storage.ErrLocalUser},
		"nobody":            {"nobody", account("gitlab", "x", 1), storage.ErrNoUser},
	} {
		err := store.Connect(t.Context(), c.user, c.profile)
		if !errors.Is(err, c.want) || !explains(err) {
			t.Errorf("%s: %v, want %v with words for a person", name, err, c.want)
		}
	}
	var taken *storage.IdentityTaken
	if err := store.Connect(t.Context(), ann, account("github", "bob", 9)); !errors.As(err, &taken) || taken.User != bob {
		t.Errorf("%v does not say that it is %q's", err, bob)
	}
	if profile, _, _ := store.Profile(t.Context(), bob); !profile.Fetched.Equal(start().Add(time.Minute)) {
		t.Errorf("a refused account was changed: %+v", profile)
	}
	if left := len(logins(t, store, ann)) + len(logins(t, store, bob)) + len(logins(t, store, local)); left != 2 {
		t.Errorf("%d accounts are left instead of 2", left)
	}
}

// explains tells whether an error has words for a person.
func explains(err error) bool {
	var words interface {
		Explain() (sentence, next string)
	}
	if !errors.As(err, &words) {
		return false
	}
	sentence, next := words.Explain()
	return sentence != "" && next != ""
}

func TestDisconnect(t *testing.T) {
	store := open(t, file(t))
	ann := must(store.SignedIn(t.Context(), account("github", "ann", 1)))(t)
	bob := must(store.SignedIn(t.Context(), account("github", "bob", 1)))(t)
	check(t, store.Connect(t.Context(), ann, account("gitlab", "ann", 2)))
	for name, c := range map[string]struct {
		user    storage.UserID
		subject string
		want    error
	}{
		"another's":  {ann, "bob", storage.ErrUnknownIdentity},
		"no account": {ann, "x", storage.ErrUnknownIdentity},
		"nobody's":   {"nobody", "ann", storage.ErrUnknownIdentity},
		"the last":   {bob, "bob", storage.ErrLastIdentity},
	} {
		if err := store.Disconnect(t.Context(), c.user, "https://github", c.subject); !errors.Is(err, c.want) || !explains(err) {
			t.Errorf("%s: %v, want %v with words for a person", name, err, c.want)
		}
	}
	if a, b := len(logins(t, store, ann)), len(logins(t, store, bob)); a != 2 || b != 1 {
		t.Errorf("refused, and left %d and %d accounts", a, b)
	}

	check(t, store.Disconnect(t.Context(), ann, "https://gitlab", "ann"))
	if err := store.Disconnect(t.Context(), ann, "https://github", "ann"); !errors.Is(err, storage.ErrLastIdentity) {
		t.Errorf("the last that is left: %v", err)
	}
	if got := logins(t, store, ann); !slices.Equal(got, []string{"ann@github"}) {
		t.Errorf("left: %q", got)
	}
	if who := must(store.SignedIn(t.Context(), account("gitlab", "ann", 2)))(t); who == ann {
		t.Error("a disconnected account still opens the goals")
	}
}

func TestRenamedLoginStaysTheSamePerson(t *testing.T) {
	store := open(t, file(t))
	ann := must(store.SignedIn(t.Context(), account("github", "ann", 1)))(t)
	tree := must(store.User(ann).Tree(t.Context()))(t)
	plant(t, tree, "hers")
	check(t, store.User(ann).Commit(t.Context(), done(tree)))

	renamed := account("github", "ann", 2)
	renamed.Login = "anna"
	if who := must(store.SignedIn(t.Context(), renamed))(t); who != ann {
		t.Fatalf("ann became %q", who)
	}
	squatter := account("github", "other", 3)
	squatter.Login = account("github", "ann", 1).Login
	other := must(store.SignedIn(t.Context(), squatter))(t)
	if got := outline(must(store.User(other).Tree(t.Context()))(t)); other == ann || got != "" {
		t.Errorf("whoever took the old login sees%s", got)
	}
	if who, err := store.UserByLogin(t.Context(), "anna"); who != ann || err != nil {
		t.Errorf("anna is %q, %v", who, err)
	}
}

func TestPeople(t *testing.T) {
	store := open(t, file(t))
	if people := must(store.People(t.Context()))(t); len(people) != 0 {
		t.Errorf("a new file has %+v", people)
	}
	local := must(store.Local(t.Context()))(t)
	ann := must(store.SignedIn(t.Context(), account("github", "ann", 1)))(t)
	bob := must(store.SignedIn(t.Context(), account("github", "bob", 3)))(t)
	cat := must(store.SignedIn(t.Context(), account("github", "cat", 2)))(t)
	check(t, store.Connect(t.Context(), ann, account("gitlab", "anna", 0)))
	list := func() string {
		text := ""
		for _, p := range must(store.People(t.Context()))(t) {
			text += fmt.Sprintf("%s %d %d %v\n", p.Profile.Login, p.Identities, p.Goals, p.Local)
		}
		return text
	}
	if got := list(); got != "bob@github 1 0 false\ncat@github 1 0 false\nann@github 2 0 false\n" {
		t.Errorf("without goals:\n%s", got)
	}
	for user, text := range map[storage.UserID]string{local: "mine", cat: fruit} {
		tree := must(store.User(user).Tree(t.Context()))(t)
		id := plant(t, tree, text)
		if core, ok := id["core"]; ok { // with what is below it
			must(tree.Delete(core))(t)
		}
		plant(t, tree, "undone")
		steps := done(tree)
		undo, _ := tree.Undo()
		check(t, store.User(user).Commit(t.Context(), append(steps, undo...)))
	}
	counted := must(store.User(cat).Tree(t.Context()))(t).Totals().Total
	for open, want := range map[storage.UserID]string{
		"":    fmt.Sprintf("bob@github 1 0 false\ncat@github 1 %d false\nann@github 2 0 false\n 0 1 true\n", counted),
		ann:   fmt.Sprintf("ann@github 2 0 false\nbob@github 1 0 false\ncat@github 1 %d false\n 0 1 true\n", counted),
		local: fmt.Sprintf("bob@github 1 0 false\ncat@github 1 %d false\nann@github 2 0 false\n 0 1 true\n", counted),
	} {
		check(t, store.SetLastOpen(t.Context(), open))
		if got := list(); got != want {
			t.Errorf("last open %q:\n%s\nwant\n%s", open, got, want)
		}
	}
	if bob == cat {
		t.Error("two people are one")
	}
}

func TestPeopleSeeOnlyTheirOwn(t *testing.T) {
	store := open(t, file(t))
	ann := must(store.SignedIn(t.Context(), account("github", "ann", 1)))(t)
	check(t, store.Connect(t.Context(), ann, account("gitlab", "ann", 1)))
	bob := must(store.SignedIn(t.Context(), account("gitlab", "bob", 1)))(t)
	local := must(store.Local(t.Context()))(t)
	people := map[storage.UserID]string{ann: "hers", bob: "his", local: "mine"}
	for user, name := range people {
		tree := must(store.User(user).Tree(t.Context()))(t)
		plant(t, tree, name)
		check(t, store.User(user).Commit(t.Context(), done(tree)))
	}
	for user, name := range people {
		if got := outline(must(store.User(user).Tree(t.Context()))(t)); got != "\n"+name {
			t.Errorf("who should see %s sees%s", name, got)
		}
		gap := must(store.User(user).Tree(t.Context()))(t).Unread()
		history := must(store.User(user).History(t.Context(), gap))(t)
		if len(history.Undo) != 1 || history.Undo[0].Subject != name {
			t.Errorf("who has done %s can undo %+v", name, history.Undo)
		}
	}
}

func TestSameEmail(t *testing.T) {
	store := open(t, file(t))
	who := func(provider, subject, email string) storage.UserID {
		profile := account(provider, subject, 1)
		profile.Email = email
		return must(store.SignedIn(t.Context(), profile))(t)
	}
	ann, twin := who("github", "ann", "Ann@example.com"), who("gitlab", "ann", "ann@EXAMPLE.com")
	other, none, nobody := who("github", "bob", "bob@example.com"), who("github", "x", ""), who("gitlab", "x", "")
	second := account("google", "ann", 1)
	second.Email = "bob@example.com"
	check(t, store.Connect(t.Context(), ann, second))
	for user, want := range map[storage.UserID][]storage.UserID{
		ann: {twin, other}, twin: {ann}, other: {ann}, none: nil, nobody: nil,
		must(store.Local(t.Context()))(t): nil,
	} {
		slices.Sort(want)
		if got := must(store.SameEmail(t.Context(), user))(t); !slices.Equal(got, want) {
			t.Errorf("%q has the address of %q, want %q", user, got, want)
		}
	}
}
