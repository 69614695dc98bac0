package ui

import (
	"context"
	"errors"
	"time"

	"overachiever/oauth"
	"overachiever/ui/account"
)

// How long after an answer the provider is asked again.
const (
	offlineRetry  = time.Minute     // not reached, or not well
	slowDownRetry = 5 * time.Minute // it asked to wait, but did not say how long
	shortestRetry = time.Second
)

// checkSession looks, in the background, whether the person is still signed in,
// and refreshes the profile.
func (p *goalsPage) checkSession() {
	if p.person.Local() || p.readOnly() { // what the provider says could not be kept
		p.status.session("")
		return
	}
	person := p.person
	p.w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		err := desk.Session(ctx, person)
		return func() { p.sessionIs(err) }
	})
}

func (p *goalsPage) sessionIs(err error) {
	switch {
	case p.w.goals != p:
	case err == nil:
		p.banner.clear(bannerSession)
		p.refreshProfile(func(error) {})
	case errors.Is(err, oauth.ErrNotSignedIn), errors.Is(err, oauth.ErrNoKeyring):
		p.sessionLost(err)
	default:
		p.sessionUnknown(err, p.checkSession)
	}
}

// sessionLost asks to sign in again. The goals stay open and go on working.
func (p *goalsPage) sessionLost(err error) {
	p.w.Log(err)
	p.status.session("Not signed in")
	p.banner.show(bannerSession, said(err), &choice{"Sign in again", p.w.signInAgain})
}

// sessionUnknown says why the keyring could not help; that is no sign-out.
func (p *goalsPage) sessionUnknown(err error, again func()) {
	p.w.Log(err)
	p.status.session("Profile not refreshed")
	p.banner.show(bannerSession, said(err), &choice{"Try again", func() {
		p.banner.clear(bannerSession)
		again()
	}})
}

// refreshProfile asks the provider, in the background, for the profile as it is
// now, and says in the status line whether it could be reached.
func (p *goalsPage) refreshProfile(done func(error)) {
	person := p.person
	p.w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		now, err := desk.Refresh(ctx, person)
		return func() {
			if p.w.goals != p || !sameAccount(p.person, person) {
				return // left, or another account is in use by now
			}
			p.be(now)
			p.refreshed(err)
			done(err)
		}
	})
}

// be shows the person as they are now, by the account in use now.
func (p *goalsPage) be(person account.Person) {
	p.person = person
	p.header.chip.set(person)
}

func (p *goalsPage) refreshed(err error) {
	p.stopRetry()
	switch {
	case err == nil:
		p.status.session("")
		p.banner.clear(bannerSession)
	case errors.Is(err, oauth.ErrSignedOut), errors.Is(err, oauth.ErrNotSignedIn):
		p.sessionLost(err)
	case errors.Is(err, oauth.ErrNoKeyring), errors.Is(err, oauth.ErrKeyringTimeout), errors.Is(err, oauth.ErrKeyring):
		p.sessionUnknown(err, func() { p.refreshProfile(func(error) {}) })
	case errors.Is(err, oauth.ErrSlowDown):
		p.slowDown(err)
	case errors.Is(err, oauth.ErrOffline):
		p.status.session("Offline")
		p.refreshAfter(offlineRetry)
	case errors.Is(err, oauth.ErrPortal):
		p.status.session("Offline")
		p.status.tell(said(err))
		p.refreshAfter(offlineRetry)
	case errors.Is(err, oauth.ErrProviderDown):
		p.status.session(providerName(p.person.Profile) + " has a problem of its own")
		p.refreshAfter(offlineRetry)
	default:
		p.w.Log(err)
		p.status.session("Profile not refreshed")
		p.status.tell(said(err))
	}
}

// slowDown leaves the provider alone for as long as it asks.
func (p *goalsPage) slowDown(err error) {
	now := p.w.Now()
	again := now.Add(slowDownRetry)
	var failure *oauth.Failure
	if errors.As(err, &failure) && !failure.Again.IsZero() {
		again = failure.Again
	}
	p.status.session(providerName(p.person.Profile) + " asks to wait until " + until(now, again))
	p.refreshAfter(max(again.Sub(now), shortestRetry))
}

// refreshAfter asks the provider again after a while, so that what the status
// line says stays true.
func (p *goalsPage) refreshAfter(wait time.Duration) {
	p.stopRetry()
	p.retry = time.AfterFunc(wait, func() {
		p.w.do(func() {
			if p.w.goals == p && !p.w.closed {
				p.refreshProfile(func(error) {})
			}
		})
	})
}

func (p *goalsPage) stopRetry() {
	if p.retry != nil {
		p.retry.Stop()
		p.retry = nil
	}
}

// until is a time of day, with the day if that is another one.
func until(now, at time.Time) string {
	if now.Local().Format(time.DateOnly) == at.Local().Format(time.DateOnly) {
		return at.Local().Format("15:04")
	}
	return moment(at)
}

// sameAccount tells whether both are the same account of the same person.
func sameAccount(a, b account.Person) bool {
	return a.User == b.User && sameIdentity(a.Profile, b.Profile)
}
