package oauth_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"

	"overachiever/oauth"
)

// theirs is an OpenID provider that nobody here wrote, with one program registered:
// the example of github.com/zitadel/oidc. Requests are counted.
func theirs(t *testing.T) (issuer string, requests func(string) int) {
	t.Helper()
	var mu sync.Mutex
	asked := map[string]int{}
	server := httptest.NewUnstartedServer(nil)
	issuer = "http://" + server.Listener.Addr().String() + "/"
	native := storage.NativeClient("native", "http://127.0.0.1/callback/openid/"+server.Listener.Addr().String())
	store := storage.NewStorageWithClients(storage.NewUserStore(issuer), map[string]*storage.Client{"native": native})
	provider := exampleop.SetupServer(issuer, store, slog.New(slog.DiscardHandler), false)
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.Method+" "+r.URL.Path]++
		mu.Unlock()
		provider.ServeHTTP(w, r)
	})
	server.Start()
	t.Cleanup(server.Close)
	return issuer, func(what string) int {
		mu.Lock()
		defer mu.Unlock()
		return asked[what]
	}
}

var loginID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// logIn fills in their login form.
func logIn(page string) (string, url.Values) {
	id := loginID.FindStringSubmatch(page)
	if id == nil {
		return "/login/username", nil
	}
	return "/login/username", url.Values{"id": {id[1]}, "username": {"test-user2"}, "password": {"verysecure"}}
}

func TestSignInWithAnOpenIDProviderThatNobodyHereWrote(t *testing.T) {
	issuer, requests := theirs(t)
	p, err := oauth.OpenID(issuer, oauth.App{ClientID: "native"})
	if err != nil {
		t.Fatal(err)
	}
	spy := &eavesdropper{base: &http.Transport{DisableKeepAlives: true}}
	pages := make(chan string, 1)
	s := &oauth.Sessions{
		HTTP:  &http.Client{Transport: spy},
		Vault: &oauth.MemoryVault{},
		Open: func(_ context.Context, link string) error {
			go func() {
				page, err := follow(link, logIn)
				if err != nil {
					page = err.Error()
				}
				pages <- page
			}()
			return nil
		},
	}
	profile, err := s.SignIn(t.Context(), p, oauth.Prompt{}, func(w oauth.Waiting) { spy.addQuery(w.URL) })
	if err != nil {
		t.Fatal(err)
	}
	if page := <-pages; !strings.Contains(page, "You are signed in as @test-user2.") {
		t.Errorf("the browser ended on %s", page)
	}
	if profile.Issuer != issuer || profile.Subject != "id2" || profile.Name != "Test User2" || profile.Email != "test-user2@zitadel.ch" || profile.Provider != "openid" {
		t.Errorf("profile %+v", profile)
	}
	for what, want := range map[string]int{"GET /.well-known/openid-configuration": 1, "GET /keys": 1, "POST /oauth/token": 1, "GET /userinfo": 1} {
		if got := requests(what); got != want {
			t.Errorf("asked %d times for %s, want %d", got, what, want)
		}
	}
	if fresh, _, err := s.Refresh(t.Context(), p, profile); err != nil || fresh.Subject != "id2" || fresh.Email != profile.Email {
		t.Errorf("refreshed to %+v, %v", fresh, err)
	}

	token, err := s.Vault.Load(t.Context(), issuer+"#id2")
	if err != nil {
		t.Fatal(err)
	}
	if token.Refresh() == "" || token.Expires().IsZero() {
		t.Error("the session cannot be renewed")
	}
	outcome, err := s.SignOut(t.Context(), p, profile)
	if err != nil || outcome.Revocation != oauth.Revoked || requests("POST /revoke") == 0 {
		t.Errorf("signing out: %+v, %v", outcome, err)
	}
	if err := s.Vault.Store(t.Context(), issuer+"#id2", token); err != nil { // as a thief would
		t.Fatal(err)
	}
	if _, _, err := s.Refresh(t.Context(), p, profile); !errors.Is(err, oauth.ErrSignedOut) {
		t.Errorf("after signing out the token is still good: %v", err)
	}
	spy.check(t, p, profile, outcome, err)
}

func TestTheirIssuerIsItsAddressWithTheSlash(t *testing.T) {
	issuer, requests := theirs(t)
	p, err := oauth.OpenID(strings.TrimSuffix(issuer, "/"), oauth.App{ClientID: "native"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err = new(oauth.Sessions).SignIn(ctx, p, oauth.Prompt{}, func(oauth.Waiting) { cancel() })
	var f *oauth.Failure
	if !errors.Is(err, oauth.ErrDiscovery) || !errors.As(err, &f) || !strings.Contains(f.Next, "slash") || requests("GET /auth") != 0 {
		t.Errorf("error %v", err)
	}
}
