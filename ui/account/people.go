package account

import (
	"context"
	"errors"
	"slices"

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

// connect gives a person one more account. An equal e-mail address is no reason to do
// so, a sign-in with both is.
func (d *Desk) connect(ctx context.Context, user storage.UserID, profile storage.Profile) error {
	err := d.Store.Connect(ctx, user, profile)
	var taken *storage.IdentityTaken
	if !errors.As(err, &taken) {
		return err
	}
	if err := d.Store.SaveProfile(ctx, profile); err != nil {
		return err
	}
	people, err := d.Store.People(ctx)
	if err != nil {
		return err
	}
	other := &Taken{Other: Person{taken.User, profile}}
	for _, p := range people {
		if p.User == taken.User {
			other.Goals = p.Goals
		}
	}
	return other
}

// Listed is a person of this file, for choosing among them.
type Listed struct {
	Person
	Identities int
	Goals      int
}

// People are all who keep goals in this file: who was open last first, the local
// person last, and only if there are goals.
func (d *Desk) People(ctx context.Context) ([]Listed, error) {
	people, err := d.Store.People(ctx)
	if err != nil {
		return nil, err
	}
	var listed []Listed
	for _, p := range people {
		if p.Local || p.Identities > 0 { // else merged away: there is no account to open them with
			listed = append(listed, Listed{Person{p.User, p.Profile}, p.Identities, p.Goals})
		}
	}
	return listed, nil
}

// Open opens a person whose session is still there, by any of their accounts.
// oauth.ErrNotSignedIn: they have to sign in first. The local person never has to.
func (d *Desk) Open(ctx context.Context, p Person) (Person, error) {
	p, err := d.inUse(ctx, p)
	if err != nil {
		return p, err
	}
	return p, d.setLastOpen(ctx, p.User)
}

// Identities are the accounts of a person, the one used last first.
func (d *Desk) Identities(ctx context.Context, p Person) ([]storage.Profile, error) {
	return d.Store.Identities(ctx, p.User)
}

// Disconnect signs one account of a person out and removes it from them; not the last
// one (storage.ErrLastIdentity), which stays signed in. Person is as they are then.
func (d *Desk) Disconnect(ctx context.Context, p Person, identity storage.Profile) (Person, oauth.Outcome, error) {
	identities, err := d.Store.Identities(ctx, p.User)
	if err != nil {
		return p, oauth.Outcome{}, err
	}
	left := slices.DeleteFunc(identities, func(other storage.Profile) bool {
		return other.Issuer == identity.Issuer && other.Subject == identity.Subject
	})
	switch len(left) {
	case 0:
		return p, oauth.Outcome{}, storage.ErrLastIdentity
	case len(identities):
		return p, oauth.Outcome{}, storage.ErrUnknownIdentity
	}
	// Signed out first: an account that is nobody's any more could not be found again.
	outcome, _, err := d.signOut(ctx, identity)
	if err != nil {
		return p, outcome, err
	}
	if err := d.Store.Disconnect(ctx, p.User, identity.Issuer, identity.Subject); err != nil {
		return p, outcome, err
	}
	if p.goesBy(identity) {
		p.Profile = left[0]
	}
	p, _ = d.inUse(ctx, p) // Session tells it when there is none
	return p, outcome, nil
}

// Merge moves another person's goals below those of a person, in one step that can be
// undone, and their accounts with them. Both have to be signed in, and neither may be
// open in the window.
func (d *Desk) Merge(ctx context.Context, from, into Person) error {
	for _, p := range []Person{from, into} {
		if err := d.signedIn(ctx, p); err != nil {
			return err
		}
	}
	return d.Store.Merge(ctx, from.User, into.User)
}

// Claim moves the goals that were kept without an account to a person, in one step.
func (d *Desk) Claim(ctx context.Context, into Person) error {
	if err := d.signedIn(ctx, into); err != nil {
		return err
	}
	return d.Store.Claim(ctx, into.User)
}

// LocalGoals counts the goals that are kept without an account.
func (d *Desk) LocalGoals(ctx context.Context) (int, error) {
	people, err := d.Store.People(ctx)
	if err != nil {
		return 0, err
	}
	for _, p := range people {
		if p.Local {
			return p.Goals, nil
		}
	}
	return 0, nil
}

// Alike are other people of this file with the same verified e-mail address. It is
// only worth a suggestion: providers verify differently, and addresses change hands.
func (d *Desk) Alike(ctx context.Context, p Person) ([]Person, error) {
	users, err := d.Store.SameEmail(ctx, p.User)
	if err != nil {
		return nil, err
	}
	var alike []Person
	for _, user := range users {
		profile, _, err := d.Store.Profile(ctx, user)
		if err != nil {
			return nil, err
		}
		alike = append(alike, Person{user, profile})
	}
	return alike, nil
}
