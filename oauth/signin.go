package oauth

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const (
	defaultTimeout = 5 * time.Minute // for the person, in the browser
	finishTimeout  = time.Minute     // for the provider, after that
	pageTimeout    = 3 * time.Second // for the browser to fetch the last page
	undoTimeout    = 5 * time.Second // to withdraw a token nobody will use
)

// Waiting is what to show while the person is in the browser.
type Waiting struct {
	URL      string    // for Copy and Open again
	Deadline time.Time // when the wait ends
	OpenErr  error     // the browser did not open; the link still works
	// Finishing: the answer has come, and the provider is being asked who it was.
	Finishing bool
	// Keeping: it has told, and the keyring is being handed the token.
	Keeping bool
	// Open opens the browser once more, at a link of its own: URL is not for the
	// arguments of a program. An error is a Failure.
	Open func(ctx context.Context) error
	// Paste takes the address that the browser ended on, where it could not come
	// back by itself. It returns at once: an error is a Failure matching ErrPaste,
	// and the wait goes on; without one, the wait is over, as if the browser had come.
	Paste func(address string) error
}

// Prompt says which account to ask for at the provider.
type Prompt struct {
	Login   string // to suggest, as when signing in again; ""
	Another bool   // let the person choose
}

// String shows the link without its query, which holds the state.
func (w Waiting) String() string {
	address, _, _ := strings.Cut(w.URL, "?")
	return address
}

// Format, MarshalText and LogValue keep every other way of printing to String.
func (w Waiting) Format(f fmt.State, _ rune)   { io.WriteString(f, w.String()) }
func (w Waiting) MarshalText() ([]byte, error) { return []byte(w.String()), nil }
func (w Waiting) LogValue() slog.Value         { return slog.StringValue(w.String()) }

// attempt is one sign-in: its secrets, used once.
type attempt struct {
	config   oauth2.Config
	state    string
	verifier string
	nonce    string // only where an id_token is due (OpenID Connect Core section 15.5.2)
}

// SignIn sends the person to the provider in their browser and returns who they
// are there, their token kept in the vault. Show is called at once, and again when
// the browser did not open, when the answer has come and when it is known who they
// are; it must not block.
//
// Errors are Failures. One matching ErrNoKeyring, ErrKeyringTimeout or ErrKeyring
// comes with the profile: the person is signed in, but the token is held only
// until KeepUntilQuit or Discard says what to do with it.
func (s *Sessions) SignIn(ctx context.Context, p Provider, prompt Prompt, show func(Waiting)) (Profile, error) {
	p, err := s.begin(ctx, p)
	if err != nil {
		return Profile{}, err
	}
	var last Waiting
	profile, token, err := s.authorize(ctx, p, prompt, func(w Waiting) { last = w; show(w) })
	last.Keeping = true
	return s.settle(ctx, p, profile, token, err, func() { show(last) })
}

// begin is the start of every sign-in: it looks whether there can be one, and where.
func (s *Sessions) begin(ctx context.Context, p Provider) (Provider, error) {
	if p.App.ClientID == "" {
		return p, p.fail(ErrNoApp, nil)
	}
	p, err := s.discover(ctx, p)
	if err != nil {
		return p, err
	}
	if f := s.resting(p, p.UserURL); f != nil { // better told now than after the browser
		return p, f
	}
	return p, nil
}

// settle is the end of every sign-in: it keeps the token of one that went well,
// once it has said so, and withdraws that of one that did not.
func (s *Sessions) settle(ctx context.Context, p Provider, profile Profile, token Token, err error, keeping func()) (Profile, error) {
	if err == nil {
		keeping()
		err = s.keep(ctx, p, profile, token)
		if err == nil || isKeyring(err) && ctx.Err() == nil {
			return profile, err
		}
		s.take(profile)
		if f := p.interrupted(ctx); f != nil {
			err = f
		}
	}
	s.withdraw(ctx, p, token)
	return Profile{}, err
}

