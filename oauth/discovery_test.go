package oauth

import (
	"slices"
	"testing"
)

func TestAddressesOfADiscoveryDocument(t *testing.T) {
	for name, test := range map[string]struct {
		issuer, token string
		good          bool
	}{
		"https":                       {"https://id.example.com", "https://api.example.com/token?x=y", true},
		"http for https":              {"https://id.example.com", "http://id.example.com/token", false},
		"loopback for loopback":       {"http://127.0.0.1:8080", "http://[::1]:8081/token", true},
		"https for loopback":          {"http://127.0.0.1:8080", "https://id.example.com/token", true},
		"loopback for https":          {"https://id.example.com", "http://127.0.0.1:8080/token", false},
		"loopback for https loopback": {"https://127.0.0.1:8080", "http://127.0.0.1:8080/token", false},
		"elsewhere for loopback":      {"http://127.0.0.1:8080", "http://192.168.1.1/token", false},
		"looks like loopback":         {"http://127.0.0.1:8080", "http://127.0.0.1.evil.example/token", false},
		"no host":                     {"https://id.example.com", "https:///token", false},
		"another scheme":              {"https://id.example.com", "ftp://id.example.com/token", false},
		"does not parse":              {"https://id.example.com", "https://id example/token", false},
		"nothing":                     {"https://id.example.com", "", false},
		"upper case":                  {"https://id.example.com", "HTTPS://id.example.com/token", true},
	} {
		told := announcement{AuthorizeURL: "https://id.example.com/a", KeysURL: "https://id.example.com/k", TokenURL: test.token}
		if err := told.check(test.issuer); (err == nil) != test.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOnlyAlgorithmsWithPublicKeysAreUsed(t *testing.T) {
	got := asymmetric([]string{"none", "HS256", "RS256", "HS512", "ES384", "PS512", "EdDSA", "RSA-OAEP", ""})
	if want := []string{"RS256", "ES384", "PS512", "EdDSA"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
