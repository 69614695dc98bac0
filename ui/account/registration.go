package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"overachiever/oauth"
	"overachiever/storage"
)

const (
	settingRegistrations = "registrations" // JSON; their secrets are in the keyring
	// settingClientID is where the one registration was, with GitHub, before there
	// were others. It is read as one of them, and gone with the next change.
	settingClientID = "github.client_id"
)

// Registration is a provider that the person has registered this program with.
type Registration struct {
	Kind     string `json:"kind"`           // as in oauth.Kinds
	Base     string `json:"base,omitempty"` // "" for the usual address
	ClientID string `json:"client_id"`
}

// at is the provider of a registration, as a program with this client id and secret.
func (r Registration) at(app oauth.App) (oauth.Provider, error) {
	for _, kind := range oauth.Kinds() {
		if kind.ID == r.Kind {
			return kind.New(r.Base, app)
		}
	}
	return oauth.Provider{}, &oauth.Failure{
		Kind:     oauth.ErrNoApp,
		Sentence: "This Overachiever does not know how to sign in there.",
		Next:     "Look for a newer Overachiever, or sign in with another account.",
		Err:      fmt.Errorf("no kind of provider is called %q", r.Kind),
	}
}

// isWith tells whether this is a registration with that provider.
func (r Registration) isWith(p oauth.Provider) bool {
	own, err := r.at(oauth.App{})
	return err == nil && own.ID == p.ID && own.Identity == p.Identity
}

// secretKeys name the client secret in the keyring: the first is where it is kept,
// the second where it was when there was only GitHub.
func (r Registration) secretKeys() []string {
	keys := []string{r.Kind + "#" + r.Base + "#" + r.ClientID} // no kind and no address has a # in it
	if r.Kind == "github" {
		keys = append(keys, r.ClientID)
	}
	return keys
}

// GitHub is Provider for the GitHub of this computer: the environment's, else github.com.
func (d *Desk) GitHub(ctx context.Context) (oauth.Provider, error) {
	return d.Provider(ctx, "github", d.URL)
}

// Provider is where to sign in: a kind of provider (oauth.Kinds) at an address, ""
// for the usual one, and as which registered program: the person's own. For GitHub
// the environment's comes before, and the build's after it. oauth.ErrNoApp comes with
// the provider: the program has to be registered there first (Register).
func (d *Desk) Provider(ctx context.Context, kind, base string) (oauth.Provider, error) {
	r := d.place(kind, base)
	p, err := r.at(oauth.App{})
	if err != nil {
		return p, err
	}
	app, err := d.app(ctx, p)
	if err != nil {
		return p, err
	}
	if app.ClientID == "" {
		return p, notRegistered(p)
	}
	return r.at(app)
}

// place is a kind of provider at an address, GitHub's usual one being the environment's.
func (d *Desk) place(kind, base string) Registration {
	base = strings.TrimSpace(base)
	if kind == "github" && base == "" {
		base = d.URL
	}
	return Registration{Kind: kind, Base: base}
}

func (d *Desk) app(ctx context.Context, p oauth.Provider) (oauth.App, error) {
	usual := d.place("github", "").isWith(p)
	if usual && d.Environment.ClientID != "" {
		return d.Environment, nil
	}
	own, err := d.Registrations(ctx)
	if err != nil {
		return oauth.App{}, err
	}
	if i := slices.IndexFunc(own, func(r Registration) bool { return r.isWith(p) }); i >= 0 {
		secret, err := d.secret(ctx, own[i], p.Secret)
		return oauth.App{ClientID: own[i].ClientID, ClientSecret: secret}, err
	}
	if usual {
		return d.Built, nil
	}
	return oauth.App{}, nil
}

// notRegistered is the error for a provider that this program has no client id of.
func notRegistered(p oauth.Provider) error {
	return &oauth.Failure{
		Kind:     oauth.ErrNoApp,
		Sentence: "Overachiever is not registered with " + p.Name + " on this computer.",
		Next:     "Register it there once, then try again.",
	}
}

// ProviderOf is where an identity signed in, found again by what it goes by there.
// oauth.ErrNoApp comes with the provider, or with its host when only that is known.
func (d *Desk) ProviderOf(ctx context.Context, identity storage.Profile) (oauth.Provider, error) {
	if identity.Provider == "demo" {
		return d.Demo(ctx)
	}
	unknown := oauth.Provider{ID: identity.Provider, Name: hostOf(identity.Issuer)}
	places, err := d.Registrations(ctx)
	if err != nil {
		return unknown, err
	}
	for _, kind := range oauth.Kinds() {
		places = append(places, d.place(kind.ID, ""))
	}
	places = slices.DeleteFunc(places, func(r Registration) bool {
		p, err := r.at(oauth.App{})
		return err != nil || p.Identity != identity.Issuer
	})
	if len(places) == 0 {
		return unknown, notRegistered(unknown)
	}
	// Two kinds can lead to one place, as GitHub and GitHub Enterprise do.
	same := slices.IndexFunc(places, func(r Registration) bool { return r.Kind == identity.Provider })
	place := places[max(same, 0)]
	return d.Provider(ctx, place.Kind, place.Base)
}

