package oauth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"overachiever/oauth"
	"overachiever/oauth/demo"
)

const patience = 20 * time.Second

// rig is a sign-in against the stand-in, with a browser that presses a button.
type rig struct {
	t        *testing.T
	server   *demo.Server
	provider oauth.Provider
	sessions *oauth.Sessions
	vault    *oauth.MemoryVault
	secrets  *eavesdropper
	pages    chan string // what the browser ended on
	shown    []oauth.Waiting
	codes    []oauth.Code
}

func newRig(t *testing.T, faults demo.Faults, button demo.Button) *rig {
	t.Helper()
	server, err := demo.Start(t.Context(), demo.Options{Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	provider, err := server.Provider()
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, server: server, provider: provider, vault: &oauth.MemoryVault{},
		secrets: &eavesdropper{base: &http.Transport{}}, pages: make(chan string, 1)}
	t.Cleanup(r.secrets.base.(*http.Transport).CloseIdleConnections)
	r.sessions = &oauth.Sessions{
		HTTP:  &http.Client{Transport: r.secrets},
		Vault: r.vault,
		Open: func(_ context.Context, link string) error {
			go func() {
				page, err := demo.Press(context.Background(), link, button)
				if err != nil {
					page = "error: " + err.Error()
				}
				r.pages <- page
			}()
			return nil
		},
	}
	return r
}

func (r *rig) signIn() (oauth.Profile, error) {
	return r.sessions.SignIn(r.t.Context(), r.provider, oauth.Prompt{}, func(w oauth.Waiting) {
		r.secrets.addQuery(w.URL)
		r.shown = append(r.shown, w)
	})
}

func (r *rig) mustSignIn() oauth.Profile {
	r.t.Helper()
	profile, err := r.signIn()
	if err != nil {
		r.t.Fatalf("SignIn: %v", err)
	}
	r.page()
	return profile
}

// page is what the browser showed in the end.
func (r *rig) page() string {
	r.t.Helper()
	select {
	case page := <-r.pages:
		return page
	case <-time.After(patience):
		r.t.Fatal("the browser never got a page")
		return ""
	}
}

// eavesdropper remembers every secret that goes by.
type eavesdropper struct {
	base    http.RoundTripper
	mu      sync.Mutex
	secrets []string
	heard   []string // "GET /user", in order
}

func (e *eavesdropper) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body != nil {
		body, _ := io.ReadAll(request.Body)
		request.Body = io.NopCloser(bytes.NewReader(body))
		form, _ := url.ParseQuery(string(body))
		e.add(form.Get("code"), form.Get("code_verifier"), form.Get("client_secret"), form.Get("device_code"), form.Get("refresh_token"))
	}
	e.mu.Lock()
	e.heard = append(e.heard, request.Method+" "+request.URL.Path)
	e.mu.Unlock()
	e.add(strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer "))
	return e.base.RoundTrip(request)
}

func (e *eavesdropper) addQuery(link string) {
	u, _ := url.Parse(link)
	e.add(u.Query().Get("state"), u.Query().Get("code_challenge"))
}

func (e *eavesdropper) add(secrets ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, secret := range secrets {
		if secret != "" {
			e.secrets = append(e.secrets, secret)
		}
	}
}

// check fails when anything shows a secret, printed every way.
func (e *eavesdropper) check(t *testing.T, things ...any) {
	t.Helper()
	var log bytes.Buffer
	for _, thing := range things {
		fmt.Fprintf(&log, "%v\n%+v\n%#v\n%s\n%q\n%x\n", thing, thing, thing, thing, thing, thing)
		slog.New(slog.NewTextHandler(&log, nil)).Info("thing", "thing", thing)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("thing", "thing", thing)
		json.NewEncoder(&log).Encode(thing)
		var f *oauth.Failure
		if err, isError := thing.(error); isError && errors.As(err, &f) {
			fmt.Fprintf(&log, "%+v %v\n", *f, f.Err)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.secrets) == 0 {
		t.Error("no secret went by: the check checks nothing")
	}
	for _, secret := range e.secrets {
		if strings.Contains(log.String(), secret) || strings.Contains(log.String(), fmt.Sprintf("%x", secret)) {
			t.Errorf("a secret is shown:\n%s", log.String())
		}
	}
}

func TestSignInEndToEnd(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	profile, err := r.signIn()
	if err != nil {
		t.Fatal(err)
	}
	if profile.Provider != "demo" || profile.Issuer != "demo" || profile.Login != "demo-climber" || profile.Name != "Robin Climber" ||
		profile.Subject == "" || profile.Followers != 128 || profile.Page != r.server.URL+"/demo-climber" ||
		!bytes.HasPrefix(profile.Avatar, []byte("\x89PNG")) || profile.ETag == "" || profile.MemberSince.Year() != 2017 {
		t.Errorf("profile %+v", profile)
	}
	if page := r.page(); !strings.Contains(page, "You are signed in as @demo-climber.") || !strings.Contains(page, "nothing leaves this computer") {
		t.Errorf("page %s", page)
	}
	if got, want := r.secrets.heard, []string{"POST /login/oauth/access_token", "GET /api/v3/user", "GET /avatars/demo-climber.png"}; !slices.Equal(got, want) {
		t.Errorf("asked for %q, want %q", got, want)
	}
	if len(r.shown) != 3 || r.shown[0].OpenErr != nil || r.shown[0].Finishing || !r.shown[1].Finishing || r.shown[1].Keeping || !r.shown[2].Keeping || time.Until(r.shown[0].Deadline) > 5*time.Minute {
		t.Errorf("shown %v", r.shown)
	}
	if err := r.sessions.Restore(t.Context(), profile); err != nil {
		t.Errorf("Restore: %v", err)
	}
	token, err := r.vault.Load(t.Context(), profile.Issuer+"#"+profile.Subject)
	if err != nil {
		t.Fatal(err)
	}
	r.secrets.check(t, r.sessions, r.provider, r.shown[0], &r.shown[0], profile, token, struct{ hidden oauth.Token }{token})
	u, _ := url.Parse(r.shown[0].URL)
	q := u.Query()
	redirect, _ := url.Parse(q.Get("redirect_uri"))
	if q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || len(q.Get("state")) != 43 ||
		redirect.Hostname() != "127.0.0.1" || redirect.Path != "/callback/github" || redirect.Scheme != "http" {
		t.Error("the authorization request is not as it should be")
	}
	if _, err := http.Get(q.Get("redirect_uri")); err == nil {
		t.Error("the door is still open")
	}
}

func TestSignInFaults(t *testing.T) {
	for name, test := range map[string]struct {
		faults   demo.Faults
		button   demo.Button
		kind     error
		page     string
		noTokens bool // the token endpoint must not be asked
		revoked  bool // a token was given and must be withdrawn
	}{
		"cancel pressed":    {button: demo.Cancel, kind: oauth.ErrDenied, page: "You said no", noTokens: true},
		"denied":            {faults: demo.Deny, kind: oauth.ErrDenied, page: "You said no", noTokens: true},
		"wrong issuer":      {faults: demo.WrongIssuer, kind: oauth.ErrIssuer, page: "did not come from", noTokens: true},
		"missing issuer":    {faults: demo.MissingIssuer, kind: oauth.ErrIssuer, page: "did not come from", noTokens: true},
		"denied, wrong iss": {faults: demo.Deny | demo.WrongIssuer, kind: oauth.ErrIssuer, page: "did not come from", noTokens: true},
		"wrong secret":      {faults: demo.WrongSecret, kind: oauth.ErrWrongSecret, page: "client secret"},
		"expired code":      {faults: demo.ExpiredCode, kind: oauth.ErrCodeExpired, page: "ran out"},
		"redirect":          {faults: demo.RedirectMismatch, kind: oauth.ErrRedirect, page: "http://127.0.0.1/callback/github"},
		"token down":        {faults: demo.TokenDown, kind: oauth.ErrProviderDown, page: "problem of its own"},
		"token portal":      {faults: demo.TokenPortal, kind: oauth.ErrPortal, page: "Hotels"},
		"token empty":       {faults: demo.TokenEmpty, kind: oauth.ErrUnexpected, page: "does not understand"},
		"user down":         {faults: demo.UserDown, kind: oauth.ErrProviderDown, page: "problem of its own", revoked: true},
		"user portal":       {faults: demo.UserPortal, kind: oauth.ErrPortal, page: "Hotels", revoked: true},
		"user rate limit":   {faults: demo.RateLimit, kind: oauth.ErrSlowDown, page: "wait a while", revoked: true},
		"user revoked":      {faults: demo.Revoked, kind: oauth.ErrSignedOut, page: "no longer accepts", revoked: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.button == "" {
				test.button = demo.Authorize
			}
			r := newRig(t, test.faults, test.button)
			profile, err := r.signIn()
			var f *oauth.Failure
			if !errors.Is(err, test.kind) || !errors.As(err, &f) {
				t.Fatalf("error %v, want %v", err, test.kind)
			}
			if sentence, next := f.Explain(); !strings.HasSuffix(sentence, ".") || !strings.HasSuffix(next, ".") {
				t.Errorf("words %q %q", sentence, next)
			}
			if profile.Login != "" {
				t.Errorf("profile %v with an error", profile)
			}
			if page := r.page(); !strings.Contains(page, "You are not signed in.") || !strings.Contains(page, test.page) {
				t.Errorf("page %s", page)
			}
			if asked := r.server.Requests("POST /login/oauth/access_token"); test.noTokens && asked != 0 || asked > 1 {
				t.Errorf("token endpoint asked %d times", asked)
			}
			if revoked := r.server.Requests("DELETE /api/v3/applications/overachiever-demo/token") == 1; revoked != test.revoked {
				t.Errorf("token withdrawn: %v", revoked)
			}
			r.secrets.check(t, err, r.sessions, r.shown[0])
		})
	}
}

func TestSignInDespite(t *testing.T) {
	for name, faults := range map[string]demo.Faults{
		"form-encoded token": demo.TokenForm, "no avatar": demo.AvatarMissing, "endless avatar": demo.AvatarHuge,
		"enormous avatar": demo.AvatarPixels, "avatar elsewhere": demo.AvatarAway, "strange profile": demo.UserStrange,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, faults, demo.Authorize)
			profile := r.mustSignIn()
			if faults&(demo.AvatarMissing|demo.AvatarHuge|demo.AvatarPixels|demo.AvatarAway) != 0 && profile.Avatar != nil {
				t.Error("an avatar that must not be")
			}
			if faults == demo.UserStrange && (!strings.HasPrefix(profile.Name, "Robin [31mRed Line") || profile.Page != "" || profile.Followers != 0 || len([]rune(profile.Bio)) > 400) {
				t.Errorf("profile not cleaned: %q %q %d", profile.Name, profile.Page, profile.Followers)
			}
		})
	}
}

