package account

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"overachiever/oauth"
	"overachiever/storage"
)

// connected is Robin, signed in with two accounts: GitHub's first, then the one at work.
func connected(t *testing.T, d *Desk) (both Person, first storage.Profile) {
	t.Helper()
	person := signIn(t, d)
	v := visit(elsewhere(t, d, "robin-at-work"))
	v.Connect = &person
	both, err := d.SignIn(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	return both, person.Profile
}

// grow gives a person top-level goals.
func grow(t *testing.T, d *Desk, user storage.UserID, names ...string) {
	t.Helper()
	tree, err := d.Store.User(user).Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := d.Store.User(user).Writer(func(storage.SaveState) {})
	for i, name := range names {
		_, step, err := tree.Create(storage.TopLevel, i, name)
		if err != nil {
			t.Fatal(err)
		}
		w.Save(step)
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// goals are all names of a person's goals, from the top down.
func goals(t *testing.T, d *Desk, user storage.UserID) []string {
	t.Helper()
	tree, err := d.Store.User(user).Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	var below func(parent storage.GoalID)
	below = func(parent storage.GoalID) {
		for _, id := range tree.Children(parent) {
			goal, _ := tree.Goal(id)
			names = append(names, goal.Name)
			below(id)
		}
	}
	below(storage.TopLevel)
	return names
}

func logins(identities []storage.Profile) []string {
	var all []string
	for _, identity := range identities {
		all = append(all, identity.Login)
	}
	return all
}

func TestEitherAccountOpensTheSameGoals(t *testing.T) {
	d, _ := newDesk(t)
	both, first := connected(t, d)
	if both.Profile.Login != "robin-at-work" {
		t.Errorf("connected as %q", both.Profile.Login)
	}
	identities, err := d.Identities(t.Context(), both)
	if got := logins(identities); err != nil || !slices.Equal(got, []string{"robin-at-work", first.Login}) {
		t.Errorf("accounts are %q, %v", got, err)
	}
	for _, identity := range identities {
		provider, err := d.ProviderOf(t.Context(), identity)
		if err != nil {
			t.Fatal(err)
		}
		person, err := d.SignIn(t.Context(), visit(provider))
		if err != nil || person.User != both.User || person.Profile.Login != identity.Login {
			t.Errorf("signing in with %q opens %q, another person: %v, %v", identity.Login, person.Profile.Login, person.User != both.User, err)
		}
	}
}

func TestAnAccountIsConnectedOnlyToWhoIsSignedIn(t *testing.T) {
	d, _ := newDesk(t)
	local, err := d.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone := signIn(t, d)
	if _, err := d.SignOut(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		to   Person
		want error
	}{{local, storage.ErrLocalUser}, {gone, oauth.ErrNotSignedIn}} {
		v := visit(elsewhere(t, d, "robin-at-work"))
		v.Browser = func(oauth.Waiting) { t.Errorf("%s is sent to the browser", tt.to.Name()) }
		v.Connect = &tt.to
		if _, err := d.SignIn(t.Context(), v); !errors.Is(err, tt.want) {
			t.Errorf("connecting to %s: %v", tt.to.Name(), err)
		}
	}
}

func TestAnAccountOfAnotherPersonIsNotConnected(t *testing.T) {
	d, _ := newDesk(t)
	provider := elsewhere(t, d, "robin-at-work")
	other, err := d.SignIn(t.Context(), visit(provider))
	if err != nil {
		t.Fatal(err)
	}
	grow(t, d, other.User, "Ask for a raise", "Go home early")
	person := signIn(t, d)
	v := visit(provider)
	v.Connect = &person
	_, err = d.SignIn(t.Context(), v)
	var taken *Taken
	if !errors.As(err, &taken) || taken.Other.User != other.User || taken.Other.Profile.Login != "robin-at-work" || taken.Goals != 2 {
		t.Fatalf("connecting: %+v, %v", taken, err)
	}
	if sentence, next := taken.Explain(); sentence == "" || next == "" {
		t.Error("it is not explained")
	}
	if identities, err := d.Identities(t.Context(), person); len(identities) != 1 || err != nil {
		t.Errorf("accounts are %q, %v", logins(identities), err)
	}
	if last, _, err := d.LastOpen(t.Context()); last.User != person.User || err != nil {
		t.Errorf("open is %q, %v", last.Profile.Login, err)
	}
	if now, _, err := d.Store.Profile(t.Context(), other.User); err != nil || !now.Fetched.After(other.Profile.Fetched) {
		t.Errorf("the other's profile is of %v, %v", now.Fetched, err)
	}
	if err := d.Session(t.Context(), taken.Other); err != nil {
		t.Errorf("they have just signed in, but the session is %v", err)
	}
}

func TestConnectingGoesOnWithoutAKeyring(t *testing.T) {
	d, _ := newDesk(t)
	person := signIn(t, d)
	v := visit(elsewhere(t, d, "robin-at-work"))
	v.Connect = &person
	d.Sessions.(*oauth.Sessions).Vault = &forgetful{}
	_, err := d.SignIn(t.Context(), v)
	var unkept *Unkept
	if !errors.As(err, &unkept) {
		t.Fatalf("signing in gave %v", err)
	}
	if identities, err := d.Identities(t.Context(), person); len(identities) != 1 || err != nil {
		t.Errorf("before the person has decided, accounts are %q, %v", logins(identities), err)
	}
	both, err := d.KeepUntilQuit(t.Context(), unkept)
	if err != nil || both.User != person.User {
		t.Errorf("connected to another person: %v, %v", both.User != person.User, err)
	}
	if identities, err := d.Identities(t.Context(), person); len(identities) != 2 || err != nil {
		t.Errorf("accounts are %q, %v", logins(identities), err)
	}
}

func TestASignInWithACodeIsOneToo(t *testing.T) {
	d, _ := newDesk(t)
	person := signIn(t, d)
	d.Sessions = withCode{d.Sessions}
	var shown oauth.Code
	both, err := d.SignIn(t.Context(), Visit{Code: func(c oauth.Code) { shown = c }, Connect: &person})
	if err != nil || both.User != person.User || both.Profile.Login != "robin-by-code" || shown.UserCode != "WDJB-MJHT" {
		t.Errorf("signed in as %q with %q, %v", both.Profile.Login, shown.UserCode, err)
	}
}

// withCode is told that the code was entered.
type withCode struct{ Sessions }

func (withCode) SignInWithCode(_ context.Context, _ oauth.Provider, show func(oauth.Code)) (oauth.Profile, error) {
	show(oauth.Code{UserCode: "WDJB-MJHT"})
	return oauth.Profile{Provider: "github", Issuer: "https://github.com/login/oauth", Subject: "7", Login: "robin-by-code", Fetched: time.Now()}, nil
}

func TestDisconnectRevokesAndLeavesTheOther(t *testing.T) {
	d, _ := newDesk(t)
	both, first := connected(t, d)
	left, outcome, err := d.Disconnect(t.Context(), both, both.Profile)
	if err != nil || outcome.Revocation != oauth.Revoked {
		t.Errorf("disconnecting: %+v, %v", outcome, err)
	}
	if left.User != both.User || left.Profile.Login != first.Login {
		t.Errorf("left is %q", left.Profile.Login)
	}
	if identities, err := d.Identities(t.Context(), left); err != nil || !slices.Equal(logins(identities), []string{first.Login}) {
		t.Errorf("accounts are %q, %v", logins(identities), err)
	}
	if err := d.Sessions.Restore(t.Context(), oauth.Profile(both.Profile)); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("disconnected, but the session is %v", err)
	}
	provider, err := d.ProviderOf(t.Context(), both.Profile)
	if err != nil {
		t.Fatal(err)
	}
	anew, err := d.SignIn(t.Context(), visit(provider))
	if err != nil || anew.User == both.User {
		t.Errorf("signing in with the account opens who it was taken from: %v, %v", anew.User == both.User, err)
	}
}

func TestDisconnectOfAnotherAccountKeepsTheOneInUse(t *testing.T) {
	d, _ := newDesk(t)
	both, first := connected(t, d)
	v := visit(elsewhere(t, d, "robin-at-home"))
	v.Connect = &both
	all, err := d.SignIn(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	left, _, err := d.Disconnect(t.Context(), Person{all.User, first}, all.Profile)
	if err != nil || left.Profile.Login != first.Login {
		t.Errorf("left is %q, %v", left.Profile.Login, err)
	}
}

func TestTheLastAccountStays(t *testing.T) {
	d, server := newDesk(t)
	person := signIn(t, d)
	if _, _, err := d.Disconnect(t.Context(), person, person.Profile); !errors.Is(err, storage.ErrLastIdentity) {
		t.Errorf("the last: %v", err)
	}
	if err := d.Session(t.Context(), person); err != nil {
		t.Errorf("the session is %v", err)
	}
	if asked := server.Requests("DELETE /api/v3/applications/overachiever-demo/token"); asked > 0 {
		t.Errorf("revoked %d times", asked)
	}
}

func TestAnotherPersonsAccountIsNotDisconnected(t *testing.T) {
	d, _ := newDesk(t)
	other, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "kim")))
	if err != nil {
		t.Fatal(err)
	}
	both, _ := connected(t, d)
	if _, _, err := d.Disconnect(t.Context(), both, other.Profile); !errors.Is(err, storage.ErrUnknownIdentity) {
		t.Errorf("disconnecting: %v", err)
	}
	if err := d.Session(t.Context(), other); err != nil {
		t.Errorf("their session is %v", err)
	}
}

