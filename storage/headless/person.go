package headless

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"overachiever/storage"
)

// localLogin is what the local person is called on the command line.
const localLogin = "local"

// person is whose goals a verb is about. The zero person has none: the local person of a file
// that does not know them yet.
type person struct {
	id          storage.UserID
	login, name string // "" for the local person
}

// calls the person what --user calls them.
func (p person) String() string {
	if p.login == "" {
		return localLogin
	}
	return p.login
}

// find finds the person of that login; without one whoever was last open in the window, else
// the local person.
func (r run) find(ctx context.Context, store *storage.Store, login string) (person, error) {
	id, err := r.findUser(ctx, store, login)
	if err != nil || id == "" {
		return person{}, err
	}
	profile, _, err := store.Profile(ctx, id)
	if err != nil {
		return person{}, r.trouble(err)
	}
	return person{id: id, login: profile.Login, name: profile.Name}, nil
}

func (r run) findUser(ctx context.Context, store *storage.Store, login string) (storage.UserID, error) {
	if login != "" && !strings.EqualFold(login, localLogin) {
		id, err := store.UserByLogin(ctx, login)
		if errors.Is(err, storage.ErrNoUser) || errors.Is(err, storage.ErrAmbiguous) {
			return "", unknownLogin(login, err)
		}
		return id, r.trouble(err)
	}
	if login == "" {
		id, open, err := store.LastOpen(ctx)
		if err != nil || open {
			return id, r.trouble(err)
		}
	}
	id, err := store.Local(ctx)
	if errors.Is(err, storage.ErrReadOnly) { // nobody to be read, and not for us to make
		return "", nil
	}
	return id, r.trouble(err)
}

func unknownLogin(login string, err error) error {
	return &failure{where: "--user " + strconv.Quote(login), err: err}
}

// tree is the person's goals; none for a person the file does not know.
func (r run) tree(ctx context.Context, store *storage.Store, who person) (*storage.Tree, error) {
	if who.id == "" {
		return storage.NewTree(nil, nil)
	}
	tree, err := store.User(who.id).Tree(ctx)
	return tree, r.trouble(err)
}

// trouble is an error that the database gave.
func (r run) trouble(err error) error {
	if err == nil {
		return nil
	}
	return &failure{where: r.database(), err: err}
}
