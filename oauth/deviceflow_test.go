package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"overachiever/oauth"
	"overachiever/oauth/demo"
)

// enterCode signs in with a code against the stand-in, in virtual time, and
// enters it after a while. The stand-in, which is outside, is told the time.
func enterCode(t *testing.T, faults demo.Faults, button demo.Button, change func(*oauth.Sessions, *oauth.Provider, *demo.Server), check func(*rig, oauth.Profile, error)) {
	t.Helper()
	var clock atomic.Int64
	server, err := demo.Start(t.Context(), demo.Options{Faults: faults, Now: func() time.Time { return time.Unix(0, clock.Load()) }})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	synctest.Test(t, func(t *testing.T) {
		provider, err := server.Provider()
		if err != nil {
			t.Fatal(err)
		}
		secrets := &eavesdropper{base: told{&clock, &http.Transport{DisableKeepAlives: true}}}
		r := &rig{t: t, server: server, provider: provider, vault: &oauth.MemoryVault{}, secrets: secrets}
		r.sessions = &oauth.Sessions{HTTP: &http.Client{Transport: secrets}, Vault: r.vault}
		if change != nil {
			change(r.sessions, &r.provider, server)
		}
		done := make(chan struct{})
		close(done)
		profile, err := r.sessions.SignInWithCode(t.Context(), r.provider, func(code oauth.Code) {
			r.codes = append(r.codes, code)
			secrets.add(code.UserCode)
			secrets.check(t, code, &code)
			if code.Finishing {
				return
			}
			done = make(chan struct{})
			go func() {
				defer close(done)
				time.Sleep(12 * time.Second)
				if code.Link != server.URL+"/login/device" {
					t.Errorf("link %s", code.Link)
				}
				if _, err := demo.EnterCode(t.Context(), server.URL, strings.ToLower(code.UserCode), button); err != nil {
					t.Errorf("entering the code: %v", err)
				}
			}()
		})
		<-done
		check(r, profile, err)
	})
}

// told tells the time with every request.
type told struct {
	clock *atomic.Int64
	base  http.RoundTripper
}

func (t told) RoundTrip(request *http.Request) (*http.Response, error) {
	t.clock.Store(time.Now().UnixNano())
	return t.base.RoundTrip(request)
}

func TestSignInWithACodeEndToEnd(t *testing.T) {
	withoutSecret := func(_ *oauth.Sessions, p *oauth.Provider, _ *demo.Server) { p.App.ClientSecret = "" }
	enterCode(t, 0, demo.Authorize, withoutSecret, func(r *rig, profile oauth.Profile, err error) {
		if err != nil || profile.Login != "demo-climber" || profile.Subject == "" || len(profile.Avatar) == 0 {
			r.t.Fatalf("%v, %v", profile.Login, err)
		}
		for request, want := range map[string]int{"POST /login/device/code": 1, "POST /login/oauth/access_token": 3, "GET /api/v3/user": 1, "GET /avatars/demo-climber.png": 1} {
			if got := r.server.Requests(request); got != want {
				r.t.Errorf("%s: %d times, want %d", request, got, want)
			}
		}
		if c := r.codes; len(c) != 3 || c[0].Finishing || !c[1].Finishing || c[1].Keeping || !c[2].Keeping || c[2].UserCode != c[0].UserCode {
			r.t.Errorf("shown %v", c)
		}
		if err := r.sessions.Restore(r.t.Context(), profile); err != nil {
			r.t.Errorf("Restore: %v", err)
		}
		r.secrets.check(r.t, r.sessions, r.provider, profile)
	})
}

func TestSignInWithACodeFaults(t *testing.T) {
	for name, test := range map[string]struct {
		faults  demo.Faults
		button  demo.Button
		kind    error
		revoked bool // a token was given and must be withdrawn
	}{
		"cancel pressed": {0, demo.Cancel, oauth.ErrDenied, false},
		"denied":         {demo.Deny, demo.Authorize, oauth.ErrDenied, false},
		"expired":        {demo.DeviceExpired, demo.Authorize, oauth.ErrCodeExpired, false},
		"always slower":  {demo.DeviceSlowDown, demo.Authorize, oauth.ErrCodeExpired, false},
		"hangs up":       {demo.DeviceHangUp, demo.Authorize, oauth.ErrCodeExpired, false},
		"portal":         {demo.TokenPortal, demo.Authorize, oauth.ErrPortal, false},
		"user down":      {demo.UserDown, demo.Authorize, oauth.ErrProviderDown, true},
		"user revoked":   {demo.Revoked, demo.Authorize, oauth.ErrSignedOut, true},
	} {
		t.Run(name, func(t *testing.T) {
			enterCode(t, test.faults, test.button, nil, func(r *rig, profile oauth.Profile, err error) {
				if !errors.Is(err, test.kind) || profile.Login != "" {
					r.t.Errorf("%v, %v; want %v", profile.Login, err, test.kind)
				}
				if revoked := r.server.Requests("DELETE /api/v3/applications/overachiever-demo/token") == 1; revoked != test.revoked {
					r.t.Errorf("token withdrawn: %v", revoked)
				}
				if codes := r.server.Requests("POST /login/device/code"); codes != 1 {
					r.t.Errorf("%d codes asked for", codes)
				}
				r.secrets.check(r.t, err, r.sessions)
			})
		})
	}
}

func TestNoCodeWhenTheProviderSwitchedThatOff(t *testing.T) {
	r := newRig(t, demo.DeviceDisabled, demo.Authorize)
	_, err := r.sessions.SignInWithCode(t.Context(), r.provider, func(oauth.Code) { t.Error("a code is shown") })
	var f *oauth.Failure
	if !errors.Is(err, oauth.ErrNoCode) || !errors.As(err, &f) || !strings.Contains(f.Next, "Enable Device Flow") {
		t.Errorf("error %v", err)
	}
}

func TestACodeSurvivesANetworkThatComesBack(t *testing.T) {
	comesBack := func(_ *oauth.Sessions, _ *oauth.Provider, server *demo.Server) {
		time.AfterFunc(20*time.Second, func() { server.SetFaults(0) })
	}
	enterCode(t, demo.DeviceHangUp, demo.Authorize, comesBack, func(r *rig, profile oauth.Profile, err error) {
		if err != nil || profile.Login != "demo-climber" {
			r.t.Errorf("%v, %v", profile.Login, err)
		}
		if polls := r.server.Requests("POST /login/oauth/access_token"); polls != 3 { // after 5, 15 and 35 seconds
			r.t.Errorf("polled %d times", polls)
		}
	})
}

// refusing is a vault that takes nothing.
type refusing struct{ oauth.MemoryVault }

func (*refusing) Store(context.Context, string, oauth.Token) error {
	return &oauth.Failure{Kind: oauth.ErrNoKeyring, Sentence: "There is no keyring.", Next: "Stay signed in until you quit."}
}

func TestWithACodeAndWithoutAKeyringThePersonDecides(t *testing.T) {
	noKeyring := func(s *oauth.Sessions, _ *oauth.Provider, _ *demo.Server) { s.Vault = &refusing{} }
	enterCode(t, 0, demo.Authorize, noKeyring, func(r *rig, profile oauth.Profile, err error) {
		if !errors.Is(err, oauth.ErrNoKeyring) || profile.Login != "demo-climber" {
			r.t.Fatalf("%v, %v", profile.Login, err)
		}
		r.sessions.KeepUntilQuit(profile)
		if err := r.sessions.Restore(r.t.Context(), profile); err != nil {
			r.t.Errorf("Restore: %v", err)
		}
	})
}
