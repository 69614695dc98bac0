package oauth_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"

	"overachiever/oauth"
)

func TestSignOutOfAnEndedTokenLeavesNothingAlive(t *testing.T) {
	r := newRenewal(t)
	old := r.kept()
	r.clock.pass(tokenLife)
	if outcome, err := r.sessions.SignOut(t.Context(), r.provider, r.profile); err != nil || outcome.Revocation != oauth.Revoked {
		t.Errorf("SignOut: %+v, %v", outcome, err)
	}
	thief := &oauth.Sessions{Vault: r.vault, Now: r.clock.now}
	r.vault.Store(t.Context(), r.profile.Issuer+"#"+r.profile.Subject, old)
	if _, _, err := thief.Refresh(t.Context(), r.provider, r.profile); !errors.Is(err, oauth.ErrSignedOut) {
		t.Errorf("the old refresh token is still good: %v", err)
	}
}

func TestSignOutWaitsForARenewal(t *testing.T) {
	r := newRenewal(t)
	r.clock.pass(tokenLife)
	renewing, signingOut := make(chan struct{}), make(chan struct{})
	var once sync.Once
	r.onReply(func(request *http.Request) {
		once.Do(func() { close(renewing); <-signingOut })
	})
	refreshed := make(chan error, 1)
	go func() {
		_, _, err := r.sessions.Refresh(t.Context(), r.provider, r.profile)
		refreshed <- err
	}()
	<-renewing
	go func() { close(signingOut) }()
	if _, err := r.sessions.SignOut(t.Context(), r.provider, r.profile); err != nil {
		t.Fatal(err)
	}
	<-refreshed
	r.sessions.Drain(t.Context())
	if err := r.sessions.Restore(t.Context(), r.profile); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("the renewal signed in again: %v", err)
	}
}

func TestSigningInAgainWithdrawsTheTokenBefore(t *testing.T) {
	for _, ended := range []bool{false, true} {
		r := newRenewal(t)
		old := r.kept()
		if ended {
			r.clock.pass(tokenLife)
		}
		r.mustSignIn()
		r.sessions.Drain(t.Context())
		if err := r.refresh(); err != nil || r.kept().Access() == old.Access() {
			t.Errorf("the new token: %v", err)
		}
		thief := &oauth.Sessions{Now: r.clock.now}
		r.vault.Store(t.Context(), r.profile.Issuer+"#"+r.profile.Subject, old)
		thief.Vault = r.vault
		if _, _, err := thief.Refresh(t.Context(), r.provider, r.profile); !errors.Is(err, oauth.ErrSignedOut) {
			t.Errorf("the old token is still good: %v", err)
		}
		r.asked(t, map[string]int{askWithdrawn: 1})
	}
}

func TestSigningInAgainElsewhereWithdrawsNothing(t *testing.T) {
	r := newRenewal(t)
	r.provider.RevokeStyle = oauth.RevokeStandard // which may end everything that was permitted
	r.mustSignIn()
	r.sessions.Drain(t.Context())
	r.asked(t, map[string]int{askWithdrawn: 0})
}
