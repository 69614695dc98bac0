package oauth_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"overachiever/oauth"
)

// openIDShape is the public OpenID provider of the shapes.
func openIDShape(t *testing.T, variant string) shape {
	t.Helper()
	all := shapes()
	i := slices.IndexFunc(all, func(s shape) bool { return s.kind == "openid" && strings.HasPrefix(s.variant, variant) })
	if i < 0 {
		t.Fatalf("no shape %q", variant)
	}
	return all[i]
}

// trySignIn signs in; the browser is let go.
func trySignIn(t *testing.T, s *standIn, change func(*oauth.Sessions)) (oauth.Profile, error) {
	t.Helper()
	sessions := s.sessions(make(chan string, 1))
	if change != nil {
		change(sessions)
	}
	profile, err := sessions.SignIn(t.Context(), s.provider(), oauth.Prompt{}, func(oauth.Waiting) {})
	if profile.Subject != "" && err != nil {
		t.Errorf("a profile of %q with the error %v", profile.Subject, err)
	}
	for token := range s.good {
		if err != nil && strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), token) {
			t.Errorf("the error shows a token: %v", err)
		}
	}
	var f *oauth.Failure
	if err != nil && (!errors.As(err, &f) || !strings.HasSuffix(f.Sentence, ".") || !strings.HasSuffix(f.Next, ".")) {
		t.Errorf("without plain words: %v", err)
	}
	return profile, err
}

func TestOnlyAnIDTokenForThisSignInIsBelieved(t *testing.T) {
	claim := func(name string, value any) func(*standIn) {
		return func(s *standIn) {
			s.claims = func(claims map[string]any) {
				if value == nil {
					delete(claims, name)
				} else {
					claims[name] = value
				}
			}
		}
	}
	header := func(name string, value any) func(*standIn) {
		return func(s *standIn) { s.header = func(h map[string]any) { h[name] = value } }
	}
	word := func(change func(parts []string) string) func(*standIn) {
		return func(s *standIn) { s.word = func(w string) string { return change(strings.Split(w, ".")) } }
	}
	both := func(changes ...func(*standIn)) func(*standIn) {
		return func(s *standIn) {
			for _, change := range changes {
				change(s)
			}
		}
	}
	supports := func(names ...string) func(*standIn) {
		return func(s *standIn) {
			s.discovery = func(d map[string]any) { d["id_token_signing_alg_values_supported"] = names }
		}
	}
	for name, test := range map[string]struct {
		wrong func(*standIn)
		kind  error
	}{
		"as it should be":                     {func(*standIn) {}, nil},
		"audience as a list":                  {claim("aud", []string{standInClient}), nil},
		"other audiences, but made for us":    {both(func(s *standIn) { s.claims = audiences("other", standInClient) }), nil},
		"without at_hash":                     {claim("at_hash", nil), nil},
		"key without a name":                  {func(s *standIn) { s.header = func(h map[string]any) { delete(h, "kid") } }, nil},
		"missing":                             {word(func([]string) string { return "" }), oauth.ErrIdentity},
		"not a token":                         {word(func([]string) string { return "x.y" }), oauth.ErrIdentity},
		"enormous":                            {word(func(p []string) string { return strings.Repeat("x", 1<<17) + strings.Join(p, ".") }), oauth.ErrIdentity},
		"another issuer":                      {claim("iss", "https://evil.example"), oauth.ErrIdentity},
		"issuer with a slash more":            {func(s *standIn) { s.claims = func(c map[string]any) { c["iss"] = s.URL + "/" } }, oauth.ErrIdentity},
		"no issuer":                           {claim("iss", nil), oauth.ErrIdentity},
		"another audience":                    {claim("aud", "somebody-else"), oauth.ErrIdentity},
		"no audience":                         {claim("aud", nil), oauth.ErrIdentity},
		"several audiences, made for no one":  {claim("aud", []string{standInClient, "other"}), oauth.ErrIdentity},
		"made for another party":              {claim("azp", "other"), oauth.ErrIdentity},
		"expired":                             {claim("exp", time.Now().Add(-time.Minute).Unix()), oauth.ErrIdentity},
		"no end":                              {claim("exp", nil), oauth.ErrIdentity},
		"not yet":                             {claim("nbf", time.Now().Add(time.Hour).Unix()), oauth.ErrIdentity},
		"no nonce":                            {claim("nonce", nil), oauth.ErrIdentity},
		"another nonce":                       {claim("nonce", "of another sign-in"), oauth.ErrIdentity},
		"hash of another access token":        {claim("at_hash", base64.RawURLEncoding.EncodeToString(make([]byte, 16))), oauth.ErrIdentity},
		"of nobody":                           {claim("sub", ""), oauth.ErrIdentity},
		"of somebody else than the profile":   {claim("sub", "auth0|other"), oauth.ErrIdentity},
		"claims of the wrong type":            {claim("azp", 5), oauth.ErrIdentity},
		"not signed (alg none)":               {both(header("alg", "none"), supports("none", "ES256")), oauth.ErrIdentity},
		"signature cut off":                   {word(func(p []string) string { return p[0] + "." + p[1] + "." }), oauth.ErrIdentity},
		"signature of something else":         {word(func(p []string) string { return p[0] + "." + part(map[string]any{"sub": "x"}) + "." + p[2] }), oauth.ErrIdentity},
		"signed with the public key (HS256)":  {header("alg", "HS256"), oauth.ErrIdentity},
		"HS256, and the provider says it may": {both(header("alg", "HS256"), supports("HS256", "ES256")), oauth.ErrIdentity},
		"key with an unknown name":            {header("kid", "unheard-of"), oauth.ErrIdentity},
		"keys endless":                        {func(s *standIn) { s.keys = endless }, oauth.ErrUnexpected},
		"keys are no JSON":                    {func(s *standIn) { s.keys = func(w http.ResponseWriter) { io.WriteString(w, "{") } }, oauth.ErrIdentity},
		"keys are a page":                     {func(s *standIn) { s.keys = portal }, oauth.ErrPortal},
		"keys are down":                       {func(s *standIn) { s.keys = func(w http.ResponseWriter) { w.WriteHeader(503) } }, oauth.ErrProviderDown},
		"keys are elsewhere": {func(s *standIn) {
			s.keys = func(w http.ResponseWriter) { w.Header().Set("Location", "/"); w.WriteHeader(307) }
		}, oauth.ErrPortal},
		"keys are none": {func(s *standIn) { s.keys = func(w http.ResponseWriter) { tell(w, map[string]any{"keys": []any{}}) } }, oauth.ErrIdentity},
	} {
		t.Run(name, func(t *testing.T) {
			server := newStandIn(t, openIDShape(t, "public"))
			test.wrong(server)
			profile, err := trySignIn(t, server, nil)
			if !errors.Is(err, test.kind) || (err == nil) != (profile.Subject == "auth0|5f7c") {
				t.Errorf("signed in as %q, %v", profile.Subject, err)
			}
			if test.kind != nil && server.requests("POST /revoke") == 0 {
				t.Error("the access token that came with it was not given back")
			}
			if server.requests("GET /keys") > 2 {
				t.Errorf("the keys were asked for %d times", server.requests("GET /keys"))
			}
		})
	}
}

