package oauth_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"overachiever/oauth"
)

const (
	standInClient = "overachiever-at-the-stand-in"
	standInSecret = "secret-of-the-registration"
)

// standIn is a provider on this computer in the shape of one of the kinds. It looks
// closely at what it is asked, and fails the test when anything is not as that
// provider wants it.
type standIn struct {
	t     *testing.T
	shape shape
	URL   string
	key   *ecdsa.PrivateKey // of an OpenID provider

	mu     sync.Mutex
	asked  map[string]int // "GET /user"
	grants map[string]url.Values
	good   map[string]string // tokens that work, and what they are
	given  int
	polls  int // by a device

	// What is different from what it should be; nil: nothing.
	discovery func(map[string]any)
	header    func(map[string]any) // of the id_token
	claims    func(map[string]any)
	word      func(string) string // the id_token, signed
	keys      func(http.ResponseWriter)
	user      func(http.ResponseWriter)
	date      string // of every reply
	now       func() time.Time
}

func newStandIn(t *testing.T, shape shape) *standIn {
	t.Helper()
	s := &standIn{t: t, shape: shape, asked: map[string]int{}, grants: map[string]url.Values{}, good: map[string]string{}, now: time.Now}
	if shape.openID {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s.key = key
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// provider is the stand-in as a provider to sign in with.
func (s *standIn) provider() oauth.Provider {
	s.t.Helper()
	app := oauth.App{ClientID: standInClient}
	if s.shape.secret != "" || s.shape.kind != "openid" { // one that was entered for a public client is not sent
		app.ClientSecret = standInSecret
	}
	for _, kind := range oauth.Kinds() {
		if kind.ID == s.shape.kind {
			p, err := kind.New(s.URL, app)
			if err != nil {
				s.t.Fatal(err)
			}
			return p
		}
	}
	s.t.Fatalf("no kind %q", s.shape.kind)
	return oauth.Provider{}
}

// sessions are signed in by a browser that agrees to everything; pages is told where
// it ended.
func (s *standIn) sessions(pages chan<- string) *oauth.Sessions {
	return &oauth.Sessions{
		Vault: &oauth.MemoryVault{},
		Open: func(_ context.Context, link string) error {
			go func() {
				page, err := follow(link, nil)
				if err != nil {
					page = err.Error()
				}
				pages <- page
			}()
			return nil
		},
	}
}

// follow is a browser without eyes: it goes wherever it is sent. Fill, if there is
// one, fills in a page on the way.
func follow(link string, fill func(page string) (address string, form url.Values)) (string, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return "", err
	}
	client := http.Client{Jar: jar, Timeout: time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
	reply, err := client.Get(link)
	if err != nil {
		return "", err
	}
	defer reply.Body.Close()
	page, err := io.ReadAll(reply.Body)
	if err != nil || fill == nil {
		return string(page), err
	}
	address, form := fill(string(page))
	there, err := reply.Request.URL.Parse(address)
	if err != nil {
		return "", err
	}
	reply, err = client.PostForm(there.String(), form)
	if err != nil {
		return "", err
	}
	defer reply.Body.Close()
	page, err = io.ReadAll(reply.Body)
	return string(page), err
}

// ServeHTTP implements http.Handler.
func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[r.Method+" "+r.URL.Path]++
	if s.date != "" {
		w.Header().Set("Date", s.date)
	}
	switch r.Method + " " + r.URL.Path {
	case "GET " + s.shape.authorize:
		s.agree(w, r)
	case "POST " + s.shape.token:
		s.exchange(w, r)
	case "GET " + s.shape.userPath():
		s.tellUser(w, r)
	case s.shape.revoke:
		s.revoke(w, r)
	case "GET /picture.png":
		png.Encode(w, image.NewGray(image.Rect(0, 0, 8, 8)))
	case "GET /.well-known/openid-configuration":
		s.tellItself(w)
	case "GET /keys":
		s.tellKeys(w)
	case "POST /device":
		s.checkClient(r)
		tell(w, map[string]any{"device_code": "device-code", "user_code": "WDJB-MJHT", "verification_uri": s.URL + "/device", "interval": 5, "expires_in": 600})
	default:
		s.t.Errorf("%s was asked for %s %s", s.shape.name(), r.Method, r.URL.Path)
		http.NotFound(w, r)
	}
}

// agree sends the browser back at once: the person says yes to everything.
func (s *standIn) agree(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	redirect := query.Get("redirect_uri")
	for what, wrong := range map[string]bool{
		"client":    query.Get("client_id") != standInClient,
		"type":      query.Get("response_type") != "code",
		"scope":     query.Get("scope") != s.shape.scope,
		"state":     len(query.Get("state")) != 43,
		"challenge": len(query.Get("code_challenge")) != 43 || query.Get("code_challenge_method") != "S256",
		"nonce":     (query.Get("nonce") != "") != s.shape.openID,
		"redirect":  !s.shape.mayRedirect(r.Host).MatchString(redirect),
	} {
		if wrong {
			s.t.Errorf("%s was asked with a wrong %s: %v", s.shape.name(), what, query)
		}
	}
	code := rand.Text()
	s.grants[code] = query
	answer := url.Values{"code": {code}, "state": {query.Get("state")}}
	if s.shape.tellsIssuer {
		answer.Set("iss", s.URL)
	}
	http.Redirect(w, r, redirect+"?"+answer.Encode(), http.StatusFound)
}

func (s *standIn) exchange(w http.ResponseWriter, r *http.Request) {
	s.checkClient(r)
	nonce := ""
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		asked, known := s.grants[r.PostFormValue("code")]
		delete(s.grants, r.PostFormValue("code"))
		if !known || oauth2.S256ChallengeFromVerifier(r.PostFormValue("code_verifier")) != asked.Get("code_challenge") ||
			r.PostFormValue("redirect_uri") != asked.Get("redirect_uri") {
			s.t.Errorf("%s got a wrong code, verifier or redirect", s.shape.name())
		}
		nonce = asked.Get("nonce")
	case "urn:ietf:params:oauth:grant-type:device_code":
		if s.polls++; s.polls < 3 {
			w.WriteHeader(http.StatusBadRequest)
			tell(w, map[string]any{"error": "authorization_pending"})
			return
		}
	case "refresh_token":
		if s.good[r.PostFormValue("refresh_token")] != "refresh_token" {
			s.t.Errorf("%s got a refresh token that is none", s.shape.name())
		}
		clear(s.good)
	default:
		s.t.Errorf("%s was asked for a grant of type %q", s.shape.name(), r.PostFormValue("grant_type"))
	}
	reply := map[string]any{"access_token": s.give("access_token"), "token_type": "bearer", "expires_in": 7200, "scope": s.shape.scope}
	if s.shape.refreshes {
		reply["refresh_token"] = s.give("refresh_token")
	}
	if s.shape.openID {
		reply["id_token"] = s.idToken(reply["access_token"].(string), nonce)
	}
	tell(w, reply)
}

