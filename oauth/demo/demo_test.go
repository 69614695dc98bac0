package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

const verifier = "a-verifier-of-forty-three-characters-or-more"

func start(t *testing.T, options Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// ask sends a request and returns the reply, its redirects not followed.
func ask(t *testing.T, method, address string, form url.Values, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	reply, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply, string(body)
}

func (s *Server) link(change map[string]string) string {
	query := url.Values{"response_type": {"code"}, "client_id": {s.App.ClientID}, "redirect_uri": {"http://127.0.0.1:1234/callback/github"},
		"state": {"st"}, "code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}, "code_challenge_method": {"S256"}}
	for name, value := range change {
		query.Set(name, value)
	}
	return s.URL + "/login/oauth/authorize?" + query.Encode()
}

// code presses Authorize and returns the code.
func (s *Server) code(t *testing.T) string {
	t.Helper()
	_, page := ask(t, "GET", s.link(nil), nil)
	reply, _ := ask(t, "POST", s.URL+"/login/oauth/authorize", url.Values{"ticket": {ticketField.FindStringSubmatch(page)[1]}, "decision": {"authorize"}})
	location, err := reply.Location()
	if err != nil || location.Host != "127.0.0.1:1234" || location.Query().Get("state") != "st" || location.Query().Get("iss") != s.URL+"/login/oauth" {
		t.Fatalf("location %v, %v", location, err)
	}
	return location.Query().Get("code")
}

func (s *Server) tokenForm(code string) url.Values {
	return url.Values{"client_id": {s.App.ClientID}, "client_secret": {s.App.ClientSecret.Reveal()}, "code": {code},
		"redirect_uri": {"http://127.0.0.1:1234/callback/github"}, "code_verifier": {verifier}}
}

func TestConsentRequests(t *testing.T) {
	s := start(t, Options{})
	for name, test := range map[string]struct {
		change map[string]string
		status int
	}{
		"right":           {nil, 200},
		"on ::1":          {map[string]string{"redirect_uri": "http://[::1]:9/callback/github"}, 200},
		"unknown app":     {map[string]string{"client_id": "x"}, 404},
		"below the path":  {map[string]string{"redirect_uri": "http://127.0.0.1:1/callback/github/git.example.com"}, 200},
		"out of the path": {map[string]string{"redirect_uri": "http://127.0.0.1:1/callback/github/../x"}, 400},
		"other path":      {map[string]string{"redirect_uri": "http://127.0.0.1:1/callback/githubx"}, 400},
		"localhost":       {map[string]string{"redirect_uri": "http://localhost:1/callback/github"}, 400},
		"elsewhere":       {map[string]string{"redirect_uri": "https://evil.example/callback/github"}, 400},
		"with a query":    {map[string]string{"redirect_uri": "http://127.0.0.1:1/callback/github?x=y"}, 400},
		"with a password": {map[string]string{"redirect_uri": "http://a:b@127.0.0.1:1/callback/github"}, 400},
		"no redirect":     {map[string]string{"redirect_uri": ""}, 400},
		"plain challenge": {map[string]string{"code_challenge_method": "plain"}, 303},
		"no challenge":    {map[string]string{"code_challenge": ""}, 303},
		"implicit grant":  {map[string]string{"response_type": "token"}, 303},
	} {
		reply, page := ask(t, "GET", s.link(test.change), nil)
		if reply.StatusCode != test.status {
			t.Errorf("%s: status %d", name, reply.StatusCode)
		}
		if test.status == 303 && !strings.Contains(reply.Header.Get("Location"), "error=invalid_request") {
			t.Errorf("%s: to %q", name, reply.Header.Get("Location"))
		}
		if test.status == 200 && (!strings.Contains(page, "nothing leaves this computer") || !strings.Contains(page, ">Authorize</button>") ||
			!strings.Contains(page, ">Cancel</button>") || !strings.Contains(reply.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'")) {
			t.Errorf("%s: page %s", name, page)
		}
	}
}

func TestButtonsCannotBePressedFromElsewhere(t *testing.T) {
	now := time.Now()
	s := start(t, Options{Now: func() time.Time { return now }})
	address := s.URL + "/login/oauth/authorize"
	ticket := func() string {
		_, page := ask(t, "GET", s.link(nil), nil)
		return ticketField.FindStringSubmatch(page)[1]
	}
	if reply, _ := ask(t, "POST", address, url.Values{"ticket": {ticket()}, "decision": {"authorize"}}, "Origin", "https://evil.example"); reply.StatusCode != 403 {
		t.Errorf("another origin: %d", reply.StatusCode)
	}
	if reply, _ := ask(t, "POST", address, url.Values{"ticket": {"GUESS"}, "decision": {"authorize"}}); reply.StatusCode != 400 {
		t.Errorf("guessed: %d", reply.StatusCode)
	}
	if reply, _ := ask(t, "GET", s.link(nil), nil, "Host", "evil.example"); reply.StatusCode != 421 {
		t.Errorf("rebound name: %d", reply.StatusCode)
	}
	once := url.Values{"ticket": {ticket()}, "decision": {"cancel"}}
	if reply, _ := ask(t, "POST", address, once, "Origin", s.URL); !strings.Contains(reply.Header.Get("Location"), "error=access_denied") {
		t.Errorf("cancel: %v", reply.Header)
	}
	if reply, _ := ask(t, "POST", address, once); reply.StatusCode != 400 {
		t.Errorf("pressed twice: %d", reply.StatusCode)
	}
	late := url.Values{"ticket": {ticket()}, "decision": {"authorize"}}
	now = now.Add(time.Hour)
	if reply, _ := ask(t, "POST", address, late); reply.StatusCode != 400 {
		t.Errorf("too late: %d", reply.StatusCode)
	}
}

func TestExchange(t *testing.T) {
	now := time.Now()
	s := start(t, Options{Now: func() time.Time { return now }})
	for name, test := range map[string]struct{ field, value, problem string }{
		"wrong secret":   {"client_secret", "x", "incorrect_client_credentials"},
		"other redirect": {"redirect_uri", "http://127.0.0.1:1/callback/github", "redirect_uri_mismatch"},
		"wrong verifier": {"code_verifier", strings.Repeat("x", 43), "bad_verification_code"},
		"no verifier":    {"code_verifier", "", "bad_verification_code"},
		"unknown code":   {"code", "x", "bad_verification_code"},
	} {
		form := s.tokenForm(s.code(t))
		form.Set(test.field, test.value)
		reply, body := ask(t, "POST", s.URL+"/login/oauth/access_token", form, "Accept", "application/json")
		if reply.StatusCode != 200 || !strings.Contains(body, `"error":"`+test.problem+`"`) {
			t.Errorf("%s: %d %s", name, reply.StatusCode, body)
		}
	}
	expired := s.tokenForm(s.code(t))
	now = now.Add(11 * time.Minute)
	if _, body := ask(t, "POST", s.URL+"/login/oauth/access_token", expired); !strings.Contains(body, "error=bad_verification_code") {
		t.Errorf("expired: %s", body)
	}

	form := s.tokenForm(s.code(t))
	_, body := ask(t, "POST", s.URL+"/login/oauth/access_token", form, "Accept", "application/json")
	var token struct{ Access_token string }
	if err := json.Unmarshal([]byte(body), &token); err != nil || !s.accepts(token.Access_token) {
		t.Fatalf("token: %v", err)
	}
	if _, body := ask(t, "POST", s.URL+"/login/oauth/access_token", form); !strings.Contains(body, "error=bad_verification_code") {
		t.Errorf("used twice: %s", body)
	}
	if s.accepts(token.Access_token) {
		t.Error("a code used twice must withdraw its token")
	}
}

func TestUserAndRevocation(t *testing.T) {
	s := start(t, Options{Login: "ada", Name: "Ada <L>"})
	token, other := newToken(), newToken()
	reply, body := ask(t, "GET", s.URL+"/api/v3/user", nil, "Authorization", "Bearer "+token)
	etag := reply.Header.Get("ETag")
	if reply.StatusCode != 200 || etag == "" || !strings.Contains(body, `"login":"ada"`) {
		t.Fatalf("%d %s", reply.StatusCode, body)
	}
	for _, test := range []struct {
		token, etag string
		status      int
	}{{token, etag, 304}, {token, "other", 200}, {other, etag, 200}, {"", "", 401}, {"demo_forged00000000", "", 401}, {"x", "", 401}} {
		if reply, _ := ask(t, "GET", s.URL+"/api/v3/user", nil, "Authorization", "Bearer "+test.token, "If-None-Match", test.etag); reply.StatusCode != test.status {
			t.Errorf("%+v: %d", test, reply.StatusCode)
		}
	}
	if _, page := ask(t, "GET", s.URL+"/ada", nil); !strings.Contains(page, "Ada &lt;L&gt;") {
		t.Errorf("page %s", page)
	}
	if reply, _ := ask(t, "GET", s.URL+"/favicon.ico", nil); reply.StatusCode != 404 {
		t.Errorf("favicon %d", reply.StatusCode)
	}
	revoke := func(secret string) int {
		request, _ := http.NewRequest("DELETE", s.URL+"/api/v3/applications/"+s.App.ClientID+"/token", strings.NewReader(`{"access_token":"`+token+`"}`))
		request.SetBasicAuth(s.App.ClientID, secret)
		reply, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
		return reply.StatusCode
	}
	for _, test := range []struct {
		secret string
		status int
	}{{"wrong", 401}, {s.App.ClientSecret.Reveal(), 204}, {s.App.ClientSecret.Reveal(), 404}} {
		if status := revoke(test.secret); status != test.status {
			t.Errorf("revoke: %d, want %d", status, test.status)
		}
	}
	if s.accepts(token) || !s.accepts(other) {
		t.Error("the wrong token was withdrawn")
	}
}

func TestPortrait(t *testing.T) {
	s := start(t, Options{})
	reply, body := ask(t, "GET", s.URL+"/avatars/demo-climber.png?s=64", nil)
	config, err := png.DecodeConfig(bytes.NewReader([]byte(body)))
	if err != nil || config.Width != 64 || reply.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%v, %v", config, err)
	}
}

func TestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for t.Context().Err() == nil {
		reply, err := http.Get(s.URL)
		if err != nil {
			return
		}
		reply.Body.Close()
	}
}

func TestPressNeedsAConsentPage(t *testing.T) {
	s := start(t, Options{})
	if _, err := Press(t.Context(), s.URL+"/demo-climber", Authorize); err == nil {
		t.Error("pressed a button that is not there")
	}
	if _, err := Press(t.Context(), "http://127.0.0.1:1/?state=secret", Authorize); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
}
