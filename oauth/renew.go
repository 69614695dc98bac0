package oauth

import (
	"context"
	"errors"
	"time"

	"golang.org/x/oauth2"
)

const (
	renewMargin  = time.Minute     // before its end, a token counts as ended
	renewTimeout = 3 * time.Minute // the lock, the keyring twice, and the request
)

// due reports whether a token is to be renewed before it is used.
func (t Token) due(now time.Time) bool {
	return t.Refresh() != "" && t.ended(now.Add(renewMargin))
}

// ended reports whether there is no access token that could still be good.
func (t Token) ended(now time.Time) bool {
	return t.Access() == "" || !t.expires.IsZero() && !now.Before(t.expires)
}

// who asks for the person of an identity. The token is renewed before that when it
// is due, or after it, once, when it is refused: this computer's clock may be wrong.
func (s *Sessions) who(ctx context.Context, p Provider, profile Profile) (fresh Profile, picture string, known bool, err error) {
	token, err := s.token(ctx, profile)
	if err != nil {
		return Profile{}, "", false, err
	}
	due := token.due(s.now())
	if !due {
		fresh, picture, known, err = s.user(ctx, p, token, profile.ETag)
		if !errors.Is(err, ErrSignedOut) {
			return fresh, picture, known, err
		}
	} else if f := s.resting(p, p.UserURL); f != nil { // a renewal now would be for nothing
		return Profile{}, "", false, f
	}
	if token, err = s.renew(ctx, p, profile, token); err != nil {
		return Profile{}, "", false, err
	}
	return s.user(ctx, p, token, profile.ETag)
}

// renew replaces a token that is no longer good. Those who ask for the same at the
// same time share one renewal. It goes on when ctx ends: of a refresh token that is
// good for one use, the reply must not be lost.
func (s *Sessions) renew(ctx context.Context, p Provider, profile Profile, old Token) (Token, error) {
	if f := p.interrupted(ctx); f != nil {
		return Token{}, f
	}
	renewal := s.renewals.DoChan(profile.key(), func() (any, error) {
		s.errands.Add(1)
		defer s.errands.Done()
		lasting, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewTimeout)
		defer cancel()
		return s.replace(lasting, p, profile, old)
	})
	select {
	case result := <-renewal:
		token, _ := result.Val.(Token)
		return token, result.Err
	case <-ctx.Done():
		return Token{}, p.interrupted(ctx)
	}
}

// replace renews a token with everybody else locked out, unless somebody has done
// so already.
func (s *Sessions) replace(ctx context.Context, p Provider, profile Profile, old Token) (Token, error) {
	done, err := s.turn(ctx, profile)
	if err != nil {
		return Token{}, busy()
	}
	defer done()
	release, err := s.lock(ctx)
	if err != nil {
		return Token{}, busy()
	}
	defer release()

	if held := s.held(profile); !held.IsZero() {
		return held, s.save(ctx, profile, held)
	}
	if live := s.inUse(profile); live.Access() != old.Access() && !live.ended(s.now()) {
		return live, nil
	}
	kept, err := s.home(profile).Load(ctx, profile.key())
	switch {
	case errors.Is(err, ErrNotStored): // signed out, here or by another process
		s.drop(profile)
		return Token{}, p.fail(ErrNotSignedIn, err)
	case err != nil && old.Refresh() != "":
		return Token{}, err // it would not take the new one either
	case err == nil && kept.Access() != old.Access() && !kept.ended(s.now()):
		s.use(profile, kept)
		return kept, nil
	case kept.Refresh() == "":
		return Token{}, p.fail(ErrSignedOut, errors.New("nothing to renew it with"))
	}
	fresh, err := s.requestRenewal(ctx, p, kept.Refresh())
	if err != nil {
		return Token{}, err
	}
	return fresh, s.save(ctx, profile, fresh)
}

