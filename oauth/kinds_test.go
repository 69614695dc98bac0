package oauth_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"overachiever/oauth"
)

func TestEveryKindHasAStandIn(t *testing.T) {
	shaped := map[string]bool{"github": true, "github-enterprise": true} // by the package demo
	for _, shape := range shapes() {
		shaped[shape.kind] = true
	}
	for _, kind := range oauth.Kinds() {
		if !shaped[kind.ID] {
			t.Errorf("nothing stands in for %s", kind.ID)
		}
	}
}

func TestEveryKindSignsInReadsTheProfileRefreshesAndSignsOut(t *testing.T) {
	for _, shape := range shapes() {
		t.Run(shape.name(), func(t *testing.T) {
			server := newStandIn(t, shape)
			p, pages := server.provider(), make(chan string, 1)
			s := server.sessions(pages)

			profile, err := s.SignIn(t.Context(), p, oauth.Prompt{}, func(oauth.Waiting) {})
			if err != nil {
				t.Fatal(err)
			}
			if page := <-pages; !strings.Contains(page, "You are signed in as") {
				t.Errorf("the browser ended on %s", page)
			}
			checkProfile(t, server, p, profile)
			server.checkRequests(map[string]int{"POST " + shape.token: 1, "GET " + shape.userPath(): 1})

			fresh, _, err := s.Refresh(t.Context(), p, profile)
			if err != nil || fresh.Subject != profile.Subject || fresh.Login != profile.Login || len(fresh.Avatar) == 0 {
				t.Errorf("refreshed to %q, %v", fresh.Login, err)
			}
			server.checkRequests(map[string]int{"POST " + shape.token: 1, "GET " + shape.userPath(): 2})

			outcome, err := s.SignOut(t.Context(), p, profile)
			if err != nil {
				t.Fatal(err)
			}
			checkSignedOut(t, server, p, outcome)
			if err := s.Restore(t.Context(), profile); !errors.Is(err, oauth.ErrNotSignedIn) {
				t.Errorf("after signing out: %v", err)
			}
		})
	}
}

func checkProfile(t *testing.T, server *standIn, p oauth.Provider, got oauth.Profile) {
	t.Helper()
	want := server.shape.want
	want.Provider, want.Issuer = server.shape.kind, server.URL
	want.Page = strings.ReplaceAll(want.Page, "BASE", server.URL)
	if len(got.Avatar) == 0 || time.Since(got.Fetched) > time.Minute || p.Identity != got.Issuer {
		t.Errorf("picture of %d bytes, fetched %v, filed under %s", len(got.Avatar), got.Fetched, got.Issuer)
	}
	got.Avatar, got.Fetched, got.ETag = nil, time.Time{}, ""
	if !sameProfile(got, want) {
		t.Errorf("profile\n%+v, want\n%+v", got, want)
	}
}

func sameProfile(a, b oauth.Profile) bool {
	since := a.MemberSince.Equal(b.MemberSince)
	a.MemberSince, b.MemberSince, a.Avatar, b.Avatar = time.Time{}, time.Time{}, nil, nil
	return since && a.Subject == b.Subject && a.Login == b.Login && a.Name == b.Name && a.Bio == b.Bio && a.Company == b.Company && a.Location == b.Location &&
		a.Page == b.Page && a.Email == b.Email && a.Followers == b.Followers && a.Following == b.Following && a.Provider == b.Provider && a.Issuer == b.Issuer
}

