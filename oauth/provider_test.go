package oauth

import (
	"errors"
	"strings"
	"testing"
)

func TestGitHubAddresses(t *testing.T) {
	for base, want := range map[string]string{ // base → API, "" for refused
		"": "https://api.github.com", "https://github.com": "https://api.github.com", "https://GitHub.com/": "https://api.github.com",
		"https://www.github.com": "https://api.github.com", "https://github.com:443": "https://api.github.com",
		"https://github.example.com": "https://github.example.com/api/v3", " https://github.example.com/ ": "https://github.example.com/api/v3",
		"https://host:8443/git/": "https://host:8443/git/api/v3", "http://127.0.0.1:8080": "http://127.0.0.1:8080/api/v3",
		"http://[::1]:8080": "http://[::1]:8080/api/v3", "http://localhost:8080": "http://localhost:8080/api/v3",
		"http://github.com": "", "http://127.0.0.1.evil.example": "", "http://192.168.1.1": "", "github.com": "", "ftp://github.com": "",
		"https://": "", "https://me:pw@github.com": "", "https://github.com/?x=y": "", "https://github.com/#x": "", "https://git hub.com": "", "javascript:alert(1)": "",
	} {
		p, err := GitHub(base, App{ClientID: "id"})
		if want == "" {
			var f *Failure
			if !errors.Is(err, ErrBadURL) || !errors.As(err, &f) || f.Next == "" || strings.Contains(err.Error(), "pw") {
				t.Errorf("%q: %v", base, err)
			}
			continue
		}
		if err != nil || p.UserURL != want+"/user" || p.IssuerPromised != strings.Contains(want, "api.github.com") || p.Issuer != p.Base+"/login/oauth" || p.Identity != p.Issuer {
			t.Errorf("%q: %+v, %v", base, p, err)
		}
	}
}

func TestDemoIsMarkedAndKeepsItsIdentity(t *testing.T) {
	first, _ := GitHub("http://127.0.0.1:1001", App{})
	second, _ := GitHub("http://127.0.0.1:1002", App{})
	a, b := first.Demo(), second.Demo()
	if a.ID != "demo" || a.Name != "Demo account" || !a.IssuerPromised || a.Identity != b.Identity || a.Issuer == b.Issuer || first.ID != "github" {
		t.Errorf("%+v", a)
	}
}

func TestRevokePagesEscapeTheClientID(t *testing.T) {
	p, _ := GitHub("", App{ClientID: "../../x?y"})
	if got := p.RevokeURL; got != "https://api.github.com/applications/..%2F..%2Fx%3Fy/token" {
		t.Error(got)
	}
	if got := p.ConnectionPage; got != "https://github.com/settings/connections/applications/..%2F..%2Fx%3Fy" {
		t.Error(got)
	}
}

func TestEveryKindHasPlainWords(t *testing.T) {
	p, _ := GitHub("", App{})
	_, unknown := p.words(errors.New("unheard of"))
	for _, kind := range []error{ErrDenied, ErrTimedOut, ErrCancelled, ErrNoApp, ErrWrongSecret, ErrCodeExpired, ErrRedirect, ErrProviderDown, ErrOffline,
		ErrPortal, ErrCertificate, ErrIssuer, ErrDiscovery, ErrIdentity, ErrBrowser, ErrNoCode, ErrListen, ErrSignedOut, ErrSlowDown, ErrNotSignedIn} {
		for _, provider := range []Provider{p, p.Demo()} {
			sentence, next := provider.words(kind)
			if !strings.HasSuffix(sentence, ".") || !strings.HasSuffix(next, ".") || next == unknown {
				t.Errorf("%v: %q %q", kind, sentence, next)
			}
			for _, jargon := range []string{"token", "OAuth", "PKCE", "HTTP ", "JSON", "TLS", "issuer", "redirect", "keychain"} {
				if strings.Contains(sentence+next, jargon) {
					t.Errorf("%v: jargon %q in %q", kind, jargon, sentence+" "+next)
				}
			}
		}
	}
}