// requestRenewal is RFC 6749 section 6. A reply without a new refresh token leaves
// the old one good. No other error than ErrSignedOut says that the session has ended.
func (s *Sessions) requestRenewal(ctx context.Context, p Provider, refresh Secret) (Token, error) {
	if f := s.resting(p, p.TokenURL); f != nil {
		return Token{}, f
	}
	config := p.config("")
	client := context.WithValue(ctx, oauth2.HTTPClient, s.client())
	reply, err := config.TokenSource(client, &oauth2.Token{RefreshToken: refresh.Reveal()}).Token()
	if err != nil {
		return Token{}, s.heed(p.TokenURL, p.renewalFailure(ctx, err))
	}
	s.heed(p.TokenURL, nil)
	fresh, err := tokenFrom(reply, s.now())
	if err != nil {
		return Token{}, p.fail(ErrUnexpected, err)
	}
	return fresh, nil
}

// renewalFailure sorts the errors of a renewal. What is wrong with the request can
// only be its refresh token: X says invalid_request, GitHub has a word of its own.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens
func (p Provider) renewalFailure(ctx context.Context, err error) *Failure {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		switch refused.ErrorCode {
		case "invalid_grant", "bad_refresh_token", "invalid_token", "invalid_request":
			return p.fail(ErrSignedOut, errors.New("refresh token refused"))
		}
	}
	f := p.exchangeFailure(ctx, err)
	if errors.Is(f, ErrTimedOut) { // nobody but the provider took that long
		return p.fail(ErrOffline, context.DeadlineExceeded)
	}
	return f
}

// save stores a renewed token; only then is it used (RFC 9700 section 4.14.2: its
// forerunner is worth nothing any more). The turn must be the caller's.
func (s *Sessions) save(ctx context.Context, profile Profile, token Token) error {
	s.hold(profile, token)
	if err := s.home(profile).Store(ctx, profile.key(), token); err != nil {
		return err
	}
	s.use(profile, token)
	return nil
}

// saveHeld stores a renewed token that the vault refused before, if there is one.
func (s *Sessions) saveHeld(ctx context.Context, profile Profile) error {
	if s.held(profile).IsZero() {
		return nil
	}
	done, err := s.turn(ctx, profile)
	if err != nil {
		return Provider{}.interrupted(ctx)
	}
	defer done()
	defer s.lockBriefly(ctx)()
	if held := s.held(profile); !held.IsZero() {
		return s.save(ctx, profile, held)
	}
	return nil
}

// maySupersede reports whether the token before a new sign-in can be withdrawn
// without harm to the new one. Only GitHub promises that; of others, withdrawing one
// token may end all that the person ever permitted (RFC 7009 section 2.1).
func (p Provider) maySupersede(old, fresh Token) bool {
	return p.RevokeStyle == RevokeGitHub && !old.IsZero() &&
		old.Access() != fresh.Access() && (old.Refresh() == "" || old.Refresh() != fresh.Refresh())
}

// supersede withdraws the token before a new sign-in.
func (s *Sessions) supersede(ctx context.Context, p Provider, old Token) {
	ctx, cancel := context.WithTimeout(ctx, 2*revokeTimeout)
	defer cancel()
	s.revoke(ctx, p, s.revocable(ctx, p, old))
}

// revocable is what the provider can withdraw of a token. Where it only takes access
// tokens, one that has ended is renewed for the last time: its refresh token would
// stay good.
func (s *Sessions) revocable(ctx context.Context, p Provider, token Token) Token {
	if p.RevokeStyle == RevokeStandard || p.RevokeStyle == RevokeNowhere || token.Refresh() == "" || !token.ended(s.now()) {
		return token
	}
	ctx, cancel := context.WithTimeout(ctx, revokeTimeout)
	defer cancel()
	fresh, err := s.requestRenewal(ctx, p, token.Refresh())
	switch {
	case err == nil:
		return fresh
	case token.Access() == "":
		return Token{}
	}
	return token
}

// busy is the Failure of a renewal that another window does not let go on.
func busy() *Failure {
	return &Failure{Kind: ErrKeyringTimeout, Err: context.DeadlineExceeded,
		Sentence: "Another Overachiever on this computer is using the sign-in and does not finish.",
		Next:     "Look for its window, then try again. You are not signed out."}
}
