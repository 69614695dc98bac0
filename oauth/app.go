package oauth

import (
	"context"
	"errors"
	"strings"
)

const appLimit = 200 // characters of a client id or secret

// ValidateApp looks at the shape of a registration before it is saved. What is
// wrong is an error matching ErrBadApp, in words by its Explain.
func ValidateApp(clientID, secret string) error {
	for _, field := range []struct{ name, text string }{{"client ID", clientID}, {"client secret", secret}} {
		sentence, next := "", "Copy it again from the app's page at GitHub."
		switch {
		case field.text == "":
			sentence = "The " + field.name + " is missing."
		case len(field.text) > appLimit:
			sentence = "The " + field.name + " is too long to be one."
		case strings.ContainsFunc(field.text, func(r rune) bool { return r <= ' ' || r > '~' }):
			sentence = "The " + field.name + " has a space or another character in it that cannot be part of one."
		case strings.Contains(field.text, "://"):
			sentence = "That is an address, not a " + field.name + "."
		case len(field.text) < 8:
			sentence = "The " + field.name + " is too short to be one."
		default:
			continue
		}
		return &Failure{Kind: ErrBadApp, Sentence: sentence, Next: next}
	}
	if clientID == secret {
		return &Failure{Kind: ErrBadApp, Sentence: "The client ID and the client secret are the same.",
			Next: "Press \"Generate a new client secret\" at GitHub and copy what it shows."}
	}
	return nil
}

// secretKey names the client secret of a registration in the vault.
func secretKey(clientID string) string { return "client-secret#" + clientID }

// LoadSecret reads the client secret of the person's own registration;
// ErrNotStored when there is none.
func (s *Sessions) LoadSecret(ctx context.Context, clientID string) (Secret, error) {
	token, err := s.vault().Load(ctx, secretKey(clientID))
	return token.Access(), err
}

// SaveSecret keeps the client secret of the person's own registration.
func (s *Sessions) SaveSecret(ctx context.Context, clientID string, secret Secret) error {
	if clientID == "" || secret == "" {
		return &Failure{Kind: ErrBadApp, Sentence: "The client ID or the client secret is missing.",
			Next: "Enter both.", Err: errors.New("nothing to save")}
	}
	return s.vault().Store(ctx, secretKey(clientID), NewToken(secret))
}

// DeleteSecret forgets it.
func (s *Sessions) DeleteSecret(ctx context.Context, clientID string) error {
	return s.vault().Delete(ctx, secretKey(clientID))
}
