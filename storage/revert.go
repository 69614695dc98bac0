package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// OpenBackup opens a backup for reading, and leaves no trace beside it. One that an older
// version made is brought up to date in a copy that is gone after Close.
// Errors: ErrNoFile, and those of Open, all worded for a backup.
func OpenBackup(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	s, err := open(ctx, path, now, nil, (*Store).openBackup)
	return s, ofBackup(err)
}

// What can be wrong with a backup, besides ErrNotBackup.
var (
	errNoBackup        error = &explained{"no such backup", "There is no such file.", "Check its name."}
	errNewerBackup     error = &explained{"a newer version's backup", "This backup was made by a newer Overachiever.", "Update Overachiever. Nothing has been changed."}
	errForbiddenBackup error = &explained{"no permission", "You are not allowed to read this file.", "Check its permissions, or choose another one."}
)

// ofBackup words what is wrong with a backup: the words of the kinds themselves are about
// the file with everybody's goals.
func ofBackup(err error) error {
	for _, kind := range []struct{ of, words error }{
		{ErrNoFile, errNoBackup}, {ErrNewerFile, errNewerBackup}, {ErrNoPermission, errForbiddenBackup}, {fs.ErrPermission, errForbiddenBackup},
		{ErrNotOurs, ErrNotBackup}, {ErrForeign, ErrNotBackup}, {ErrDamaged, ErrNotBackup},
	} {
		if errors.Is(err, kind.of) {
			return fmt.Errorf("%w: %w", kind.words, err)
		}
	}
	return err
}

func (s *Store) openBackup(ctx context.Context) error {
	list, err := migrations()
	if err != nil {
		return err
	}
	info, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrNoFile
	case err != nil:
		return err
	case !info.Mode().IsRegular() || info.Size() == 0:
		return ErrNotOurs
	}
	version, err := s.inspect(ctx, list)
	switch {
	case err != nil:
		return err
	case version < len(list):
		err = s.readCopy(ctx, list)
	case hasLog(s.path): // in use, or it was when it broke off: what is newest is in the log
		s.read, err = connect(ctx, reading(s.path), safety())
	default:
		s.read, err = connect(ctx, reading(s.path, "immutable=1"), safety())
	}
	if err != nil {
		return err
	}
	s.device, err = s.meta(ctx, "device")
	return err
}

// In finds this person in a backup: by their id, else by an account that opens their
// goals; who has none is the one there who has none. Errors: ErrNotInBackup.
func (u *User) In(ctx context.Context, backup *Store) (UserID, error) {
	local, err := u.isLocal(ctx, u.store.read)
	if err != nil {
		return "", err
	}
	err = backup.User(u.id).exists(ctx, backup.read)
	if !errors.Is(err, ErrNoUser) {
		return u.id, err
	}
	id := ""
	if local {
		id, err = backup.text(ctx, `SELECT id FROM user WHERE local = 1`)
	} else {
		id, err = u.byAccount(ctx, backup)
	}
	if err == nil && id == "" {
		err = ErrNotInBackup
	}
	return UserID(id), err
}

// byAccount finds whose goals an account of this person opens in a backup, "" for nobody's.
func (u *User) byAccount(ctx context.Context, backup *Store) (string, error) {
	own, err := u.store.Identities(ctx, u.id)
	if err != nil {
		return "", err
	}
	for _, account := range own {
		id, err := backup.text(ctx, `SELECT user FROM identity WHERE issuer = ? AND subject = ?`, account.Issuer, account.Subject)
		if err != nil || id != "" {
			return id, err
		}
	}
	return "", nil
}

// Revert makes a person's goals those of another tree, one from a backup, as one step: see
// Tree.Become. Nobody may have these goals open meanwhile. Errors: ErrNoUser.
func (u *User) Revert(ctx context.Context, to *Tree) error {
	err := u.store.update(ctx, func(ctx context.Context, pen *pen) error {
		tree, err := u.tree(ctx, pen)
		if err != nil {
			return err
		}
		step, err := tree.Become(to)
		if err != nil {
			return err
		}
		return u.commit(pen).save(ctx, step)
	})
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	return nil
}
