package oauth

import (
	"context"
	"errors"
	"strings"
)

const appLimit = 200 // characters of a client id or secret

// ValidateApp looks at the shape of a registration before it is saved. What is
// wrong is an error matching ErrBadApp, in words by its Explain.
func ValidateApp(p Provider) error {
	id, secret := p.App.ClientID, p.App.ClientSecret.Reveal()
	problem := p.problem(p.idName(), id, true)
	if problem == "" {
		problem = p.problem("client secret", secret, p.Secret == SecretNeeded)
	}
	if problem == "" && id == secret {
		problem = "The " + p.idName() + " and the client secret are the same."
	}
	if problem == "" {
		return nil
	}
	return &Failure{Kind: ErrBadApp, Sentence: problem, Next: "Copy it again from the app's page at " + p.Name + "."}
}

// problem says what is wrong with a client id or secret, "" for nothing.
func (p Provider) problem(name, text string, needed bool) string {
	const shortest = 8 // characters, where the provider makes them up; who runs an OpenID provider may choose
	switch {
	case text == "" && needed:
		return "The " + name + " is missing."
	case text == "":
	case len(text) > appLimit:
		return "The " + name + " is too long to be one."
	case !isVisibleASCII(text):
		return "The " + name + " has a space or another character in it that cannot be part of one."
	case strings.Contains(text, "://"):
		return "That is an address, not the " + name + "."
	case len(text) < shortest && !p.Discover:
		return "The " + name + " is too short to be one."
	}
	return ""
}

// idName is what the provider calls a client id, in the middle of a sentence.
func (p Provider) idName() string {
	return strings.Replace(p.IDName, "Client", "client", 1)
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
