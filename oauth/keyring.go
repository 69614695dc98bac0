package oauth

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/zalando/go-keyring"
)

// keyringTimeout is how long a keyring may take: it may be asking the person for
// a password, and its prompt can hang for ever.
const keyringTimeout = 60 * time.Second

// SystemVault keeps tokens in the operating system's keyring under a service
// name, one small item each. No call blocks longer than a minute. Its errors
// match ErrNoKeyring, ErrKeyringTimeout or ErrKeyring and explain themselves.
func SystemVault(service string) Vault {
	return &systemVault{
		limit:     keyringTimeout,
		reachable: busReachable,
		set:       func(key, text string) error { return keyring.Set(service, key, text) },
		get:       func(key string) (string, error) { return keyring.Get(service, key) },
		remove:    func(key string) error { return keyring.Delete(service, key) },
	}
}

type systemVault struct {
	limit     time.Duration
	reachable func() error // asked first: the keyring library may start a bus and leave it behind
	set       func(key, text string) error
	get       func(key string) (string, error)
	remove    func(key string) error

	mu     sync.Mutex
	wishes map[string]wish
}

// wish is what was asked for an item last.
type wish struct {
	number uint64
	text   *string // nil: it is to be gone. A pointer, as fmt would show the text
}

// Store implements Vault. It looks afterwards whether the item is there: a keyring
// whose prompt was dismissed reports success, and some forget.
// A write that comes true only after the caller gave it up is undone. One that comes
// true after the time-out stays: the person answered the prompt after all.
func (v *systemVault) Store(ctx context.Context, key string, token Token) error {
	text, err := token.seal(key)
	if err != nil {
		return keyringFailure(err)
	}
	mine := v.wish(key, &text)
	giveUp := func() {
		if errors.Is(ctx.Err(), context.Canceled) {
			v.unwish(key, mine)
		}
	}
	err = v.ask(ctx, func() error { return v.write(key, text) }, func() {
		giveUp()
		v.fulfil(key, mine)
	})
	if errors.Is(err, ErrCancelled) {
		giveUp()
	}
	return err
}

func (v *systemVault) write(key, text string) error {
	if err := v.set(key, text); err != nil {
		return err
	}
	kept, err := v.get(key)
	if errors.Is(err, keyring.ErrNotFound) || err == nil && kept != text {
		return errForgetful
	}
	return err
}

// Load implements Vault.
func (v *systemVault) Load(ctx context.Context, key string) (Token, error) {
	found := make(chan string, 1)
	err := v.ask(ctx, func() error {
		text, err := v.get(key)
		found <- text
		return err
	}, nil)
	if err != nil {
		return Token{}, err
	}
	return unseal(key, <-found)
}

// Delete implements Vault. It looks afterwards whether the item is gone: a
// keyring whose prompt was dismissed reports success. A removal that comes true late
// does not cost what was stored since.
func (v *systemVault) Delete(ctx context.Context, key string) error {
	mine := v.wish(key, nil)
	return v.ask(ctx, func() error { return v.erase(key) }, func() { v.fulfil(key, mine) })
}

func (v *systemVault) erase(key string) error {
	err := v.remove(key)
	if err == nil {
		_, err = v.get(key)
	}
	switch {
	case err == nil:
		return errors.New("item is still there")
	case errors.Is(err, keyring.ErrNotFound):
		return nil
	}
	return err
}

// ask calls the keyring off the caller's goroutine and waits for limit. When the
// call succeeds after that, tooLate runs.
func (v *systemVault) ask(ctx context.Context, call func() error, tooLate func()) error {
	if err := v.reachable(); err != nil {
		return keyringFailure(err)
	}
	ctx, cancel := context.WithTimeout(ctx, v.limit)
	defer cancel()
	answer := make(chan error) // unbuffered: either it is received, or the caller is gone
	go func() {
		err := guarded(call)
		select {
		case answer <- err:
		case <-ctx.Done():
			if err == nil && tooLate != nil {
				tooLate()
			}
		}
	}()
	select {
	case err := <-answer:
		return keyringFailure(err)
	case <-ctx.Done():
		return keyringFailure(ctx.Err())
	}
}