// audiences are several, with the word that it was made for the last.
func audiences(names ...string) func(map[string]any) {
	return func(claims map[string]any) {
		claims["aud"], claims["azp"] = names, names[len(names)-1]
	}
}

func endless(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	for io.WriteString(w, `{"keys":[`); ; {
		if _, err := io.WriteString(w, strings.Repeat(" ", 1<<16)); err != nil {
			return
		}
	}
}

func portal(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	io.WriteString(w, "<!DOCTYPE html><p>Welcome to the hotel.")
}

func TestOnlyADiscoveryDocumentOfTheIssuerIsUsed(t *testing.T) {
	set := func(name string, value any) func(map[string]any) { return func(d map[string]any) { d[name] = value } }
	for name, test := range map[string]struct {
		document func(map[string]any)
		kind     error
	}{
		"as it should be":          {func(map[string]any) {}, nil},
		"https elsewhere":          {set("end_session_endpoint", "https://elsewhere.example/"), nil},
		"another issuer":           {set("issuer", "https://evil.example"), oauth.ErrDiscovery},
		"issuer with a slash more": {func(d map[string]any) { d["issuer"] = d["issuer"].(string) + "/" }, oauth.ErrDiscovery},
		"no issuer":                {set("issuer", nil), oauth.ErrDiscovery},
		"http authorization":       {set("authorization_endpoint", "http://login.example/authorize"), oauth.ErrDiscovery},
		"http token":               {set("token_endpoint", "http://login.example/token"), oauth.ErrDiscovery},
		"http keys":                {set("jwks_uri", "http://login.example/keys"), oauth.ErrDiscovery},
		"http userinfo":            {set("userinfo_endpoint", "http://login.example/me"), oauth.ErrDiscovery},
		"http device":              {set("device_authorization_endpoint", "http://login.example/device"), oauth.ErrDiscovery},
		"http revocation":          {set("revocation_endpoint", "http://login.example/revoke"), oauth.ErrDiscovery},
		"script authorization":     {set("authorization_endpoint", "javascript:alert(1)"), oauth.ErrDiscovery},
		"file token":               {set("token_endpoint", "file:///etc/passwd"), oauth.ErrDiscovery},
		"password in an address":   {set("token_endpoint", "https://me:pw@login.example/token"), oauth.ErrDiscovery},
		"fragment in an address":   {set("token_endpoint", "https://login.example/token#x"), oauth.ErrDiscovery},
		"path for an address":      {set("token_endpoint", "/token"), oauth.ErrDiscovery},
		"no token endpoint":        {set("token_endpoint", nil), oauth.ErrDiscovery},
		"no authorization":         {set("authorization_endpoint", ""), oauth.ErrDiscovery},
		"no keys":                  {set("jwks_uri", ""), oauth.ErrDiscovery},
		"number for an address":    {set("token_endpoint", 5), oauth.ErrDiscovery},
		"text for scopes":          {set("scopes_supported", "openid"), oauth.ErrDiscovery},
	} {
		t.Run(name, func(t *testing.T) {
			server := newStandIn(t, openIDShape(t, "public"))
			server.discovery = test.document
			if _, err := trySignIn(t, server, nil); !errors.Is(err, test.kind) {
				t.Errorf("error %v, want %v", err, test.kind)
			}
			if opened := server.requests("GET /authorize") != 0; opened != (test.kind == nil) {
				t.Errorf("the browser was opened: %v", opened)
			}
		})
	}
}

