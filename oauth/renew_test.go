package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"overachiever/oauth"
	"overachiever/oauth/demo"
)

func TestSignInKeepsWhatRenewsIt(t *testing.T) {
	r := newRenewal(t)
	token := r.kept()
	if token.Access() == "" || token.Refresh() == "" || !token.Expires().Equal(r.clock.now().Add(tokenLife)) {
		t.Errorf("expires %v", token.Expires())
	}
	r.secrets.add(token.Access().Reveal(), token.Refresh().Reveal())
	r.secrets.check(t, token, &token, r.sessions, []oauth.Token{token}, map[string]oauth.Token{"x": token},
		struct{ hidden oauth.Token }{token}, struct{ hidden *oauth.Token }{&token}, token.Access(), token.Refresh(), r.vault)
}

func TestTokenIsRenewedBeforeItEnds(t *testing.T) {
	r := newRenewal(t)
	first := r.kept()
	r.clock.pass(tokenLife - 61*time.Second)
	if err := r.refresh(); err != nil || r.kept().Access() != first.Access() {
		t.Errorf("too early: %v", err)
	}
	r.clock.pass(2 * time.Second)
	if err := r.refresh(); err != nil {
		t.Fatal(err)
	}
	second := r.kept()
	if second.Access() == first.Access() || second.Refresh() == first.Refresh() || !second.Expires().Equal(r.clock.now().Add(tokenLife)) {
		t.Error("the token is not another one")
	}
	r.clock.pass(200 * 24 * time.Hour)
	again := &oauth.Sessions{Vault: r.vault, HTTP: r.sessions.HTTP, Now: r.clock.now} // after a restart
	if _, _, err := again.Refresh(t.Context(), r.provider, r.profile); err != nil {
		t.Error(err)
	}
	r.asked(t, map[string]int{askToken: 3, askUser: 4})
}

func TestRule18ARotatedTokenIsStoredBeforeItIsUsed(t *testing.T) {
	r := newRenewal(t)
	r.clock.pass(tokenLife)
	if err := r.refresh(); err != nil {
		t.Fatal(err)
	}
	story, fresh := r.told(), r.kept().Access().Reveal()
	if len(story) != 4 || story[2] != "store "+fresh || story[3] != "ask "+fresh {
		t.Error("the new token was not stored first, then used")
	}
}

func TestRefusedTokenIsRenewedOnce(t *testing.T) {
	r := newRenewal(t)
	r.sessions.Now = time.Now // this computer's clock stands while the provider's goes on
	r.clock.pass(tokenLife)
	if err := r.refresh(); err != nil {
		t.Fatal(err)
	}
	r.asked(t, map[string]int{askToken: 2, askUser: 3})
	r.fault(demo.UserRefuses)
	if err := r.refresh(); !errors.Is(err, oauth.ErrSignedOut) {
		t.Errorf("error %v", err)
	}
	r.asked(t, map[string]int{askToken: 3, askUser: 5})
	if err := r.sessions.Restore(t.Context(), r.profile); err != nil {
		t.Errorf("a refused token signed out: %v", err)
	}
}

func TestClockWrongByYears(t *testing.T) {
	const years = 30 * 365 * 24 * time.Hour
	for name, test := range map[string]struct {
		signingIn, later time.Duration // how far this computer's clock is off
	}{
		"ahead":            {years, years},
		"behind":           {-years, -years},
		"set right before": {years, 0},
		"set right after":  {-years, 0},
		"goes ahead":       {0, years},
		"falls behind":     {0, -years},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRenewal(t)
			off := test.signingIn
			r.sessions.Now = func() time.Time { return r.clock.now().Add(off) }
			r.profile = r.mustSignIn()
			r.sessions.Drain(t.Context())
			before := r.server.Requests(askToken)
			off = test.later
			for range 3 {
				if err := r.refresh(); err != nil {
					t.Fatal(err)
				}
				r.clock.pass(tokenLife + time.Minute)
			}
			if renewed := r.server.Requests(askToken) - before; renewed < 2 || renewed > 3 {
				t.Errorf("renewed %d times", renewed)
			}
		})
	}
}

func TestRenewalWithoutANewRefreshTokenKeepsTheOld(t *testing.T) {
	r := newRenewal(t)
	first := r.kept()
	r.fault(demo.RefreshKept)
	for range 2 {
		r.clock.pass(tokenLife)
		if err := r.refresh(); err != nil {
			t.Fatal(err)
		}
	}
	if second := r.kept(); second.Access() == first.Access() || second.Refresh() != first.Refresh() {
		t.Error("the refresh token was lost")
	}
}

