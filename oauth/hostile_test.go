package oauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

const (
	hostileCode     = "code-4f1c"
	hostileVerifier = "verifier-9d2e-9d2e-9d2e-9d2e-9d2e-9d2e-9d2e"
	hostileToken    = "token-77aa"
)

// hostile is a provider that answers every request with one handler.
func hostile(t *testing.T, handler http.HandlerFunc) (Provider, *Sessions) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	p, err := GitHub(server.URL, App{ClientID: "id", ClientSecret: "client-secret-31"})
	if err != nil {
		t.Fatal(err)
	}
	return p, &Sessions{HTTP: server.Client()}
}

func exchangeWith(t *testing.T, p Provider, s *Sessions) (Token, error) {
	t.Helper()
	a := attempt{config: p.config("http://127.0.0.1:1/callback/github"), verifier: hostileVerifier}
	return s.exchange(t.Context(), p, a, hostileCode)
}

func TestTokenReplies(t *testing.T) {
	echo := hostileCode + hostileVerifier + "client-secret-31" // what a hostile provider would love to see in a log
	for name, test := range map[string]struct {
		status            int
		contentType, body string
		kind              error
	}{
		"json":                 {200, "application/json", `{"access_token":"t","token_type":"bearer"}`, nil},
		"form":                 {200, "application/x-www-form-urlencoded", `access_token=t&token_type=bearer`, nil},
		"no type":              {200, "", `{"access_token":"t","token_type":"Bearer"}`, nil},
		"no token":             {200, "application/json", `{}`, ErrUnexpected},
		"other token type":     {200, "application/json", `{"access_token":"t","token_type":"mac"}`, ErrUnexpected},
		"token with newline":   {200, "application/json", `{"access_token":"t\r\nX: y","token_type":"bearer"}`, ErrUnexpected},
		"enormous token":       {200, "application/json", `{"access_token":"` + strings.Repeat("t", 10_000) + `","token_type":"bearer"}`, ErrUnexpected},
		"endless":              {200, "application/json", strings.Repeat(" ", 2<<20), ErrUnexpected},
		"not json":             {200, "application/json", "{" + echo, ErrUnexpected},
		"array":                {200, "application/json", `["` + echo + `"]`, ErrUnexpected},
		"wrong secret":         {200, "application/json", `{"error":"incorrect_client_credentials","error_description":"` + echo + `"}`, ErrWrongSecret},
		"code expired":         {200, "application/json", `{"error":"bad_verification_code","error_uri":"` + echo + `"}`, ErrCodeExpired},
		"redirect":             {200, "application/x-www-form-urlencoded", "error=redirect_uri_mismatch&error_description=" + echo, ErrRedirect},
		"unknown error":        {200, "application/json", `{"error":"` + echo + `"}`, ErrUnexpected},
		"error and token":      {200, "application/json", `{"error":"bad_verification_code","access_token":"t","token_type":"bearer"}`, ErrCodeExpired},
		"standard status":      {400, "application/json", `{"error":"invalid_grant"}`, ErrCodeExpired},
		"unknown client":       {404, "application/json", `{"error":"Not Found"}`, ErrWrongSecret},
		"teapot":               {418, "application/json", echo, ErrUnexpected},
		"slow down":            {429, "application/json", echo, ErrSlowDown},
		"portal":               {200, "text/html; charset=utf-8", "<html>" + echo, ErrPortal},
		"portal without type":  {200, "application/json", "<!DOCTYPE html><p>" + echo, ErrPortal},
		"portal by 511":        {511, "text/html", echo, ErrPortal},
		"down with html":       {502, "text/html", "<html>" + echo, ErrProviderDown},
		"down with json":       {500, "application/json", echo, ErrProviderDown},
		"redirects":            {302, "text/plain", echo, ErrPortal},
		"redirects keep POST":  {307, "text/plain", echo, ErrPortal},
		"redirects for always": {308, "text/plain", echo, ErrPortal},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				if r.Header.Get("Accept") != "application/json" || r.Header.Get("Authorization") != "" || r.PostFormValue("code_verifier") != hostileVerifier ||
					r.PostFormValue("redirect_uri") != "http://127.0.0.1:1/callback/github" {
					t.Error("the request is not as it should be")
				}
				w.Header().Set("Location", "/elsewhere")
				w.Header().Set("Content-Type", test.contentType)
				w.WriteHeader(test.status)
				fmt.Fprint(w, test.body)
			})
			token, err := exchangeWith(t, p, s)
			if !errors.Is(err, test.kind) || (err == nil) != (token.Access() == "t") {
				t.Errorf("error %v, want %v", err, test.kind)
			}
			checkQuiet(t, err)
			if asked.Load() != 1 {
				t.Errorf("asked %d times", asked.Load())
			}
		})
	}
}

// checkQuiet fails when an error, or anything it wraps, shows what was sent.
func checkQuiet(t *testing.T, err error) {
	t.Helper()
	var bad *oauth2.RetrieveError
	if errors.As(err, &bad) {
		t.Error("the error carries the reply's body")
	}
	text := fmt.Sprintf("%v %+v %#v", err, err, err)
	for _, secret := range []string{hostileCode, hostileVerifier, hostileToken, "client-secret-31"} {
		if strings.Contains(text, secret) {
			t.Errorf("the error shows a secret: %s", text)
		}
	}
}