func TestRepliesThatAreNoDiscoveryDocument(t *testing.T) {
	for name, test := range map[string]struct {
		reply func(http.ResponseWriter)
		kind  error
	}{
		"empty":      {func(http.ResponseWriter) {}, oauth.ErrDiscovery},
		"not JSON":   {func(w http.ResponseWriter) { io.WriteString(w, "{") }, oauth.ErrDiscovery},
		"a list":     {func(w http.ResponseWriter) { io.WriteString(w, "[]") }, oauth.ErrDiscovery},
		"not there":  {func(w http.ResponseWriter) { w.WriteHeader(404) }, oauth.ErrDiscovery},
		"a 404 page": {func(w http.ResponseWriter) { w.WriteHeader(404); io.WriteString(w, "<!DOCTYPE html>404") }, oauth.ErrDiscovery},
		"a portal":   {portal, oauth.ErrPortal},
		"511":        {func(w http.ResponseWriter) { w.WriteHeader(511) }, oauth.ErrPortal},
		"down":       {func(w http.ResponseWriter) { w.WriteHeader(502) }, oauth.ErrProviderDown},
		"slow down":  {func(w http.ResponseWriter) { w.WriteHeader(429) }, oauth.ErrSlowDown},
		"endless":    {endless, oauth.ErrUnexpected},
		"redirect": {func(w http.ResponseWriter) {
			w.Header().Set("Location", "/.well-known/openid-configuration")
			w.WriteHeader(302)
		}, oauth.ErrPortal},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				test.reply(w)
			}))
			defer server.Close()
			p, err := oauth.OpenID(server.URL, oauth.App{ClientID: standInClient})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := new(oauth.Sessions).SignIn(t.Context(), p, oauth.Prompt{}, func(oauth.Waiting) { t.Error("asks the person") }); !errors.Is(err, test.kind) {
				t.Errorf("error %v, want %v", err, test.kind)
			}
			if asked.Load() != 1 {
				t.Errorf("asked %d times", asked.Load())
			}
		})
	}
}

