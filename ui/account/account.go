// Package account joins who signed in, as the provider tells it, with the
// person in the goals file. Its methods wait for disk, keyring and network:
// the window calls them in the background.
package account

import (
	"context"
	"errors"
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

// Unkept is a sign-in that worked but for the keyring, which would not take the
// token. The person decides: KeepUntilQuit, or Discard.
type Unkept struct {
	provider oauth.Provider
	profile  oauth.Profile
	Err      error // the keyring's, with words for the person
}

func (u *Unkept) Error() string { return "signed in, but the token is not kept: " + u.Err.Error() }
func (u *Unkept) Unwrap() error { return u.Err }

// Desk signs people in and out. Fields are set once, before its first use.
type Desk struct {
	Store       *storage.Store
	Sessions    Sessions
	URL         string    // of GitHub, "" for github.com; OVERACHIEVER_GITHUB_URL
	Environment oauth.App // OVERACHIEVER_GITHUB_CLIENT_ID and …_SECRET
	Built       oauth.App // what the build was given
	// Demo is the built-in stand-in for GitHub, started when first asked for.
	// Running tells whether it was: its sessions do not outlive the program.
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
// another person in this file.
func (d *Desk) SignIn(ctx context.Context, v Visit) (Person, error) {
	p := v.Provider
	profile, err := d.Sessions.SignIn(ctx, p, v.Prompt, v.Browser)
	if err != nil && profile.Subject != "" {
		return Person{}, &Unkept{p, profile, err}
	}
	if err != nil {
		return Person{}, err
	}
	return d.admit(ctx, profile)
}

// KeepUntilQuit goes on with a token that lives in memory only.
func (d *Desk) KeepUntilQuit(ctx context.Context, u *Unkept) (Person, error) {
	d.Sessions.KeepUntilQuit(u.profile)
	return d.admit(ctx, u.profile)
}

// Discard gives the token back.
func (d *Desk) Discard(ctx context.Context, u *Unkept) {
	d.Sessions.Discard(ctx, u.provider, u.profile)
}

func (d *Desk) admit(ctx context.Context, profile oauth.Profile) (Person, error) {
	user, err := d.Store.SignedIn(ctx, storage.Profile(profile))
	if err != nil {
		return Person{}, fmt.Errorf("keep the profile: %w", err)
	}
	return Person{user, storage.Profile(profile)}, d.Store.SetLastOpen(ctx, user)
}

// Local opens the goals kept without an account.
func (d *Desk) Local(ctx context.Context) (Person, error) {
	user, err := d.Store.Local(ctx)
	if err != nil {
		return Person{}, fmt.Errorf("open the local goals: %w", err)
	}
	return Person{User: user}, d.Store.SetLastOpen(ctx, user)
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

// Session tells whether the person is still signed in, without the network:
// nil, or an error that matches oauth.ErrNotSignedIn or says what is wrong with
// the keyring. It can wait for the person to unlock the keyring.
func (d *Desk) Session(ctx context.Context, p Person) error {
	if p.Local() {
		return nil
	}
	return d.Sessions.Restore(ctx, oauth.Profile(p.Profile))
}

// Refresh asks the provider for the profile as it is now, and keeps it.
func (d *Desk) Refresh(ctx context.Context, p Person) (Person, error) {
	provider, err := d.provider(ctx, p)
	if err != nil {
		return p, err
	}
	profile, _, err := d.Sessions.Refresh(ctx, provider, oauth.Profile(p.Profile))
	if err != nil {
		return p, err
	}
	p.Profile = storage.Profile(profile)
	return p, d.Store.SaveProfile(ctx, p.Profile)
}

// SignOut removes the token from the keyring and tries to revoke it. The goals
// stay in the file; nobody is open afterwards.
func (d *Desk) SignOut(ctx context.Context, p Person) (oauth.Outcome, error) {
	provider, err := d.provider(ctx, p)
	if err != nil && !errors.Is(err, oauth.ErrNoApp) {
		return oauth.Outcome{}, err
	}
	outcome, err := d.Sessions.SignOut(ctx, provider, oauth.Profile(p.Profile))
	return outcome, errors.Join(err, d.Store.SetLastOpen(ctx, ""))
}

// provider is where a person signed in.
func (d *Desk) provider(ctx context.Context, p Person) (oauth.Provider, error) {
	if p.Demo() {
		return d.Demo(ctx)
	}
	return d.GitHub(ctx)
}
