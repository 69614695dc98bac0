package oauth_test

import (
	"net/http"
	"regexp"
	"strings"
	"time"

	"overachiever/oauth"
)

// shape is how one kind of provider does things, as its documentation has it.
type shape struct {
	kind    string // as in oauth.Kinds
	variant string // of which there are several

	authorize, token string
	user             string // with the query that is due; "": the id_token tells all
	revoke           string // "POST /revoke"; "": nowhere
	revokesAll       bool   // with the token itself
	scope            string
	redirect         *regexp.Regexp // what was registered; nil: any port of 127.0.0.1
	below            string         // the path that was registered, for a kind with many places
	secret           string         // said in the "form" or the "header"; "": a public client
	openID           bool
	tellsIssuer      bool
	refreshes        bool // gives a refresh token
	refuses400       bool

	profile string        // as it tells it, BASE being where it is
	want    oauth.Profile // Page and Picture with BASE
}

func (s shape) name() string { return strings.TrimSpace(s.kind + " " + s.variant) }

func (s shape) userPath() string {
	path, _, _ := strings.Cut(s.user, "?")
	return path
}

func (s shape) userQuery() string {
	_, query, _ := strings.Cut(s.user, "?")
	return query
}

func (s shape) mayRedirect(host string) *regexp.Regexp {
	switch {
	case s.redirect != nil:
		return s.redirect
	case s.below != "":
		return redirects(s.below + host)
	}
	return redirects("/callback/" + s.kind)
}

// refuse says that a token is not good any more.
func (s shape) refuse(w http.ResponseWriter) {
	if s.refuses400 {
		w.Header().Set("WWW-Authenticate", `OAuth "Facebook Platform" "invalid_token" "Error validating access token."`)
		w.WriteHeader(http.StatusBadRequest)
		tell(w, map[string]any{"error": map[string]any{"message": "Error validating access token.", "type": "OAuthException", "code": 190}})
		return
	}
	w.WriteHeader(http.StatusUnauthorized)
	tell(w, map[string]any{"message": "401 Unauthorized"})
}

// shapes are all kinds but GitHub's, whose stand-in is the package demo.
func shapes() []shape {
	since := time.Date(2019, 5, 6, 7, 8, 9, 0, time.UTC)
	gitlab := shape{
		kind: "gitlab", authorize: "/oauth/authorize", token: "/oauth/token", user: "/api/v4/user", revoke: "POST /oauth/revoke",
		scope: "read_user", refreshes: true,
		profile: `{"id":7,"username":"robin","name":"Robin Climber","state":"active","bio":"Up.","organization":"Rope","location":"Ulm","web_url":"BASE/robin",
			"avatar_url":"BASE/picture.png","created_at":"2019-05-06T07:08:09.000Z","email":"robin@example.com","confirmed_at":"2019-05-06T08:00:00.000Z"}`,
		want: oauth.Profile{Subject: "7", Login: "robin", Name: "Robin Climber", Bio: "Up.", Company: "Rope", Location: "Ulm", Page: "BASE/robin",
			MemberSince: since, Email: "robin@example.com"},
	}
	own := gitlab
	own.kind, own.below = "gitlab-self-hosted", "/callback/gitlab/"
	google := shape{
		kind: "google", authorize: "/o/oauth2/v2/auth", token: "/token", user: "/v1/userinfo", revoke: "POST /revoke",
		scope: "openid profile email", secret: "form", openID: true, tellsIssuer: true, refreshes: true,
		profile: `{"sub":"110169484474386276334","name":"Robin Climber","given_name":"Robin","family_name":"Climber","picture":"BASE/picture.png",
			"email":"robin@example.com","email_verified":true}`,
		want: oauth.Profile{Subject: "110169484474386276334", Login: "robin@example.com", Name: "Robin Climber", Email: "robin@example.com"},
	}
	openID := shape{
		kind: "openid", variant: "public", below: "/callback/openid/", authorize: "/authorize", token: "/token", user: "/userinfo", revoke: "POST /revoke",
		scope: "openid profile email offline_access", openID: true, refreshes: true,
		profile: `{"sub":"auth0|5f7c","preferred_username":"robin","name":"Robin Climber","profile":"BASE/robin","picture":"BASE/picture.png",
			"email":"robin@example.com","email_verified":false}`,
		want: oauth.Profile{Subject: "auth0|5f7c", Login: "robin", Name: "Robin Climber", Page: "BASE/robin"},
	}
	confidential := openID
	confidential.variant, confidential.secret, confidential.scope, confidential.refreshes = "with a secret in the header", "header", "openid profile email", false
	bare := openID
	bare.variant, bare.user, bare.revoke = "without userinfo and revocation", "", ""
	return []shape{
		google, gitlab, own, openID, confidential, bare,
		{
			kind: "gitea", below: "/callback/gitea/", authorize: "/login/oauth/authorize", token: "/login/oauth/access_token", user: "/api/v1/user", scope: "read:user", refreshes: true,
			profile: `{"id":8,"login":"robin","login_name":"","full_name":"Robin Climber","email":"robin@noreply.example.com","avatar_url":"BASE/picture.png",
				"html_url":"BASE/robin","created":"2019-05-06T09:08:09+02:00","location":"Ulm","description":"Up.","followers_count":3,"following_count":4}`,
			want: oauth.Profile{Subject: "8", Login: "robin", Name: "Robin Climber", Bio: "Up.", Location: "Ulm", Page: "BASE/robin", MemberSince: since,
				Followers: 3, Following: 4},
		},
		{
			kind: "x", authorize: "/i/oauth2/authorize", token: "/2/oauth2/token", revoke: "POST /2/oauth2/revoke", refreshes: true,
			user:  "/2/users/me?user.fields=created_at,description,location,profile_image_url,public_metrics",
			scope: "users.read tweet.read offline.access", redirect: regexp.MustCompile(`^http://127\.0\.0\.1:2871[123]/callback/x$`),
			profile: `{"data":{"id":"2244994945","username":"robin","name":"Robin Climber","description":"Up.","location":"Ulm","profile_image_url":"BASE/picture.png",
				"created_at":"2019-05-06T07:08:09.000Z","public_metrics":{"followers_count":3,"following_count":4,"tweet_count":5,"listed_count":6}}}`,
			want: oauth.Profile{Subject: "2244994945", Login: "robin", Name: "Robin Climber", Bio: "Up.", Location: "Ulm", MemberSince: since, Followers: 3, Following: 4},
		},
		{
			kind: "facebook", authorize: "/dialog/oauth", token: "/oauth/access_token", user: "/me?fields=id,name,picture.width(256).height(256)",
			revoke: "DELETE /me/permissions", revokesAll: true, refuses400: true, scope: "openid public_profile",
			redirect: regexp.MustCompile(`^http://localhost:[1-9]\d*/callback/facebook$`),
			profile:  `{"id":"10158","name":"Robin Climber","picture":{"data":{"height":256,"is_silhouette":false,"url":"BASE/picture.png","width":256}}}`,
			want:     oauth.Profile{Subject: "10158", Login: "Robin Climber", Name: "Robin Climber"},
		},
	}
}
