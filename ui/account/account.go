// Package account joins who signed in, as the provider tells it, with the
// person in the goals file. Its methods wait for disk, keyring and network:
// the window calls them in the background.
package account

import (
	"context"
	"fmt"

	"overachiever/oauth"
	"overachiever/storage"
)

// Sessions is what is needed of signing in. *oauth.Sessions is the real one.
type Sessions interface {
	SignIn(ctx context.Context, p oauth.Provider, prompt oauth.Prompt, show func(oauth.Waiting)) (oauth.Profile, error)
	SignInWithCode(ctx context.Context, p oauth.Provider, show func(oauth.Code)) (oauth.Profile, error)
	KeepUntilQuit(profile oauth.Profile)
	Discard(ctx context.Context, p oauth.Provider, profile oauth.Profile)
	Restore(ctx context.Context, profile oauth.Profile) error
	Refresh(ctx context.Context, p oauth.Provider, profile oauth.Profile) (oauth.Profile, bool, error)
	SignOut(ctx context.Context, p oauth.Provider, profile oauth.Profile) (oauth.Outcome, error)
	LoadSecret(ctx context.Context, clientID string) (oauth.Secret, error)
	SaveSecret(ctx context.Context, clientID string, secret oauth.Secret) error
	DeleteSecret(ctx context.Context, clientID string) error
}

// Person is whose goals are open.
type Person struct {
	User    storage.UserID
	Profile storage.Profile // zero for the local person
}

// Local tells whether these are goals kept without an account.
func (p Person) Local() bool { return p.Profile.Subject == "" }

// Demo tells whether the account is the built-in stand-in's.
func (p Person) Demo() bool { return p.Profile.Provider == "demo" }

// Name is what to call the person on the screen.
func (p Person) Name() string {
	switch {
	case p.Local():
		return "On this computer"
	case p.Profile.Name != "":
		return p.Profile.Name
	}
	return p.Profile.Login
}

// goesBy tells whether it is this account that the person is shown as.
func (p Person) goesBy(identity storage.Profile) bool {
	return identity.Issuer == p.Profile.Issuer && identity.Subject == p.Profile.Subject
}

// Unkept is a sign-in that worked but for the keyring, which would not take the
// token. The person decides: KeepUntilQuit, or Discard.
type Unkept struct {
	visit   Visit
	profile oauth.Profile
	Err     error // the keyring's, with words for the person
}

func (u *Unkept) Error() string { return "signed in, but the token is not kept: " + u.Err.Error() }
func (u *Unkept) Unwrap() error { return u.Err }

// Desk signs people in and out, in one file as it was opened: a recovered one comes with a
// desk of its own. Fields are set once, before its first use.
type Desk struct {
	Store       *storage.Store
	Sessions    Sessions
	URL         string    // of GitHub, "" for github.com; OVERACHIEVER_GITHUB_URL
	Environment oauth.App // OVERACHIEVER_GITHUB_CLIENT_ID and …_SECRET
	Built       oauth.App // what the build was given
	// Demo is the built-in stand-in for GitHub, started when first asked for.
	// Its sessions do not outlive the program.
	Demo func(ctx context.Context) (oauth.Provider, error)
}

// Visit is one sign-in: where, as whom, and for what.
type Visit struct {
	Provider oauth.Provider
	Prompt   oauth.Prompt
	// Browser is told what to show while the person is in this computer's browser.
	Browser func(oauth.Waiting)
	// Code, when set, is told the code for another device instead.
	Code func(oauth.Code)
	// Connect, when set, is to whom the account is connected; else it opens the
	// person it belongs to, or a new one.
	Connect *Person
}

// SignIn takes the person to the provider and back. An *Unkept error means that
// only the keyring failed; a *Taken one, that the account to connect belongs to
// another person in this file. To connect one, a person has to be signed in
// themselves: else oauth.ErrNotSignedIn, storage.ErrLocalUser, or the keyring's error.
func (d *Desk) SignIn(ctx context.Context, v Visit) (Person, error) {
	if v.Connect != nil {
		if err := d.signedIn(ctx, *v.Connect); err != nil {
			return Person{}, err
		}
	}
	profile, err := d.visit(ctx, v)
	if err != nil && profile.Subject != "" {
		return Person{}, &Unkept{v, profile, err}
	}
	if err != nil {
		return Person{}, err
	}
	return d.admit(ctx, v, profile)
}

func (d *Desk) visit(ctx context.Context, v Visit) (oauth.Profile, error) {
	if v.Code != nil {
		return d.Sessions.SignInWithCode(ctx, v.Provider, v.Code)
	}
	return d.Sessions.SignIn(ctx, v.Provider, v.Prompt, v.Browser)
}

// KeepUntilQuit goes on with a token that lives in memory only; errors are as of SignIn.
func (d *Desk) KeepUntilQuit(ctx context.Context, u *Unkept) (Person, error) {
	d.Sessions.KeepUntilQuit(u.profile)
	return d.admit(ctx, u.visit, u.profile)
}

// Discard gives the token back.
func (d *Desk) Discard(ctx context.Context, u *Unkept) {
	d.Sessions.Discard(ctx, u.visit.Provider, u.profile)
}

// admit opens the goals of who has just signed in.
func (d *Desk) admit(ctx context.Context, v Visit, profile oauth.Profile) (Person, error) {
	p := Person{Profile: storage.Profile(profile)}
	var err error
	if v.Connect != nil {
		p.User, err = v.Connect.User, d.connect(ctx, v.Connect.User, p.Profile)
	} else if p.User, err = d.Store.SignedIn(ctx, p.Profile); err != nil {
		err = fmt.Errorf("keep the profile: %w", err)
	}
	if err != nil {
		return Person{}, err
	}
	return p, d.setLastOpen(ctx, p.User)
}

// Now is the person that the account in use belongs to by now: what moved it to
// another one, a merge redone or taken back, may be saved only after they signed in.
func (d *Desk) Now(ctx context.Context, p Person) (Person, error) {
	if p.Local() || d.Store.ReadOnly() {
		return p, nil
	}
	user, err := d.Store.SignedIn(ctx, p.Profile)
	if err != nil {
		return p, fmt.Errorf("look whose account it is: %w", err)
	}
	p.User = user
	return p, d.setLastOpen(ctx, user)
}

// Local opens the goals kept without an account.
func (d *Desk) Local(ctx context.Context) (Person, error) {
	user, err := d.Store.Local(ctx)
	if err != nil {
		return Person{}, fmt.Errorf("open the local goals: %w", err)
	}
	return Person{User: user}, d.setLastOpen(ctx, user)
}

// setLastOpen notes who is open now, unless nothing can be noted.
func (d *Desk) setLastOpen(ctx context.Context, user storage.UserID) error {
	if d.Store.ReadOnly() {
		return nil
	}
	return d.Store.SetLastOpen(ctx, user)
}

// LastOpen is whoever was open last; false when nobody was, or they signed out.
func (d *Desk) LastOpen(ctx context.Context) (Person, bool, error) {
	user, ok, err := d.Store.LastOpen(ctx)
	if err != nil || !ok {
		return Person{}, false, err
	}
	profile, _, err := d.Store.Profile(ctx, user)
	return Person{user, profile}, err == nil, err
}