// hostOf is what to call a provider of which only the issuer is known.
func hostOf(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" {
		return "the provider"
	}
	return u.Host
}

// Registrations are the person's own, in the order in which they were made.
func (d *Desk) Registrations(ctx context.Context) ([]Registration, error) {
	text, err := d.Store.Setting(ctx, settingRegistrations)
	if err != nil {
		return nil, fmt.Errorf("read the registrations: %w", err)
	}
	first, err := d.Store.Setting(ctx, settingClientID)
	if err != nil {
		return nil, fmt.Errorf("read the registration: %w", err)
	}
	var own []Registration
	if text != "" && json.Unmarshal([]byte(text), &own) != nil {
		return nil, errors.New("the registrations in the file are not what they should be")
	}
	old := d.place("github", "")
	old.ClientID = first
	if first != "" && !slices.Contains(own, old) {
		own = slices.Insert(own, 0, old)
	}
	return own, nil
}

// Register keeps the person's own registration with a provider, after a look at its
// shape, and returns that provider. It takes the place of one made there before.
func (d *Desk) Register(ctx context.Context, kind, base, clientID, secret string) (oauth.Provider, error) {
	r := d.place(kind, base)
	r.ClientID = strings.TrimSpace(clientID)
	p, err := r.at(oauth.App{ClientID: r.ClientID, ClientSecret: oauth.Secret(strings.TrimSpace(secret))})
	if err != nil {
		return p, err
	}
	if p.Secret == oauth.SecretNone {
		p.App.ClientSecret = ""
	}
	if err := oauth.ValidateApp(p); err != nil {
		return p, err
	}
	own, err := d.Registrations(ctx)
	if err != nil {
		return p, err
	}
	if err := d.keepSecret(ctx, r, p.App.ClientSecret); err != nil {
		return p, err
	}
	before := slices.IndexFunc(own, func(r Registration) bool { return r.isWith(p) })
	if before < 0 {
		return p, d.keepRegistrations(ctx, append(own, r))
	}
	replaced := own[before]
	own[before] = r
	if err := d.keepRegistrations(ctx, own); err != nil || replaced == r {
		return p, err
	}
	return p, d.forgetSecret(ctx, replaced)
}

// Forget removes a registration, and its secret from the keyring: that first, because
// what is not listed any more cannot be forgotten again.
func (d *Desk) Forget(ctx context.Context, r Registration) error {
	own, err := d.Registrations(ctx)
	if err != nil {
		return err
	}
	if err := d.forgetSecret(ctx, r); err != nil {
		return err
	}
	return d.keepRegistrations(ctx, slices.DeleteFunc(own, func(other Registration) bool { return other == r }))
}

func (d *Desk) keepRegistrations(ctx context.Context, own []Registration) error {
	text, err := json.Marshal(own)
	if err != nil {
		return err
	}
	if err := d.Store.SetSetting(ctx, settingRegistrations, string(text)); err != nil {
		return fmt.Errorf("keep the registrations: %w", err)
	}
	return d.Store.SetSetting(ctx, settingClientID, "") // it is among them now
}

// secret is a registration's client secret, "" for a public client, which has none:
// no keyring is needed then.
func (d *Desk) secret(ctx context.Context, r Registration, rule oauth.SecretRule) (oauth.Secret, error) {
	if rule == oauth.SecretNone {
		return "", nil
	}
	for _, key := range r.secretKeys() {
		secret, err := d.Sessions.LoadSecret(ctx, key)
		if errors.Is(err, oauth.ErrNotStored) || rule == oauth.SecretOptional && errors.Is(err, oauth.ErrNoKeyring) {
			continue
		}
		return secret, err
	}
	return "", nil
}

func (d *Desk) keepSecret(ctx context.Context, r Registration, secret oauth.Secret) error {
	if secret == "" {
		return d.forgetSecret(ctx, r)
	}
	return d.Sessions.SaveSecret(ctx, r.secretKeys()[0], secret)
}

// forgetSecret leaves the keyring alone for a public client, and works without one.
func (d *Desk) forgetSecret(ctx context.Context, r Registration) error {
	if p, err := r.at(oauth.App{}); err == nil && p.Secret == oauth.SecretNone {
		return nil
	}
	for _, key := range r.secretKeys() {
		if err := d.Sessions.DeleteSecret(ctx, key); err != nil && !errors.Is(err, oauth.ErrNoKeyring) {
			return err
		}
	}
	return nil
}
