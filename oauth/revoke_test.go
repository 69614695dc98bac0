package oauth

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// revoking is a provider that revokes in a style, and what it was asked for.
func revoking(t *testing.T, style RevokeStyle, answer func(w http.ResponseWriter, r *http.Request)) (Provider, *Sessions, *[]string) {
	t.Helper()
	var asked []string
	p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		r.ParseForm()
		line := r.Method + " " + r.URL.Path + " " + r.PostForm.Encode() + " " + id + ":" + secret + " " + strings.TrimPrefix(r.Header.Get("Authorization"), "Basic ")
		asked = append(asked, line)
		answer(w, r)
	})
	p.RevokeStyle, p.RevokeURL, p.Secret, p.App.ClientSecret = style, p.Base+"/revoke", SecretOptional, ""
	return p, s, &asked
}

func says(status int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func TestBothTokensAreRevokedTheRefreshTokenFirst(t *testing.T) {
	both := NewExpiringToken("access-1", "refresh-1", time.Now().Add(time.Hour))
	p, s, asked := revoking(t, RevokeStandard, says(200, ""))
	if outcome := s.revoke(t.Context(), p, both); outcome.Revocation != Revoked {
		t.Errorf("outcome %+v", outcome)
	}
	want := []string{
		"POST /revoke client_id=id&token=refresh-1&token_type_hint=refresh_token : ",
		"POST /revoke client_id=id&token=access-1&token_type_hint=access_token : ",
	}
	if !slices.Equal(*asked, want) {
		t.Errorf("asked %q", *asked)
	}
}

func TestASecretGoesWhereTheProviderWantsIt(t *testing.T) {
	p, s, asked := revoking(t, RevokeStandard, says(200, ""))
	p.App.ClientSecret = "hush"
	s.revoke(t.Context(), p, NewToken("access-1"))
	p.SecretHeader = true
	s.revoke(t.Context(), p, NewToken("access-1"))
	if first, second := (*asked)[0], (*asked)[1]; !strings.Contains(first, "client_secret=hush") || !strings.Contains(second, " id:hush ") || strings.Contains(second, "client_") {
		t.Errorf("asked %q", *asked)
	}
}

func TestWhatARevocationComesTo(t *testing.T) {
	both := NewExpiringToken("access-1", "refresh-1", time.Now().Add(time.Hour))
	access := NewToken("access-1")
	second := func(status int, body string) func(http.ResponseWriter, *http.Request) { // of two
		return func(w http.ResponseWriter, r *http.Request) {
			if r.PostFormValue("token_type_hint") == "access_token" {
				says(status, body)(w, r)
			}
		}
	}
	signedOut := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", `OAuth "Facebook Platform" "invalid_token" "x"`)
		says(400, `{"error":{"code":190}}`)(w, r)
	}
	for name, test := range map[string]struct {
		style  RevokeStyle
		token  Token
		answer func(http.ResponseWriter, *http.Request)
		want   Revocation
		asked  int
	}{
		"standard":                      {RevokeStandard, access, says(200, ""), Revoked, 1},
		"standard, Google's unknown":    {RevokeStandard, access, says(400, `{"error":"invalid_token"}`), AlreadyGone, 1},
		"standard, wrong client":        {RevokeStandard, access, says(401, `{"error":"invalid_client"}`), NotRevoked, 1},
		"standard, wrong client as 400": {RevokeStandard, access, says(400, `{"error":"invalid_client"}`), NotRevoked, 1},
		"standard, cannot":              {RevokeStandard, access, says(400, `{"error":"unsupported_token_type"}`), NotRevoked, 1},
		"standard, error with 200":      {RevokeStandard, access, says(200, `{"error":"server_error"}`), NotRevoked, 1},
		"standard, down":                {RevokeStandard, access, says(503, ""), NotRevoked, 1},
		"standard, a portal":            {RevokeStandard, access, says(200, "<!DOCTYPE html><p>hotel"), NotRevoked, 1},
		"refresh only":                  {RevokeStandard, both, second(400, `{"error":"unsupported_token_type"}`), Revoked, 2},
		"access gone with refresh":      {RevokeStandard, both, second(400, `{"error":"invalid_token"}`), Revoked, 2},
		"access may still be good":      {RevokeStandard, both, second(503, ""), NotRevoked, 2},
		"both gone":                     {RevokeStandard, both, says(400, `{"error":"invalid_token"}`), AlreadyGone, 2},
		"permissions":                   {RevokePermissions, access, says(200, `{"success":true}`), Revoked, 1},
		"permissions, token gone":       {RevokePermissions, access, signedOut, AlreadyGone, 1},
		"permissions, down":             {RevokePermissions, access, says(500, ""), NotRevoked, 1},
		"nowhere":                       {RevokeNowhere, access, says(200, ""), NotRevoked, 0},
		"no token":                      {RevokeStandard, Token{}, says(200, ""), NotRevoked, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p, s, asked := revoking(t, test.style, test.answer)
			outcome := s.revoke(t.Context(), p, test.token)
			if outcome.Revocation != test.want || len(*asked) != test.asked {
				t.Errorf("outcome %+v after %d requests", outcome, len(*asked))
			}
			sentence, next := outcome.Explain()
			if told := outcome.Reason != "" && outcome.Page == p.ConnectionPage && strings.HasSuffix(next, "."); told != (test.want == NotRevoked) {
				t.Errorf("%+v: %s %s", outcome, sentence, next)
			}
			if strings.Contains(sentence+next, "access-1") || strings.Contains(sentence+next, "refresh-1") {
				t.Error("the words show a token")
			}
		})
	}
}

func TestWithoutAPageThePersonIsToldWhereToLook(t *testing.T) {
	o := Outcome{Provider: "login.example.com", Reason: "login.example.com could not be reached."}
	if sentence, next := o.Explain(); !strings.Contains(sentence, "could not be reached") || strings.Contains(next, "page") || !strings.Contains(next, "login.example.com") {
		t.Errorf("%s %s", sentence, next)
	}
}
