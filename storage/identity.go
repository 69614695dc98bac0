package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// localLogin is what the local person is called on the command line.
const localLogin = "local"

// Local returns the person who keeps goals on this computer without an account. The first
// call makes them. Errors: ErrReadOnly when they would have to be made.
func (s *Store) Local(ctx context.Context) (UserID, error) {
	if id, err := s.text(ctx, `SELECT id FROM user WHERE local = 1`); err != nil || id != "" {
		return UserID(id), err
	}
	err := s.put(ctx, `INSERT INTO user (id, created, local) VALUES (?, ?, 1) ON CONFLICT DO NOTHING`,
		s.newID(), s.now().UnixMilli())
	if err != nil {
		return "", err
	}
	id, err := s.text(ctx, `SELECT id FROM user WHERE local = 1`)
	return UserID(id), err
}

// SignedIn returns the person an identity belongs to, makes one for a new identity, and
// keeps the profile. An identity is issuer and subject; a login changes hands.
func (s *Store) SignedIn(ctx context.Context, profile Profile) (UserID, error) {
	var id UserID
	err := s.update(ctx, func(ctx context.Context, pen *pen) error {
		owner, err := owner(ctx, pen, profile)
		if err != nil {
			return err
		}
		if id = owner; id != "" {
			return saveProfile(ctx, pen, profile)
		}
		id = UserID(s.newID())
		return addPerson(ctx, pen, id, s.now(), profile)
	})
	if err != nil {
		return "", fmt.Errorf("signing in: %w", err)
	}
	return id, nil
}

// owner returns the person an identity belongs to; "" when it is nobody's.
func owner(ctx context.Context, pen *pen, profile Profile) (UserID, error) {
	var id UserID
	err := pen.QueryRowContext(ctx, `SELECT user FROM identity WHERE issuer = ? AND subject = ?`,
		profile.Issuer, profile.Subject).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

func addPerson(ctx context.Context, pen *pen, id UserID, now time.Time, profile Profile) error {
	if _, err := pen.ExecContext(ctx, `INSERT INTO user (id, created) VALUES (?, ?)`, id, now.UnixMilli()); err != nil {
		return err
	}
	return addIdentity(ctx, pen, id, profile)
}

func addIdentity(ctx context.Context, pen *pen, id UserID, profile Profile) error {
	_, err := pen.ExecContext(ctx, `INSERT INTO identity
		(user, issuer, subject, provider, login, name, bio, company, location, page, public_repos, followers, following, member_since, avatar, etag, fetched)
		VALUES (?, ?, ?, '', '', '', '', '', '', '', 0, 0, 0, NULL, NULL, '', NULL)`, id, profile.Issuer, profile.Subject)
	if err != nil {
		return err
	}
	return saveProfile(ctx, pen, profile)
}

// SaveProfile keeps a newer profile of an identity that has signed in before.
// Errors: ErrUnknownIdentity.
func (s *Store) SaveProfile(ctx context.Context, profile Profile) error {
	return s.update(ctx, func(ctx context.Context, pen *pen) error {
		return saveProfile(ctx, pen, profile)
	})
}

func saveProfile(ctx context.Context, pen *pen, p Profile) error {
	result, err := pen.ExecContext(ctx, `UPDATE identity SET provider = ?, login = ?, name = ?, bio = ?, company = ?,
		location = ?, page = ?, public_repos = ?, followers = ?, following = ?, member_since = ?, avatar = ?,
		email = ?, etag = ?, fetched = ?
		WHERE issuer = ? AND subject = ?`,
		p.Provider, p.Login, p.Name, p.Bio, p.Company, p.Location, p.Page, p.PublicRepos, p.Followers, p.Following,
		nullMillis(p.MemberSince), p.Avatar, p.Email, p.ETag, nullMillis(p.Fetched), p.Issuer, p.Subject)
	if err != nil {
		return err
	}
	if changed, err := result.RowsAffected(); err != nil || changed == 0 {
		return errors.Join(err, ErrUnknownIdentity)
	}
	return nil
}

// Profile returns the newest profile of a person's identities; false when they have none,
// like the local person.
func (s *Store) Profile(ctx context.Context, user UserID) (Profile, bool, error) {
	list, err := s.Identities(ctx, user)
	if err != nil || len(list) == 0 {
		return Profile{}, false, err
	}
	return list[0], true, nil
}

// Identities returns the profiles of a person's identities, the newest first.
func (s *Store) Identities(ctx context.Context, user UserID) ([]Profile, error) {
	return identities(ctx, s.read, user)
}

func identities(ctx context.Context, db queryer, user UserID) ([]Profile, error) {
	rows, err := db.QueryContext(ctx, `SELECT provider, issuer, subject, login, name, bio, company, location, page,
		public_repos, followers, following, member_since, avatar, email, etag, fetched
		FROM identity WHERE user = ? ORDER BY fetched DESC, issuer, subject`, user)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var list []Profile
	for rows.Next() {
		var p Profile
		var since, fetched sql.Null[int64]
		err := rows.Scan(&p.Provider, &p.Issuer, &p.Subject, &p.Login, &p.Name, &p.Bio, &p.Company, &p.Location, &p.Page,
			&p.PublicRepos, &p.Followers, &p.Following, &since, &p.Avatar, &p.Email, &p.ETag, &fetched)
		if err != nil {
			return nil, err
		}
		p.MemberSince, p.Fetched = timeOf(since), timeOf(fetched)
		list = append(list, p)
	}
	return list, known(rows.Err())
}

// UserByLogin finds a person by login, in whatever case; "local" is the local person.
// When a demo account has the same login as a real one, the real one is meant.
// Errors: ErrNoUser; ErrAmbiguous when more than one person has that login.
func (s *Store) UserByLogin(ctx context.Context, login string) (UserID, error) {
	if strings.EqualFold(login, localLogin) {
		id, err := s.Local(ctx)
		if errors.Is(err, ErrReadOnly) {
			return "", fmt.Errorf("login %q: %w", login, ErrNoUser)
		}
		return id, err
	}
	for _, filter := range []string{`provider <> 'demo'`, `provider = 'demo'`} {
		users, err := s.users(ctx, `SELECT DISTINCT user FROM identity WHERE login = ? COLLATE NOCASE AND `+filter, login)
		switch {
		case err != nil:
			return "", err
		case len(users) == 1:
			return users[0], nil
		case len(users) > 1:
			return "", fmt.Errorf("login %q: %w", login, ErrAmbiguous)
		}
	}
	return "", fmt.Errorf("login %q: %w", login, ErrNoUser)
}

func (s *Store) users(ctx context.Context, query string, args ...any) ([]UserID, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var users []UserID
	for rows.Next() {
		var id UserID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		users = append(users, id)
	}
	return users, known(rows.Err())
}

// nullMillis is a time as the file keeps it.
func nullMillis(when time.Time) sql.Null[int64] {
	return sql.Null[int64]{V: when.UnixMilli(), Valid: !when.IsZero()}
}

func timeOf(millis sql.Null[int64]) time.Time {
	if !millis.Valid {
		return time.Time{}
	}
	return time.UnixMilli(millis.V).UTC()
}
