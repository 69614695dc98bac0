package account

import (
	"context"
	"errors"
	"slices"
	"testing"

	"overachiever/oauth"
	"overachiever/oauth/demo"
	"overachiever/storage"
)

func TestAnyAccountKeepsAPersonSignedIn(t *testing.T) {
	d, _ := newDesk(t)
	both, first := connected(t, d)
	provider, err := d.ProviderOf(t.Context(), both.Profile)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Sessions.SignOut(t.Context(), provider, oauth.Profile(both.Profile)); err != nil {
		t.Fatal(err)
	}
	next := restarted(t, d)
	last, _, err := next.LastOpen(t.Context())
	if err != nil || last.Profile.Login != both.Profile.Login {
		t.Fatalf("the next start opens %q, %v", last.Profile.Login, err)
	}
	if err := next.Session(t.Context(), last); err != nil {
		t.Errorf("with the other account the session is %v", err)
	}
	refreshed, err := next.Refresh(t.Context(), last)
	if err != nil || refreshed.Profile.Login != first.Login || refreshed.User != both.User {
		t.Errorf("refreshed is %q, %v", refreshed.Profile.Login, err)
	}
	opened, err := next.Open(t.Context(), last)
	if err != nil || opened.Profile.Login != first.Login {
		t.Errorf("opened is %q, %v", opened.Profile.Login, err)
	}
	outcomes, err := next.SignOut(t.Context(), last)
	if err != nil || len(outcomes) != 1 || outcomes[0].Revocation != oauth.Revoked {
		t.Errorf("signing out tells of more than was signed in: %+v, %v", outcomes, err)
	}
}

func TestRefreshAsksAboutTheAccountThatIsShown(t *testing.T) {
	d, _ := newDesk(t)
	both, first := connected(t, d)
	for _, identity := range []storage.Profile{first, both.Profile} {
		now, err := d.Refresh(t.Context(), Person{both.User, identity})
		if err != nil || now.Profile.Login != identity.Login || !now.Profile.Fetched.After(identity.Fetched) {
			t.Errorf("of %q, refreshed is %q of %v, %v", identity.Login, now.Profile.Login, now.Profile.Fetched, err)
		}
	}
}

func TestSignOutEverywhereDoesNotStartTheDemo(t *testing.T) {
	d, _ := newDesk(t)
	provider, err := d.Demo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person, err := d.SignIn(t.Context(), visit(provider))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignOut(t.Context(), person); err != nil {
		t.Fatal(err)
	}
	d.Demo = func(context.Context) (oauth.Provider, error) {
		t.Error("the demo is started for who is signed out")
		return provider, nil
	}
	if outcomes, err := d.SignOutEverywhere(t.Context()); len(outcomes) > 0 || err != nil {
		t.Errorf("signing out: %+v, %v", outcomes, err)
	}
}

func TestRefreshPassesOnWhatTheProviderSays(t *testing.T) {
	d, server := newDesk(t)
	person := signIn(t, d)
	server.SetFaults(demo.RateLimit)
	if now, err := d.Refresh(t.Context(), person); !errors.Is(err, oauth.ErrSlowDown) || now.Profile.Login != person.Profile.Login {
		t.Errorf("refreshed to %q, %v", now.Profile.Login, err)
	}
	if err := d.Session(t.Context(), person); err != nil {
		t.Errorf("told to wait, but the session is %v", err)
	}
}

func TestSignOutIsOfAllAccountsOfThePersonAlone(t *testing.T) {
	d, _ := newDesk(t)
	other, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "kim")))
	if err != nil {
		t.Fatal(err)
	}
	both, first := connected(t, d)
	outcomes, err := d.SignOut(t.Context(), both)
	if err != nil || !slices.Equal(revocations(outcomes), []oauth.Revocation{oauth.Revoked, oauth.Revoked}) {
		t.Errorf("signing out: %+v, %v", outcomes, err)
	}
	for _, p := range []Person{both, {both.User, first}} {
		if err := d.Session(t.Context(), p); !errors.Is(err, oauth.ErrNotSignedIn) {
			t.Errorf("signed out, but as %q the session is %v", p.Profile.Login, err)
		}
	}
	if err := d.Session(t.Context(), other); err != nil {
		t.Errorf("another person's session is %v", err)
	}
}

func TestSignOutEverywhereIsOfEverybody(t *testing.T) {
	d, _ := newDesk(t)
	other, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "kim")))
	if err != nil {
		t.Fatal(err)
	}
	gone, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "alex")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignOut(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	both, _ := connected(t, d)
	outcomes, err := d.SignOutEverywhere(t.Context())
	if err != nil || !slices.Equal(revocations(outcomes), []oauth.Revocation{oauth.Revoked, oauth.Revoked, oauth.Revoked}) {
		t.Errorf("signing out: %+v, %v", outcomes, err)
	}
	for _, p := range []Person{other, both} {
		if err := d.Session(t.Context(), p); !errors.Is(err, oauth.ErrNotSignedIn) {
			t.Errorf("signed out, but as %q the session is %v", p.Profile.Login, err)
		}
	}
	if last, ok, err := d.LastOpen(t.Context()); ok || err != nil {
		t.Errorf("open is %q, %v", last.Name(), err)
	}
}

func TestSignOutEverywhereGoesOnAfterAnError(t *testing.T) {
	d, _ := newDesk(t)
	other, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "kim")))
	if err != nil {
		t.Fatal(err)
	}
	stuck := signIn(t, d)
	sessions := d.Sessions.(*oauth.Sessions)
	sessions.Vault = &clinging{sessions.Vault, stuck.Profile.Issuer + "#" + stuck.Profile.Subject}
	if _, err := d.SignOutEverywhere(t.Context()); !errors.Is(err, oauth.ErrKeyring) {
		t.Errorf("signing out: %v", err)
	}
	if err := d.Session(t.Context(), other); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("the other one's session is %v", err)
	}
	if last, ok, err := d.LastOpen(t.Context()); ok || err != nil {
		t.Errorf("open is %q, %v", last.Name(), err)
	}
}

// clinging is a keyring that does not let go of one item.
type clinging struct {
	oauth.Vault
	key string
}

func (v *clinging) Delete(ctx context.Context, key string) error {
	if key == v.key {
		return &oauth.Failure{Kind: oauth.ErrKeyring, Sentence: "This computer's keyring refused."}
	}
	return v.Vault.Delete(ctx, key)
}

func revocations(outcomes []oauth.Outcome) []oauth.Revocation {
	var all []oauth.Revocation
	for _, outcome := range outcomes {
		all = append(all, outcome.Revocation)
	}
	return all
}
