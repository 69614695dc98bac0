package oauth

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

var fuzzedState = strings.Repeat("s", 43)

// newFuzzed is a callback that waits for fuzzedState, its outcome already told.
func newFuzzed() *callback {
	p, _ := GitHub("", App{ClientID: "id"})
	c := &callback{provider: p, host: "127.0.0.1:1", state: fuzzedState, key: "key",
		answers: make(chan answer, 1), told: make(chan struct{}), shown: make(chan struct{})}
	c.once.leads = map[string]string{"NAME": "https://github.com/?state=" + fuzzedState}
	c.tell(outcomePage(Profile{}, p.fail(ErrDenied, nil)))
	return c
}

// checkTaken looks at an answer that was accepted: it has our state, once.
func checkTaken(t *testing.T, got answer, query string) {
	t.Helper()
	values, _ := url.ParseQuery(query)
	if len(values["state"]) != 1 || values.Get("state") != fuzzedState {
		t.Error("an answer without our state was taken")
	}
	if got.err == nil && (got.code == "" || got.code != values.Get("code") || values.Get("iss") != "https://github.com/login/oauth") {
		t.Error("an answer without code or issuer was accepted")
	}
	if got.err != nil && strings.Contains(got.err.Error(), fuzzedState) {
		t.Error("an error shows the state")
	}
}

// FuzzCallback knocks with arbitrary requests: none may panic, hang, show the
// state, or count as the answer without it.
func FuzzCallback(f *testing.F) {
	for _, seed := range [][3]string{
		{"GET", "/callback/github", "code=c&iss=https%3A%2F%2Fgithub.com%2Flogin%2Foauth&state=" + fuzzedState},
		{"GET", "/callback/github", "error=access_denied&state=" + fuzzedState}, {"GET", "/callback/github", "st%61te=" + fuzzedState + "&code=c"},
		{"GET", "/callback/github", "state=" + fuzzedState + "&iss=https://evil.example"}, {"GET", "/callback/github", "state=%zz;"},
		{"POST", "/favicon.ico", ""}, {"GET", "/callback/github/key", ""}, {"GET", "/callback/github", "code=%00&code=2&state=" + fuzzedState},
		{"GET", "/callback/github/NAME/open", ""}, {"HEAD", "/callback/github/NAME/open", ""}, {"GET", "/callback/github//open", ""},
	} {
		f.Add(seed[0], seed[1], seed[2], "127.0.0.1:1", "")
	}
	f.Add("GET", "/callback/github", "state="+fuzzedState, "evil.example", "")
	f.Add("GET", "/callback/github/NAME/open", "", "127.0.0.1:1", "prefetch;prerender")
	f.Fuzz(func(t *testing.T, method, path, query, host, purpose string) {
		c := newFuzzed()
		recorder := httptest.NewRecorder()
		c.ServeHTTP(recorder, &http.Request{Method: method, Host: host, URL: &url.URL{Path: path, RawQuery: query},
			Header: http.Header{"Sec-Purpose": {purpose}}})
		want := "" // where it may lead
		select {
		case got := <-c.answers:
			want = "/callback/github/key"
			if method != "GET" || path != "/callback/github" || host != c.host {
				t.Error("a stranger's hit was taken for the answer")
			}
			checkTaken(t, got, query)
		default:
			if method == "GET" && path == "/callback/github/NAME/open" && host == c.host && recorder.Code == http.StatusSeeOther {
				want = "https://github.com/?state=" + fuzzedState
			}
		}
		if got := recorder.Header().Get("Location"); got != want {
			t.Errorf("leads to %q, not %q", got, want)
		}
		if strings.Contains(recorder.Body.String(), fuzzedState) {
			t.Error("a page shows the state")
		}
	})
}

// FuzzPaste pastes arbitrary text: only our state counts, and no error shows any of it.
func FuzzPaste(f *testing.F) {
	query := "code=c&iss=https%3A%2F%2Fgithub.com%2Flogin%2Foauth&state=" + fuzzedState
	for _, seed := range []string{"", "?", "=", "#", " \n", query, "?" + query, "http://127.0.0.1:1/callback/github?" + query, " http://127.0.0.1:1/callback/github?" + query + "#_=_\n",
		"http://127.0.0.1:2/callback/github?" + query, "https://github.com/login/oauth/authorize?" + query, "127.0.0.1:1/callback/github?" + query,
		"http://[::1/?", "http://a:b@127.0.0.1:1/callback/github?" + query, query + "&%zz", query + "&state=" + fuzzedState, "error=access_denied&state=" + fuzzedState} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := newFuzzed()
		err := c.paste(text)
		select {
		case got := <-c.answers:
			_, rest, found := strings.Cut(text, "?")
			if !found {
				rest = text
			}
			rest, _, _ = strings.Cut(strings.TrimSpace(rest), "#")
			if checkTaken(t, got, rest); err != nil {
				t.Error("taken and refused")
			}
		default:
			var failure *Failure
			if !errors.As(err, &failure) || !errors.Is(err, ErrPaste) || failure.Sentence == "" || failure.Next == "" || strings.Contains(failure.Error()+failure.Sentence+failure.Next, fuzzedState) {
				t.Errorf("error %v", err)
			}
		}
	})
}

// canned is a provider's reply, whatever is asked.
type canned struct {
	status      int
	contentType string
	body        []byte
}

func (c canned) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: c.status, Header: http.Header{"Content-Type": {c.contentType}}, Body: io.NopCloser(bytes.NewReader(c.body)), Request: request}, nil
}

