package oauth_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"overachiever/oauth"
)

// The rules of README.md, one test each, at a provider and among neighbours that mean
// no good. What else there is to test is in the files named after the code.

func TestRule01OnlyTheSystemBrowserSeesTheProvidersPages(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	v.finalPage(v.comeBack(v.answer()))
	if e := s.finish(ended); e.err != nil {
		t.Fatal(e.err)
	}
	if len(s.opened) != 0 {
		t.Errorf("the browser was opened %d times more", len(s.opened))
	}
	if asked := s.requests("GET /login"); len(asked) != 0 {
		t.Errorf("the program itself fetched a page for people: %v", asked[0].what)
	}
}

func TestRule02ChallengeIsS256OfAFreshVerifier(t *testing.T) {
	seen := map[string]bool{}
	for range 3 {
		s := newStage(t)
		v, ended := s.begin(t.Context())
		v.finalPage(v.comeBack(v.answer()))
		if e := s.finish(ended); e.err != nil {
			t.Fatal(e.err)
		}
		verifier := s.requests(tokenEndpoint)[0].form.Get("code_verifier")
		challenge := v.request.Get("code_challenge")
		if !regexp.MustCompile(`^[A-Za-z0-9\-._~]{43,128}$`).MatchString(verifier) {
			t.Error("the verifier is not 43 to 128 unreserved characters")
		}
		if v.request.Get("code_challenge_method") != "S256" || challenge != oauth2.S256ChallengeFromVerifier(verifier) || strings.Contains(challenge, "=") {
			t.Error("the challenge is not S256 of the verifier, without padding")
		}
		if seen[verifier] {
			t.Error("a verifier was used twice")
		}
		seen[verifier] = true
	}
}

func TestRule09StrangersStateKeepsWaiting(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	state := v.request.Get("state")
	if bits, err := base64.RawURLEncoding.DecodeString(state); err != nil || len(bits) != 32 {
		t.Errorf("the state is not 256 bits: %d, %v", len(bits), err)
	}
	for _, wrong := range []string{"", "x", state[:len(state)-1], state + "x", strings.ToLower(state) + strings.ToUpper(state)} {
		r := v.comeBack(v.answer("state", wrong))
		if r.StatusCode != http.StatusBadRequest || !strings.Contains(r.body, "not the sign-in that Overachiever is waiting for") {
			t.Errorf("a stranger got status %d: %s", r.StatusCode, r.body)
		}
		r = v.comeBack(v.answer("state", wrong, "code", "", "error", "access_denied"))
		if r.StatusCode != http.StatusBadRequest {
			t.Errorf("a stranger's refusal got status %d", r.StatusCode)
		}
	}
	if asked := s.requests(tokenEndpoint); len(asked) != 0 {
		t.Error("a stranger's code was exchanged")
	}
	page := v.comeBack(v.answer())
	if again := v.comeBack(v.answer()); again.StatusCode != http.StatusBadRequest {
		t.Errorf("the state worked twice: status %d", again.StatusCode)
	}
	v.finalPage(page)
	if e := s.finish(ended); e.err != nil || e.profile.Login != "octo" {
		t.Errorf("signed in as %q, %v", e.profile.Login, e.err)
	}
	if asked := s.requests(tokenEndpoint); len(asked) != 1 {
		t.Errorf("%d token requests", len(asked))
	}
}

func TestRule10EachProviderHasARedirectOfItsOwn(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	paths := map[string]string{}
	for _, kind := range oauth.Kinds() {
		p, err := kind.New(example(kind), oauth.App{ClientID: "id"})
		if err != nil {
			t.Fatal(err)
		}
		if other, taken := paths[p.CallbackPath]; taken {
			t.Errorf("%s and %s share %s", other, kind.ID, p.CallbackPath)
		}
		paths[p.CallbackPath] = kind.ID
		if p.CallbackPath == s.provider.CallbackPath {
			continue
		}
		if r := v.knock(http.MethodGet, p.CallbackPath+"?"+v.answer().Encode(), v.back.Host); r.StatusCode != http.StatusNotFound {
			t.Errorf("an answer at %s got status %d", p.CallbackPath, r.StatusCode)
		}
	}
	v.finalPage(v.comeBack(v.answer()))
	if e := s.finish(ended); e.err != nil {
		t.Error(e.err)
	}
}

// Of a kind that anybody can run, each place has its own; as the registration says it.
func TestEveryPlaceOfAKindHasARedirectOfItsOwn(t *testing.T) {
	for _, kind := range oauth.Kinds() {
		if kind.Host == "" {
			continue
		}
		places := map[string]string{}
		for _, base := range []string{
			"https://a.example", "https://b.example", "https://a.example:3000", "https://a.example/realms/one", "https://a.example/realms/two",
			"https://a.example/realms_one", "https://a.example/realms~one", "https://a.example/realms%20one", "https://a.example/../b.example", "http://[::1]:3000",
		} {
			p, err := kind.New(base, oauth.App{ClientID: "id"})
			if err != nil {
				t.Fatal(err)
			}
			if other, taken := places[p.CallbackPath]; taken {
				t.Errorf("%s at %s and at %s share %s", kind.ID, other, base, p.CallbackPath)
			}
			places[p.CallbackPath] = base
			u, err := url.Parse(p.CallbackURL())
			if err != nil || u.Path != p.CallbackPath || u.JoinPath("").String() != p.CallbackURL() {
				t.Errorf("%s at %s: a browser does not come back to %s", kind.ID, base, p.CallbackURL())
			}
		}
	}
}

