package oauth

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// issuer is an OpenID provider, as it told of itself last.
type issuer struct {
	told announcement
	keys oidc.KeySet
}

// announcement is what is used of a discovery document.
// https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
type announcement struct {
	AuthorizeURL   string   `json:"authorization_endpoint"`
	TokenURL       string   `json:"token_endpoint"`
	KeysURL        string   `json:"jwks_uri"`
	UserURL        string   `json:"userinfo_endpoint"`
	DeviceURL      string   `json:"device_authorization_endpoint"`                  // RFC 8628 section 4
	RevokeURL      string   `json:"revocation_endpoint"`                            // RFC 8414 section 2
	IssuerPromised bool     `json:"authorization_response_iss_parameter_supported"` // RFC 9207 section 3
	Scopes         []string `json:"scopes_supported"`
	SecretBy       []string `json:"token_endpoint_auth_methods_supported"`
	Algorithms     []string `json:"id_token_signing_alg_values_supported"`
}

// discovered is a provider with all that it has to tell itself, asked for once while
// the program runs.
func (s *Sessions) discovered(ctx context.Context, p Provider) (Provider, error) {
	if known := s.issuer(p); known != nil {
		return p.as(known.told), nil
	}
	return s.discover(ctx, p)
}

// discover asks a provider anew.
func (s *Sessions) discover(ctx context.Context, p Provider) (Provider, error) {
	if !p.Discover {
		return p, nil
	}
	client := oidc.ClientContext(ctx, s.client())
	provider, err := oidc.NewProvider(client, p.Issuer) // compares the issuer
	if err != nil {
		return p, p.discoveryFailure(ctx, err)
	}
	var told announcement
	if err := provider.Claims(&told); err != nil {
		return p, p.fail(ErrDiscovery, errors.New("document does not read"))
	}
	if err := told.check(p.Issuer); err != nil {
		return p, p.fail(ErrDiscovery, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.issuers == nil {
		s.issuers = map[string]*issuer{}
	}
	s.issuers[p.Issuer] = &issuer{told: told, keys: oidc.NewRemoteKeySet(client, told.KeysURL)}
	return p.as(told), nil
}

// issuer is what a provider told before; nil when it was not asked.
func (s *Sessions) issuer(p Provider) *issuer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !p.Discover {
		return nil
	}
	return s.issuers[p.Issuer]
}

// check looks whether all addresses may be used: a secret, or the proof of who
// somebody is, is going to travel on them.
func (a announcement) check(issuer string) error {
	if a.AuthorizeURL == "" || a.TokenURL == "" || a.KeysURL == "" {
		return errors.New("document without the addresses that are needed")
	}
	here, err := url.Parse(issuer)
	if err != nil {
		return errors.New("issuer does not parse")
	}
	for _, address := range []string{a.AuthorizeURL, a.TokenURL, a.KeysURL, a.UserURL, a.DeviceURL, a.RevokeURL} {
		u, err := url.Parse(address)
		switch {
		case address == "":
		case err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "":
			return errors.New("document with an address that is none")
		case u.Scheme == "https":
		case u.Scheme == "http" && here.Scheme == "http" && isLoopback(here.Hostname()) && isLoopback(u.Hostname()):
		default:
			return errors.New("document with an address that is not https")
		}
	}
	return nil
}

// as fills in what the provider told.
func (p Provider) as(told announcement) Provider {
	p.AuthorizeURL, p.TokenURL, p.UserURL = told.AuthorizeURL, told.TokenURL, told.UserURL
	p.IssuerPromised = told.IssuerPromised
	if !p.NoCode {
		p.DeviceURL = told.DeviceURL
	}
	if told.RevokeURL != "" {
		p.RevokeURL, p.RevokeStyle = told.RevokeURL, RevokeStandard
	}
	// Discovery section 3: a provider that does not say takes secrets in a header.
	p.SecretHeader = !slices.Contains(told.SecretBy, "client_secret_post")
	if slices.Contains(told.Scopes, "offline_access") { // OpenID Connect Core section 11: to stay signed in
		p.Scope += " offline_access"
	}
	return p
}

// discoveryFailure sorts what keeps a provider from telling of itself. The errors of
// oidc quote the reply.
func (p Provider) discoveryFailure(ctx context.Context, err error) *Failure {
	var transport *url.Error
	if !errors.As(err, &transport) {
		return p.fail(ErrDiscovery, errors.New("no document of this issuer"))
	}
	var bad *replyError
	if errors.As(err, &bad) && slices.Contains([]int{400, 401, 403, 404, 410}, bad.status) {
		return p.fail(ErrDiscovery, bad) // the page of a web server that knows nothing of this
	}
	return p.unreached(ctx, transport.Err)
}

// asymmetric are the algorithms of a list whose keys can be public: "none" and those
// with a shared secret prove nothing.
func asymmetric(told []string) []string {
	return slices.DeleteFunc(slices.Clone(told), func(name string) bool {
		return name != oidc.EdDSA && !slices.Contains([]string{"RS", "ES", "PS"}, strings.TrimRight(name, "0123456789"))
	})
}