// checkRequests fails when the stand-in was asked more or less than that, its picture,
// and what an OpenID provider has to be asked once: who it is, and its keys.
func (s *standIn) checkRequests(want map[string]int) {
	s.t.Helper()
	want["GET "+s.shape.authorize] = 1
	want["GET /picture.png"] = max(want["GET "+s.shape.userPath()], 1)
	if s.shape.openID {
		want["GET /.well-known/openid-configuration"], want["GET /keys"] = 1, 1
	}
	if s.shape.user == "" {
		delete(want, "GET ")
		want["GET /picture.png"] = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for what, count := range want {
		if s.asked[what] != count {
			s.t.Errorf("asked %d times for %s, want %d", s.asked[what], what, count)
		}
	}
	for what, count := range s.asked {
		if want[what] == 0 {
			s.t.Errorf("asked %d times for %s", count, what)
		}
	}
}

func checkSignedOut(t *testing.T, server *standIn, p oauth.Provider, outcome oauth.Outcome) {
	t.Helper()
	sentence, next := outcome.Explain()
	if server.shape.revoke == "" {
		if outcome.Revocation != oauth.NotRevoked || outcome.Page != p.ConnectionPage || !strings.HasSuffix(next, ".") {
			t.Errorf("%v: %s %s", outcome.Revocation, sentence, next)
		}
		return
	}
	if outcome.Revocation != oauth.Revoked || !strings.Contains(sentence, p.Name) {
		t.Errorf("%v: %s", outcome.Revocation, sentence)
	}
	for token, what := range server.good {
		if what == "access_token" {
			t.Errorf("%s is still good", token)
		}
	}
}

func TestKindsAskForWhatTheyNeedAndSayWhatIsWrong(t *testing.T) {
	for _, kind := range oauth.Kinds() {
		example := kind.Host
		p, err := kind.New(example, oauth.App{ClientID: "id"})
		if err != nil {
			t.Errorf("%s: %v", kind.ID, err)
			continue
		}
		if p.ID != kind.ID || p.Name == "" || p.IDName == "" || p.Issuer == "" || p.Identity == "" || !strings.HasPrefix(p.CallbackPath, "/callback/") {
			t.Errorf("%s: %+v", kind.ID, p)
		}
		for _, page := range []string{p.RegistrationPage, p.ConnectionPage} {
			if u, err := url.Parse(page); err != nil || page != "" && (u.Scheme != "https" || u.Host == "") {
				t.Errorf("%s: page %q", kind.ID, page)
			}
		}
		if _, err := kind.New("http://host.example", oauth.App{}); !errors.Is(err, oauth.ErrBadURL) {
			t.Errorf("%s takes an address without https: %v", kind.ID, err)
		}
		_, err = kind.New("", oauth.App{})
		var f *oauth.Failure
		if (err != nil) != (kind.Host != "") || err != nil && (!errors.As(err, &f) || !errors.Is(err, oauth.ErrBadURL) || !strings.Contains(f.Next, kind.Host)) {
			t.Errorf("%s without an address: %v", kind.ID, err)
		}
	}
}

func TestOpenIDIssuerIsTakenExactly(t *testing.T) {
	for typed, want := range map[string]string{
		"https://id.example.com": "https://id.example.com", " https://ID.example.com/ ": "https://id.example.com/", "https://id.example.com/realms/a": "https://id.example.com/realms/a",
		"https://id.example.com/realms/a/.well-known/openid-configuration": "https://id.example.com/realms/a", "https://id.example.com:443": "https://id.example.com",
		"https://id.example.com/?x=y": "", "https://id.example.com/#x": "", "id.example.com": "", "https://me:pw@id.example.com": "",
	} {
		p, err := oauth.OpenID(typed, oauth.App{})
		if p.Issuer != want || p.Identity != want || (err == nil) != (want != "") {
			t.Errorf("%q: issuer %q, %v", typed, p.Issuer, err)
		}
	}
}

func TestFacebookAndOlderGiteaWarn(t *testing.T) {
	for _, kind := range oauth.Kinds() {
		p, err := kind.New(kind.Host, oauth.App{})
		if err != nil {
			t.Fatal(err)
		}
		if warns := p.Warning != ""; warns != (kind.ID == "facebook" || kind.ID == "gitea") {
			t.Errorf("%s: warning %q", kind.ID, p.Warning)
		}
	}
}
