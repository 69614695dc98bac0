package oauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

const (
	deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

	pollDefault = 5 * time.Second // between polls, where the provider does not say
	pollSlower  = 5 * time.Second // more, each time it asks to slow down
	backOff     = time.Minute     // longest pause, or the provider's own, after it was not reached
)

// Code is what to show while the person enters a code on another device. It
// prints without the code: whoever has it can let somebody else's device in.
type Code struct {
	UserCode string    // for the person to type
	Link     string    // where to type it
	Complete string    // the link that has the code in it, for a QR code; may be ""
	Deadline time.Time // when the code ends
	// Finishing: it was entered, and the provider is being asked by whom.
	Finishing bool
	// Keeping: it has told, and the keyring is being handed the token.
	Keeping bool
}

// String shows the host of the link alone.
func (c Code) String() string {
	u, err := url.Parse(c.Link)
	if err != nil {
		return ""
	}
	return u.Host
}

// Format, MarshalText and LogValue keep every other way of printing to String.
func (c Code) Format(f fmt.State, _ rune)   { io.WriteString(f, c.String()) }
func (c Code) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
func (c Code) LogValue() slog.Value         { return slog.StringValue(c.String()) }

// SignInWithCode signs the person in with a code that they enter in any browser,
// on any device (RFC 8628). Show is called when the code is known, and again when
// it was entered; it must not block. Errors are as of SignIn, and ErrCodeExpired
// when nobody entered the code in time, ErrNoCode where the provider has no such
// sign-in. A new code is only asked for by calling this again.
func (s *Sessions) SignInWithCode(ctx context.Context, p Provider, show func(Code)) (Profile, error) {
	p, err := s.begin(ctx, p)
	if err != nil {
		return Profile{}, err
	}
	if p.DeviceURL == "" {
		return Profile{}, p.fail(ErrNoCode, nil)
	}
	var last Code
	profile, token, err := s.authorizeDevice(ctx, p, func(c Code) { last = c; show(c) })
	last.Keeping = true
	return s.settle(ctx, p, profile, token, err, func() { show(last) })
}

// authorizeDevice is the device authorization grant (RFC 8628 section 3). The
// token is returned with an error too, when there already is one.
func (s *Sessions) authorizeDevice(ctx context.Context, p Provider, show func(Code)) (Profile, Token, error) {
	d, err := s.askForCode(ctx, p)
	if err != nil {
		return Profile{}, Token{}, err
	}
	show(d.shown)
	reply, err := s.poll(ctx, p, d)
	if err != nil {
		return Profile{}, Token{}, err
	}
	d.shown.Finishing = true
	show(d.shown)
	return s.finish(ctx, p, "", func(context.Context) (Token, error) { return p.deviceToken(reply, s.now()) })
}

// askForCode is one request (RFC 8628 section 3.1).
func (s *Sessions) askForCode(ctx context.Context, p Provider) (device, error) {
	form := url.Values{}
	if p.Scope != "" {
		form.Set("scope", p.Scope)
	}
	reply, err := s.post(ctx, p, p.DeviceURL, form)
	if err != nil {
		return device{}, p.deviceFailure(ctx, err)
	}
	d, err := p.readDevice(reply, s.now())
	if err != nil {
		return device{}, p.fail(ErrUnexpected, err)
	}
	return d, nil
}

// poll asks for the token until the person has answered or the code has ended,
// never faster than told (RFC 8628 section 3.5).
func (s *Sessions) poll(ctx context.Context, p Provider, d device) (*oauth2.Token, error) {
	living, cancel := context.WithTimeout(ctx, d.life)
	defer cancel()
	interval, pause := d.interval, d.interval
	for sleep(living, pause) == nil {
		reply, err := s.askForToken(living, p, d)
		if err == nil {
			return reply, nil
		}
		if living.Err() != nil {
			break
		}
		switch errorCode(err) {
		case "authorization_pending":
			pause = interval
		case "slow_down":
			interval += pollSlower
			pause = interval
		default:
			f := p.deviceFailure(living, err)
			if !mayPass(f) {
				return nil, f
			}
			pause = max(min(2*pause, max(interval, backOff)), f.Again.Sub(s.now()))
		}
	}
	if f := p.interrupted(ctx); f != nil {
		return nil, f
	}
	return nil, codeEnded()
}

// askForToken is one poll.
func (s *Sessions) askForToken(ctx context.Context, p Provider, d device) (*oauth2.Token, error) {
	form := url.Values{"grant_type": {deviceGrant}, "device_code": {d.code.Reveal()}}
	reply, err := s.post(ctx, p, p.TokenURL, form)
	if err != nil {
		return nil, err
	}
	token := &oauth2.Token{
		AccessToken:  textAt(reply, "access_token"),
		TokenType:    textAt(reply, "token_type"),
		RefreshToken: textAt(reply, "refresh_token"),
		ExpiresIn:    int64(secondsAt(reply, "expires_in") / time.Second),
	}
	return token.WithExtra(reply), nil
}

func (p Provider) deviceToken(reply *oauth2.Token, now time.Time) (Token, error) {
	token, err := tokenFrom(reply, now)
	if err != nil {
		return Token{}, p.fail(ErrUnexpected, err)
	}
	return token, nil
}

// deviceSecret is what the device flow proves this program by. A secret that is
// shipped with the program is not for it, only one that makes this program a
// confidential client (RFC 8628 section 3.1).
func (p Provider) deviceSecret() string {
	if p.Secret == SecretOptional {
		return p.secret()
	}
	return ""
}

// deviceFailure sorts the errors of RFC 8628 section 3.5, and GitHub's.
// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#error-codes-for-the-device-flow
func (p Provider) deviceFailure(ctx context.Context, err error) *Failure {
	switch errorCode(err) {
	case "access_denied":
		return p.fail(ErrDenied, nil)
	case "expired_token", "invalid_grant":
		return codeEnded()
	case "device_flow_disabled":
		Who, who := p.called()
		return &Failure{Kind: ErrNoCode, Sentence: Who + " does not let Overachiever sign in with a code.",
			Next: `Switch on "Enable Device Flow" in the app's settings at ` + who + ", or sign in with the browser."}
	}
	return p.exchangeFailure(ctx, err)
}

// errorCode is the provider's own word for what is wrong; "" when it has none.
func errorCode(err error) string {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return refused.ErrorCode
	}
	return ""
}

// mayPass reports failures that say nothing about the sign-in: the network, or
// the provider, is away for a moment.
func mayPass(f *Failure) bool {
	return errors.Is(f, ErrOffline) || errors.Is(f, ErrProviderDown) || errors.Is(f, ErrSlowDown)
}

func codeEnded() *Failure {
	return &Failure{Kind: ErrCodeExpired, Sentence: "The code ran out.", Next: "Get a new code."}
}

// sleep waits, unless ctx ends first.
func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
