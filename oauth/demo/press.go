package demo

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Button is one of the consent page's two.
type Button string

// The buttons.
const (
	Authorize Button = "authorize"
	Cancel    Button = "cancel"
)

var ticketField = regexp.MustCompile(`name="ticket" value="([A-Z0-9]+)"`)

// Press does without a browser what a person does in one: opens the link, presses
// a button of the consent page, and returns the page that it ends on. It is for
// trying the whole sign-in where there is no browser.
func Press(ctx context.Context, link string, button Button) (page string, err error) {
	client, done := newVisitor()
	defer done()
	consent, address, err := visit(ctx, client, http.MethodGet, link, nil)
	if err != nil {
		return "", err
	}
	ticket := ticketField.FindStringSubmatch(consent)
	if ticket == nil {
		return consent, fmt.Errorf("no consent page at the link")
	}
	page, _, err = visit(ctx, client, http.MethodPost, address, url.Values{"ticket": {ticket[1]}, "decision": {string(button)}})
	return page, err
}

func newVisitor() (client *http.Client, done func()) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	return &http.Client{Transport: transport, Timeout: 2 * time.Minute}, transport.CloseIdleConnections
}

// visit returns a page, and the address without its query that it is at: links may lead elsewhere.
func visit(ctx context.Context, client *http.Client, method, address string, form url.Values) (page, at string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", "", fmt.Errorf("link is not an address")
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	reply, err := client.Do(request)
	if err != nil {
		return "", "", fmt.Errorf("visit: %w", err.(*url.Error).Err) // without the address, which holds the state
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(io.LimitReader(reply.Body, 1<<20))
	at, _, _ = strings.Cut(reply.Request.URL.String(), "?")
	return string(body), at, err
}
