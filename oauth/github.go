package oauth

import (
	"net/url"
	"strings"
)

const githubBase = "https://github.com"

// GitHub is github.com, or the GitHub Enterprise Server (or stand-in) at base.
// Base must be https, or http on this computer; else ErrBadURL.
// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
func GitHub(base string, app App) (Provider, error) {
	if strings.TrimSpace(base) == "" {
		base = githubBase
	}
	base, err := cleanBase(base)
	if err != nil {
		return Provider{}, badBase("https://github.example.com", err)
	}
	if base == "https://www.github.com" {
		base = githubBase
	}
	api := base + "/api/v3"
	if base == githubBase {
		api = "https://api.github.com"
	}
	return Provider{
		ID:             "github",
		Name:           "GitHub",
		Issuer:         base + "/login/oauth",
		IssuerPromised: base == githubBase,
		Identity:       base + "/login/oauth",
		Base:           base,
		AuthorizeURL:   base + "/login/oauth/authorize",
		TokenURL:       base + "/login/oauth/access_token",
		DeviceURL:      base + "/login/device/code",
		UserURL:        api + "/user",
		CallbackPath:   "/callback/github",
		Secret:         SecretNeeded,
		Profile: Fields{
			Subject: "id", Login: "login", Name: "name", Bio: "bio", Company: "company", Location: "location",
			Page: "html_url", Picture: "avatar_url", MemberSince: "created_at",
			PublicRepos: "public_repos", Followers: "followers", Following: "following",
		},
		RevokeURL:        api + "/applications/" + url.PathEscape(app.ClientID) + "/token",
		RevokeStyle:      RevokeGitHub,
		Another:          "prompt=select_account",
		Hint:             "login",
		RegistrationPage: base + "/settings/applications/new",
		IDName:           "Client ID",
		ConnectionPage:   base + "/settings/connections/applications/" + url.PathEscape(app.ClientID),
		App:              app,
	}, nil
}

// GitHubEnterprise is a company's own GitHub, at an address that has to be given. Its
// callback path lies below the one of GitHub: what was registered with that is still good.
// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#redirect-urls
func GitHubEnterprise(base string, app App) (Provider, error) {
	if strings.TrimSpace(base) == "" {
		return Provider{}, badBase("https://github.example.com", nil)
	}
	p, err := GitHub(base, app)
	p.ID, p.Name, p.CallbackPath = "github-enterprise", "GitHub Enterprise Server", pathAt("github", p.Base)
	return p, err
}