// isKeyring reports whether the person is signed in but for the keyring.
func isKeyring(err error) bool {
	return errors.Is(err, ErrNoKeyring) || errors.Is(err, ErrKeyringTimeout) || errors.Is(err, ErrKeyring)
}

// withdraw gives back a token that a failed sign-in leaves behind.
func (s *Sessions) withdraw(ctx context.Context, p Provider, token Token) {
	if token.IsZero() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoTimeout)
	defer cancel()
	s.revoke(ctx, p, token)
}

// authorize is the authorization code flow with PKCE over a loopback redirect
// (RFC 6749 section 4.1, RFC 7636, RFC 8252 section 7.3). The token is returned
// with an error too, when there already is one.
func (s *Sessions) authorize(ctx context.Context, p Provider, prompt Prompt, show func(Waiting)) (Profile, Token, error) {
	state, err := s.newState()
	if err != nil {
		return Profile{}, Token{}, p.fail(ErrUnexpected, err)
	}
	// The port that is bound is the port that is sent; it is never bound again.
	door, err := openDoor(ctx, p, state)
	if err != nil {
		return Profile{}, Token{}, err
	}
	defer door.close()
	a := attempt{state: state, verifier: oauth2.GenerateVerifier(), config: p.config(door.redirectURL())}
	if p.Discover {
		a.nonce = rand.Text()
	}

	code, err := s.askPerson(ctx, p, a.link(p, prompt), door, show)
	var profile Profile
	var token Token
	if err == nil {
		profile, token, err = s.finish(ctx, p, a.nonce, func(ctx context.Context) (Token, error) {
			return s.exchange(ctx, p, a, code)
		})
	}
	door.tell(outcomePage(profile, err))
	return profile, token, err
}

