package oauth

import "strings"

// Gitea is the Gitea or Forgejo (or a stand-in) at base, which has to be given. Errors
// match ErrBadURL. It says of no e-mail address that it is verified, and has no way to
// revoke but by hand.
// https://docs.gitea.com/development/oauth2-provider
// https://forgejo.org/docs/latest/user/oauth2-provider/
func Gitea(base string, app App) (Provider, error) {
	if strings.TrimSpace(base) == "" {
		return Provider{}, badBase("https://codeberg.org", nil)
	}
	base, err := place(base, "https://codeberg.org")
	if err != nil {
		return Provider{}, err
	}
	return Provider{
		ID:           "gitea",
		Name:         hostName(base),
		Issuer:       base,
		Identity:     base,
		Base:         base,
		AuthorizeURL: base + "/login/oauth/authorize",
		TokenURL:     base + "/login/oauth/access_token",
		UserURL:      base + "/api/v1/user",
		Scope:        "read:user",
		CallbackPath: pathAt("gitea", base),
		Profile: Fields{
			Subject: "id", Login: "login", Name: "full_name", Bio: "description", Location: "location",
			Page: "html_url", Picture: "avatar_url", MemberSince: "created",
			Followers: "followers_count", Following: "following_count",
		},
		RegistrationPage: base + "/user/settings/applications",
		IDName:           "Client ID",
		Steps:            `Create an OAuth2 application and untick "Confidential client".`,
		ConnectionPage:   base + "/user/settings/applications",
		Warning: "Overachiever asks to read the profile only. An older Gitea or Forgejo gives every program full access to the account all the same: " +
			"its page says so before you agree.",
		App: app,
	}, nil
}
