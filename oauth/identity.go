package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// withIdentity takes the id_token of a token reply along, until it was looked at.
func (t Token) withIdentity(reply *oauth2.Token) Token {
	if word, _ := reply.Extra("id_token").(string); word != "" {
		t.identity = &word
	}
	return t
}

// proof is what an id_token proves: who somebody is, in the provider's words.
type proof struct {
	subject string
	claims  []byte // JSON
}

// prove checks the id_token that came with a token; the zero proof where the provider
// has none to give. Nonce is what the authorization request said, "" for none.
// https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
func (s *Sessions) prove(ctx context.Context, p Provider, token Token, nonce string) (proof, error) {
	known := s.issuer(p)
	if known == nil {
		return proof{}, nil
	}
	raw := token.idToken()
	if raw == "" {
		return proof{}, p.fail(ErrIdentity, errors.New("no id_token"))
	}
	keys := &watchedKeys{KeySet: known.keys}
	verifier := oidc.NewVerifier(p.Issuer, keys, &oidc.Config{
		ClientID:             p.App.ClientID,
		SupportedSigningAlgs: asymmetric(known.told.Algorithms),
		Now:                  func() time.Time { return s.timeAt(p.TokenURL) },
	})
	word, err := verifier.Verify(ctx, raw)
	var transport *url.Error
	switch {
	case errors.As(keys.err, &transport):
		return proof{}, p.unreached(ctx, transport.Err)
	case ctx.Err() != nil:
		return proof{}, p.interrupted(ctx)
	case err != nil:
		return proof{}, p.fail(ErrIdentity, identityCause(err))
	}
	if err := checkWord(word, p.App.ClientID, nonce, token); err != nil {
		return proof{}, p.fail(ErrIdentity, err)
	}
	var claims json.RawMessage
	if err := word.Claims(&claims); err != nil {
		return proof{}, p.fail(ErrIdentity, errors.New("claims do not read"))
	}
	return proof{subject: word.Subject, claims: claims}, nil
}

// checkWord looks at what the verifier leaves to its caller.
func checkWord(word *oidc.IDToken, clientID, nonce string, token Token) error {
	var also struct {
		Party string `json:"azp"`
	}
	if err := word.Claims(&also); err != nil {
		return errors.New("authorized party does not read")
	}
	switch {
	case word.Nonce != nonce:
		return errors.New("another nonce")
	case also.Party != clientID && (also.Party != "" || len(word.Audience) > 1):
		return errors.New("another authorized party")
	case word.AccessTokenHash != "" && word.VerifyAccessToken(token.Access().Reveal()) != nil:
		return errors.New("id_token of another access token")
	}
	return nil
}

// identityCause says what is wrong without the words of the id_token, which the errors
// of oidc quote.
func identityCause(err error) error {
	var expired *oidc.TokenExpiredError
	if errors.As(err, &expired) {
		return errors.New("id_token expired")
	}
	return errors.New("id_token not valid")
}

// timeAt is what time it is at an address, as far as it was heard.
func (s *Sessions) timeAt(address string) time.Time {
	u, err := url.Parse(address)
	if err != nil {
		return s.now()
	}
	return s.clocks.at(u.Host, s.now())
}

// watchedKeys remember why the keys could not be had: the verifier forgets it.
type watchedKeys struct {
	oidc.KeySet
	err error
}

// VerifySignature implements oidc.KeySet.
func (k *watchedKeys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, jwt)
	k.err = err
	return payload, err
}
