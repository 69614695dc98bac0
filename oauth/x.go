package oauth

// X is X, formerly Twitter, or a stand-in at base. Errors match ErrBadURL. It wants
// each callback address with its port, and no localhost; its access tokens last two
// hours, so that offline.access is needed to stay signed in.
// https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token
// https://docs.x.com/x-api/users/get-my-user
func X(base string, app App) (Provider, error) {
	const usual = "https://x.com"
	base, err := place(base, usual)
	if err != nil {
		return Provider{}, err
	}
	api := base
	if base == usual {
		api = "https://api.x.com"
	}
	return Provider{
		ID:           "x",
		Name:         "X",
		Issuer:       base,
		Identity:     base,
		Base:         base,
		AuthorizeURL: base + "/i/oauth2/authorize",
		TokenURL:     api + "/2/oauth2/token",
		UserURL:      api + "/2/users/me?user.fields=created_at,description,location,profile_image_url,public_metrics",
		Scope:        "users.read tweet.read offline.access",
		CallbackPath: "/callback/x",
		// Below those that systems hand out by themselves.
		Redirect: Redirect{Ports: []int{28711, 28712, 28713}},
		Profile: Fields{
			Subject: "data.id", Login: "data.username", Name: "data.name", Bio: "data.description", Location: "data.location",
			Picture: "data.profile_image_url", MemberSince: "data.created_at",
			Followers: "data.public_metrics.followers_count", Following: "data.public_metrics.following_count",
		},
		RevokeURL:        api + "/2/oauth2/revoke",
		RevokeStyle:      RevokeStandard,
		RegistrationPage: "https://developer.x.com/en/portal/dashboard",
		IDName:           "Client ID",
		Steps:            `In the app's user authentication settings choose "Native App" and "Read".`,
		ConnectionPage:   "https://x.com/settings/connected_apps",
		App:              app,
	}, nil
}
