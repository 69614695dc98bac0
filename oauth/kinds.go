package oauth

// Kind is a sort of provider that a person can sign in with, once this program is
// registered there.
type Kind struct {
	ID   string // as in Provider.ID
	Name string // for the screen
	Host string // an example of the address to ask for; "" when there is only one
	// New makes the provider at an address, "" for the usual one. Errors match
	// ErrBadURL, of an address that cannot be used or has to be given.
	New func(base string, app App) (Provider, error)
}

// Kinds are all of them, in the order in which they are offered.
func Kinds() []Kind {
	return []Kind{
		{ID: "github", Name: "GitHub", New: GitHub},
		{ID: "google", Name: "Google", New: Google},
		{ID: "gitlab", Name: "GitLab", New: GitLab},
		{ID: "gitlab-self-hosted", Name: "GitLab of your own", Host: "https://gitlab.example.com", New: GitLabSelfHosted},
		{ID: "x", Name: "X", New: X},
		{ID: "facebook", Name: "Facebook", New: Facebook},
		{ID: "github-enterprise", Name: "GitHub Enterprise Server", Host: "https://github.example.com", New: GitHubEnterprise},
		{ID: "gitea", Name: "Gitea or Forgejo", Host: "https://codeberg.org", New: Gitea},
		{ID: "openid", Name: "Any OpenID provider", Host: "https://login.example.com", New: OpenID},
	}
}
