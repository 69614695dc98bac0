package oauth

import (
	"context"
	"encoding/json"
	"net/http"
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
	return "Signed out on this computer. " + o.Reason,
		"To withdraw Overachiever's access there too, open this page and press Revoke."
}

// revoke withdraws a token at the provider. The person's other endpoint for
// leaked credentials is never used: it mails them an alarm.
// https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token
func (s *Sessions) revoke(ctx context.Context, p Provider, token Token) Outcome {
	if token.IsZero() {
		return p.notRevoked("Overachiever no longer had the key to it.")
	}
	if p.App.ClientID == "" || p.App.ClientSecret == "" {
		return p.notRevoked("Withdrawing the access needs the client secret, which is not set.")
	}
	ctx, cancel := context.WithTimeout(ctx, revokeTimeout)
	defer cancel()
	body, err := json.Marshal(map[string]string{"access_token": token.Access().Reveal()})
	if err != nil {
		return p.notRevoked("The request could not be made.")
	}
	request, err := p.request(ctx, http.MethodDelete, p.RevokeURL, body)
	if err != nil {
		return p.notRevoked("The request could not be made.")
	}
	request.Header.Set("Content-Type", "application/json")
	request.SetBasicAuth(p.App.ClientID, p.App.ClientSecret.Reveal())
	reply, err := s.client().Do(request)
	if err != nil {
		return p.notRevoked(p.unreached(context.WithoutCancel(ctx), err).Sentence)
	}
	defer reply.Body.Close()
	switch reply.StatusCode {
	case http.StatusNoContent, http.StatusOK:
		return p.outcome(Revoked, "")
	case http.StatusNotFound, http.StatusUnprocessableEntity:
		return p.outcome(AlreadyGone, "")
	case http.StatusUnauthorized:
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
