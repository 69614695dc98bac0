package oauth

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestWhenATokenEnds(t *testing.T) {
	now := time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC)
	for expiresIn, want := range map[string]time.Duration{
		`28800`: 8 * time.Hour, `"3600"`: time.Hour, `1`: time.Second,
		`0`: 0, `-1`: 0, `-28800`: 0, `null`: 0, `-99999999999999`: -1, `99999999999`: longestExpiry, `2147483647`: longestExpiry,
	} {
		for _, form := range []bool{false, true} {
			p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
				if form {
					w.Header().Set("Content-Type", "application/x-www-form-urlencoded")
					fmt.Fprint(w, "access_token=a&token_type=bearer&refresh_token=r&expires_in="+strings.Trim(expiresIn, `"`))
					return
				}
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, `{"access_token":"a","token_type":"bearer","refresh_token":"r","expires_in":`+expiresIn+`}`)
			})
			s.Now = func() time.Time { return now }
			token, err := exchangeWith(t, p, s)
			if err != nil || token.Access() != "a" || token.Refresh() != "r" {
				t.Errorf("%s: %v", expiresIn, err)
			}
			ends := token.Expires()
			switch {
			case want > 0 && !ends.Equal(now.Add(want)), want == 0 && !ends.IsZero(),
				want < 0 && !ends.IsZero() && ends.Before(now): // whatever comes of it: not a token that has always ended
				t.Errorf("%s, form %v: ends %v", expiresIn, form, ends)
			}
		}
	}
}

func TestTokenRepliesThatAreNone(t *testing.T) {
	for _, reply := range []string{
		`{"access_token":"a","expires_in":"soon"}`, `{"access_token":"a","expires_in":[1]}`, `{"access_token":"a","expires_in":{}}`,
		`{"access_token":"a","refresh_token":"r\nX: y"}`, `{"access_token":"a","refresh_token":"` + strings.Repeat("r", tokenLimit+1) + `"}`,
		`{"access_token":"","refresh_token":"r"}`, `{"refresh_token":"r"}`, `{"access_token":"a","token_type":"DPoP"}`,
	} {
		p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, reply)
		})
		if token, err := exchangeWith(t, p, s); !errors.Is(err, ErrUnexpected) || !token.IsZero() {
			t.Errorf("%.60s: %v", reply, err)
		}
	}
}

func TestRefusedRenewals(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		kind   error
	}{
		"the RFC's":    {400, `{"error":"invalid_grant","error_description":"` + hostileToken + `"}`, ErrSignedOut},
		"GitHub's":     {200, `{"error":"bad_refresh_token","error_uri":"` + hostileToken + `"}`, ErrSignedOut},
		"X's":          {400, `{"error":"invalid_request"}`, ErrSignedOut},
		"wrong secret": {401, `{"error":"invalid_client"}`, ErrWrongSecret},
		"nonsense":     {400, hostileToken, ErrUnexpected},
		"no token":     {200, `{}`, ErrUnexpected},
		"down":         {503, hostileToken, ErrProviderDown},
		"slow down":    {429, `{}`, ErrSlowDown},
		"portal":       {200, "<html>" + hostileToken, ErrPortal},
	} {
		p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
			if r.PostFormValue("grant_type") != "refresh_token" || r.PostFormValue("refresh_token") != hostileToken || r.PostFormValue("client_id") != "id" ||
				r.PostFormValue("redirect_uri") != "" || r.Header.Get("Authorization") != "" {
				t.Errorf("%s: the request is not as it should be", name)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(test.status)
			fmt.Fprint(w, test.body)
		})
		_, err := s.requestRenewal(t.Context(), p, hostileToken)
		if !errors.Is(err, test.kind) {
			t.Errorf("%s: %v", name, err)
		}
		checkQuiet(t, err)
		if test.kind == ErrSlowDown {
			if _, again := s.requestRenewal(t.Context(), p, hostileToken); !errors.Is(again, ErrSlowDown) || s.resting(p, p.TokenURL) == nil {
				t.Errorf("%s: asked again: %v", name, again)
			}
		}
	}
}
