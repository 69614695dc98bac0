package oauth

import "strings"

// GitLab is gitlab.com, or a stand-in at base. Errors match
// ErrBadURL. Its refresh tokens change with each use; an e-mail address it tells when
// it was confirmed.
// https://docs.gitlab.com/api/oauth2/
// https://docs.gitlab.com/api/users/#get-the-current-user
func GitLab(base string, app App) (Provider, error) {
	base, err := place(base, "https://gitlab.com")
	if err != nil {
		return Provider{}, err
	}
	return Provider{
		ID:           "gitlab",
		Name:         "GitLab",
		Issuer:       base,
		Identity:     base,
		Base:         base,
		AuthorizeURL: base + "/oauth/authorize",
		TokenURL:     base + "/oauth/token",
		DeviceURL:    base + "/oauth/authorize_device",
		UserURL:      base + "/api/v4/user",
		Scope:        "read_user",
		CallbackPath: "/callback/gitlab",
		Profile: Fields{
			Subject: "id", Login: "username", Name: "name", Bio: "bio", Company: "organization", Location: "location",
			Page: "web_url", Picture: "avatar_url", MemberSince: "created_at",
			Email: "email", EmailVerified: "confirmed_at",
		},
		RevokeURL:        base + "/oauth/revoke",
		RevokeStyle:      RevokeStandard,
		RegistrationPage: base + "/-/user_settings/applications",
		IDName:           "Application ID",
		Steps:            `Add a new application, untick "Confidential" and tick "read_user".`,
		ConnectionPage:   base + "/-/user_settings/applications",
		App:              app,
	}, nil
}

// GitLabSelfHosted is a GitLab of one's own, at an address that has to be given.
func GitLabSelfHosted(base string, app App) (Provider, error) {
	if strings.TrimSpace(base) == "" {
		return Provider{}, badBase("https://gitlab.example.com", nil)
	}
	p, err := GitLab(base, app)
	p.ID, p.Name, p.CallbackPath = "gitlab-self-hosted", "GitLab at "+hostName(p.Base), pathAt("gitlab", p.Base)
	return p, err
}
