package account

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"overachiever/oauth"
	"overachiever/oauth/demo"
	"overachiever/storage"
)

// newDesk is a desk with a real store, real sessions, and the stand-in for
// GitHub, whose consent page is pressed by a plain web client.
func newDesk(t *testing.T) (*Desk, *demo.Server) {
	t.Helper()
	server, err := demo.Start(t.Context(), demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "goals.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		store.Close()
	})
	return &Desk{
		Store: store, Sessions: newSessions(t), URL: server.URL, Environment: server.App,
		Demo: func(context.Context) (oauth.Provider, error) { return server.Provider() },
	}, server
}

// newSessions have a clock that ticks, so that of two profiles one is always the newer.
func newSessions(t *testing.T) *oauth.Sessions {
	var ticks atomic.Int64
	start := time.Now()
	return &oauth.Sessions{
		HTTP:  http.DefaultClient,
		Vault: &oauth.MemoryVault{},
		Now:   func() time.Time { return start.Add(time.Duration(ticks.Add(1)) * time.Millisecond) },
		Open: func(_ context.Context, url string) error {
			go demo.Press(context.WithoutCancel(t.Context()), url, demo.Authorize)
			return nil
		},
	}
}

// restarted is the desk as after the next start of the program, with the same file,
// keyring and clock.
func restarted(t *testing.T, d *Desk) *Desk {
	before, sessions := d.Sessions.(*oauth.Sessions), newSessions(t)
	sessions.Vault, sessions.Now = before.Vault, before.Now
	return &Desk{Store: d.Store, Sessions: sessions, URL: d.URL, Environment: d.Environment, Built: d.Built, Demo: d.Demo}
}

// visit is a sign-in in the browser.
func visit(p oauth.Provider) Visit { return Visit{Provider: p, Browser: func(oauth.Waiting) {}} }

// signIn signs in with the GitHub of the desk.
func signIn(t *testing.T, d *Desk) Person {
	t.Helper()
	provider, err := d.GitHub(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person, err := d.SignIn(t.Context(), visit(provider))
	if err != nil {
		t.Fatal(err)
	}
	return person
}

// elsewhere is another provider, where Robin goes by another login.
func elsewhere(t *testing.T, d *Desk, login string) oauth.Provider {
	t.Helper()
	server, err := demo.Start(t.Context(), demo.Options{Login: login})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	provider, err := d.Register(t.Context(), "github-enterprise", server.URL, server.App.ClientID, server.App.ClientSecret.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	return provider
}

func TestSignInOpensAPersonThatTheNextStartFindsAgain(t *testing.T) {
	d, _ := newDesk(t)
	provider, err := d.Demo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person, err := d.SignIn(t.Context(), visit(provider))
	if err != nil {
		t.Fatal(err)
	}
	if !person.Demo() || person.Local() || person.Name() != "Robin Climber" {
		t.Errorf("signed in as %q, demo %v", person.Name(), person.Demo())
	}
	again, ok, err := d.LastOpen(t.Context())
	if err != nil || !ok || again.User != person.User || again.Profile.Login != person.Profile.Login {
		t.Errorf("the next start opens %q, %v, %v", again.Profile.Login, ok, err)
	}
	if err := d.Session(t.Context(), again); err != nil {
		t.Errorf("still signed in? %v", err)
	}
	refreshed, err := d.Refresh(t.Context(), again)
	if err != nil || refreshed.Profile.Login != "demo-climber" {
		t.Errorf("refreshed to %q, %v", refreshed.Profile.Login, err)
	}
}

func TestSignInTwiceIsTheSamePerson(t *testing.T) {
	d, _ := newDesk(t)
	first, again := signIn(t, d), signIn(t, d)
	if first.User != again.User {
		t.Error("signing in again made another person")
	}
}

func TestSignOutRevokesAndOpensNobody(t *testing.T) {
	d, _ := newDesk(t)
	person := signIn(t, d)
	outcomes, err := d.SignOut(t.Context(), person)
	if err != nil || len(outcomes) != 1 || outcomes[0].Revocation != oauth.Revoked {
		t.Errorf("signing out: %v, %v", outcomes, err)
	}
	if _, ok, err := d.LastOpen(t.Context()); ok || err != nil {
		t.Errorf("somebody is still open: %v, %v", ok, err)
	}
	if err := d.Session(t.Context(), person); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("after signing out the session is %v", err)
	}
}

// forgetful is a vault that no keyring stands behind.
type forgetful struct{ oauth.MemoryVault }

func (*forgetful) Store(context.Context, string, oauth.Token) error {
	return &oauth.Failure{Kind: oauth.ErrNoKeyring, Sentence: "There is no keyring."}
}

func TestWithoutAKeyringNothingIsKeptUntilThePersonSaysSo(t *testing.T) {
	d, _ := newDesk(t)
	d.Sessions.(*oauth.Sessions).Vault = &forgetful{}
	provider, err := d.GitHub(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.SignIn(t.Context(), visit(provider))
	var unkept *Unkept
	if !errors.As(err, &unkept) || !errors.Is(err, oauth.ErrNoKeyring) {
		t.Fatalf("signing in gave %v", err)
	}
	if _, ok, _ := d.LastOpen(t.Context()); ok {
		t.Error("somebody is open before the person has decided")
	}
	person, err := d.KeepUntilQuit(t.Context(), unkept)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Session(t.Context(), person); err != nil {
		t.Errorf("kept until the end, but the session is %v", err)
	}
}

func TestLocalPersonNeedsNoSession(t *testing.T) {
	d, _ := newDesk(t)
	person, err := d.Local(t.Context())
	if err != nil || !person.Local() {
		t.Fatalf("%v, %v", person, err)
	}
	if err := d.Session(t.Context(), person); err != nil {
		t.Error(err)
	}
}
