package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"
)

const revokeTimeout = 10 * time.Second

// Revocation is what became of a token at the provider.
type Revocation int

// What became of it.
const (
	NotRevoked  Revocation = iota // it may still be good; see Reason and Page
	Revoked                       // withdrawn just now
	AlreadyGone                   // the provider did not know it any more
)

// Outcome is what a sign-out achieved at the provider.
type Outcome struct {
	Provider   string // its name, for the sentence
	Revocation Revocation
	Reason     string // NotRevoked: why, a plain sentence
	Page       string // NotRevoked: where the person can do it by hand
}

// Explain says it in plain words.
func (o Outcome) Explain() (sentence, next string) {
	switch o.Revocation {
	case Revoked:
		return "Signed out. " + o.Provider + " has withdrawn Overachiever's access.", ""
	case AlreadyGone:
		return "Signed out. " + o.Provider + " had already withdrawn Overachiever's access.", ""
	}
	sentence = "Signed out on this computer. " + o.Reason
	if o.Page == "" {
		return sentence, "To withdraw Overachiever's access there too, look for the connected programs in your account at " + o.Provider + "."
	}
	return sentence, "To withdraw Overachiever's access there too, open that page and press Revoke."
}

// revoke withdraws a token at the provider.
func (s *Sessions) revoke(ctx context.Context, p Provider, token Token) Outcome {
	if token.IsZero() {
		return p.notRevoked("Overachiever no longer had the key to it.")
	}
	ctx, cancel := context.WithTimeout(ctx, revokeTimeout)
	defer cancel()
	p, err := s.discovered(ctx, p)
	var f *Failure
	if errors.As(err, &f) {
		return p.notRevoked(f.Sentence)
	}
	requests, reason := p.revocations(ctx, token)
	if reason != "" {
		return p.notRevoked(reason)
	}
	var worst Outcome
	for i, request := range requests {
		outcome := s.withdrawn(ctx, p, request, i > 0)
		if i == 0 || severity(outcome) > severity(worst) {
			worst = outcome
		}
	}
	return worst
}

// severity orders outcomes: a token that may still be good counts most.
func severity(o Outcome) int {
	return map[Revocation]int{AlreadyGone: 0, Revoked: 1, NotRevoked: 2}[o.Revocation]
}

// revocations are the requests that withdraw a token, or the reason why there are none.
func (p Provider) revocations(ctx context.Context, token Token) (_ []*http.Request, reason string) {
	var requests []*http.Request
	var err error
	switch p.RevokeStyle {
	case RevokeStandard:
		requests, err = p.revokeStandard(ctx, token)
	case RevokePermissions:
		requests, err = p.revokePermissions(ctx, token)
	case RevokeGitHub:
		if p.App.ClientID == "" || p.App.ClientSecret == "" {
			return nil, "Withdrawing the access needs the client secret, which is not set."
		}
		requests, err = p.revokeGitHub(ctx, token)
	default:
		return nil, p.Name + " lets no program withdraw its own access."
	}
	if err != nil {
		return nil, "The request could not be made."
	}
	return requests, ""
}

// revokeStandard is RFC 7009: the refresh token first, because new access tokens come
// of it, and most providers withdraw those that came already with it.
func (p Provider) revokeStandard(ctx context.Context, token Token) ([]*http.Request, error) {
	var requests []*http.Request
	for _, one := range []struct {
		hint string
		text Secret
	}{{"refresh_token", token.Refresh()}, {"access_token", token.Access()}} {
		if one.text == "" {
			continue
		}
		request, err := p.post(ctx, p.RevokeURL, p.secret(), url.Values{"token": {one.text.Reveal()}, "token_type_hint": {one.hint}})
		if err != nil {
			return nil, err
		}
		requests = append(requests, request)
	}
	return requests, nil
}

// revokeGitHub uses the app's own endpoint. The person's other one, for leaked
// credentials, is never used: it mails them an alarm.
// https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token
func (p Provider) revokeGitHub(ctx context.Context, token Token) ([]*http.Request, error) {
	body, err := json.Marshal(map[string]string{"access_token": token.Access().Reveal()})
	if err != nil {
		return nil, err
	}
	request, err := p.request(ctx, http.MethodDelete, p.RevokeURL, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.SetBasicAuth(p.App.ClientID, p.App.ClientSecret.Reveal())
	return []*http.Request{request}, nil
}

// revokePermissions gives all permissions back, and with them the token itself.
// https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke
func (p Provider) revokePermissions(ctx context.Context, token Token) ([]*http.Request, error) {
	request, err := p.request(ctx, http.MethodDelete, p.RevokeURL, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token.Access().Reveal())
	return []*http.Request{request}, nil
}

// withdrawn sends one of those requests. Also says that another came before: then a
// provider that cannot withdraw this sort of token has withdrawn what it comes from.
func (s *Sessions) withdrawn(ctx context.Context, p Provider, request *http.Request, also bool) Outcome {
	reply, err := s.client().Do(request)
	if err != nil {
		return p.notRevoked(p.unreached(context.WithoutCancel(ctx), err).Sentence)
	}
	defer reply.Body.Close()
	var problem struct {
		Error string `json:"error"`
	}
	json.NewDecoder(reply.Body).Decode(&problem) // no JSON: no word of a problem
	switch {
	case reply.StatusCode == http.StatusNoContent, reply.StatusCode == http.StatusOK && problem.Error == "":
		return p.outcome(Revoked, "")
	case problem.Error == "invalid_token", // Google's word
		problem.Error == "unsupported_token_type" && also, // RFC 7009 section 2.2.1
		p.RevokeStyle == RevokePermissions && isSignedOut(reply),
		p.RevokeStyle == RevokeGitHub && (reply.StatusCode == http.StatusNotFound || reply.StatusCode == http.StatusUnprocessableEntity):
		return p.outcome(AlreadyGone, "")
	case reply.StatusCode == http.StatusUnauthorized, problem.Error == "invalid_client":
		sentence, _ := p.words(ErrWrongSecret)
		return p.notRevoked(sentence)
	}
	return p.notRevoked(p.refused(reply, s.now()).Sentence)
}

func (p Provider) notRevoked(reason string) Outcome { return p.outcome(NotRevoked, reason) }

func (p Provider) outcome(r Revocation, reason string) Outcome {
	name := p.Name
	if p.ID == "demo" {
		name = "The demo"
	}
	o := Outcome{Provider: name, Revocation: r, Reason: reason}
	if r == NotRevoked {
		o.Page = p.ConnectionPage
	}
	return o
}
