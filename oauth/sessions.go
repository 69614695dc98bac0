package oauth

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Sessions signs people in and out and keeps their tokens. Its zero value works:
// it keeps tokens in memory only and opens no browser by itself.
type Sessions struct {
	HTTP     *http.Client                                // nil: one of its own. A token never follows a redirect
	Open     func(ctx context.Context, url string) error // nil: the link is only shown
	Vault    Vault                                       // nil: memory
	LockFile string                                      // keeps processes that share the vault from renewing at once; "": there are none
	Now      func() time.Time                            // nil: time.Now
	Rand     io.Reader                                   // nil: crypto/rand
	Timeout  time.Duration                               // how long to wait for the person; 0: 5 minutes

	memory   MemoryVault        // of those that the vault refused, until the program quits
	renewals singleflight.Group // by identity
	errands  sync.WaitGroup     // what goes on when nobody waits for it; see Drain

	clocks clocks

	mu      sync.Mutex
	live    map[string]Token         // in use, as it is in the vault
	pending map[string]pending       // signed in, but the vault refused; the person decides
	unsaved map[string]Token         // renewed, but the vault refused; not used before it is stored
	turns   map[string]chan struct{} // whose turn it is to change an identity's tokens
	rests   map[string]rest          // hosts that asked to be left alone
	issuers map[string]*issuer       // OpenID providers that told of themselves
}

// pending is a token that the vault refused.
type pending struct {
	Token
	late bool // the vault may take it yet: it did not answer
}

// key names an identity in the vault. An issuer has no fragment (RFC 8414
// section 2), so two identities never share a key.
func (p Profile) key() string { return p.Issuer + "#" + p.Subject }

// KeepUntilQuit keeps in memory the token that the vault refused, be it of a
// sign-in or of a renewal.
func (s *Sessions) KeepUntilQuit(profile Profile) {
	token := s.take(profile).Token
	if token.IsZero() {
		token = s.held(profile)
	}
	if !token.IsZero() {
		_ = s.memory.Store(context.Background(), profile.key(), token) // memory refuses nothing
		s.use(profile, token)
	}
}

// Discard drops the token that the vault refused, and withdraws it at the provider.
func (s *Sessions) Discard(ctx context.Context, p Provider, profile Profile) {
	token := s.take(profile)
	if token.IsZero() {
		return
	}
	if token.late {
		s.errands.Go(func() { s.undo(profile) })
	}
	s.revoke(ctx, p, token.Token)
}

// Restore looks whether this identity is still signed in: nil, ErrNotSignedIn,
// or why the keyring cannot be asked. It never touches the network.
func (s *Sessions) Restore(ctx context.Context, profile Profile) error {
	_, err := s.token(ctx, profile)
	return err
}

// Refresh fetches the profile anew, renewing the session on its way when it is
// due. When the provider says that the profile is unchanged, only Fetched moves and
// changed is false. ErrSignedOut (sign in again; nothing is forgotten), ErrSlowDown
// and ErrOffline tell why it could not, ErrNotSignedIn that there is no session; the
// profile is then returned as it was.
// So it is with ErrNoKeyring, ErrKeyringTimeout or ErrKeyring: the renewed session
// was refused. It waits to be stored at the next call, or for KeepUntilQuit.
func (s *Sessions) Refresh(ctx context.Context, p Provider, profile Profile) (fresh Profile, changed bool, err error) {
	if _, err := s.token(ctx, profile); err != nil {
		return profile, false, err
	}
	if p, err = s.discovered(ctx, p); err != nil {
		return profile, false, err
	}
	if p.UserURL == "" { // an id_token told who it was, and only once
		return profile, false, nil
	}
	fresh, picture, known, err := s.who(ctx, p, profile)
	if err != nil {
		return profile, false, err
	}
	if known {
		profile.Fetched = s.now().UTC().Truncate(time.Millisecond)
		return profile, false, nil
	}
	if fresh.key() != profile.key() {
		return profile, false, p.fail(ErrUnexpected, errors.New("profile of somebody else"))
	}
	if fresh.Avatar, err = s.avatar(ctx, p, picture); err != nil {
		fresh.Avatar = bytes.Clone(profile.Avatar) // an old picture is better than none
	}
	return fresh, true, nil
}