func TestOpenWantsASession(t *testing.T) {
	d, _ := newDesk(t)
	local, err := d.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person := signIn(t, d)
	if opened, err := d.Open(t.Context(), local); err != nil || !opened.Local() {
		t.Errorf("the local person: %v", err)
	}
	if _, err := d.Open(t.Context(), person); err != nil {
		t.Errorf("signed in: %v", err)
	}
	if last, _, err := d.LastOpen(t.Context()); last.User != person.User || err != nil {
		t.Errorf("open is %q, %v", last.Name(), err)
	}
	if _, err := d.SignOut(t.Context(), person); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Open(t.Context(), person); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("signed out: %v", err)
	}
	if last, ok, err := d.LastOpen(t.Context()); ok || err != nil {
		t.Errorf("open is %q, %v", last.Name(), err)
	}
}

func TestPeopleAreListedWithWhatTheyHave(t *testing.T) {
	d, _ := newDesk(t)
	local, err := d.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "kim")))
	if err != nil {
		t.Fatal(err)
	}
	both, _ := connected(t, d)
	grow(t, d, both.User, "Climb")
	people := func() (users []storage.UserID, accounts, goals []int) {
		listed, err := d.People(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range listed {
			users, accounts, goals = append(users, p.User), append(accounts, p.Identities), append(goals, p.Goals)
		}
		return users, accounts, goals
	}
	users, accounts, goals := people()
	if !slices.Equal(users, []storage.UserID{both.User, other.User}) || !slices.Equal(accounts, []int{2, 1}) || !slices.Equal(goals, []int{1, 0}) {
		t.Errorf("listed are %q with %v accounts and %v goals", users, accounts, goals)
	}
	grow(t, d, local.User, "Read", "Write")
	users, _, goals = people()
	if !slices.Equal(users, []storage.UserID{both.User, other.User, local.User}) || !slices.Equal(goals, []int{1, 0, 2}) {
		t.Errorf("with goals of nobody listed are %q with %v goals", users, goals)
	}
	if count, err := d.LocalGoals(t.Context()); count != 2 || err != nil {
		t.Errorf("local goals: %d, %v", count, err)
	}
}

// withEmail is told the same verified address by every provider.
type withEmail struct{ Sessions }

func (s withEmail) SignIn(ctx context.Context, p oauth.Provider, prompt oauth.Prompt, show func(oauth.Waiting)) (oauth.Profile, error) {
	profile, err := s.Sessions.SignIn(ctx, p, prompt, show)
	profile.Email = "robin@example.com"
	return profile, err
}

func TestTheSameVerifiedAddressOnlySuggests(t *testing.T) {
	d, _ := newDesk(t)
	d.Sessions = withEmail{d.Sessions}
	person := signIn(t, d)
	if alike, err := d.Alike(t.Context(), person); len(alike) > 0 || err != nil {
		t.Errorf("alone, but alike are %v, %v", alike, err)
	}
	other, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "robin-at-work")))
	if err != nil || other.User == person.User {
		t.Fatalf("the address made them one person: %v, %v", other.User == person.User, err)
	}
	alike, err := d.Alike(t.Context(), person)
	if err != nil || len(alike) != 1 || alike[0].User != other.User || alike[0].Profile.Login != "robin-at-work" {
		t.Errorf("alike are %v, %v", alike, err)
	}
}
