package oauth_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"overachiever/oauth"
	"overachiever/oauth/demo"
)

const (
	tokenLife    = 8 * time.Hour
	askToken     = "POST /login/oauth/access_token"
	askUser      = "GET /api/v3/user"
	askWithdrawn = "DELETE /api/v3/applications/overachiever-demo/token"
)

// clock is a clock that the test sets.
type clock struct {
	mu  sync.Mutex
	set time.Time
}

func newClock() *clock { return &clock{set: time.Now().Truncate(time.Second)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.set
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set = c.set.Add(d)
}

// renewal is a rig whose access tokens last eight hours, with what happened in it.
type renewal struct {
	*rig
	*scribe
	clock   *clock // of both sides
	profile oauth.Profile
}

// scribe writes down what happens, and can interfere.
type scribe struct {
	mu    sync.Mutex
	story []string            // "store TOKEN", "ask TOKEN"
	err   error               // of the vault, for what is stored
	seen  func(*http.Request) // when its reply has come
}

// newRenewal has signed in.
func newRenewal(t *testing.T) *renewal {
	t.Helper()
	r := &renewal{rig: newRig(t, 0, demo.Authorize), scribe: &scribe{}, clock: newClock()}
	server, err := demo.Start(t.Context(), demo.Options{Faults: demo.AvatarMissing, Life: tokenLife, Now: r.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	r.server = server
	if r.provider, err = server.Provider(); err != nil {
		t.Fatal(err)
	}
	r.sessions.Now = r.clock.now
	r.sessions.Vault = r
	r.sessions.HTTP = &http.Client{Transport: r}
	r.profile = r.mustSignIn()
	return r
}

// Store, Load and Delete make it the vault of its sessions.
func (r *renewal) Store(ctx context.Context, key string, token oauth.Token) error {
	r.mu.Lock()
	r.story = append(r.story, "store "+token.Access().Reveal())
	err := r.err
	r.mu.Unlock()
	r.secrets.add(token.Access().Reveal(), token.Refresh().Reveal())
	if err != nil {
		return err
	}
	return r.vault.Store(ctx, key, token)
}

func (r *renewal) Load(ctx context.Context, key string) (oauth.Token, error) {
	return r.vault.Load(ctx, key)
}

func (r *renewal) Delete(ctx context.Context, key string) error { return r.vault.Delete(ctx, key) }

// RoundTrip makes it the network of its sessions.
func (r *renewal) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	if token, bears := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer "); bears {
		r.story = append(r.story, "ask "+token)
	}
	seen := r.seen
	r.mu.Unlock()
	reply, err := r.secrets.RoundTrip(request)
	if seen != nil && err == nil {
		seen(request)
	}
	return reply, err
}

func (s *scribe) refuse(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *scribe) onReply(seen func(*http.Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = seen
}

func (s *scribe) told() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.story)
}

func (r *renewal) refresh() error {
	_, _, err := r.sessions.Refresh(r.t.Context(), r.provider, r.profile)
	r.secrets.check(r.t, err)
	return err
}

// fault switches faults on, and none but pictures that are not drawn.
func (r *renewal) fault(faults demo.Faults) { r.server.SetFaults(faults | demo.AvatarMissing) }

// kept is the token in the vault.
func (r *renewal) kept() oauth.Token {
	r.t.Helper()
	token, err := r.vault.Load(r.t.Context(), r.profile.Issuer+"#"+r.profile.Subject)
	if err != nil {
		r.t.Fatalf("vault: %v", err)
	}
	return token
}

func (r *renewal) asked(t *testing.T, want map[string]int) {
	t.Helper()
	for request, times := range want {
		if got := r.server.Requests(request); got != times {
			t.Errorf("%s: %d times, want %d", request, got, times)
		}
	}
}
