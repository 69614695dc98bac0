package oauth_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"overachiever/oauth"
)

// stage is one sign-in at a provider whose every answer the test decides, with the
// test in the part of the browser and of the neighbours on this computer.
type stage struct {
	t        *testing.T
	provider oauth.Provider
	sessions *oauth.Sessions
	login    string // what the provider calls the person
	opened   chan string

	mu    sync.Mutex
	asked []request
}

// request is what reached the provider.
type request struct {
	what string // "POST /login/oauth/access_token"
	form url.Values
	head http.Header
}

// ending is what SignIn returned.
type ending struct {
	profile oauth.Profile
	err     error
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, login: "octo", opened: make(chan string, 10)}
	server := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(server.Close)
	provider, err := oauth.GitHub(server.URL, oauth.App{ClientID: "client-id-of-the-stage", ClientSecret: "client-secret-of-the-stage"})
	if err != nil {
		t.Fatal(err)
	}
	provider.IssuerPromised = true // as github.com does
	s.provider = provider
	s.sessions = &oauth.Sessions{
		HTTP:  server.Client(),
		Vault: &oauth.MemoryVault{},
		Open: func(_ context.Context, link string) error {
			s.opened <- link
			return nil
		},
	}
	return s
}

func (s *stage) serve(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	s.mu.Lock()
	s.asked = append(s.asked, request{r.Method + " " + r.URL.Path, r.PostForm, r.Header.Clone()})
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/login/oauth/access_token":
		fmt.Fprint(w, `{"access_token":"access-token-of-the-stage","token_type":"bearer"}`)
	case "/api/v3/user":
		fmt.Fprintf(w, `{"id":1,"login":%q}`, s.login)
	case "/api/v3/applications/client-id-of-the-stage/token":
		w.WriteHeader(http.StatusNoContent)
	default:
		http.NotFound(w, r)
	}
}

// requests are those whose method and path begin so.
func (s *stage) requests(what string) []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []request
	for _, asked := range s.asked {
		if strings.HasPrefix(asked.what, what) {
			found = append(found, asked)
		}
	}
	return found
}

const tokenEndpoint = "POST /login/oauth/access_token"

// begin starts the sign-in and returns once it waits for the person.
func (s *stage) begin(ctx context.Context) (*visit, <-chan ending) {
	s.t.Helper()
	shown := make(chan oauth.Waiting, 10)
	ended := make(chan ending, 1)
	go func() {
		profile, err := s.sessions.SignIn(ctx, s.provider, oauth.Prompt{}, func(w oauth.Waiting) { shown <- w })
		ended <- ending{profile, err}
	}()
	select {
	case waiting := <-shown:
		link, err := url.Parse(waiting.URL)
		if err != nil {
			s.t.Fatal(err)
		}
		back, err := url.Parse(link.Query().Get("redirect_uri"))
		if err != nil {
			s.t.Fatal(err)
		}
		return &visit{t: s.t, waiting: waiting, link: s.open(), request: link.Query(), back: back, issuer: s.provider.Issuer}, ended
	case <-time.After(patience):
		s.t.Fatal("the sign-in never began")
		return nil, nil
	}
}

// open is the next link that the browser is started with.
func (s *stage) open() string {
	s.t.Helper()
	select {
	case link := <-s.opened:
		return link
	case <-time.After(patience):
		s.t.Fatal("the browser was not opened")
		return ""
	}
}

// finish waits for the end of a sign-in.
func (s *stage) finish(ended <-chan ending) ending {
	s.t.Helper()
	select {
	case e := <-ended:
		return e
	case <-time.After(patience):
		s.t.Fatal("the sign-in never ended")
		return ending{}
	}
}

// visit is the person's browser during one sign-in.
type visit struct {
	t       *testing.T
	waiting oauth.Waiting
	link    string     // what the browser was started with
	request url.Values // the authorization request
	back    *url.URL   // the redirect_uri
	issuer  string
}

// answer is what a good provider sends the browser back with, with changes: pairs
// of name and value, "" to leave it out.
func (v *visit) answer(changes ...string) url.Values {
	query := url.Values{"code": {"authorization-code-of-the-stage"}, "state": {v.request.Get("state")}, "iss": {v.issuer}}
	for i := 0; i < len(changes); i += 2 {
		query.Del(changes[i])
		if changes[i+1] != "" {
			query.Set(changes[i], changes[i+1])
		}
	}
	return query
}

// reply is what the browser got.
type reply struct {
	*http.Response
	body string
}

// comeBack brings an answer to the callback, without following where that leads.
func (v *visit) comeBack(query url.Values) reply {
	return v.knock(http.MethodGet, v.back.Path+"?"+query.Encode(), v.back.Host)
}

// knock sends any request to the callback's port.
func (v *visit) knock(method, target, host string) reply {
	v.t.Helper()
	request, err := http.NewRequest(method, "http://"+v.back.Host+target, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	request.Host = host
	client := http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return reply{response, string(body)}
}

// finalPage follows a reply to the page that the person sees in the end.
func (v *visit) finalPage(r reply) reply {
	v.t.Helper()
	location := r.Header.Get("Location")
	if r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(location, "/") {
		v.t.Fatalf("the browser got status %d, to %q", r.StatusCode, location)
	}
	return v.knock(http.MethodGet, location, v.back.Host)
}