// FuzzDeviceReply reads arbitrary replies to the request for a code: what is
// shown is always safe to show, and what is waited always ends.
func FuzzDeviceReply(f *testing.F) {
	for _, seed := range []string{"", "{}", "[]", "null", `{"error":"device_flow_disabled"}`, `{"error":{}}`,
		`{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://github.com/login/device","expires_in":900,"interval":5}`,
		`{"device_code":"d","user_code":"A\u0007B","verification_uri":"javascript:alert(1)","expires_in":-1,"interval":1e300}`,
		`{"device_code":"d","user_code":"A","verification_url":"https://a.example/","verification_uri_complete":"https://b.example/","expires_in":"60","interval":"NaN"}`} {
		f.Add(200, "application/json", []byte(seed))
	}
	f.Add(404, "text/html", []byte("<html>"))
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		p, _ := GitHub("", App{ClientID: "id"})
		s := &Sessions{HTTP: &http.Client{Transport: canned{status, contentType, body}}}
		d, err := s.askForCode(t.Context(), p)
		if err != nil {
			var failure *Failure
			if !errors.As(err, &failure) || failure.Sentence == "" {
				t.Errorf("error %v", err)
			}
			return
		}
		if d.interval < time.Second || d.interval >= d.life || d.life > codeLife || d.code == "" {
			t.Errorf("interval %v, life %v", d.interval, d.life)
		}
		if code := d.shown.UserCode; code == "" || len(code) > userCodeLimit || !isVisibleASCII(code) {
			t.Errorf("code %q", code)
		}
		for _, link := range []string{d.shown.Link, d.shown.Complete} {
			if link != "" && (!strings.HasPrefix(link, "https://") || cleanLink(link) != link) {
				t.Errorf("link %q", link)
			}
		}
	})
}

// FuzzTokenReply reads arbitrary replies to the request for a token, of the
// browser's way and of the code's: a usable token or a Failure that shows nothing.
func FuzzTokenReply(f *testing.F) {
	for _, seed := range []string{"", "{}", "[]", "null", `{"error":"bad_verification_code"}`, `{"error":"authorization_pending","access_token":"t","token_type":"bearer"}`,
		`{"access_token":"t","token_type":"bearer","expires_in":28800,"refresh_token":"r"}`, `{"access_token":"t\u0000","token_type":"bearer"}`,
		`{"access_token":"t","token_type":"bearer","expires_in":-1e300}`, `{"access_token":"t","token_type":"bearer","expires_in":"9223372036854775808"}`} {
		f.Add(200, "application/json", []byte(seed))
	}
	f.Add(200, "application/x-www-form-urlencoded", []byte("access_token=t&token_type=bearer&expires_in=x"))
	f.Add(200, "text/plain", []byte("error=incorrect_client_credentials&error_description="+hostileCode))
	f.Add(400, "application/json", []byte(`{"error":"`+hostileVerifier+`"}`))
	f.Add(500, "text/html", []byte("<html>"))
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		p, _ := GitHub("", App{ClientID: "id", ClientSecret: "client-secret-31"})
		s := &Sessions{HTTP: &http.Client{Transport: canned{status, contentType, body}}}
		check := func(token Token, err error) {
			t.Helper()
			var failure *Failure
			access := token.Access().Reveal()
			switch {
			case err == nil && (access == "" || len(access) > tokenLimit || !isVisibleASCII(access)):
				t.Error("an unusable token was accepted")
			case err != nil && (!errors.As(err, &failure) || failure.Sentence == ""):
				t.Errorf("error %v", err)
			}
			checkQuiet(t, err)
		}
		a := attempt{config: p.config("http://127.0.0.1:1/callback/github"), verifier: hostileVerifier}
		check(s.exchange(t.Context(), p, a, hostileCode))
		reply, err := s.askForToken(t.Context(), p, device{code: hostileCode})
		if err != nil {
			check(Token{}, p.deviceFailure(t.Context(), err))
			return
		}
		check(p.deviceToken(reply, s.now()))
	})
}

// FuzzDiscovery reads arbitrary discovery documents: all addresses of one that is used
// are https, and a refusal is a Failure that does not quote it.
func FuzzDiscovery(f *testing.F) {
	const good = `"issuer":"https://id.example.com","authorization_endpoint":"https://id.example.com/a","token_endpoint":"https://id.example.com/t","jwks_uri":"https://id.example.com/k"`
	for _, seed := range []string{"", "{}", "[]", "null", "{" + good + "}", "{" + good + `,"userinfo_endpoint":"http://127.0.0.1/x"}`,
		"{" + good + `,"scopes_supported":["openid","offline_access"],"token_endpoint_auth_methods_supported":["none"]}`, "{" + good + `,"revocation_endpoint":"https://x@y/"}`,
		"{" + good + `,"id_token_signing_alg_values_supported":["none","HS256"]}`, "{" + good + `,"device_authorization_endpoint":"\u0000"}`,
		`{"issuer":"` + hostileToken + `"}`, strings.Repeat("[", 100_000)} {
		f.Add(200, "application/json", []byte(seed))
	}
	f.Add(404, "text/html", []byte("<html>"+hostileToken))
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		p, err := OpenID("https://id.example.com", App{ClientID: "id"})
		if err != nil {
			t.Fatal(err)
		}
		s := &Sessions{HTTP: &http.Client{Transport: canned{status, contentType, body}}}
		p, err = s.discover(t.Context(), p)
		var failure *Failure
		if err != nil && (!errors.As(err, &failure) || failure.Sentence == "") {
			t.Errorf("error %v", err)
		}
		checkQuiet(t, err)
		for _, address := range []string{p.AuthorizeURL, p.TokenURL, p.UserURL, p.DeviceURL, p.RevokeURL} {
			if address != "" && !strings.HasPrefix(strings.ToLower(address), "https://") || err != nil && address != "" {
				t.Errorf("address %q with error %v", address, err)
			}
		}
	})
}
