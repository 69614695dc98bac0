package oauth

import (
	"errors"
	"strings"
	"testing"
	"time"
)

const itemKey = "https://github.example.com/login/oauth#1234567890"

func TestItemsKeepWhatFits(t *testing.T) {
	ends := time.Date(2031, time.May, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		access, refresh int // bytes
		keepsAll        bool
		fails           bool
	}{
		"GitHub":                    {access: 40, refresh: 76, keepsAll: true},
		"for ever":                  {access: 40, keepsAll: true},
		"both, just":                {access: 1200, refresh: 1200, keepsAll: true},
		"one too many":              {access: 1300, refresh: 1300},
		"huge access token":         {access: tokenLimit, refresh: 100},
		"refresh token, just":       {access: 1, refresh: 2450},
		"huge refresh token":        {access: 100, refresh: 2560, fails: true},
		"huge, nothing to renew it": {access: 2560, fails: true},
	} {
		token := NewExpiringToken(Secret(strings.Repeat("<", test.access)), Secret(strings.Repeat("&", test.refresh)), ends)
		vault := new(fakeRing).vault(time.Minute)
		err := vault.Store(t.Context(), itemKey, token)
		if test.fails {
			var f *Failure
			if !errors.Is(err, ErrKeyring) || !errors.As(err, &f) || !strings.Contains(f.Sentence, "does not fit") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		kept, loadErr := vault.Load(t.Context(), itemKey)
		if err != nil || loadErr != nil || kept.Refresh() != token.Refresh() || kept.IsZero() {
			t.Errorf("%s: %v, %v", name, err, loadErr)
		}
		if test.keepsAll != (kept.Access() == token.Access() && kept.Expires().Equal(ends)) || !test.keepsAll && kept.Access() != "" {
			t.Errorf("%s: keeps the access token: %v", name, kept.Access() != "")
		}
		if text, _ := token.seal(itemKey); len(text) > itemLimit {
			t.Errorf("%s: %d bytes", name, len(text))
		}
	}
}

func TestOldItemsAreRead(t *testing.T) {
	token, err := unseal("k", `{"key":"k","access_token":"a"}`)
	if err != nil || token.Access() != "a" || token.Refresh() != "" || !token.Expires().IsZero() {
		t.Error(err)
	}
}

func TestItemsOfNonsenseTimeNeverEnd(t *testing.T) {
	for _, expires := range []string{"0", "-1", "9000000000000000000"} {
		token, err := unseal("k", `{"key":"k","access_token":"a","refresh_token":"r","expires":`+expires+`}`)
		if err != nil || !token.Expires().IsZero() || token.Refresh() != "r" {
			t.Errorf("%s: %v %v", expires, token.Expires(), err)
		}
	}
}
