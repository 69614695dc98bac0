package account

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
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
	sessions := &oauth.Sessions{
		HTTP:  http.DefaultClient,
		Vault: &oauth.MemoryVault{},
		Open: func(_ context.Context, url string) error {
			go demo.Press(context.WithoutCancel(t.Context()), url, demo.Authorize)
			return nil
		},
	}
	return &Desk{
		Store: store, Sessions: sessions, URL: server.URL, Environment: server.App,
		Demo: func(context.Context) (oauth.Provider, error) { return server.Provider() },
	}, server
}

func TestSignInOpensAPersonThatTheNextStartFindsAgain(t *testing.T) {
	d, _ := newDesk(t)
	provider, err := d.Demo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person, err := d.SignIn(t.Context(), Visit{Provider: provider, Browser: func(oauth.Waiting) {}})
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
	provider, err := d.GitHub(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var users []storage.UserID
	for range 2 {
		person, err := d.SignIn(t.Context(), Visit{Provider: provider, Browser: func(oauth.Waiting) {}})
		if err != nil {
			t.Fatal(err)
		}
		users = append(users, person.User)
	}
	if users[0] != users[1] {
		t.Error("signing in again made another person")
	}
}

func TestSignOutRevokesAndOpensNobody(t *testing.T) {
	d, _ := newDesk(t)
	provider, err := d.GitHub(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person, err := d.SignIn(t.Context(), Visit{Provider: provider, Browser: func(oauth.Waiting) {}})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := d.SignOut(t.Context(), person)
	if err != nil || outcome.Revocation != oauth.Revoked {
		t.Errorf("signing out: %v, %v", outcome, err)
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
	_, err = d.SignIn(t.Context(), Visit{Provider: provider, Browser: func(oauth.Waiting) {}})
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

func TestWhichRegistrationIsUsed(t *testing.T) {
	d, _ := newDesk(t)
	use := func(want string) {
		t.Helper()
		provider, err := d.GitHub(t.Context())
		if want == "" {
			if !errors.Is(err, oauth.ErrNoApp) {
				t.Errorf("with no registration at all: %v", err)
			}
			return
		}
		if err != nil || provider.App.ClientID != want {
			t.Errorf("uses %q, %v; want %q", provider.App.ClientID, err, want)
		}
	}
	d.Environment = oauth.App{}
	use("")
	d.Built = oauth.App{ClientID: "Iv1.ofthebuild00000"}
	use("Iv1.ofthebuild00000")
	if _, err := d.Register(t.Context(), "github", "", " Iv1.ofmyown00000000 \n", "0123456789abcdef0123456789abcdef01234567"); err != nil {
		t.Fatal(err)
	}
	use("Iv1.ofmyown00000000")
	d.Environment = oauth.App{ClientID: "Iv1.environment0000"}
	use("Iv1.environment0000")
}

func TestARegistrationOfTheWrongShapeIsNotKept(t *testing.T) {
	d, _ := newDesk(t)
	if _, err := d.Register(t.Context(), "github", "", "x", ""); !errors.Is(err, oauth.ErrBadApp) {
		t.Errorf("accepted: %v", err)
	}
	if id, err := d.Store.Setting(t.Context(), settingClientID); id != "" || err != nil {
		t.Errorf("kept %q, %v", id, err)
	}
}
