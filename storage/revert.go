package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// OpenBackup opens a backup for reading, and leaves no trace beside it. One that an older
// version made is brought up to date in a copy that is gone after Close.
// Errors: ErrNoFile, and those of Open.
func OpenBackup(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	s, err := open(ctx, path, now, (*Store).openBackup)
	if !errors.Is(err, ErrOlderFile) || hasJournal(path) {
		return s, err
	}
	folder, err := os.MkdirTemp("", "overachiever-")
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	copied := filepath.Join(folder, filepath.Base(path))
	if err := copyFile(path, copied); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), os.RemoveAll(folder))
	}
	s, err = Open(ctx, copied, now)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	s.temporary = folder
	return s, nil
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
	// A backup has no journal, and nobody writes to it. What has one is in use, or was
	// when it broke off: what is newest is in the journal.
	where := address(s.path, safety(), "mode=ro", "immutable=1", "_txlock=deferred")
	if hasJournal(s.path) {
		where = reading(s.path)
	}
	version, err := inspect(ctx, where, len(list))
	if err != nil {
		return err
	}
	if version < len(list) {
		return ErrOlderFile
	}
	if s.read, err = connect(ctx, where, safety()); err != nil {
		return err
	}
	s.device, err = s.meta(ctx, "device")
	return err
}

// hasJournal tells whether what was saved last is in a file beside this one.
func hasJournal(path string) bool {
	journal, err := os.Stat(path + "-wal")
	return err == nil && journal.Size() > 0
}

// copyFile copies a file that no connection of this process has open.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close() // it was only read
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
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
	err := u.store.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		tree, err := u.tree(ctx, tx)
		if err != nil {
			return err
		}
		step, err := tree.Become(to)
		if err != nil {
			return err
		}
		return u.commit(tx).save(ctx, step)
	})
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	return nil
}
