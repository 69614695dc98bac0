package account

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"overachiever/oauth"
	"overachiever/storage"
)

const someSecret = "0123456789abcdef0123456789abcdef01234567"

func TestWhichRegistrationIsUsed(t *testing.T) {
	d, _ := newDesk(t)
	use := func(want string) {
		t.Helper()
		provider, err := d.GitHub(t.Context())
		if want == "" {
			if !errors.Is(err, oauth.ErrNoApp) || provider.RegistrationPage == "" {
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
	if _, err := d.Register(t.Context(), "github", "", " Iv1.ofmyown00000000 \n", someSecret); err != nil {
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
	if own, err := d.Registrations(t.Context()); len(own) > 0 || err != nil {
		t.Errorf("kept %v, %v", own, err)
	}
}

func TestARegistrationIsOfOnePlaceOnly(t *testing.T) {
	d, server := newDesk(t)
	const other = "https://git.example.com"
	if _, err := d.Provider(t.Context(), "github-enterprise", other); !errors.Is(err, oauth.ErrNoApp) {
		t.Errorf("before any registration: %v", err)
	}
	if _, err := d.Register(t.Context(), "github-enterprise", other, "Iv1.enterprise00000", someSecret); err != nil {
		t.Fatal(err)
	}
	p, err := d.Provider(t.Context(), "github-enterprise", " HTTPS://git.example.com/ ")
	if err != nil || p.App.ClientID != "Iv1.enterprise00000" || p.App.ClientSecret != someSecret {
		t.Errorf("the same place, written differently: %q, %v", p.App.ClientID, err)
	}
	if p, err := d.GitHub(t.Context()); err != nil || p.App != server.App || p.Base != server.URL {
		t.Errorf("GitHub is %q at %s, %v", p.App.ClientID, p.Base, err)
	}
	for _, place := range [][2]string{{"github-enterprise", "https://elsewhere.example.com"}, {"github", "https://github.com"}} {
		p, err := d.Provider(t.Context(), place[0], place[1])
		if !errors.Is(err, oauth.ErrNoApp) || p.App.ClientID != "" {
			t.Errorf("%v: %q, %v", place, p.App.ClientID, err)
		}
	}
}

func TestOfTwoKindsAtOnePlaceTheOneSignedInWithIsFound(t *testing.T) {
	d, server := newDesk(t)
	if _, err := d.Register(t.Context(), "github-enterprise", server.URL, "Iv1.enterprise00000", someSecret); err != nil {
		t.Fatal(err)
	}
	for kind, clientID := range map[string]string{"github": server.App.ClientID, "github-enterprise": "Iv1.enterprise00000"} {
		p, err := d.ProviderOf(t.Context(), storage.Profile{Provider: kind, Issuer: server.URL + "/login/oauth", Subject: "1"})
		if err != nil || p.App.ClientID != clientID {
			t.Errorf("of %s: %q, %v", kind, p.App.ClientID, err)
		}
	}
}

func TestRegisteringAgainTakesThePlaceOfTheFirst(t *testing.T) {
	d, _ := newDesk(t)
	d.Environment = oauth.App{}
	for _, r := range [][3]string{
		{"github", "", "Iv1.first0000000000"},
		{"github-enterprise", "https://git.example.com", "Iv1.enterprise00000"},
		{"github", "", "Iv1.second000000000"},
	} {
		if _, err := d.Register(t.Context(), r[0], r[1], r[2], someSecret); err != nil {
			t.Fatal(err)
		}
	}
	own, err := d.Registrations(t.Context())
	want := []Registration{{"github", d.URL, "Iv1.second000000000"}, {"github-enterprise", "https://git.example.com", "Iv1.enterprise00000"}}
	if err != nil || !slices.Equal(own, want) {
		t.Errorf("registrations are %v, %v", own, err)
	}
	first := Registration{"github", d.URL, "Iv1.first0000000000"}
	if secret, err := d.secret(t.Context(), first, oauth.SecretNeeded); secret != "" || err != nil {
		t.Errorf("the first one's secret is still in the keyring, %v", err)
	}
}

func TestTheRegistrationOfBeforeIsOneOfThem(t *testing.T) {
	d, _ := newDesk(t)
	d.Environment = oauth.App{}
	const id = "Iv1.ofbefore0000000"
	if err := errors.Join(d.Store.SetSetting(t.Context(), settingClientID, id), d.Sessions.SaveSecret(t.Context(), id, someSecret)); err != nil {
		t.Fatal(err)
	}
	reads := func(when string) {
		t.Helper()
		p, err := d.GitHub(t.Context())
		if err != nil || p.App.ClientID != id || p.App.ClientSecret != someSecret {
			t.Errorf("%s GitHub is %q, %v", when, p.App.ClientID, err)
		}
	}
	reads("at first")
	if _, err := d.Register(t.Context(), "github-enterprise", "https://git.example.com", "Iv1.enterprise00000", someSecret); err != nil {
		t.Fatal(err)
	}
	reads("beside another")
	own, err := d.Registrations(t.Context())
	if err != nil || len(own) != 2 || own[0].ClientID != id {
		t.Fatalf("registrations are %v, %v", own, err)
	}
	if err := d.Forget(t.Context(), own[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := d.GitHub(t.Context()); !errors.Is(err, oauth.ErrNoApp) {
		t.Errorf("forgotten, but GitHub is %v", err)
	}
	if _, err := d.Sessions.LoadSecret(t.Context(), id); !errors.Is(err, oauth.ErrNotStored) {
		t.Errorf("forgotten, but of the secret the keyring says %v", err)
	}
}

// locked is a keyring that answers nothing.
type locked struct{}

func (locked) fail() error {
	return &oauth.Failure{Kind: oauth.ErrKeyringTimeout, Sentence: "This computer's keyring did not answer."}
}
func (l locked) Store(context.Context, string, oauth.Token) error  { return l.fail() }
func (l locked) Load(context.Context, string) (oauth.Token, error) { return oauth.Token{}, l.fail() }
func (l locked) Delete(context.Context, string) error              { return l.fail() }

func TestAPublicClientNeedsNoKeyring(t *testing.T) {
	d, _ := newDesk(t)
	d.Sessions.(*oauth.Sessions).Vault = locked{}
	const place, id = "https://codeberg.org", "7b1f1a4e-0000-4000-8000-000000000000"
	if _, err := d.Register(t.Context(), "gitea", place, id, ""); err != nil {
		t.Fatal(err)
	}
	if p, err := d.Provider(t.Context(), "gitea", place); err != nil || p.App != (oauth.App{ClientID: id}) {
		t.Errorf("signs in as %q, %v", p.App.ClientID, err)
	}
	if err := d.Forget(t.Context(), Registration{"gitea", place, id}); err != nil {
		t.Error(err)
	}
	if _, err := d.Provider(t.Context(), "gitea", place); !errors.Is(err, oauth.ErrNoApp) {
		t.Errorf("forgotten, but %v", err)
	}
	if _, err := d.Register(t.Context(), "google", "", id, someSecret); !errors.Is(err, oauth.ErrKeyringTimeout) {
		t.Errorf("with a secret to keep: %v", err)
	}
	if own, err := d.Registrations(t.Context()); len(own) > 0 || err != nil {
		t.Errorf("registrations are %v, %v", own, err)
	}
}

func TestWhereAProviderIsIsKnownWithoutARegistration(t *testing.T) {
	d, _ := newDesk(t)
	for _, tt := range []struct{ kind, issuer, name string }{
		{"google", "https://accounts.google.com", "Google"},
		{"gitea", "https://codeberg.org", "codeberg.org"},
	} {
		p, err := d.ProviderOf(t.Context(), storage.Profile{Provider: tt.kind, Issuer: tt.issuer, Subject: "1"})
		if !errors.Is(err, oauth.ErrNoApp) || p.Name != tt.name {
			t.Errorf("%s is %q, %v", tt.kind, p.Name, err)
		}
	}
}

func TestAForgottenRegistrationLeavesNothing(t *testing.T) {
	d, _ := newDesk(t)
	elsewhere(t, d, "robin-at-work")
	own, err := d.Registrations(t.Context())
	if err != nil || len(own) != 1 {
		t.Fatalf("registrations are %v, %v", own, err)
	}
	if text, err := d.Store.Setting(t.Context(), settingRegistrations); err != nil || !strings.Contains(text, own[0].ClientID) {
		t.Errorf("the file says %q, %v", text, err)
	}
	if err := d.Forget(t.Context(), own[0]); err != nil {
		t.Fatal(err)
	}
	if own, err := d.Registrations(t.Context()); len(own) > 0 || err != nil {
		t.Errorf("left are %v, %v", own, err)
	}
	if secret, err := d.secret(t.Context(), own[0], oauth.SecretNeeded); secret != "" || err != nil {
		t.Errorf("the secret is still in the keyring, %v", err)
	}
}

func TestAProviderIsFoundAgainAfterARestart(t *testing.T) {
	d, _ := newDesk(t)
	person, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "robin-at-work")))
	if err != nil {
		t.Fatal(err)
	}
	started := restarted(t, d)
	again, ok, err := started.LastOpen(t.Context())
	if err != nil || !ok || again.User != person.User {
		t.Fatalf("the next start opens %q, %v, %v", again.Profile.Login, ok, err)
	}
	refreshed, err := started.Refresh(t.Context(), again)
	if err != nil || !refreshed.Profile.Fetched.After(person.Profile.Fetched) {
		t.Errorf("refreshed at %v, %v", refreshed.Profile.Fetched, err)
	}
	outcomes, err := started.SignOut(t.Context(), again)
	if err != nil || len(outcomes) != 1 || outcomes[0].Revocation != oauth.Revoked {
		t.Errorf("signing out: %v, %v", outcomes, err)
	}
}

func TestWithoutTheRegistrationAPersonIsStillSignedIn(t *testing.T) {
	d, _ := newDesk(t)
	person, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "robin-at-work")))
	if err != nil {
		t.Fatal(err)
	}
	own, err := d.Registrations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Forget(t.Context(), own[0]); err != nil {
		t.Fatal(err)
	}
	if err := d.Session(t.Context(), person); err != nil {
		t.Errorf("the session is %v", err)
	}
	_, err = d.Refresh(t.Context(), person)
	var told *oauth.Failure
	if !errors.As(err, &told) || !errors.Is(err, oauth.ErrNoApp) || told.Sentence == "" || told.Next == "" {
		t.Errorf("refreshing: %v", err)
	}
	outcomes, err := d.SignOut(t.Context(), person)
	if err != nil || len(outcomes) != 1 || outcomes[0].Revocation != oauth.NotRevoked || outcomes[0].Provider == "" {
		t.Errorf("signing out: %+v, %v", outcomes, err)
	}
	if err := d.Session(t.Context(), person); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("signed out, but the session is %v", err)
	}
}

// A token is only for who gave it: with another address in the environment, nobody's
// goes there.
func TestATokenNeverGoesToAnotherPlace(t *testing.T) {
	d, _ := newDesk(t)
	person := signIn(t, d)
	other, server := newDesk(t)
	d.URL, d.Environment = other.URL, other.Environment
	if _, err := d.Refresh(t.Context(), person); !errors.Is(err, oauth.ErrNoApp) {
		t.Errorf("refreshing at another address: %v", err)
	}
	if _, err := d.SignOut(t.Context(), person); err != nil {
		t.Error(err)
	}
	if asked := server.Requests("GET /api/v3/user") + server.Requests("DELETE /api/v3/applications/overachiever-demo/token"); asked > 0 {
		t.Errorf("the other address was asked %d times", asked)
	}
}
