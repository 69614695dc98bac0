package ui

import (
	"context"
	"sync"
	"time"

	"overachiever/oauth"
)

// fakeSessions signs in as the test says.
type fakeSessions struct {
	answer   chan signInAnswer
	waiting  oauth.Waiting
	mu       sync.Mutex // for the three below, when a test changes them later
	restore  error
	refresh  error
	outcome  oauth.Outcome
	kept     []string
	gaveBack []string
}

type signInAnswer struct {
	profile oauth.Profile
	err     error
}

func newFakeSessions() *fakeSessions {
	return &fakeSessions{
		answer:  make(chan signInAnswer, 1),
		waiting: oauth.Waiting{URL: "http://127.0.0.1:1/login?state=x", Deadline: time.Now().Add(5 * time.Minute)},
	}
}

func (f *fakeSessions) SignIn(ctx context.Context, _ oauth.Provider, _ oauth.Prompt, show func(oauth.Waiting)) (oauth.Profile, error) {
	show(f.waiting)
	select {
	case a := <-f.answer:
		return a.profile, a.err
	case <-ctx.Done():
		return oauth.Profile{}, &oauth.Failure{Kind: oauth.ErrCancelled, Err: ctx.Err()}
	}
}

func (f *fakeSessions) SignInWithCode(context.Context, oauth.Provider, func(oauth.Code)) (oauth.Profile, error) {
	return oauth.Profile{}, oauth.ErrUnexpected
}
func (f *fakeSessions) KeepUntilQuit(p oauth.Profile) { f.kept = append(f.kept, p.Login) }
func (f *fakeSessions) Discard(_ context.Context, _ oauth.Provider, p oauth.Profile) {
	f.gaveBack = append(f.gaveBack, p.Login)
}
func (f *fakeSessions) Restore(context.Context, oauth.Profile) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.restore
}
func (f *fakeSessions) Refresh(_ context.Context, _ oauth.Provider, p oauth.Profile) (oauth.Profile, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return p, false, f.refresh
}
func (f *fakeSessions) SignOut(context.Context, oauth.Provider, oauth.Profile) (oauth.Outcome, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.outcome, nil
}
func (f *fakeSessions) LoadSecret(context.Context, string) (oauth.Secret, error) {
	return "", oauth.ErrNotStored
}
func (f *fakeSessions) SaveSecret(context.Context, string, oauth.Secret) error { return nil }
func (f *fakeSessions) DeleteSecret(context.Context, string) error             { return nil }

// fromNow changes how the sessions behave while the window may be using them.
func (f *fakeSessions) fromNow(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func ada() oauth.Profile {
	return oauth.Profile{
		Provider: "github", Issuer: "https://github.com/login/oauth", Subject: "1815",
		Login: "ada", Name: "Ada Lovelace", Bio: "Engines", PublicRepos: 3, Followers: 5, Fetched: time.Now(),
	}
}