// askPerson opens the browser and waits for the answer: an authorization code.
func (s *Sessions) askPerson(ctx context.Context, p Provider, link string, door *door, show func(Waiting)) (string, error) {
	timeout := s.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	waiting := Waiting{
		URL:      link,
		Deadline: s.now().Add(timeout),
		Open:     func(ctx context.Context) error { return s.openBrowser(ctx, p, link, door) },
		Paste:    door.paste,
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	show(waiting)
	opened := make(chan error, 1)
	go func() {
		if s.Open != nil {
			opened <- waiting.Open(ctx)
		}
	}()
	for {
		select {
		case err := <-opened:
			if err != nil && ctx.Err() == nil && !door.taken.Load() {
				waiting.OpenErr = err
				show(waiting)
			}
		case answer := <-door.answers:
			if answer.err == nil {
				waiting.Finishing = true
				show(waiting)
			}
			return answer.code, answer.err
		case <-ctx.Done():
			return "", p.interrupted(ctx)
		}
	}
}

// openBrowser opens the browser at a fresh link, which leads to the given one.
func (s *Sessions) openBrowser(ctx context.Context, p Provider, link string, door *door) error {
	if door.taken.Load() {
		return door.over()
	}
	if s.Open == nil {
		return p.fail(ErrBrowser, nil)
	}
	err := s.Open(ctx, door.onceLink(link))
	var f *Failure
	if err != nil && !errors.As(err, &f) { // an opener's own words are kept
		return p.fail(ErrBrowser, nil)
	}
	return err
}

// finish turns what the person permitted into a token, and the token into who
// they are. The provider has a minute for it. The token is returned with an
// error too, when there already is one.
func (s *Sessions) finish(ctx context.Context, p Provider, nonce string, redeem func(context.Context) (Token, error)) (Profile, Token, error) {
	limited, cancel := context.WithTimeout(ctx, finishTimeout)
	defer cancel()
	var profile Profile
	token, err := redeem(limited)
	if err == nil {
		profile, err = s.profile(limited, p, token, nonce)
		token.identity = nil // it has said what it had to
	}
	if errors.Is(err, ErrTimedOut) && ctx.Err() == nil { // it was the provider that took too long
		err = p.fail(ErrOffline, context.DeadlineExceeded)
	}
	return profile, token, err
}

// exchange asks for the token: one request, with the redirect address of the
// authorization request word for word (RFC 6749 section 4.1.3).
func (s *Sessions) exchange(ctx context.Context, p Provider, a attempt, code string) (Token, error) {
	client := context.WithValue(ctx, oauth2.HTTPClient, s.client())
	reply, err := a.config.Exchange(client, code, oauth2.VerifierOption(a.verifier))
	if err != nil {
		return Token{}, p.exchangeFailure(ctx, err)
	}
	token, err := tokenFrom(reply, s.now())
	if err != nil {
		return Token{}, p.fail(ErrUnexpected, err)
	}
	return token, nil
}

// exchangeFailure sorts the errors of a token request. Of oauth2's errors only
// the code is looked at: they carry the reply's body. GitHub's have status 200.
// https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
func (p Provider) exchangeFailure(ctx context.Context, err error) *Failure {
	var refused *oauth2.RetrieveError
	var transport *url.Error
	switch {
	case errors.As(err, &transport):
		return p.unreached(ctx, transport.Err)
	case !errors.As(err, &refused):
		return p.fail(ErrUnexpected, errors.New("token reply without a token"))
	}
	switch refused.ErrorCode {
	case "incorrect_client_credentials", "invalid_client", "unauthorized_client":
		return p.fail(ErrWrongSecret, nil)
	case "bad_verification_code", "invalid_grant":
		return p.fail(ErrCodeExpired, nil)
	case "redirect_uri_mismatch":
		return p.fail(ErrRedirect, nil)
	case "server_error", "temporarily_unavailable":
		return p.fail(ErrProviderDown, nil)
	}
	status := 0
	if refused.Response != nil {
		status = refused.Response.StatusCode
	}
	if status == http.StatusNotFound || status == http.StatusUnauthorized { // GitHub's answer to a client id it does not know
		return p.fail(ErrWrongSecret, fmt.Errorf("http status %d", status))
	}
	return p.fail(ErrUnexpected, fmt.Errorf("token request refused with http status %d", status))
}

// config is the provider as golang.org/x/oauth2 wants it. The style is given:
// left to itself the package tries two and makes two requests of one.
func (p Provider) config(redirect string) oauth2.Config {
	style := oauth2.AuthStyleInParams
	if p.SecretHeader && p.secret() != "" {
		style = oauth2.AuthStyleInHeader
	}
	return oauth2.Config{
		ClientID:     p.App.ClientID,
		ClientSecret: p.secret(),
		Scopes:       strings.Fields(p.Scope),
		RedirectURL:  redirect,
		Endpoint: oauth2.Endpoint{
			AuthURL:   p.AuthorizeURL,
			TokenURL:  p.TokenURL,
			AuthStyle: style,
		},
	}
}

// link is where the person is sent. The account that they had is only suggested,
// and not when they want another.
func (a attempt) link(p Provider, prompt Prompt) string {
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(a.verifier)}
	if a.nonce != "" {
		options = append(options, oauth2.SetAuthURLParam("nonce", a.nonce))
	}
	another, _ := url.ParseQuery(p.Another)
	switch {
	case prompt.Another:
		for name := range another {
			options = append(options, oauth2.SetAuthURLParam(name, another.Get(name)))
		}
	case prompt.Login != "" && p.Hint != "":
		options = append(options, oauth2.SetAuthURLParam(p.Hint, prompt.Login))
	}
	return a.config.AuthCodeURL(a.state, options...)
}

// newState makes 256 random bits (RFC 6749 section 10.10 asks for 128).
func (s *Sessions) newState() (string, error) {
	bits := make([]byte, 32)
	if _, err := io.ReadFull(s.random(), bits); err != nil {
		return "", errors.New("no randomness")
	}
	return base64.RawURLEncoding.EncodeToString(bits), nil
}

func isVisibleASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}
