package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"overachiever/oauth"
)

// settingClientID is where the person's own registration is kept; its secret is
// in the keyring.
const settingClientID = "github.client_id"

// GitHub is where to sign in, and as which registered program: the
// environment's, else the person's own, else the build's. ErrNoApp when there
// is none: then the person is asked to register one (Register).
func (d *Desk) GitHub(ctx context.Context) (oauth.Provider, error) {
	app, err := d.app(ctx)
	if err != nil {
		return oauth.Provider{}, err
	}
	provider, err := oauth.GitHub(d.URL, app)
	if err != nil {
		return oauth.Provider{}, err
	}
	if app.ClientID == "" {
		return provider, oauth.ErrNoApp
	}
	return provider, nil
}

func (d *Desk) app(ctx context.Context) (oauth.App, error) {
	if d.Environment.ClientID != "" {
		return d.Environment, nil
	}
	id, err := d.Store.Setting(ctx, settingClientID)
	if err != nil {
		return oauth.App{}, fmt.Errorf("read the registration: %w", err)
	}
	if id == "" {
		return d.Built, nil
	}
	secret, err := d.Sessions.LoadSecret(ctx, id)
	if err != nil && !errors.Is(err, oauth.ErrNotStored) {
		return oauth.App{}, err
	}
	return oauth.App{ClientID: id, ClientSecret: secret}, nil
}

// Provider is where to sign in: a kind of provider (oauth.Kinds), at an address, ""
// for the usual one. oauth.ErrNoApp comes with the provider: the program has to be
// registered there first (Register).
func (d *Desk) Provider(ctx context.Context, kind, base string) (oauth.Provider, error) {
	return oauth.Provider{}, errNotBuilt
}

// Registration is a provider that the person has registered this program with.
type Registration struct {
	Kind, Base string
	ClientID   string
}

// Registrations are the person's own, in the order in which they were made.
func (d *Desk) Registrations(ctx context.Context) ([]Registration, error) { return nil, errNotBuilt }

// Register keeps the person's own registration with a provider, after a look at its
// shape, and returns that provider.
func (d *Desk) Register(ctx context.Context, kind, base, clientID, secret string) (oauth.Provider, error) {
	return oauth.Provider{}, d.register(ctx, clientID, secret)
}

// Forget removes a registration, and its secret from the keyring.
func (d *Desk) Forget(ctx context.Context, r Registration) error { return errNotBuilt }

func (d *Desk) register(ctx context.Context, clientID, secret string) error {
	clientID, secret = strings.TrimSpace(clientID), strings.TrimSpace(secret)
	provider, err := oauth.GitHub(d.URL, oauth.App{ClientID: clientID, ClientSecret: oauth.Secret(secret)})
	if err != nil {
		return err
	}
	if err := oauth.ValidateApp(provider); err != nil {
		return err
	}
	if err := d.Sessions.SaveSecret(ctx, clientID, oauth.Secret(secret)); err != nil {
		return err
	}
	return d.Store.SetSetting(ctx, settingClientID, clientID)
}