func TestBrokenConnections(t *testing.T) {
	for name, reply := range map[string]string{
		"no http":     hostileCode + hostileVerifier + "\r\n\r\n",
		"bad status":  "HTTP/1.1 " + hostileCode + "\r\n\r\n",
		"bad header":  "HTTP/1.1 200 OK\r\n" + hostileVerifier + "\r\n\r\n",
		"cut short":   "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{" + hostileCode,
		"closes":      "",
		"bad chunked": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + hostileCode,
	} {
		t.Run(name, func(t *testing.T) {
			p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
				connection, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				connection.Write([]byte(reply))
				connection.Close()
			})
			_, err := exchangeWith(t, p, s)
			if !errors.Is(err, ErrOffline) {
				t.Errorf("error %v", err)
			}
			checkQuiet(t, err)
		})
	}
}

func TestUntrustedCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	p, err := GitHub(server.URL, App{ClientID: "id"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exchangeWith(t, p, &Sessions{HTTP: &http.Client{Transport: &http.Transport{}}}); !errors.Is(err, ErrCertificate) {
		t.Errorf("error %v", err)
	}
}

func TestTokenFollowsNoRedirect(t *testing.T) {
	var leaked atomic.Bool
	thief := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { leaked.Store(true) }))
	defer thief.Close()
	p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, thief.URL, http.StatusTemporaryRedirect)
	})
	_, _, _, err := s.user(t.Context(), p, NewToken(hostileToken), "")
	if !errors.Is(err, ErrPortal) || leaked.Load() {
		t.Errorf("error %v, leaked %v", err, leaked.Load())
	}
	checkQuiet(t, err)
	if outcome := s.revoke(t.Context(), p, NewToken(hostileToken)); outcome.Revocation != NotRevoked || leaked.Load() {
		t.Errorf("outcome %v, leaked %v", outcome, leaked.Load())
	}
}

func TestUserReplies(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		etag   string
		kind   error
	}{
		"good":                {200, `{"id":1,"login":"me"}`, "", nil},
		"no id":               {200, `{"login":"me"}`, "", ErrUnexpected},
		"no login":            {200, `{"id":1,"login":"\u202e"}`, "", ErrUnexpected},
		"text id":             {200, `{"id":"1","login":"me"}`, "", nil},
		"id with a space":     {200, `{"id":"1 2","login":"me"}`, "", ErrUnexpected},
		"huge id":             {200, `{"id":99999999999999999999,"login":"me"}`, "", ErrUnexpected},
		"not json":            {200, `{`, "", ErrUnexpected},
		"unasked 304":         {304, ``, "", ErrUnexpected},
		"signed out":          {401, `{"message":"Bad credentials"}`, "", ErrSignedOut},
		"forbidden":           {403, `{}`, "", ErrSlowDown},
		"gone":                {404, `{}`, "", ErrUnexpected},
		"etag with a newline": {200, `{"id":1,"login":"me"}`, "a\nb", nil},
	} {
		t.Run(name, func(t *testing.T) {
			p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "Bearer "+hostileToken || r.Header.Get("Accept") != "application/vnd.github+json" ||
					r.Header.Get("X-GitHub-Api-Version") == "" || r.Header.Get("User-Agent") != "Overachiever" || r.Header.Get("If-None-Match") != "" {
					t.Errorf("headers %v", r.Header)
				}
				w.WriteHeader(test.status)
				fmt.Fprint(w, test.body)
			})
			profile, _, _, err := s.user(t.Context(), p, NewToken(hostileToken), test.etag)
			if !errors.Is(err, test.kind) || (err == nil) != (profile.Login == "me") {
				t.Errorf("profile %v, error %v", profile, err)
			}
			checkQuiet(t, err)
		})
	}
}

func TestAgain(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	for name, test := range map[string]struct {
		header http.Header
		want   time.Duration
	}{
		"nothing said":  {http.Header{}, 0},
		"retry after":   {http.Header{"Retry-After": {"30"}}, 30 * time.Second},
		"for ever":      {http.Header{"Retry-After": {"999999999"}}, waitLimit},
		"beyond int":    {http.Header{"Retry-After": {"99999999999999999999"}}, 0},
		"negative":      {http.Header{"Retry-After": {"-1"}}, 0},
		"reset":         {http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"1000060"}}, time.Minute},
		"reset, unused": {http.Header{"X-Ratelimit-Remaining": {"9"}, "X-Ratelimit-Reset": {"1000060"}}, 0},
		"reset, past":   {http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"5"}}, 0},
	} {
		at := again(test.header, now)
		if test.want == 0 && !at.IsZero() || test.want != 0 && !at.Equal(now.Add(test.want)) {
			t.Errorf("%s: %v", name, at)
		}
	}
}

func TestRandomnessFails(t *testing.T) {
	p, s := hostile(t, func(http.ResponseWriter, *http.Request) { t.Error("asked something") })
	s.Rand = strings.NewReader("too short")
	if _, err := s.SignIn(context.Background(), p, Prompt{}, func(Waiting) {}); !errors.Is(err, ErrUnexpected) {
		t.Errorf("error %v", err)
	}
}

// checkHides fails when a thing, printed any way, shows one of the texts.
func checkHides(t *testing.T, thing any, texts ...string) {
	t.Helper()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		printed := fmt.Sprintf(verb, thing)
		for _, text := range texts {
			if strings.Contains(printed, text) || strings.Contains(printed, fmt.Sprintf("%x", text)) {
				t.Errorf("%s shows a secret", verb)
			}
		}
	}
}
