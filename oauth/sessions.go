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
)

// Sessions signs people in and out and keeps their tokens. Its zero value works:
// it keeps tokens in memory only and opens no browser by itself.
type Sessions struct {
	HTTP    *http.Client                                // nil: one of its own. A token never follows a redirect
	Open    func(ctx context.Context, url string) error // nil: the link is only shown
	Vault   Vault                                       // nil: memory
	Now     func() time.Time                            // nil: time.Now
	Rand    io.Reader                                   // nil: crypto/rand
	Timeout time.Duration                               // how long to wait for the person; 0: 5 minutes

	clocks clocks

	mu      sync.Mutex
	memory  MemoryVault
	live    map[string]Token // in use: kept in the vault, or until the program quits
	pending map[string]Token // signed in, but the vault refused; the person decides
	issuers map[string]*issuer
}

// key names an identity in the vault. An issuer has no fragment (RFC 8414
// section 2), so two identities never share a key.
func (p Profile) key() string { return p.Issuer + "#" + p.Subject }

// KeepUntilQuit keeps in memory the token that the vault refused.
func (s *Sessions) KeepUntilQuit(profile Profile) {
	if token := s.take(profile); !token.IsZero() {
		s.use(profile, token)
	}
}

// Discard drops the token that the vault refused, and withdraws it at the provider.
func (s *Sessions) Discard(ctx context.Context, p Provider, profile Profile) {
	if token := s.take(profile); !token.IsZero() {
		s.revoke(ctx, p, token)
	}
}

// Restore looks whether this identity is still signed in: nil, ErrNotSignedIn,
// or why the keyring cannot be asked. It never touches the network.
func (s *Sessions) Restore(ctx context.Context, profile Profile) error {
	_, err := s.token(ctx, profile)
	return err
}

// Refresh fetches the profile anew. When the provider says that it is unchanged,
// only Fetched moves and changed is false. ErrSignedOut, ErrSlowDown and
// ErrOffline tell why it could not; the profile is then returned as it was.
func (s *Sessions) Refresh(ctx context.Context, p Provider, profile Profile) (fresh Profile, changed bool, err error) {
	token, err := s.token(ctx, profile)
	if err != nil {
		return profile, false, err
	}
	if p, err = s.discovered(ctx, p); err != nil {
		return profile, false, err
	}
	if p.UserURL == "" { // an id_token told who it was, and only once
		return profile, false, nil
	}
	fresh, picture, known, err := s.user(ctx, p, token, profile.ETag)
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
	token, _ := s.token(ctx, profile)
	s.take(profile)
	s.mu.Lock()
	delete(s.live, profile.key())
	s.mu.Unlock()
	// Not given up with ctx: a sign-out that was asked for is carried out.
	err := s.vault().Delete(context.WithoutCancel(ctx), profile.key())
	return s.revoke(ctx, p, token), err
}

// token is the token in use for an identity, from memory or the vault.
func (s *Sessions) token(ctx context.Context, profile Profile) (Token, error) {
	s.mu.Lock()
	token := s.live[profile.key()]
	s.mu.Unlock()
	if !token.IsZero() {
		return token, nil
	}
	token, err := s.vault().Load(ctx, profile.key())
	if errors.Is(err, ErrNotStored) {
		return Token{}, Provider{}.fail(ErrNotSignedIn, err)
	}
	if err != nil {
		return Token{}, err
	}
	s.use(profile, token)
	return token, nil
}

// keep puts a new token into the vault, or holds it until the person decides.
func (s *Sessions) keep(ctx context.Context, profile Profile, token Token) error {
	if err := s.vault().Store(ctx, profile.key(), token); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.pending == nil {
			s.pending = map[string]Token{}
		}
		s.pending[profile.key()] = token
		return err
	}
	s.use(profile, token)
	return nil
}

// use makes a token the one in use.
func (s *Sessions) use(profile Profile, token Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live == nil {
		s.live = map[string]Token{}
	}
	s.live[profile.key()] = token
}

// take removes and returns the token that awaits the person's decision.
func (s *Sessions) take(profile Profile) Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := s.pending[profile.key()]
	delete(s.pending, profile.key())
	return token
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