// guarded turns a panic of the keyring library into an error: it asserts the
// types of what a Secret Service sends.
func guarded(call func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("keyring sent something strange")
		}
	}()
	return call()
}

// wish notes what is asked for an item from now on.
func (v *systemVault) wish(key string, text *string) wish {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.wishes == nil {
		v.wishes = map[string]wish{}
	}
	v.wishes[key] = wish{v.wishes[key].number + 1, text}
	return v.wishes[key]
}

// unwish takes a wish back, unless there is a newer one.
func (v *systemVault) unwish(key string, given wish) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.wishes[key] == given {
		v.wishes[key] = wish{number: given.number}
	}
}

// fulfil makes the item what was asked for last, after a call came true so late
// that it may have undone that.
func (v *systemVault) fulfil(key string, done wish) {
	for {
		v.mu.Lock()
		last := v.wishes[key]
		v.mu.Unlock()
		if last == done {
			return
		}
		_ = guarded(func() error { // nobody is there to tell
			if last.text == nil {
				return v.remove(key)
			}
			return v.set(key, *last.text)
		})
		done = last
	}
}

var errForgetful = errors.New("item is not there")

// keyringFailure sorts a keyring's errors. Their text is not kept: nobody knows
// what a keyring writes into it.
func keyringFailure(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotStored
	case errors.Is(err, context.DeadlineExceeded):
		return &Failure{Kind: ErrKeyringTimeout, Err: context.DeadlineExceeded,
			Sentence: "This computer's keyring did not answer.",
			Next:     "Look for its window and unlock it, then try again. You are not signed out."}
	case errors.Is(err, context.Canceled):
		return &Failure{Kind: ErrCancelled, Err: context.Canceled,
			Sentence: "The question to this computer's keyring was cancelled.",
			Next:     "Try again whenever you like."}
	case isNoKeyring(err):
		return &Failure{Kind: ErrNoKeyring, Err: keyringCause(err),
			Sentence: "This computer has no keyring where a sign-in could be kept safely.",
			Next:     "You can stay signed in until you quit. To stay signed in for good, set up a keyring such as GNOME Keyring or KWallet."}
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return &Failure{Kind: ErrKeyring, Err: keyring.ErrSetDataTooBig,
			Sentence: "The sign-in does not fit into this computer's keyring.",
			Next:     "You can stay signed in until you quit."}
	case errors.Is(err, errForgetful):
		return &Failure{Kind: ErrKeyring, Err: errForgetful,
			Sentence: "This computer's keyring did not keep the sign-in.",
			Next:     "Try again and say yes when it asks. Else you can stay signed in until you quit."}
	case strings.Contains(err.Error(), "failed to unlock"):
		return &Failure{Kind: ErrKeyring, Err: errors.New("keyring is locked"),
			Sentence: "This computer's keyring stayed locked.",
			Next:     "Try again and enter its password, which is usually the one you log in with."}
	}
	return &Failure{Kind: ErrKeyring, Err: keyringCause(err),
		Sentence: "This computer's keyring refused.",
		Next:     "Look whether it is unlocked and works in other programs, then try again."}
}

// keyringCause names an error without its text: a bus error by its name, another
// by its type.
func keyringCause(err error) error {
	if name := busErrorName(err); name != "" {
		return errors.New(name)
	}
	return fmt.Errorf("%T", err)
}

// isNoKeyring reports errors that mean that there is no keyring at all, or none
// that ever was set up.
func isNoKeyring(err error) bool {
	return errors.Is(err, ErrNoKeyring) || errors.Is(err, keyring.ErrUnsupportedPlatform) ||
		errors.Is(err, exec.ErrNotFound) || isBusWithoutKeyring(err)
}
