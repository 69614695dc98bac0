package ui

import (
	"testing"

	"overachiever/storage"
)

func TestWhatAnAccountIsCalled(t *testing.T) {
	for _, c := range []struct {
		profile     storage.Profile
		where, whom string
	}{
		{storage.Profile{Provider: "github", Issuer: "https://github.com/login/oauth", Login: "ada"}, "GitHub", "@ada"},
		{storage.Profile{Provider: "demo", Issuer: "demo", Login: "demo-climber"}, "Demo account", "@demo-climber"},
		{storage.Profile{Provider: "gitea", Issuer: "https://codeberg.org", Login: "ada"}, "codeberg.org", "@ada"},
		{storage.Profile{Provider: "openid", Issuer: "https://login.example.com/realms/x", Login: "ada@example.com"}, "login.example.com", "ada@example.com"},
		{storage.Profile{Provider: "openid", Issuer: "https://login.example.com", Name: "Ada"}, "login.example.com", "Ada"},
		{storage.Profile{Provider: "of another version", Login: "ada"}, "of another version", "@ada"},
	} {
		if got := providerName(c.profile); got != c.where {
			t.Errorf("%q is called %q, want %q", c.profile.Issuer, got, c.where)
		}
		if got := handle(c.profile); got != c.whom {
			t.Errorf("%q is called %q, want %q", c.profile.Login, got, c.whom)
		}
	}
}
