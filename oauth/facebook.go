package oauth

// Facebook is Facebook, or a stand-in at base. Errors match ErrBadURL. With openid
// among the scopes it takes PKCE in place of a secret; it has no refresh tokens, and
// no login: the name is shown for one. Addresses without a version stay good when
// versions end.
// https://developers.facebook.com/docs/facebook-login/guides/advanced/oidc-token
// https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
func Facebook(base string, app App) (Provider, error) {
	const usual = "https://www.facebook.com"
	base, err := place(base, usual)
	if err != nil {
		return Provider{}, err
	}
	api := base
	if base == usual {
		api = "https://graph.facebook.com"
	}
	return Provider{
		ID:           "facebook",
		Name:         "Facebook",
		Issuer:       base,
		Identity:     base,
		Base:         base,
		AuthorizeURL: base + "/dialog/oauth",
		TokenURL:     api + "/oauth/access_token",
		UserURL:      api + "/me?fields=id,name,picture.width(256).height(256)",
		Scope:        "openid public_profile",
		CallbackPath: "/callback/facebook",
		Redirect:     Redirect{Localhost: true},
		Profile: Fields{
			Subject: "id", Login: "name id", Name: "name", Picture: "picture.data.url",
		},
		RevokeURL:        api + "/me/permissions",
		RevokeStyle:      RevokePermissions,
		RegistrationPage: "https://developers.facebook.com/apps/",
		IDName:           "App ID",
		Steps:            `Create an app with Facebook Login and leave it in development mode.`,
		ConnectionPage:   "https://www.facebook.com/settings?tab=applications",
		Warning: "Facebook lets desktop programs in only while their app is in development mode, " +
			"and then only the people who are named in it.",
		App: app,
	}, nil
}
