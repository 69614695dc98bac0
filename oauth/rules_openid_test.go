package oauth_test

import (
	"errors"
	"testing"
	"time"

	"overachiever/oauth"
)

func TestRule25OpenIDChecksWhoSaysItForWhomAndWhen(t *testing.T) {
	says := func(name string, value any) func(*standIn) {
		return func(s *standIn) { s.claims = func(claims map[string]any) { claims[name] = value } }
	}
	for name, test := range map[string]struct {
		wrong func(*standIn)
		want  error
	}{
		"nothing wrong": {func(*standIn) {}, nil},
		"issuer":        {says("iss", "https://evil.example"), oauth.ErrIdentity},
		"audience":      {says("aud", "another-program"), oauth.ErrIdentity},
		"expiry":        {says("exp", time.Now().Add(-time.Hour).Unix()), oauth.ErrIdentity},
		"nonce":         {says("nonce", "of another sign-in"), oauth.ErrIdentity},
		"discovered issuer": {func(s *standIn) {
			s.discovery = func(document map[string]any) { document["issuer"] = "https://evil.example" }
		}, oauth.ErrDiscovery},
	} {
		server := newStandIn(t, openIDShape(t, "public"))
		test.wrong(server)
		profile, err := trySignIn(t, server, nil)
		if !errors.Is(err, test.want) || (err == nil) != (profile.Subject != "") {
			t.Errorf("%s: signed in as %q, %v", name, profile.Subject, err)
		}
	}
}
