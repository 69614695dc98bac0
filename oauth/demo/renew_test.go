package demo

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"
)

// pair is a token reply.
type pair struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	Expires int    `json:"expires_in"`
	Problem string `json:"error"`
}

func (s *Server) ask(t *testing.T, form url.Values) pair {
	t.Helper()
	_, body := ask(t, "POST", s.URL+"/login/oauth/access_token", form, "Accept", "application/json")
	var p pair
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func (s *Server) renew(t *testing.T, refresh string) pair {
	t.Helper()
	return s.ask(t, url.Values{"client_id": {s.App.ClientID}, "client_secret": {s.App.ClientSecret.Reveal()},
		"grant_type": {"refresh_token"}, "refresh_token": {refresh}})
}

func TestTokensThatEnd(t *testing.T) {
	now := time.Now()
	options := Options{Life: time.Hour, Now: func() time.Time { return now }}
	s := start(t, options)
	first := s.ask(t, s.tokenForm(s.code(t)))
	if !s.accepts(first.Access) || s.accepts(first.Refresh) || first.Refresh == "" || first.Expires != 3600 {
		t.Fatalf("expires in %d", first.Expires)
	}
	for name, wrong := range map[string]string{"access": first.Access, "forged": first.Refresh[:8] + "0" + first.Refresh[9:], "none": "", "short": "demo_"} {
		if p := s.renew(t, wrong); p.Problem != "bad_refresh_token" || p.Access != "" {
			t.Errorf("%s: %s", name, p.Problem)
		}
	}
	second := s.renew(t, first.Refresh)
	if !s.accepts(second.Access) || s.accepts(first.Access) || second.Refresh == first.Refresh {
		t.Error("renewing ends both old tokens")
	}
	if p := s.renew(t, first.Refresh); p.Problem != "bad_refresh_token" {
		t.Errorf("a refresh token was good twice: %s", p.Problem)
	}
	now = now.Add(time.Hour)
	if s.accepts(second.Access) {
		t.Error("the token did not end")
	}
	s = start(t, options) // it has no memory, and needs none
	third := s.renew(t, second.Refresh)
	if !s.accepts(third.Access) {
		t.Errorf("after a restart: %s", third.Problem)
	}
	form := s.tokenForm(s.code(t))
	stolen := s.ask(t, form)
	s.ask(t, form)
	if s.accepts(stolen.Access) || s.renew(t, stolen.Refresh).Problem == "" {
		t.Error("a code used twice must withdraw both its tokens")
	}
	form = s.tokenForm(s.code(t))
	form.Set("grant_type", "refresh_token")
	form.Set("client_secret", "wrong")
	if p := s.ask(t, form); p.Problem != "incorrect_client_credentials" {
		t.Errorf("wrong secret: %s", p.Problem)
	}
}

func TestRefreshFaults(t *testing.T) {
	s := start(t, Options{Life: time.Hour})
	first := s.ask(t, s.tokenForm(s.code(t)))
	s.SetFaults(RefreshRefused)
	if p := s.renew(t, first.Refresh); p.Problem != "bad_refresh_token" {
		t.Errorf("refused: %s", p.Problem)
	}
	s.SetFaults(RefreshKept)
	for range 2 {
		if p := s.renew(t, first.Refresh); !s.accepts(p.Access) || p.Refresh != "" {
			t.Errorf("kept: %s", p.Problem)
		}
	}
}

func TestTokensForEverHaveNothingToRenew(t *testing.T) {
	s := start(t, Options{})
	reply, body := ask(t, "POST", s.URL+"/login/oauth/access_token", s.tokenForm(s.code(t)), "Accept", "application/json")
	if reply.StatusCode != 200 || strings.Contains(body, "refresh") || strings.Contains(body, "expires") {
		t.Error("the reply speaks of an end")
	}
}
