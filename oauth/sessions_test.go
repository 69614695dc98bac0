package oauth_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"overachiever/oauth"
	"overachiever/oauth/demo"
)

// brokenVault is a keyring that refuses in its own way.
type brokenVault struct {
	oauth.MemoryVault
	err error
}

func (v *brokenVault) Store(context.Context, string, oauth.Token) error { return v.err }
func (v *brokenVault) Delete(context.Context, string) error             { return v.err }

func TestKeyringRefusesWhileSigningIn(t *testing.T) {
	for _, kind := range []error{oauth.ErrNoKeyring, oauth.ErrKeyringTimeout, oauth.ErrKeyring} {
		r := newRig(t, demo.AvatarMissing, demo.Authorize)
		r.sessions.Vault = &brokenVault{err: &oauth.Failure{Kind: kind}}
		profile, err := r.signIn()
		if !errors.Is(err, kind) || profile.Login != "demo-climber" {
			t.Fatalf("profile %v, error %v", profile, err)
		}
		if page := r.page(); !strings.Contains(page, "signed in as @demo-climber") {
			t.Errorf("page %s", page)
		}
		if err := r.sessions.Restore(t.Context(), profile); !errors.Is(err, oauth.ErrNotSignedIn) {
			t.Errorf("Restore before the person decided: %v", err)
		}
		r.sessions.KeepUntilQuit(profile)
		if err := r.sessions.Restore(t.Context(), profile); err != nil {
			t.Errorf("Restore after KeepUntilQuit: %v", err)
		}
		outcome, err := r.sessions.SignOut(t.Context(), r.provider, profile)
		if outcome.Revocation != oauth.Revoked || !errors.Is(err, kind) {
			t.Errorf("SignOut: %v, %v", outcome, err)
		}
		if err := r.sessions.Restore(t.Context(), profile); !errors.Is(err, oauth.ErrNotSignedIn) {
			t.Errorf("Restore after SignOut: %v", err)
		}
	}
}

func TestDiscardWithdrawsTheToken(t *testing.T) {
	r := newRig(t, demo.AvatarMissing, demo.Authorize)
	r.sessions.Vault = &brokenVault{err: &oauth.Failure{Kind: oauth.ErrNoKeyring}}
	profile, _ := r.signIn()
	r.sessions.Discard(t.Context(), r.provider, profile)
	r.sessions.KeepUntilQuit(profile) // nothing left to keep
	if err := r.sessions.Restore(t.Context(), profile); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("Restore: %v", err)
	}
	if n := r.server.Requests("DELETE /api/v3/applications/overachiever-demo/token"); n != 1 {
		t.Errorf("revoked %d times", n)
	}
}

func TestRestoreAfterRestartNeedsNoNetwork(t *testing.T) {
	r := newRig(t, demo.AvatarMissing, demo.Authorize)
	profile := r.mustSignIn()
	r.server.Close()
	again := &oauth.Sessions{Vault: r.vault}
	if err := again.Restore(t.Context(), profile); err != nil {
		t.Error(err)
	}
	if _, _, err := again.Refresh(t.Context(), r.provider, profile); !errors.Is(err, oauth.ErrOffline) {
		t.Errorf("Refresh offline: %v", err)
	}
	profile.Subject = "1"
	if err := again.Restore(t.Context(), profile); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("Restore of somebody else: %v", err)
	}
}

func TestRefresh(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	profile := r.mustSignIn()
	later := profile.Fetched.Add(time.Hour)
	r.sessions.Now = func() time.Time { return later }

	fresh, changed, err := r.sessions.Refresh(t.Context(), r.provider, profile)
	if err != nil || changed || !fresh.Fetched.Equal(later) || fresh.Name != profile.Name || !bytes.Equal(fresh.Avatar, profile.Avatar) {
		t.Errorf("unchanged: %v %v", changed, err)
	}
	if n := r.server.Requests("GET /avatars/demo-climber.png"); n != 1 {
		t.Errorf("avatar fetched %d times", n)
	}
	r.server.SetFaults(demo.UserStrange | demo.AvatarMissing)
	fresh, changed, err = r.sessions.Refresh(t.Context(), r.provider, profile)
	if err != nil || !changed || fresh.Name == profile.Name || !bytes.Equal(fresh.Avatar, profile.Avatar) {
		t.Errorf("changed: %v %v %q", changed, err, fresh.Name)
	}
	for fault, kind := range map[demo.Faults]error{
		demo.Revoked: oauth.ErrSignedOut, demo.RateLimit: oauth.ErrSlowDown, demo.UserDown: oauth.ErrProviderDown,
		demo.UserPortal: oauth.ErrPortal, demo.UserOther: oauth.ErrUnexpected,
	} {
		r.server.SetFaults(fault)
		same, changed, err := r.sessions.Refresh(t.Context(), r.provider, profile)
		if !errors.Is(err, kind) || changed || same.ETag != profile.ETag {
			t.Errorf("%v: error %v", kind, err)
		}
		var f *oauth.Failure
		if kind == oauth.ErrSlowDown && (!errors.As(err, &f) || !f.Again.Equal(later.Add(time.Minute))) {
			t.Errorf("again %v", f)
		}
		r.secrets.check(t, err)
	}
	if err := r.sessions.Restore(t.Context(), profile); err != nil {
		t.Errorf("a refused refresh signed out: %v", err)
	}
}

