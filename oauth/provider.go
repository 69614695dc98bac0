package oauth

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Provider is where people sign in: plain data, no behaviour of its own. Each kind
// of provider is one file that fills it in; see Kinds.
type Provider struct {
	ID   string // "github", "gitlab"; "demo" for the built-in stand-in
	Name string // for the screen

	Issuer         string // what `iss` on a callback must be (RFC 9207)
	IssuerPromised bool   // a callback without `iss` is refused
	Identity       string // the issuer under which identities are filed: Issuer, but for the demo, whose port changes

	Base         string // where people see it, "https://github.com"
	Discover     bool   // OpenID Connect: the endpoints are the issuer's to tell, and an id_token is due
	AuthorizeURL string
	TokenURL     string
	DeviceURL    string // RFC 8628; "": no sign-in with a code
	NoCode       bool   // its sign-in with a code is for programs registered in another way
	UserURL      string // answers who a token belongs to; "": only the id_token tells
	Scope        string // as sent; "": only what is public
	CallbackPath string // one of its own for each provider (RFC 9207 section 1, mix-up); see pathAt
	Redirect     Redirect
	Secret       SecretRule
	SecretHeader bool // a secret goes into a header: the form has no place for it

	Profile     Fields // how UserURL's reply is read
	RevokeURL   string
	RevokeStyle RevokeStyle

	Another string // query that lets the person choose another account; "": it cannot be asked for
	Hint    string // parameter that names the login to expect; ""

	RegistrationPage string // where a person registers this program; "": they have to know
	IDName           string // what it calls a client ID there, "Application ID"
	Steps            string // what to choose there, in sentences; ""
	ConnectionPage   string // where a person withdraws this program's access by hand
	Warning          string // a sentence to know before signing in there; ""

	App App
}

// Redirect is where a provider lets the browser come back to. Its zero value is
// what RFC 8252 section 7.3 asks of all: a loopback address, any port.
type Redirect struct {
	Localhost bool  // only by that name, which may be somebody else (section 8.3)
	Ports     []int // only these, which have to be registered one by one; empty: any
}

// SecretRule tells whether a provider wants a client secret of a desktop program.
type SecretRule int

// Whether it does.
const (
	SecretNone     SecretRule = iota // a public client, as RFC 8252 section 8.4 has it
	SecretOptional                   // only when it gave one out
	SecretNeeded                     // for the code exchange; shipped, and so public (section 8.5)
)

// RevokeStyle is how a token is withdrawn at RevokeURL.
type RevokeStyle int

// How it is withdrawn.
const (
	RevokeNowhere     RevokeStyle = iota // only by hand, on ConnectionPage
	RevokeStandard                       // RFC 7009
	RevokeGitHub                         // DELETE with the app's own password
	RevokePermissions                    // DELETE with the token itself
)

// Fields are the names under which a provider tells each part of a profile: a path
// into its JSON, "data.id"; "" what it does not tell.
type Fields struct {
	Subject                           string // a whole number above zero, or a text
	Login                             string // several, by spaces: the first that it tells
	Name                              string
	Bio                               string
	Company                           string
	Location                          string
	Page                              string // of the person at the provider
	Picture                           string
	PublicRepos, Followers, Following string
	MemberSince                       string // RFC 3339
	Email                             string
	EmailVerified                     string // true, or a time; without it an address is nobody's
}

// HasCodes tells whether the provider may have a sign-in with a code. One that tells
// its addresses itself may turn out not to.
func (p Provider) HasCodes() bool { return p.DeviceURL != "" || p.Discover && !p.NoCode }

// Demo is the same provider, marked as the stand-in that comes with this program.
func (p Provider) Demo() Provider {
	p.ID = "demo"
	p.Name = "Demo account"
	p.Identity = "demo"
	p.IssuerPromised = true
	return p
}

// CallbackURL is what to enter when registering this program. Where any port may be
// used (RFC 8252 section 7.3) it is left out; the path may not differ.
func (p Provider) CallbackURL() string { return p.CallbackURLs()[0] }

// CallbackURLs is CallbackURL, once for each port that has to be registered.
func (p Provider) CallbackURLs() []string {
	host := "127.0.0.1"
	if p.Redirect.Localhost {
		host = "localhost"
	}
	var all []string
	for _, port := range p.Redirect.Ports {
		all = append(all, fmt.Sprintf("http://%s:%d%s", host, port, p.CallbackPath))
	}
	if all == nil {
		all = []string{"http://" + host + p.CallbackPath}
	}
	return all
}

// secret is the client secret to send; "" for a public client, whatever was entered.
func (p Provider) secret() string {
	if p.Secret == SecretNone {
		return ""
	}
	return p.App.ClientSecret.Reveal()
}

// place is a base address in one form, the usual one for "".
func place(base, usual string) (string, error) {
	if strings.TrimSpace(base) == "" {
		base = usual
	}
	clean, err := cleanBase(base)
	if err != nil {
		return "", badBase(usual, err)
	}
	return clean, nil
}

// hostName is what to call a provider that anybody can run: by where it is.
func hostName(base string) string {
	_, host, _ := strings.Cut(base, "://")
	return cleanText(strings.TrimRight(host, "/"), 60)
}

// pathAt is the callback path of a kind of provider that anybody can run: each place
// has one of its own, so that no two can mix up their answers. Nothing in it can be
// written in two ways: providers compare it as text.
func pathAt(kind, base string) string {
	_, where, _ := strings.Cut(base, "://")
	var path strings.Builder
	path.WriteString("/callback/" + kind + "/")
	for _, b := range []byte(where) {
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', b == '.', b == '-', b == ':':
			path.WriteByte(b)
		case b == '/':
			path.WriteByte('~')
		default:
			fmt.Fprintf(&path, "_%02x", b)
		}
	}
	return path.String()
}

// cleanBase checks a base address and brings it into one form.
func cleanBase(base string) (string, error) {
	base = strings.TrimSpace(base)
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
	u.Host = strings.TrimSuffix(u.Host, ":443")
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	return u.String(), nil
}

// badBase is the Failure of an address that is none to sign in at.
func badBase(example string, err error) *Failure {
	return &Failure{
		Kind:     ErrBadURL,
		Sentence: "That address cannot be used to sign in.",
		Next:     "Enter an address like " + example + ", beginning with https://.",
		Err:      err,
	}
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
