package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Setting returns a setting of this computer, "" when it is not set.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	return s.text(ctx, `SELECT value FROM setting WHERE name = ?`, name)
}

// SetSetting sets a setting of this computer.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.put(ctx, `INSERT INTO setting (name, value) VALUES (?, ?)
		ON CONFLICT DO UPDATE SET value = excluded.value`, name, value)
}

// Setting returns a setting of this person, "" when it is not set.
func (u *User) Setting(ctx context.Context, name string) (string, error) {
	return u.store.text(ctx, `SELECT value FROM user_setting WHERE user = ? AND name = ?`, u.id, name)
}

// SetSetting sets a setting of this person: what is folded, selected, zoomed into.
// Errors: ErrNoUser.
func (u *User) SetSetting(ctx context.Context, name, value string) error {
	err := u.store.put(ctx, `INSERT INTO user_setting (user, name, value) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET value = excluded.value`, u.id, name, value)
	if isForeignKey(err) {
		return fmt.Errorf("user %q: %w", u.id, ErrNoUser)
	}
	return err
}

// LastOpen returns whose goals were open last; false when nobody's were.
func (s *Store) LastOpen(ctx context.Context) (UserID, bool, error) {
	id, err := s.meta(ctx, "last_open")
	return UserID(id), id != "", err
}

// SetLastOpen notes whose goals are open; "" nobody's, as after signing out.
// Errors: ErrNoUser.
func (s *Store) SetLastOpen(ctx context.Context, user UserID) error {
	if user != "" {
		if err := s.User(user).exists(ctx, s.read); err != nil {
			return err
		}
	}
	return s.put(ctx, `INSERT INTO meta (name, value) VALUES ('last_open', ?)
		ON CONFLICT DO UPDATE SET value = excluded.value`, user)
}

func (s *Store) meta(ctx context.Context, name string) (string, error) {
	return s.text(ctx, `SELECT value FROM meta WHERE name = ?`, name)
}

// text reads one value, "" when there is none.
func (s *Store) text(ctx context.Context, query string, args ...any) (string, error) {
	var value string
	err := s.read.QueryRowContext(ctx, query, args...).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, known(err)
}

func (s *Store) put(ctx context.Context, query string, args ...any) error {
	return s.update(ctx, func(ctx context.Context, pen *pen) error {
		_, err := pen.ExecContext(ctx, query, args...)
		return err
	})
}