func (s *standIn) give(what string) string {
	s.given++
	token := fmt.Sprintf("%s-%d-%s", what, s.given, rand.Text())
	s.good[token] = what
	return token
}

// checkClient looks how the program says who it is.
func (s *standIn) checkClient(r *http.Request) {
	id, secret, inHeader := r.BasicAuth()
	r.ParseForm()
	_, inForm := r.PostForm["client_secret"]
	right := false
	switch s.shape.secret {
	case "":
		right = !inHeader && !inForm && r.PostFormValue("client_id") == standInClient
	case "form":
		right = !inHeader && r.PostFormValue("client_secret") == standInSecret && r.PostFormValue("client_id") == standInClient
	case "header":
		right = inHeader && !inForm && id == standInClient && secret == standInSecret
	}
	if !right {
		s.t.Errorf("%s was told the client in a wrong way: %v, header %v", s.shape.name(), r.PostForm, inHeader)
	}
}

func (s *standIn) tellUser(w http.ResponseWriter, r *http.Request) {
	if want := s.shape.userQuery(); r.URL.RawQuery != want {
		s.t.Errorf("%s was asked for ?%s, want ?%s", s.shape.name(), r.URL.RawQuery, want)
	}
	switch {
	case s.good[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")] != "access_token":
		s.shape.refuse(w)
	case s.user != nil:
		s.user(w)
	default:
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		io.WriteString(w, strings.ReplaceAll(s.shape.profile, "BASE", s.URL))
	}
}

func (s *standIn) revoke(w http.ResponseWriter, r *http.Request) {
	if s.shape.revokesAll {
		if s.good[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")] != "access_token" {
			s.shape.refuse(w)
			return
		}
		clear(s.good)
		tell(w, map[string]any{"success": true})
		return
	}
	s.checkClient(r)
	token := r.PostFormValue("token")
	if what := s.good[token]; what != "" && what != r.PostFormValue("token_type_hint") {
		s.t.Errorf("%s was told that a %s is a %s", s.shape.name(), what, r.PostFormValue("token_type_hint"))
	}
	delete(s.good, token)
}

func (s *standIn) tellItself(w http.ResponseWriter) {
	document := map[string]any{
		"issuer": s.URL, "authorization_endpoint": s.URL + s.shape.authorize, "token_endpoint": s.URL + s.shape.token, "jwks_uri": s.URL + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"ES256"},
		"scopes_supported": strings.Fields(s.shape.scope), "authorization_response_iss_parameter_supported": s.shape.tellsIssuer,
		"token_endpoint_auth_methods_supported": []string{"client_secret_" + map[string]string{"": "post", "form": "post", "header": "basic"}[s.shape.secret]},
		"device_authorization_endpoint":         s.URL + "/device",
	}
	if s.shape.user != "" {
		document["userinfo_endpoint"] = s.URL + s.shape.user
	}
	if _, path, ok := strings.Cut(s.shape.revoke, " "); ok {
		document["revocation_endpoint"] = s.URL + path
	}
	if s.discovery != nil {
		s.discovery(document)
	}
	tell(w, document)
}

// end is the end of all access tokens.
func (s *standIn) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, what := range s.good {
		if what == "access_token" {
			delete(s.good, token)
		}
	}
}

func (s *standIn) requests(what string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[what]
}

func tell(w http.ResponseWriter, reply any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(reply)
}

// redirects are the addresses that a provider with an open port takes.
func redirects(path string) *regexp.Regexp {
	return regexp.MustCompile(`^http://127\.0\.0\.1:[1-9]\d*` + regexp.QuoteMeta(path) + `$`)
}
