package account

import (
	"context"
	"errors"

	"overachiever/oauth"
	"overachiever/storage"
)

// Taken is an account that could not be connected, because it is another person's.
type Taken struct {
	Other Person // whose it is; they have just signed in
	Goals int    // how many they have
}

func (t *Taken) Error() string { return "the account belongs to another person in this file" }

// Explain says in plain words what happened and what to do.
func (t *Taken) Explain() (sentence, next string) {
	return "This account belongs to another person here.", "Bring both together, or choose another account."
}

// Listed is a person of this file, for choosing among them.
type Listed struct {
	Person
	Identities int
	Goals      int
}

// People are all who keep goals in this file: who was open last first, the local
// person last, and only if there are goals.
func (d *Desk) People(ctx context.Context) ([]Listed, error) { return nil, errNotBuilt }

// Open opens a person whose session is still there. oauth.ErrNotSignedIn: they have
// to sign in first.
func (d *Desk) Open(ctx context.Context, p Person) (Person, error) { return p, errNotBuilt }

// Identities are the accounts of a person, the one used last first.
func (d *Desk) Identities(ctx context.Context, p Person) ([]storage.Profile, error) {
	return nil, errNotBuilt
}

// Disconnect signs one account of a person out and removes it from them; not the last
// one (storage.ErrLastIdentity). Person is as they are then.
func (d *Desk) Disconnect(ctx context.Context, p Person, identity storage.Profile) (Person, oauth.Outcome, error) {
	return p, oauth.Outcome{}, errNotBuilt
}

// Merge moves another person's goals below those of a person, in one step that can be
// undone, and their accounts with them. Nobody of the two may be open in the window.
func (d *Desk) Merge(ctx context.Context, from, into Person) error { return errNotBuilt }

// Claim moves the goals that were kept without an account to a person, in one step.
func (d *Desk) Claim(ctx context.Context, into Person) error { return errNotBuilt }

// LocalGoals counts the goals that are kept without an account.
func (d *Desk) LocalGoals(ctx context.Context) (int, error) { return 0, errNotBuilt }

// Alike are other people of this file with the same verified e-mail address.
func (d *Desk) Alike(ctx context.Context, p Person) ([]Person, error) { return nil, errNotBuilt }

// SignOutEverywhere signs every account of every person in this file out.
func (d *Desk) SignOutEverywhere(ctx context.Context) ([]oauth.Outcome, error) {
	return nil, errNotBuilt
}

var errNotBuilt = errors.New("not built yet")