func TestRule11AWrongIssuerIsRejectedBeforeTheTokenRequest(t *testing.T) {
	for _, wrong := range []string{"https://evil.example/login/oauth", "http://127.0.0.1/login/oauth", "x"} {
		s := newStage(t)
		s.provider.IssuerPromised = false // checked when it comes, all the same
		v, ended := s.begin(t.Context())
		page := v.finalPage(v.comeBack(v.answer("iss", wrong)))
		if e := s.finish(ended); !errors.Is(e.err, oauth.ErrIssuer) {
			t.Error(e.err)
		}
		if !strings.Contains(page.body, "You are not signed in.") {
			t.Errorf("page %s", page.body)
		}
		if asked := s.requests("POST"); len(asked) != 0 {
			t.Errorf("asked %s", asked[0].what)
		}
	}
}

func TestRule12AMissingIssuerIsRejectedWhereItIsPromised(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	v.finalPage(v.comeBack(v.answer("iss", "")))
	if e := s.finish(ended); !errors.Is(e.err, oauth.ErrIssuer) {
		t.Error(e.err)
	}
	if asked := s.requests("POST"); len(asked) != 0 {
		t.Errorf("asked %s", asked[0].what)
	}
	github, err := oauth.GitHub("", oauth.App{ClientID: "id"})
	if err != nil || !github.IssuerPromised {
		t.Errorf("github.com promises its issuer: %v, %v", github.IssuerPromised, err)
	}
}

func TestRule13AnErrorNeverReachesTheTokenEndpoint(t *testing.T) {
	for _, problem := range []string{"access_denied", "server_error", "temporarily_unavailable", "redirect_uri_mismatch", "application_suspended", "unheard_of"} {
		s := newStage(t)
		v, ended := s.begin(t.Context())
		v.finalPage(v.comeBack(v.answer("error", problem))) // with a code beside it
		if e := s.finish(ended); e.err == nil || e.profile.Login != "" {
			t.Errorf("%s: signed in as %q, %v", problem, e.profile.Login, e.err)
		}
		if asked := s.requests("POST"); len(asked) != 0 {
			t.Errorf("%s: asked %s", problem, asked[0].what)
		}
	}
}

func TestRule14TheTokenRequestRepeatsTheRedirectOnce(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	v.finalPage(v.comeBack(v.answer()))
	if e := s.finish(ended); e.err != nil {
		t.Fatal(e.err)
	}
	asked := s.requests(tokenEndpoint)
	if len(asked) != 1 || !slices.Equal(asked[0].form["redirect_uri"], v.request["redirect_uri"]) || len(v.request["redirect_uri"]) != 1 {
		t.Errorf("%d token requests, with %q for %q", len(asked), asked[0].form["redirect_uri"], v.request["redirect_uri"])
	}
}

func TestRule15HTTPSEverywhereButOnLoopback(t *testing.T) {
	for _, kind := range oauth.Kinds() {
		for _, base := range []string{"http://id.example.com", "http://127.0.0.1.example.com", "http://10.0.0.1", "ftp://id.example.com"} {
			if p, err := kind.New(base, oauth.App{ClientID: "id"}); !errors.Is(err, oauth.ErrBadURL) {
				t.Errorf("%s at %s: %v, %v", kind.ID, base, p.Base, err)
			}
		}
		p, err := kind.New(example(kind), oauth.App{ClientID: "id"})
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{p.Base, p.AuthorizeURL, p.TokenURL, p.DeviceURL, p.UserURL, p.RevokeURL, p.RegistrationPage, p.ConnectionPage} {
			if address != "" && !strings.HasPrefix(address, "https://") {
				t.Errorf("%s: %s", kind.ID, address)
			}
		}
	}
}

func TestRule16ThePageKeepsTheAddressAndTheCodeToItself(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	stranger := v.knock(http.MethodGet, "/favicon.ico", v.back.Host)
	first := v.comeBack(v.answer())
	last := v.finalPage(first)
	s.finish(ended)
	if location := first.Header.Get("Location"); strings.ContainsAny(location, "?&=#") {
		t.Errorf("the address bar ends on %s", location)
	}
	for name, r := range map[string]reply{"stranger": stranger, "redirect": first, "outcome": last} {
		policy := r.Header.Get("Content-Security-Policy")
		if r.Header.Get("Referrer-Policy") != "no-referrer" || r.Header.Get("Cache-Control") != "no-store" ||
			!strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: headers %v", name, r.Header)
		}
		if regexp.MustCompile(`(?i)<script|src=|https?:|href="//|url\(|@import|http-equiv`).MatchString(r.body) {
			t.Errorf("%s: the page fetches something: %s", name, r.body)
		}
		if strings.Contains(r.body, "authorization-code-of-the-stage") || strings.Contains(r.body, v.request.Get("state")) {
			t.Errorf("%s: the page shows a secret", name)
		}
	}
}

