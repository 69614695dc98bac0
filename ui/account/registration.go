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

// Register keeps the person's own registration, after a look at its shape.
func (d *Desk) Register(ctx context.Context, clientID, secret string) error {
	clientID, secret = strings.TrimSpace(clientID), strings.TrimSpace(secret)
	if err := oauth.ValidateApp(clientID, secret); err != nil {
		return err
	}
	if err := d.Sessions.SaveSecret(ctx, clientID, oauth.Secret(secret)); err != nil {
		return err
	}
	return d.Store.SetSetting(ctx, settingClientID, clientID)
}