func TestSignInCancelled(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	ctx, cancel := context.WithCancel(t.Context())
	r.sessions.Open = nil
	var link string
	_, err := r.sessions.SignIn(ctx, r.provider, oauth.Prompt{}, func(w oauth.Waiting) { link = w.URL; cancel() })
	if !errors.Is(err, oauth.ErrCancelled) {
		t.Errorf("error %v", err)
	}
	u, _ := url.Parse(link)
	if _, err := http.Get(u.Query().Get("redirect_uri")); err == nil {
		t.Error("the door is still open")
	}
}

func TestSignInCancelledWhileProviderIsSlow(t *testing.T) {
	for _, fault := range []demo.Faults{demo.TokenSlow, demo.UserSlow} {
		r := newRig(t, fault, demo.Authorize)
		ctx, cancel := context.WithCancel(t.Context())
		endpoint := map[demo.Faults]string{demo.TokenSlow: "POST /login/oauth/access_token", demo.UserSlow: "GET /api/v3/user"}[fault]
		go func() {
			for r.server.Requests(endpoint) == 0 && t.Context().Err() == nil {
				<-time.After(time.Millisecond)
			}
			cancel()
		}()
		if _, err := r.sessions.SignIn(ctx, r.provider, oauth.Prompt{}, func(oauth.Waiting) {}); !errors.Is(err, oauth.ErrCancelled) {
			t.Errorf("error %v", err)
		}
		if page := r.page(); !strings.Contains(page, "The sign-in was cancelled.") {
			t.Errorf("page %s", page)
		}
	}
}

