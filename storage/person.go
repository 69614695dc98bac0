package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Person is somebody who keeps goals in this file, for choosing among them.
type Person struct {
	User       UserID
	Profile    Profile // the newest of their identities; zero for the local person
	Identities int
	Goals      int // outside the trash
	Local      bool
}

// People lists who keeps goals in this file: who was last open first, then by the newest
// profile, and the local person last. Those without an identity, like the local person or
// somebody who was merged into another, are listed only if they have goals: whatever
// became of an account, no goal is out of reach.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	var people []Person
	err := inTransaction(ctx, s.read, func(ctx context.Context, tx *sql.Tx) error {
		users, err := texts(ctx, tx, `SELECT id FROM user ORDER BY local,
			id IS (SELECT value FROM meta WHERE name = 'last_open') DESC,
			(SELECT max(fetched) FROM identity WHERE identity.user = user.id) DESC, id`)
		if err != nil {
			return err
		}
		for _, id := range users {
			person, err := s.User(UserID(id)).person(ctx, tx)
			if err != nil {
				return err
			}
			if person.Identities > 0 || person.Goals > 0 {
				people = append(people, person)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing the people: %w", err)
	}
	return people, nil
}

// person is what there is to say about somebody.
func (u *User) person(ctx context.Context, db queryer) (Person, error) {
	profiles, err := identities(ctx, db, u.id)
	if err != nil {
		return Person{}, err
	}
	tree, err := u.plant(ctx, db, nil)
	if err != nil {
		return Person{}, err
	}
	local, err := u.isLocal(ctx, db)
	person := Person{User: u.id, Identities: len(profiles), Goals: tree.Totals().Total, Local: local}
	if len(profiles) > 0 {
		person.Profile = profiles[0]
	}
	return person, err
}

// isLocal tells whether this is the local person. Errors: ErrNoUser.
func (u *User) isLocal(ctx context.Context, db queryer) (bool, error) {
	var local bool
	err := db.QueryRowContext(ctx, `SELECT local FROM user WHERE id = ?`, u.id).Scan(&local)
	if errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("user %q: %w", u.id, ErrNoUser)
	}
	return local, known(err)
}

// SameEmail returns the other people of whom an identity has the same verified address,
// in whatever case. They may be the same person; nobody but the person can tell.
func (s *Store) SameEmail(ctx context.Context, user UserID) ([]UserID, error) {
	return s.users(ctx, `SELECT DISTINCT other.user FROM identity AS own
		JOIN identity AS other ON other.email = own.email COLLATE NOCASE AND other.user <> own.user
		WHERE own.user = ? AND own.email <> '' ORDER BY other.user`, user)
}

// Connect gives a person one more identity: whoever signs in with it opens this person's
// goals. For one they have already it keeps the profile. Errors: ErrNoUser, ErrLocalUser,
// ErrIdentityTaken as an *IdentityTaken.
func (s *Store) Connect(ctx context.Context, user UserID, profile Profile) error {
	err := s.update(ctx, func(ctx context.Context, pen *pen) error {
		local, err := s.User(user).isLocal(ctx, pen)
		if err != nil {
			return err
		}
		if local {
			return ErrLocalUser
		}
		owner, err := owner(ctx, pen, profile)
		switch {
		case err != nil:
			return err
		case owner == "":
			return addIdentity(ctx, pen, user, profile)
		case owner != user:
			return &IdentityTaken{owner}
		}
		return saveProfile(ctx, pen, profile)
	})
	if err != nil {
		return fmt.Errorf("connecting: %w", err)
	}
	return nil
}

// Disconnect takes an identity and its profile from a person. Whoever signs in with it
// then is somebody new. Errors: ErrUnknownIdentity for one that is not theirs, and
// ErrLastIdentity for their only one, without which nobody could open their goals.
func (s *Store) Disconnect(ctx context.Context, user UserID, issuer, subject string) error {
	err := s.update(ctx, func(ctx context.Context, pen *pen) error {
		result, err := pen.ExecContext(ctx, `DELETE FROM identity WHERE user = ? AND issuer = ? AND subject = ?`, user, issuer, subject)
		if err != nil {
			return err
		}
		if deleted, err := result.RowsAffected(); err != nil || deleted == 0 {
			return errors.Join(err, ErrUnknownIdentity)
		}
		var left int
		if err := pen.QueryRowContext(ctx, `SELECT count(*) FROM identity WHERE user = ?`, user).Scan(&left); err != nil {
			return err
		}
		if left == 0 {
			return ErrLastIdentity
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("disconnecting: %w", err)
	}
	return nil
}