func TestSignOut(t *testing.T) {
	for name, test := range map[string]struct {
		faults  demo.Faults
		prepare func(*rig)
		want    oauth.Revocation
	}{
		"revoked":        {want: oauth.Revoked},
		"already gone":   {faults: demo.Revoked, want: oauth.AlreadyGone},
		"rejected":       {faults: demo.RevokeRejected, want: oauth.AlreadyGone},
		"provider down":  {faults: demo.RevokeDown, want: oauth.NotRevoked},
		"offline":        {prepare: func(r *rig) { r.server.Close() }, want: oauth.NotRevoked},
		"no secret":      {prepare: func(r *rig) { r.provider.App.ClientSecret = "" }, want: oauth.NotRevoked},
		"wrong secret":   {prepare: func(r *rig) { r.provider.App.ClientSecret = "other" }, want: oauth.NotRevoked},
		"token vanished": {prepare: func(r *rig) { r.sessions = &oauth.Sessions{} }, want: oauth.NotRevoked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, demo.AvatarMissing, demo.Authorize)
			profile := r.mustSignIn()
			r.server.SetFaults(test.faults)
			if test.prepare != nil {
				test.prepare(r)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			outcome, err := r.sessions.SignOut(ctx, r.provider, profile)
			if err != nil || outcome.Revocation != test.want {
				t.Fatalf("outcome %+v, error %v", outcome, err)
			}
			sentence, next := outcome.Explain()
			if !strings.HasPrefix(sentence, "Signed out") || (next != "") != (outcome.Page != "") || (outcome.Page != "") != (test.want == oauth.NotRevoked) {
				t.Errorf("words %q %q, page %q", sentence, next, outcome.Page)
			}
			if err := r.sessions.Restore(t.Context(), profile); !errors.Is(err, oauth.ErrNotSignedIn) {
				t.Errorf("Restore: %v", err)
			}
			r.secrets.check(t, outcome, sentence, next)
		})
	}
}

func TestSignOutWithEndedContextStillForgets(t *testing.T) {
	r := newRig(t, demo.AvatarMissing, demo.Authorize)
	profile := r.mustSignIn()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if outcome, err := r.sessions.SignOut(ctx, r.provider, profile); err != nil || outcome.Revocation != oauth.NotRevoked {
		t.Errorf("outcome %v, error %v", outcome, err)
	}
	if _, err := r.vault.Load(t.Context(), profile.Issuer+"#"+profile.Subject); !errors.Is(err, oauth.ErrNotStored) {
		t.Errorf("still in the vault: %v", err)
	}
}

func TestDemoTokenOutlivesTheStandIn(t *testing.T) {
	r := newRig(t, demo.AvatarMissing, demo.Authorize)
	profile := r.mustSignIn()
	other := newRig(t, demo.AvatarMissing, demo.Authorize) // a later start, another port
	if _, _, err := r.sessions.Refresh(t.Context(), other.provider, profile); err != nil {
		t.Errorf("Refresh: %v", err)
	}
	if outcome, err := r.sessions.SignOut(t.Context(), other.provider, profile); err != nil || outcome.Revocation != oauth.Revoked {
		t.Errorf("SignOut: %v %v", outcome, err)
	}
}

func TestAppSecret(t *testing.T) {
	s := &oauth.Sessions{}
	if _, err := s.LoadSecret(t.Context(), "id"); !errors.Is(err, oauth.ErrNotStored) {
		t.Errorf("LoadSecret of none: %v", err)
	}
	if err := s.SaveSecret(t.Context(), "id", "hush"); err != nil {
		t.Fatal(err)
	}
	if secret, err := s.LoadSecret(t.Context(), "id"); err != nil || secret.Reveal() != "hush" {
		t.Errorf("LoadSecret: %v %v", secret.Reveal(), err)
	}
	if err := s.DeleteSecret(t.Context(), "id"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.LoadSecret(t.Context(), "id"); !errors.Is(err, oauth.ErrNotStored) {
		t.Errorf("LoadSecret after DeleteSecret: %v", err)
	}
}

func TestValidateApp(t *testing.T) {
	id, secret := "Iv23liABCDEFGHIJKLMN", strings.Repeat("0f", 20)
	check := func(make func(string, oauth.App) (oauth.Provider, error), id, secret string) error {
		p, err := make("https://host.example", oauth.App{ClientID: id, ClientSecret: oauth.Secret(secret)})
		if err != nil {
			t.Fatal(err)
		}
		return oauth.ValidateApp(p)
	}
	if err := check(oauth.GitHub, id, secret); err != nil {
		t.Error(err)
	}
	for _, bad := range [][2]string{{"", secret}, {id, ""}, {"with space in it", secret}, {id, "new\nline-in-it"}, {"https://github.com/x", secret},
		{id, strings.Repeat("x", 300)}, {"short", secret}, {id, id}, {"Iv23liABCDEFGHIJKLM\u00f1", secret}} {
		err := check(oauth.GitHub, bad[0], bad[1])
		var f *oauth.Failure
		if !errors.Is(err, oauth.ErrBadApp) || !errors.As(err, &f) || f.Sentence == "" || !strings.Contains(f.Next, "at GitHub") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if err := check(oauth.X, id, ""); err != nil {
		t.Errorf("a public client has no secret: %v", err)
	}
	if err := check(oauth.OpenID, "app", ""); err != nil {
		t.Errorf("who runs an OpenID provider chooses the client ID: %v", err)
	}
	if err := check(oauth.Google, id, ""); !errors.Is(err, oauth.ErrBadApp) {
		t.Errorf("Google without its secret: %v", err)
	}
	var f *oauth.Failure
	if err := check(oauth.GitLab, "", ""); !errors.As(err, &f) || f.Sentence != "The Application ID is missing." {
		t.Errorf("in other words than GitLab's: %v", err)
	}
}
