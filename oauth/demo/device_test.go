package demo

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// newCodes asks for a device code and its user code.
func (s *Server) newCodes(t *testing.T) (device, user string) {
	t.Helper()
	_, body := ask(t, "POST", s.URL+"/login/device/code", url.Values{"client_id": {s.App.ClientID}}, "Accept", "application/json")
	var reply struct {
		DeviceCode      string `json:"device_code"`
		UserCode        string `json:"user_code"`
		VerificationURI string `json:"verification_uri"`
		ExpiresIn       int    `json:"expires_in"`
		Interval        int    `json:"interval"`
	}
	if err := json.Unmarshal([]byte(body), &reply); err != nil || reply.DeviceCode == "" || len(reply.UserCode) != 9 ||
		reply.VerificationURI != s.URL+"/login/device" || reply.ExpiresIn != 900 || reply.Interval != 5 {
		t.Fatalf("reply %s", body)
	}
	return reply.DeviceCode, reply.UserCode
}

// poll returns GitHub's word for what is wrong, "" when there is a token.
func (s *Server) poll(t *testing.T, device string) string {
	t.Helper()
	form := url.Values{"client_id": {s.App.ClientID}, "device_code": {device}, "grant_type": {deviceGrant}}
	reply, body := ask(t, "POST", s.URL+"/login/oauth/access_token", form, "Accept", "application/json")
	var fields map[string]string
	if err := json.Unmarshal([]byte(body), &fields); err != nil || reply.StatusCode != 200 {
		t.Fatalf("%d %s", reply.StatusCode, body)
	}
	if fields["error"] == "" && !s.accepts(fields["access_token"]) {
		t.Errorf("token %s", body)
	}
	return fields["error"]
}

func TestDevice(t *testing.T) {
	now := time.Now()
	s := start(t, Options{Now: func() time.Time { return now }})
	later := func(d time.Duration) { now = now.Add(d) }
	for _, test := range []struct {
		button Button
		want   string
	}{{Authorize, ""}, {Cancel, "access_denied"}} {
		device, user := s.newCodes(t)
		if problem := s.poll(t, device); problem != "slow_down" {
			t.Errorf("at once: %q", problem)
		}
		later(9 * time.Second)
		if problem := s.poll(t, device); problem != "slow_down" { // 10 s are due now
			t.Errorf("a little later: %q", problem)
		}
		later(15 * time.Second)
		if problem := s.poll(t, device); problem != "authorization_pending" {
			t.Errorf("nobody has entered the code: %q", problem)
		}
		if _, err := EnterCode(t.Context(), s.URL, "AAAA-AAAA", Authorize); err == nil {
			t.Error("a code that nobody shows was accepted")
		}
		if _, err := EnterCode(t.Context(), s.URL, " "+strings.ToLower(strings.Replace(user, "-", "", 1)), test.button); err != nil {
			t.Error(err)
		}
		later(15 * time.Second)
		if problem := s.poll(t, device); problem != test.want {
			t.Errorf("%s: %q", test.button, problem)
		}
		if problem := s.poll(t, device); problem != "incorrect_device_code" {
			t.Errorf("polled again: %q", problem)
		}
	}
	device, user := s.newCodes(t)
	later(16 * time.Minute)
	if problem := s.poll(t, device); problem != "expired_token" {
		t.Errorf("too late: %q", problem)
	}
	if _, err := EnterCode(t.Context(), s.URL, user, Authorize); err == nil {
		t.Error("a code that ran out was accepted")
	}
	if reply, _ := ask(t, "POST", s.URL+"/login/device/code", url.Values{"client_id": {"x"}}); reply.StatusCode != 404 {
		t.Errorf("unknown app: %d", reply.StatusCode)
	}
	s.SetFaults(DeviceDisabled)
	if _, body := ask(t, "POST", s.URL+"/login/device/code", url.Values{"client_id": {s.App.ClientID}}); !strings.Contains(body, "error=device_flow_disabled") {
		t.Errorf("switched off: %s", body)
	}
}

func TestCodesCannotBeEnteredFromElsewhere(t *testing.T) {
	s := start(t, Options{})
	device, user := s.newCodes(t)
	address := s.URL + devicePath
	if reply, _ := ask(t, "POST", address, url.Values{"user_code": {user}}, "Origin", "https://evil.example"); reply.StatusCode != 403 {
		t.Errorf("another origin: %d", reply.StatusCode)
	}
	_, page := ask(t, "POST", address, url.Values{"user_code": {user}}, "Origin", s.URL)
	ticket := ticketField.FindStringSubmatch(page)[1]
	if reply, _ := ask(t, "POST", s.URL+"/login/oauth/authorize", url.Values{"ticket": {ticket}, "decision": {"authorize"}}); reply.StatusCode != 400 {
		t.Errorf("at the other page: %d", reply.StatusCode)
	}
	if reply, _ := ask(t, "POST", address, url.Values{"ticket": {ticket}, "decision": {"authorize"}}); reply.StatusCode != 400 {
		t.Errorf("used up: %d", reply.StatusCode)
	}
	_, page = ask(t, "GET", s.link(nil), nil)
	ticket = ticketField.FindStringSubmatch(page)[1]
	if reply, _ := ask(t, "POST", address, url.Values{"ticket": {ticket}, "decision": {"authorize"}}); reply.StatusCode != 400 {
		t.Errorf("a ticket of the browser's way: %d", reply.StatusCode)
	}
	if s.devices[device].decision != "" {
		t.Error("somebody decided")
	}
}

func TestPressFollowsALinkToTheConsentPage(t *testing.T) {
	s := start(t, Options{})
	link := s.link(map[string]string{"redirect_uri": "http://127.0.0.1:1/callback/github"})
	elsewhere := httptest.NewServer(http.RedirectHandler(link, http.StatusSeeOther))
	defer elsewhere.Close()
	if _, err := Press(t.Context(), elsewhere.URL, Authorize); err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("nobody listens where it leads back to, but: %v", err)
	}
	if s.Requests("POST /login/oauth/authorize") != 1 {
		t.Error("no button was pressed")
	}
}
