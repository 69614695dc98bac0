package account

import (
	"context"
	"errors"
	"slices"

	"overachiever/oauth"
	"overachiever/storage"
)

// Session tells whether the person is still signed in, by any of their accounts and
// without the network: nil, or an error that matches oauth.ErrNotSignedIn or says what
// is wrong with the keyring. It can wait for the person to unlock the keyring.
func (d *Desk) Session(ctx context.Context, p Person) error {
	_, err := d.inUse(ctx, p)
	return err
}

// inUse is the person with the account whose token is there: the one they go by if it
// can be and still is theirs, else the one used last. Without any, they stay as they are.
func (d *Desk) inUse(ctx context.Context, p Person) (Person, error) {
	if p.Local() {
		return p, nil
	}
	identities, err := d.Store.Identities(ctx, p.User)
	if err != nil {
		return p, err
	}
	if i := slices.IndexFunc(identities, p.goesBy); i > 0 {
		first := identities[i]
		identities = slices.Insert(slices.Delete(identities, i, i+1), 0, first)
	}
	var missing error = &oauth.Failure{
		Kind:     oauth.ErrNotSignedIn,
		Sentence: "This account is not connected to these goals any more.",
		Next:     "Sign in with one that is. Your goals stay as they are.",
	}
	for _, identity := range identities {
		missing = d.Sessions.Restore(ctx, oauth.Profile(identity))
		if missing == nil {
			p.Profile = identity
		}
		if !errors.Is(missing, oauth.ErrNotSignedIn) {
			break
		}
	}
	return p, missing
}

// signedIn is Session for what takes an account of one's own: nobody is let off.
func (d *Desk) signedIn(ctx context.Context, p Person) error {
	if p.Local() {
		return storage.ErrLocalUser
	}
	return d.Session(ctx, p)
}

// Refresh asks the provider for the profile as it is now, and keeps it. The person
// comes back with the account that was asked about, also with an error.
func (d *Desk) Refresh(ctx context.Context, p Person) (Person, error) {
	p, err := d.inUse(ctx, p)
	if err != nil || p.Local() {
		return p, err
	}
	provider, err := d.ProviderOf(ctx, p.Profile)
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

// SignOut signs all accounts of a person out on this computer: the tokens leave the
// keyring, and are revoked where that works. There is an outcome for each account that
// was signed in. The goals stay in the file; nobody is open afterwards.
func (d *Desk) SignOut(ctx context.Context, p Person) ([]oauth.Outcome, error) {
	outcomes, err := d.signOutAll(ctx, p)
	return outcomes, errors.Join(err, d.Store.SetLastOpen(ctx, ""))
}

// SignOutEverywhere signs every account of every person in this file out. What goes
// wrong with one does not keep the others signed in.
func (d *Desk) SignOutEverywhere(ctx context.Context) ([]oauth.Outcome, error) {
	people, err := d.Store.People(ctx)
	failed := []error{err}
	var all []oauth.Outcome
	for _, p := range people {
		outcomes, err := d.signOutAll(ctx, Person{p.User, p.Profile})
		all, failed = append(all, outcomes...), append(failed, err)
	}
	return all, errors.Join(append(failed, d.Store.SetLastOpen(ctx, ""))...)
}

func (d *Desk) signOutAll(ctx context.Context, p Person) ([]oauth.Outcome, error) {
	if p.Local() {
		return nil, nil
	}
	identities, err := d.Store.Identities(ctx, p.User)
	if err != nil {
		identities = []storage.Profile{p.Profile}
	}
	failed := []error{err}
	var outcomes []oauth.Outcome
	for _, identity := range identities {
		outcome, was, err := d.signOut(ctx, identity)
		if was {
			outcomes = append(outcomes, outcome)
		}
		failed = append(failed, err)
	}
	return outcomes, errors.Join(failed...)
}

// signOut signs one account out, and tells whether it was signed in. Locally that is
// always tried; an error says that the keyring may still hold the token.
func (d *Desk) signOut(ctx context.Context, identity storage.Profile) (outcome oauth.Outcome, was bool, err error) {
	was = !errors.Is(d.Sessions.Restore(ctx, oauth.Profile(identity)), oauth.ErrNotSignedIn)
	var provider oauth.Provider
	if was { // else there is nothing to revoke, nor a reason to start the demo
		provider, err = d.ProviderOf(ctx, identity)
	}
	outcome, failed := d.Sessions.SignOut(ctx, provider, oauth.Profile(identity))
	if errors.Is(err, oauth.ErrNoApp) {
		err, outcome.Reason = nil, "Withdrawing the access needs the registration there, which is not kept here any more."
	}
	return outcome, was, errors.Join(err, failed)
}
