package oauth

import "strings"

// OpenID is any provider that speaks OpenID Connect, by the address of its issuer,
// which has to be given exactly: a slash at its end counts. Errors match ErrBadURL.
// Where a provider tells no login, the e-mail address is shown for one, verified or
// not, and where it tells none either, the subject.
// https://openid.net/specs/openid-connect-discovery-1_0.html
// https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
func OpenID(base string, app App) (Provider, error) {
	issuer := strings.TrimSuffix(strings.TrimSpace(base), "/.well-known/openid-configuration")
	base, err := cleanBase(issuer)
	if err != nil {
		return Provider{}, badBase("https://login.example.com", err)
	}
	if strings.HasSuffix(issuer, "/") {
		issuer = base + "/"
	} else {
		issuer = base
	}
	return Provider{
		ID:           "openid",
		Name:         hostName(base),
		Issuer:       issuer,
		Identity:     issuer,
		Base:         base,
		Discover:     true,
		Scope:        "openid profile email",
		CallbackPath: pathAt("openid", base),
		Secret:       SecretOptional,
		Profile: Fields{
			Subject: "sub", Login: "preferred_username email sub", Name: "name", Page: "profile", Picture: "picture",
			Email: "email", EmailVerified: "email_verified",
		},
		Another: "prompt=select_account",
		Hint:    "login_hint",
		IDName:  "Client ID",
		Steps:   "Choose a native or desktop program, a public client with PKCE if it asks.",
		App:     app,
	}, nil
}
