package oauth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const (
	codeLife      = 15 * time.Minute // longest that a code is waited for
	userCodeLimit = 32               // characters
	lifeLimit     = 100 * 365 * 24 * time.Hour
)

// device is a sign-in with a code, as the provider told it.
type device struct {
	code     Secret
	shown    Code
	interval time.Duration // between polls
	life     time.Duration // of the code
}

// readDevice checks the reply that brings a code (RFC 8628 section 3.2). All of
// it is untrusted: the person is going to read the code and open the link.
func (p Provider) readDevice(reply map[string]any, now time.Time) (device, error) {
	link := textAt(reply, "verification_uri")
	if link == "" {
		link = textAt(reply, "verification_url") // Google's spelling
	}
	d := device{
		code: Secret(textAt(reply, "device_code")),
		shown: Code{
			UserCode: strings.TrimSpace(textAt(reply, "user_code")),
			Link:     p.deviceLink(link),
			Complete: p.deviceLink(textAt(reply, "verification_uri_complete")),
		},
		interval: secondsAt(reply, "interval"),
		life:     secondsAt(reply, "expires_in"),
	}
	if d.interval <= 0 {
		d.interval = pollDefault
	}
	d.interval = max(d.interval, time.Second)
	if d.life <= 0 || d.life > codeLife {
		d.life = codeLife
	}
	d.shown.Deadline = now.Add(d.life)
	if hostOf(d.shown.Complete) != hostOf(d.shown.Link) {
		d.shown.Complete = ""
	}
	switch {
	case d.code == "" || len(d.code) > tokenLimit:
		return device{}, errors.New("device reply without a device code")
	case d.shown.UserCode == "" || len(d.shown.UserCode) > userCodeLimit || !isVisibleASCII(d.shown.UserCode):
		return device{}, errors.New("device reply without a code to type")
	case d.shown.Link == "":
		return device{}, errors.New("device reply without a link")
	case d.interval >= d.life:
		return device{}, errors.New("device reply with a code that ends before it may be asked about")
	}
	return d, nil
}

// deviceLink returns a link that a person may be sent to: https, or on this
// computer where the provider is too; else "".
func (p Provider) deviceLink(link string) string {
	link = cleanLink(link)
	if strings.HasPrefix(link, "https://") {
		return link
	}
	if u, err := url.Parse(link); err == nil && isLoopback(u.Hostname()) && isLoopback(hostOf(p.DeviceURL)) {
		return link
	}
	return ""
}

func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// post sends a form and returns the JSON object that it brings. A refusal is an
// *oauth2.RetrieveError with nothing but its code and status: GitHub's have
// status 200.
func (s *Sessions) post(ctx context.Context, p Provider, address string, form url.Values) (map[string]any, error) {
	request, err := p.post(ctx, address, p.deviceSecret(), form)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	response, err := s.client().Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, errors.New("reply cannot be read")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var reply map[string]any
	problem := decoder.Decode(&reply)
	if response.StatusCode != http.StatusOK || reply["error"] != nil {
		return nil, &oauth2.RetrieveError{Response: response, ErrorCode: textAt(reply, "error")}
	}
	if problem != nil {
		return nil, errors.New("reply is not the JSON it should be")
	}
	return reply, nil
}

func textAt(reply map[string]any, name string) string {
	text, _ := reply[name].(string)
	return text
}

// secondsAt reads a number of seconds, which some write as a text; 0 when it is none.
func secondsAt(reply map[string]any, name string) time.Duration {
	number, isNumber := reply[name].(json.Number)
	if !isNumber {
		number = json.Number(textAt(reply, name))
	}
	seconds, err := number.Float64()
	if err != nil || seconds != seconds {
		return 0
	}
	return time.Duration(max(0, min(seconds, lifeLimit.Seconds())) * float64(time.Second))
}
