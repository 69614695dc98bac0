package oauth

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	codeReply = `{"device_code":"` + hostileCode + `","user_code":"WDJB-MJHT","verification_uri":"https://github.com/login/device","expires_in":900,"interval":5}`
	undecided = `{"error":"authorization_pending","error_description":"` + hostileCode + `","interval":1}`
	slowDown  = `{"error":"slow_down","interval":1}`
	granted   = `{"access_token":"` + hostileToken + `","token_type":"bearer","scope":""}`
	userReply = `{"id":1,"login":"me"}`

	noReply    = "no reply"  // the connection breaks
	noAnswer   = "no answer" // the request hangs
	badGateway = "busy"      // 502
	tooMany    = "too many"  // 429, retry after 2 minutes
)

// script is a network on which a provider says one thing after the other to
// polls, the last for ever; other requests are answered well.
type script struct {
	code  string // reply to the request for a code
	user  string // reply to who it is
	polls []string

	codes []url.Values // requests for a code
	asked []url.Values // polls
	when  []time.Time  // of the request for a code, when it was answered, and of the polls
	gone  int          // tokens that were withdrawn
}

func (s *script) RoundTrip(request *http.Request) (*http.Response, error) {
	var form url.Values
	if request.Body != nil {
		body, _ := io.ReadAll(request.Body)
		form, _ = url.ParseQuery(string(body))
	}
	switch request.URL.Path {
	case "/login/device/code":
		s.codes = append(s.codes, form)
		s.when = append(s.when, time.Now())
		return s.say(request, s.code)
	case "/login/oauth/access_token":
		s.asked = append(s.asked, form)
		s.when = append(s.when, time.Now())
		return s.say(request, s.polls[min(len(s.asked), len(s.polls))-1])
	case "/user":
		return s.say(request, s.user)
	}
	if request.Method == http.MethodDelete {
		s.gone++
	}
	return s.say(request, "{}")
}

func (s *script) say(request *http.Request, text string) (*http.Response, error) {
	header := http.Header{"Content-Type": {"application/json"}}
	reply := func(status int, body string) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: header,
			Body: io.NopCloser(strings.NewReader(body)), Request: request}, nil
	}
	switch text {
	case noReply:
		return nil, io.ErrUnexpectedEOF
	case noAnswer:
		<-request.Context().Done()
		return nil, request.Context().Err()
	case badGateway:
		return reply(502, "")
	case tooMany:
		header.Set("Retry-After", "120")
		return reply(429, "")
	}
	return reply(200, text)
}

// enter signs in with a code, in virtual time.
func (s *script) enter(ctx context.Context, show func(Code)) (Profile, error) {
	if s.code == "" {
		s.code = codeReply
	}
	if s.user == "" {
		s.user = userReply
	}
	p, _ := GitHub("", App{ClientID: "id", ClientSecret: "client-secret-31"})
	sessions := &Sessions{HTTP: &http.Client{Transport: s}}
	return sessions.SignInWithCode(ctx, p, show)
}