func TestAWrongClockOfThisComputerDoesNotMatter(t *testing.T) {
	for name, years := range map[string]int{"years behind": -20, "years ahead": 20} {
		t.Run(name, func(t *testing.T) {
			server := newStandIn(t, openIDShape(t, "public"))
			_, err := trySignIn(t, server, func(s *oauth.Sessions) {
				s.Now = func() time.Time { return time.Now().AddDate(years, 0, 0) }
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("but that of the provider does", func(t *testing.T) {
		server := newStandIn(t, openIDShape(t, "public"))
		server.date = time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
		if _, err := trySignIn(t, server, nil); !errors.Is(err, oauth.ErrIdentity) {
			t.Errorf("an id_token that has ended by the provider's own clock: %v", err)
		}
	})
}

func TestAProfileOfSomebodyElseIsRefused(t *testing.T) {
	server := newStandIn(t, openIDShape(t, "public"))
	server.user = func(w http.ResponseWriter) { tell(w, map[string]any{"sub": "auth0|other", "name": "Somebody Else"}) }
	if _, err := trySignIn(t, server, nil); !errors.Is(err, oauth.ErrIdentity) {
		t.Errorf("error %v", err)
	}
}

func TestWhatAnOpenIDLoginIs(t *testing.T) {
	for name, test := range map[string]struct{ profile, login, email string }{
		"chosen name":          {`{"sub":"auth0|5f7c","preferred_username":"robin","email":"r@example.com","email_verified":true}`, "robin", "r@example.com"},
		"verified as a text":   {`{"sub":"auth0|5f7c","preferred_username":"robin","email":"r@example.com","email_verified":"true"}`, "robin", "r@example.com"},
		"e-mail":               {`{"sub":"auth0|5f7c","email":"r@example.com","email_verified":true}`, "r@example.com", "r@example.com"},
		"unverified e-mail":    {`{"sub":"auth0|5f7c","email":"r@example.com"}`, "r@example.com", ""},
		"nothing but the id":   {`{"sub":"auth0|5f7c"}`, "auth0|5f7c", ""},
		"names of other types": {`{"sub":"auth0|5f7c","preferred_username":5,"email":[]}`, "auth0|5f7c", ""},
	} {
		t.Run(name, func(t *testing.T) {
			shape := openIDShape(t, "public")
			shape.profile = test.profile
			profile, err := trySignIn(t, newStandIn(t, shape), nil)
			if err != nil || profile.Login != test.login || profile.Email != test.email {
				t.Errorf("login %q, email %q, %v", profile.Login, profile.Email, err)
			}
		})
	}
}

func TestAPromisedIssuerOfAnOpenIDProviderIsWaitedFor(t *testing.T) {
	server := newStandIn(t, openIDShape(t, "public"))
	server.discovery = func(d map[string]any) { d["authorization_response_iss_parameter_supported"] = true } // and it does not
	if _, err := trySignIn(t, server, nil); !errors.Is(err, oauth.ErrIssuer) {
		t.Errorf("error %v", err)
	}
	if server.requests("POST /token") != 0 {
		t.Error("the code was exchanged")
	}
}

func TestCodesOfGoogleAreForOtherPrograms(t *testing.T) {
	all := shapes()
	google := newStandIn(t, all[slices.IndexFunc(all, func(s shape) bool { return s.kind == "google" })])
	openID := newStandIn(t, openIDShape(t, "public"))
	if google.provider().HasCodes() || !openID.provider().HasCodes() {
		t.Error("who has codes is told wrongly")
	}
	_, err := new(oauth.Sessions).SignInWithCode(t.Context(), google.provider(), func(oauth.Code) {})
	if !errors.Is(err, oauth.ErrNoCode) {
		t.Errorf("error %v", err)
	}
}

func TestDiscoveryIsGivenUpWhenThePersonCancels(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	defer server.Close()
	p, err := oauth.OpenID(server.URL, oauth.App{ClientID: standInClient})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := new(oauth.Sessions).SignIn(ctx, p, oauth.Prompt{}, func(oauth.Waiting) {}); !errors.Is(err, oauth.ErrCancelled) {
		t.Errorf("error %v", err)
	}
}

// direct is the network between a program and a stand-in when there is none.
type direct struct{ *standIn }

// RoundTrip implements http.RoundTripper.
func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	d.ServeHTTP(recorder, r)
	reply := recorder.Result()
	reply.Request = r
	return reply, nil
}

func TestSignInWithACodeAtAnOpenIDProvider(t *testing.T) {
	for name, test := range map[string]struct {
		claims func(map[string]any)
		kind   error
	}{
		"as it should be":            {nil, nil},
		"for another program":        {func(c map[string]any) { c["aud"] = "somebody-else" }, oauth.ErrIdentity},
		"answer to another question": {func(c map[string]any) { c["nonce"] = "of a browser" }, oauth.ErrIdentity},
	} {
		t.Run(name, func(t *testing.T) {
			server := newStandIn(t, openIDShape(t, "public"))
			server.claims = test.claims
			synctest.Test(t, func(t *testing.T) {
				s := &oauth.Sessions{HTTP: &http.Client{Transport: direct{server}}}
				shown := 0
				profile, err := s.SignInWithCode(t.Context(), server.provider(), func(c oauth.Code) {
					if !c.Finishing {
						shown++
					}
				})
				if !errors.Is(err, test.kind) || (err == nil) != (profile.Subject == "auth0|5f7c") || shown != 1 {
					t.Errorf("signed in as %q, %v, %d codes", profile.Subject, err, shown)
				}
			})
		})
	}
}
