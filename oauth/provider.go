package oauth

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Provider is where people sign in: plain data, no behaviour of its own.
type Provider struct {
	ID   string // "github", or "demo"
	Name string // for the screen

	Issuer         string // what `iss` on a callback must be (RFC 9207)
	IssuerPromised bool   // a callback without `iss` is refused
	Identity       string // the issuer under which identities are filed: Issuer, but for the demo, whose port changes

	Base         string // where people see it, "https://github.com"
	AuthorizeURL string
	TokenURL     string
	API          string // "https://api.github.com"
	CallbackPath string // one of its own for each provider (RFC 9207 section 1, mix-up)

	App App
}

const githubBase = "https://github.com"

// GitHub is github.com, or the GitHub Enterprise Server (or stand-in) at base.
// Base must be https, or http on this computer; else ErrBadURL.
func GitHub(base string, app App) (Provider, error) {
	base, err := cleanBase(base)
	if err != nil {
		return Provider{}, &Failure{
			Kind:     ErrBadURL,
			Sentence: "That address cannot be used to sign in.",
			Next:     "Enter an address like https://github.example.com, beginning with https://.",
			Err:      err,
		}
	}
	p := Provider{
		ID:           "github",
		Name:         "GitHub",
		Issuer:       base + "/login/oauth",
		Identity:     base + "/login/oauth",
		Base:         base,
		AuthorizeURL: base + "/login/oauth/authorize",
		TokenURL:     base + "/login/oauth/access_token",
		API:          base + "/api/v3",
		CallbackPath: "/callback/github",
		App:          app,
	}
	if base == githubBase {
		p.API = "https://api.github.com"
		p.IssuerPromised = true
	}
	return p, nil
}

// Demo is the same provider, marked as the stand-in that comes with this program.
func (p Provider) Demo() Provider {
	p.ID = "demo"
	p.Name = "Demo account"
	p.Identity = "demo"
	p.IssuerPromised = true
	return p
}

// CallbackURL is what to enter when registering this program: the port may
// differ when signing in (RFC 8252 section 7.3), the path may not.
func (p Provider) CallbackURL() string { return "http://127.0.0.1" + p.CallbackPath }

// RegistrationPage is where a person registers this program.
func (p Provider) RegistrationPage() string { return p.Base + "/settings/applications/new" }

// ConnectionPage is where a person withdraws this program's access by hand.
func (p Provider) ConnectionPage() string {
	return p.Base + "/settings/connections/applications/" + url.PathEscape(p.App.ClientID)
}

// revokeURL is where the program withdraws its own token.
func (p Provider) revokeURL() string {
	return p.API + "/applications/" + url.PathEscape(p.App.ClientID) + "/token"
}

// cleanBase checks a base address and brings it into one form.
func cleanBase(base string) (string, error) {
	base = strings.TrimSpace(base)
	if base == "" {
		return githubBase, nil
	}
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("address does not parse")
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch {
	case u.Host == "" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", fmt.Errorf("address is not just a scheme, a host and a path")
	case u.Scheme == "https":
	case u.Scheme == "http" && isLoopback(u.Hostname()):
	default:
		return "", fmt.Errorf("address is not https")
	}
	if u.Host == "www.github.com" || u.Host == "github.com:443" {
		u.Host = "github.com"
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	return u.String(), nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