// SignOut forgets the token on this computer, whatever else happens, then
// withdraws it at the provider. An error says that the keyring may still hold it.
func (s *Sessions) SignOut(ctx context.Context, p Provider, profile Profile) (Outcome, error) {
	undecided := s.take(profile)
	token, err := s.forget(ctx, profile)
	if !undecided.IsZero() {
		s.withdraw(ctx, p, undecided.Token)
	}
	return s.revoke(ctx, p, s.revocable(ctx, p, token)), err
}

// Drain waits until nothing goes on that the program should not quit before: a
// renewal whose result would be lost, a token that is being withdrawn. Or until ctx
// ends.
func (s *Sessions) Drain(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		s.errands.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// token is the token in use for an identity, from memory or the vault.
func (s *Sessions) token(ctx context.Context, profile Profile) (Token, error) {
	if err := s.saveHeld(ctx, profile); err != nil {
		return Token{}, err
	}
	if token := s.inUse(profile); !token.IsZero() {
		return token, nil
	}
	token, err := s.home(profile).Load(ctx, profile.key())
	if errors.Is(err, ErrNotStored) {
		return Token{}, Provider{}.fail(ErrNotSignedIn, err)
	}
	if err != nil {
		return Token{}, err
	}
	s.use(profile, token)
	return token, nil
}

// forget removes everything that is kept for an identity and returns its newest
// token. It does not end with ctx: a sign-out that was asked for is carried out.
func (s *Sessions) forget(ctx context.Context, profile Profile) (Token, error) {
	lasting := context.WithoutCancel(ctx)
	done, err := s.turn(lasting, profile)
	if err != nil {
		return Token{}, err
	}
	defer done()
	defer s.lockBriefly(lasting)()
	token, _ := s.newest(ctx, profile)
	s.drop(profile)
	_ = s.memory.Delete(lasting, profile.key()) // memory refuses nothing
	return token, s.vault().Delete(lasting, profile.key())
}

// keep puts the token of a sign-in into the vault, or holds it until the person
// decides. The one that it replaces is withdrawn in the background.
func (s *Sessions) keep(ctx context.Context, p Provider, profile Profile, token Token) error {
	done, err := s.turn(ctx, profile)
	if err != nil {
		return p.interrupted(ctx)
	}
	defer done()
	defer s.lockBriefly(ctx)()
	old, err := s.newest(ctx, profile)
	if err == nil {
		err = s.vault().Store(ctx, profile.key(), token)
	}
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.pending == nil {
			s.pending = map[string]pending{}
		}
		s.pending[profile.key()] = pending{token, errors.Is(err, ErrKeyringTimeout)}
		return err
	}
	if s.Vault != nil {
		_ = s.memory.Delete(ctx, profile.key()) // memory refuses nothing
	}
	s.use(profile, token)
	if p.maySupersede(old, token) {
		s.errands.Go(func() { s.supersede(context.WithoutCancel(ctx), p, old) })
	}
	return nil
}

// newest is the newest token of an identity, zero when there is none. What is in
// the vault is newer than what is in use when another process has renewed it.
func (s *Sessions) newest(ctx context.Context, profile Profile) (Token, error) {
	if token := s.held(profile); !token.IsZero() {
		return token, nil
	}
	token, err := s.home(profile).Load(ctx, profile.key())
	if err == nil {
		return token, nil
	}
	if errors.Is(err, ErrNotStored) {
		err = nil
	}
	return s.inUse(profile), err
}

// undo takes back what a vault that did not answer in time may do yet.
func (s *Sessions) undo(profile Profile) {
	ctx := context.Background()
	done, err := s.turn(ctx, profile)
	if err != nil {
		return
	}
	defer done()
	if old := s.inUse(profile); !old.IsZero() {
		_ = s.vault().Store(ctx, profile.key(), old) // nobody is there to tell
		return
	}
	_ = s.vault().Delete(ctx, profile.key())
}

// home is where the token of an identity is kept: in the vault, unless that
// refused it.
func (s *Sessions) home(profile Profile) Vault {
	if _, err := s.memory.Load(context.Background(), profile.key()); err == nil {
		return &s.memory
	}
	return s.vault()
}

func (s *Sessions) vault() Vault {
	if s.Vault == nil {
		return &s.memory
	}
	return s.Vault
}

func (s *Sessions) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

func (s *Sessions) random() io.Reader {
	if s.Rand == nil {
		return rand.Reader
	}
	return s.Rand
}
