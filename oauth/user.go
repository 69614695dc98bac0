package oauth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// profile fetches who a token belongs to, and their picture. A picture that
// fails is left out: it is no reason not to sign in.
func (s *Sessions) profile(ctx context.Context, p Provider, token Token, nonce string) (Profile, error) {
	proof, err := s.prove(ctx, p, token, nonce)
	if err != nil {
		return Profile{}, err
	}
	profile, picture, err := s.whose(ctx, p, token, proof)
	if err != nil {
		return Profile{}, err
	}
	profile.Avatar, _ = s.avatar(ctx, p, picture)
	if f := p.interrupted(ctx); f != nil {
		return Profile{}, f
	}
	return profile, nil
}

// whose reads the person of a token, from where the provider tells it. It must be the
// one that was proven (OpenID Connect Core section 5.3.2).
func (s *Sessions) whose(ctx context.Context, p Provider, token Token, proof proof) (profile Profile, picture string, err error) {
	if p.UserURL != "" {
		profile, picture, _, err = s.user(ctx, p, token, "")
	} else if profile, picture, err = p.read(proof.claims); err != nil {
		err = p.fail(ErrUnexpected, err)
	} else {
		profile.Fetched = s.now().UTC().Truncate(time.Millisecond)
	}
	if err == nil && p.Discover && profile.Subject != proof.subject {
		return Profile{}, "", p.fail(ErrIdentity, errors.New("profile of somebody else"))
	}
	return profile, picture, err
}

// user asks for the person of a token; known is true when nothing changed since etag.
func (s *Sessions) user(ctx context.Context, p Provider, token Token, etag string) (profile Profile, picture string, known bool, err error) {
	request, err := p.request(ctx, http.MethodGet, p.UserURL, nil)
	if err != nil {
		return Profile{}, "", false, p.fail(ErrUnexpected, errors.New("user address is not usable"))
	}
	request.Header.Set("Authorization", "Bearer "+token.Access().Reveal())
	if etag = cleanETag(etag); etag != "" {
		request.Header.Set("If-None-Match", etag)
	}
	reply, err := s.client().Do(request)
	if err != nil {
		return Profile{}, "", false, p.unreached(ctx, err)
	}
	defer reply.Body.Close()
	switch {
	case reply.StatusCode == http.StatusNotModified && etag != "":
		return Profile{}, "", true, nil
	case reply.StatusCode != http.StatusOK:
		return Profile{}, "", false, p.refused(reply, s.now())
	}
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		return Profile{}, "", false, p.fail(ErrUnexpected, nil)
	}
	profile, picture, err = p.read(body)
	if err != nil {
		return Profile{}, "", false, p.fail(ErrUnexpected, err)
	}
	profile.ETag = cleanETag(reply.Header.Get("ETag"))
	profile.Fetched = s.now().UTC().Truncate(time.Millisecond)
	return profile, picture, false, nil
}

// refused makes the Failure of an API reply that is not OK.
func (p Provider) refused(reply *http.Response, now time.Time) *Failure {
	cause := fmt.Errorf("http status %d", reply.StatusCode)
	switch {
	case isSignedOut(reply):
		return p.fail(ErrSignedOut, cause)
	case reply.StatusCode == http.StatusForbidden: // GitHub's other way to say 429
		f := p.fail(ErrSlowDown, cause)
		f.Again = again(reply.Header, now)
		return f
	}
	return p.fail(ErrUnexpected, cause)
}

// isSignedOut reports that a token is not accepted any more: Facebook says it with
// status 400.
func isSignedOut(reply *http.Response) bool {
	return reply.StatusCode == http.StatusUnauthorized || strings.Contains(reply.Header.Get("WWW-Authenticate"), `"invalid_token"`)
}

// post makes a request that names this program, and proves it by a secret where there
// is one (RFC 6749 section 2.3.1).
func (p Provider) post(ctx context.Context, address, secret string, form url.Values) (*http.Request, error) {
	if secret == "" || !p.SecretHeader {
		form.Set("client_id", p.App.ClientID)
	}
	if secret != "" && !p.SecretHeader {
		form.Set("client_secret", secret)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errors.New("address is not usable")
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if secret != "" && p.SecretHeader {
		request.SetBasicAuth(url.QueryEscape(p.App.ClientID), url.QueryEscape(secret))
	}
	return request, nil
}

// request makes an API request.
func (p Provider) request(ctx context.Context, method, address string, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if p.RevokeStyle == RevokeGitHub {
		request.Header.Set("Accept", "application/vnd.github+json")
		request.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	}
	return request, nil
}