func TestSignInTimesOut(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	r.sessions.Open, r.sessions.Timeout = nil, 10*time.Millisecond
	if _, err := r.signIn(); !errors.Is(err, oauth.ErrTimedOut) {
		t.Errorf("error %v", err)
	}
}

func TestSignInSlowProvider(t *testing.T) {
	r := newRig(t, demo.TokenSlow, demo.Authorize)
	r.sessions.HTTP.Timeout = 50 * time.Millisecond
	if _, err := r.signIn(); !errors.Is(err, oauth.ErrOffline) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

func TestSignInOffline(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	r.provider.TokenURL = "http://127.0.0.1:1/login/oauth/access_token"
	_, err := r.signIn()
	if !errors.Is(err, oauth.ErrOffline) {
		t.Errorf("error %v", err)
	}
	r.secrets.check(t, err)
}

func TestSignInWithoutABrowser(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	r.sessions.Open = func(context.Context, string) error { return errors.New("no such program") }
	var seen []oauth.Waiting
	profile, err := r.sessions.SignIn(t.Context(), r.provider, oauth.Prompt{}, func(w oauth.Waiting) {
		if seen = append(seen, w); w.OpenErr != nil && !w.Finishing { // the person copies the link
			go func() { demo.Press(context.Background(), w.URL, demo.Authorize) }()
		}
	})
	if err != nil || profile.Login == "" || len(seen) != 4 || !seen[2].Finishing || !seen[3].Keeping || !errors.Is(seen[1].OpenErr, oauth.ErrBrowser) {
		t.Errorf("profile %v, error %v, shown %v", profile, err, seen)
	}
}

func TestSignInUnregistered(t *testing.T) {
	p, err := oauth.GitHub("", oauth.App{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := new(oauth.Sessions).SignIn(t.Context(), p, oauth.Prompt{}, nil); !errors.Is(err, oauth.ErrNoApp) {
		t.Errorf("error %v", err)
	}
}