func TestRule17EverythingIsEscapedAndNothingRedirectsElsewhere(t *testing.T) {
	s := newStage(t)
	s.login = `"><script>alert(1)</script>`
	v, ended := s.begin(t.Context())
	for _, target := range []string{"//evil.example/", "/%2f%2fevil.example", "/?next=https://evil.example", v.back.Path + "//evil.example", v.back.Path + "?redirect_uri=https://evil.example"} {
		if r := v.knock(http.MethodGet, target, v.back.Host); r.Header.Get("Location") != "" || r.StatusCode < 400 {
			t.Errorf("%s: status %d, to %q", target, r.StatusCode, r.Header.Get("Location"))
		}
	}
	hostile := v.answer()
	hostile.Set("redirect_uri", "https://evil.example")
	page := v.finalPage(v.comeBack(hostile))
	s.finish(ended)
	if strings.Contains(page.body, "<script") || !strings.Contains(page.body, "&lt;script&gt;") {
		t.Errorf("page %s", page.body)
	}
}

func TestRule19NoImplicitAndNoPasswordGrant(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	v.finalPage(v.comeBack(v.answer("code", "", "access_token", "handed-over-in-the-open", "token_type", "bearer")))
	if e := s.finish(ended); e.err == nil || len(s.requests("")) != 0 {
		t.Errorf("a token in the address was used: %v", e.err)
	}
	v, ended = s.begin(t.Context())
	v.finalPage(v.comeBack(v.answer()))
	if e := s.finish(ended); e.err != nil {
		t.Fatal(e.err)
	}
	form := s.requests(tokenEndpoint)[0].form
	if v.request.Get("response_type") != "code" || form.Get("grant_type") != "authorization_code" || form.Has("password") || form.Has("username") {
		t.Errorf("asked for %q by %q", v.request.Get("response_type"), form.Get("grant_type"))
	}
}

func TestRule20NoSecretInALogAnArgumentOrAnError(t *testing.T) {
	for _, problem := range []string{"", "iss", "code"} { // a good answer, and two that fail
		s := newStage(t)
		v, ended := s.begin(t.Context())
		again := v.waiting.Open(t.Context())
		link := s.open()
		v.finalPage(v.comeBack(v.answer(problem, "")))
		e := s.finish(ended)
		watch := &eavesdropper{}
		watch.addQuery(v.waiting.URL)
		watch.add("authorization-code-of-the-stage", "access-token-of-the-stage", "client-secret-of-the-stage")
		for _, asked := range s.requests(tokenEndpoint) {
			watch.add(asked.form.Get("code_verifier"))
		}
		// What the system's opener is given becomes an argument that everybody on
		// this computer can read.
		watch.check(t, e.err, again, v.waiting, s.sessions, s.provider, v.link, link)
	}
}

func TestRule26OnlyAGetOfThePathAtTheHostEndsTheWait(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	ours := v.back.Path + "?" + v.answer().Encode()
	for name, hit := range map[string]struct {
		method, target, host string
		status               int
	}{
		"favicon":      {"GET", "/favicon.ico", v.back.Host, http.StatusNotFound},
		"root":         {"GET", "/", v.back.Host, http.StatusNotFound},
		"deeper":       {"GET", strings.Replace(ours, "?", "/deeper?", 1), v.back.Host, http.StatusNotFound},
		"post":         {"POST", ours, v.back.Host, http.StatusMethodNotAllowed},
		"head":         {"HEAD", ours, v.back.Host, http.StatusMethodNotAllowed},
		"options":      {"OPTIONS", ours, v.back.Host, http.StatusMethodNotAllowed},
		"rebound name": {"GET", ours, "evil.example:" + v.back.Port(), http.StatusMisdirectedRequest},
		"localhost":    {"GET", ours, "localhost:" + v.back.Port(), http.StatusMisdirectedRequest},
		"no port":      {"GET", ours, v.back.Hostname(), http.StatusMisdirectedRequest},
	} {
		if r := v.knock(hit.method, hit.target, hit.host); r.StatusCode != hit.status {
			t.Errorf("%s: status %d, want %d", name, r.StatusCode, hit.status)
		}
	}
	select {
	case e := <-ended:
		t.Fatalf("a stray hit ended the wait: %v", e.err)
	default:
	}
	v.finalPage(v.comeBack(v.answer()))
	if e := s.finish(ended); e.err != nil {
		t.Error(e.err)
	}
}
