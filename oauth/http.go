package oauth

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	requestTimeout = 30 * time.Second // one request, its body included
	replyLimit     = 1 << 20          // bytes of JSON that are read
	waitLimit      = 24 * time.Hour   // longest "slow down" that is believed
	userAgent      = "Overachiever"
)

// client is the http client for everything that carries a secret. It follows no
// redirect: a token goes to the address it is meant for, or nowhere.
func (s *Sessions) client() *http.Client {
	client := s.plainClient()
	client.Transport = guard{base: client.Transport, now: s.now, clocks: &s.clocks}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}

// plainClient is a copy of the client that was handed in, with a time-out.
func (s *Sessions) plainClient() *http.Client {
	client := http.Client{}
	if s.HTTP != nil {
		client = *s.HTTP
	}
	client.Jar = nil
	if client.Timeout == 0 {
		client.Timeout = requestTimeout
	}
	if client.Transport == nil {
		client.Transport = http.DefaultTransport
	}
	return &client
}

// guard stands before every API reply: it reads the body whole, within limits,
// and turns what is no answer of the provider into a replyError.
type guard struct {
	base   http.RoundTripper
	now    func() time.Time
	clocks *clocks
}

// RoundTrip implements http.RoundTripper.
func (g guard) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("User-Agent", userAgent)
	if request.Header.Get("Accept") == "" {
		request.Header.Set("Accept", "application/json") // GitHub's default is a form
	}
	reply, err := g.base.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	g.clocks.hear(reply, g.now())
	body, err := io.ReadAll(io.LimitReader(reply.Body, replyLimit+1))
	if err != nil {
		return nil, err
	}
	if kind := replyKind(reply, body); kind != nil {
		return nil, &replyError{kind: kind, status: reply.StatusCode, again: again(reply.Header, g.now())}
	}
	reply.Body = io.NopCloser(bytes.NewReader(body))
	return reply, nil
}

// replyKind says what is wrong with a reply whatever was asked; nil: nothing.
func replyKind(reply *http.Response, body []byte) error {
	switch status := reply.StatusCode; {
	case status == http.StatusProxyAuthRequired, status == http.StatusNetworkAuthenticationRequired:
		return ErrPortal
	case status >= 500:
		return ErrProviderDown
	case status == http.StatusTooManyRequests:
		return ErrSlowDown
	case status >= 300 && status < 400 && status != http.StatusNotModified:
		return ErrPortal
	case isHTML(reply.Header, body):
		return ErrPortal
	case len(body) > replyLimit:
		return ErrUnexpected
	}
	return nil
}

func isHTML(header http.Header, body []byte) bool {
	return strings.HasPrefix(header.Get("Content-Type"), "text/html") ||
		strings.HasPrefix(http.DetectContentType(body), "text/html")
}

// again reads how long the provider wants to be left alone; zero when it does not say.
func again(header http.Header, now time.Time) time.Time {
	if seconds, err := strconv.Atoi(header.Get("Retry-After")); err == nil && seconds > 0 {
		return now.Add(min(time.Duration(min(seconds, 1<<20))*time.Second, waitLimit))
	}
	if header.Get("X-RateLimit-Remaining") != "0" {
		return time.Time{}
	}
	if reset, err := strconv.ParseInt(header.Get("X-RateLimit-Reset"), 10, 64); err == nil {
		at := time.Unix(reset, 0)
		if at.After(now) && at.Before(now.Add(waitLimit)) {
			return at.UTC()
		}
	}
	return time.Time{}
}

// replyError is a reply that cannot be used. It holds nothing of its body.
type replyError struct {
	kind   error
	status int
	again  time.Time
}

func (e *replyError) Error() string { return fmt.Sprintf("http status %d", e.status) }
func (e *replyError) Unwrap() error { return e.kind }