func TestRenewalFaults(t *testing.T) {
	for name, test := range map[string]struct {
		faults  demo.Faults
		prepare func(*renewal)
		kind    error
		final   bool // signing in again is all that helps
	}{
		"refused":      {faults: demo.RefreshRefused, kind: oauth.ErrSignedOut},
		"down":         {faults: demo.TokenDown, kind: oauth.ErrProviderDown},
		"portal":       {faults: demo.TokenPortal, kind: oauth.ErrPortal},
		"lost":         {faults: demo.RefreshLost, kind: oauth.ErrOffline, final: true},
		"slow":         {faults: demo.RefreshSlow, prepare: func(r *renewal) { r.sessions.HTTP.Timeout = 50 * time.Millisecond }, kind: oauth.ErrOffline},
		"offline":      {prepare: func(r *renewal) { r.provider.TokenURL = "http://127.0.0.1:1/" }, kind: oauth.ErrOffline},
		"wrong secret": {prepare: func(r *renewal) { r.provider.App.ClientSecret = "other" }, kind: oauth.ErrWrongSecret},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRenewal(t)
			before, right := r.kept(), r.provider
			r.clock.pass(tokenLife)
			r.fault(test.faults)
			if test.prepare != nil {
				test.prepare(r)
			}
			same, changed, err := r.sessions.Refresh(t.Context(), r.provider, r.profile)
			if !errors.Is(err, test.kind) || changed || same.ETag != r.profile.ETag {
				t.Errorf("error %v", err)
			}
			r.secrets.check(t, err)
			if after := r.kept(); after.Refresh() != before.Refresh() || r.sessions.Restore(t.Context(), r.profile) != nil {
				t.Error("a failed renewal signed out")
			}
			r.fault(0)
			r.provider, r.sessions.HTTP.Timeout = right, 0
			if err := r.refresh(); test.final != errors.Is(err, oauth.ErrSignedOut) || !test.final && err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

func TestManyRenewalsAtOnceAreOne(t *testing.T) {
	for name, faults := range map[string]demo.Faults{"renewed": 0, "refused": demo.RefreshRefused} {
		r := newRenewal(t)
		r.clock.pass(tokenLife)
		r.fault(faults)
		const many = 20
		var ready, done sync.WaitGroup
		ready.Add(many)
		r.onReply(func(request *http.Request) {
			if request.Method == http.MethodPost {
				ready.Wait() // nobody comes too late to ask for the same
			}
		})
		errs := make(chan error, many)
		for range many {
			done.Go(func() {
				ready.Done()
				_, _, err := r.sessions.Refresh(t.Context(), r.provider, r.profile)
				errs <- err
			})
		}
		done.Wait()
		for range many {
			if err := <-errs; (err != nil) != (faults != 0) || err != nil && !errors.Is(err, oauth.ErrSignedOut) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := r.server.Requests(askToken) - 1; n != 1 && faults == 0 || n > many/2 {
			t.Errorf("%s: %d renewals", name, n)
		}
	}
}

func TestRenewalGoesOnWhenItsCallerIsGone(t *testing.T) {
	r := newRenewal(t)
	first := r.kept()
	r.clock.pass(tokenLife)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan struct{})
	r.onReply(func(request *http.Request) {
		if request.Method == http.MethodPost {
			cancel()
			<-gone // the window action has ended before the reply is read
		}
	})
	if _, _, err := r.sessions.Refresh(ctx, r.provider, r.profile); !errors.Is(err, oauth.ErrCancelled) {
		t.Errorf("error %v", err)
	}
	if r.kept().Access() != first.Access() {
		t.Error("stored too early")
	}
	close(gone)
	r.sessions.Drain(t.Context())
	if r.kept().Access() == first.Access() {
		t.Error("the reply was lost")
	}
	r.onReply(nil)
	if err := r.refresh(); err != nil {
		t.Error(err)
	}
	r.asked(t, map[string]int{askToken: 2})
}

func TestDrainEndsWithItsContext(t *testing.T) {
	r := newRenewal(t)
	r.clock.pass(tokenLife)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan struct{})
	r.onReply(func(*http.Request) { cancel(); <-gone })
	r.sessions.Refresh(ctx, r.provider, r.profile)
	r.sessions.Drain(ctx)
	close(gone)
	r.sessions.Drain(t.Context())
}

func TestKeyringRefusesARenewedToken(t *testing.T) {
	refused := &oauth.Failure{Kind: oauth.ErrKeyring, Sentence: "This computer's keyring stayed locked.", Next: "Try again."}
	r := newRenewal(t)
	first := r.kept()
	r.clock.pass(tokenLife)
	r.refuse(refused)
	for range 2 { // the second only tries to store what the first got
		if err := r.refresh(); !errors.Is(err, oauth.ErrKeyring) {
			t.Errorf("error %v", err)
		}
	}
	if err := r.sessions.Restore(t.Context(), r.profile); !errors.Is(err, oauth.ErrKeyring) {
		t.Errorf("Restore: %v", err)
	}
	r.asked(t, map[string]int{askToken: 2, askUser: 1})
	r.refuse(nil)
	if err := r.refresh(); err != nil || r.kept().Access() == first.Access() {
		t.Errorf("error %v", err)
	}
	r.asked(t, map[string]int{askToken: 2, askUser: 2})

	r.clock.pass(tokenLife)
	r.refuse(refused)
	r.refresh()
	r.sessions.KeepUntilQuit(r.profile)
	for range 2 { // from here on, in memory
		if err := r.refresh(); err != nil {
			t.Errorf("kept until quit: %v", err)
		}
		r.clock.pass(tokenLife)
	}
	r.asked(t, map[string]int{askToken: 4, askUser: 4})
	r.refuse(nil)
	if outcome, err := r.sessions.SignOut(t.Context(), r.provider, r.profile); err != nil || outcome.Revocation != oauth.Revoked {
		t.Errorf("SignOut: %+v, %v", outcome, err)
	}
	if err := r.sessions.Restore(t.Context(), r.profile); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("Restore: %v", err)
	}
}
