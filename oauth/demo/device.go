package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The faults of signing in with a code.
const (
	DeviceDisabled Faults = 1 << (56 + iota) // device_flow_disabled instead of a code
	DeviceSlowDown                           // slow_down to every poll
	DeviceExpired                            // expired_token
	DeviceHangUp                             // polls get no reply at all
)

const (
	deviceGrant    = "urn:ietf:params:oauth:grant-type:device_code"
	deviceLife     = 15 * time.Minute
	deviceInterval = 5 * time.Second
	devicePath     = "/login/device"

	userCodeLetters = "BCDFGHJKLMNPQRSTVWXZ" // no vowels, no words (RFC 8628 section 6.1)
)

// device is a program somewhere that waits for a code to be entered.
type device struct {
	userCode string
	expires  time.Time
	interval time.Duration
	polled   time.Time
	decision Button // "" until the person has pressed one
}

// newDevice is POST /login/device/code.
func (s *Server) newDevice(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.PostFormValue("client_id") != s.App.ClientID:
		s.unknownApp(w)
		return
	case s.has(DeviceDisabled):
		s.refuse(w, r, "device_flow_disabled")
		return
	}
	now := s.now()
	d := &device{userCode: newUserCode(), expires: now.Add(deviceLife), interval: deviceInterval, polled: now}
	code := rand.Text()
	s.mu.Lock()
	for old := range s.devices {
		if len(s.devices) >= ticketLimit || now.After(s.devices[old].expires) {
			delete(s.devices, old)
		}
	}
	s.devices[code] = d
	s.mu.Unlock()
	s.reply(w, r, map[string]any{
		"device_code": code, "user_code": d.userCode, "verification_uri": s.URL + devicePath,
		"expires_in": int(deviceLife.Seconds()), "interval": int(deviceInterval.Seconds()),
	})
}

// newUserCode makes a code like WDJB-MJHT.
func newUserCode() string {
	bits := make([]byte, 8)
	rand.Read(bits)
	for i, b := range bits {
		bits[i] = userCodeLetters[int(b)%len(userCodeLetters)]
	}
	return string(bits[:4]) + "-" + string(bits[4:])
}

// pollDevice is the token endpoint, asked by a device.
func (s *Server) pollDevice(w http.ResponseWriter, r *http.Request) {
	if s.has(DeviceHangUp) {
		panic(http.ErrAbortHandler)
	}
	token, problem := s.redeemDevice(r.PostFormValue("device_code"))
	if problem != "" {
		s.refuse(w, r, problem)
		return
	}
	s.reply(w, r, s.tokenReply(token))
}

// redeemDevice turns a device code into a token, once, or says GitHub's word for
// what is wrong.
func (s *Server) redeemDevice(code string) (token, problem string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, d := s.now(), s.devices[code]
	switch {
	case d == nil:
		return "", "incorrect_device_code"
	case s.has(DeviceExpired) || !now.Before(d.expires):
		return "", "expired_token"
	case s.has(DeviceSlowDown) || now.Sub(d.polled) < d.interval:
		d.polled, d.interval = now, d.interval+5*time.Second
		return "", "slow_down"
	}
	d.polled = now
	switch {
	case d.decision == "":
		return "", "authorization_pending"
	case d.decision != Authorize || s.has(Deny):
		delete(s.devices, code)
		return "", "access_denied"
	}
	delete(s.devices, code)
	return s.newAccess(), ""
}

// showDevice is the page where a code is entered.
func (s *Server) showDevice(w http.ResponseWriter, _ *http.Request) {
	s.showPage(w, http.StatusOK, "form-action 'self'", view{Kind: "device", Person: s.person})
}

// enterCode takes a code, and after it the button of the consent page.
func (s *Server) enterCode(w http.ResponseWriter, r *http.Request) {
	if !s.isOwnPage(r) {
		s.showNote(w, http.StatusForbidden, "Not from here", "Another page tried to press this button.")
		return
	}
	if name := r.PostFormValue("ticket"); name != "" {
		s.decideDevice(w, name, Button(r.PostFormValue("decision")))
		return
	}
	code, known := s.deviceOf(r.PostFormValue("user_code"))
	if !known {
		s.showNote(w, http.StatusBadRequest, "Unknown code", "Nobody waits for this code. Look at it again, or get a new one.")
		return
	}
	ticket := s.keepTicket(ticket{device: code, expires: s.now().Add(ticketLife)})
	s.showPage(w, http.StatusOK, "form-action 'self'", view{Kind: "consent", Person: s.person, Ticket: ticket, Action: devicePath})
}

func (s *Server) decideDevice(w http.ResponseWriter, name string, decision Button) {
	t, known := s.takeTicket(name)
	s.mu.Lock()
	d := s.devices[t.device]
	if d != nil {
		d.decision = decision
	}
	s.mu.Unlock()
	switch {
	case !known || d == nil:
		s.showNote(w, http.StatusBadRequest, "Too late", "This page was already answered. Go back to Overachiever and try again.")
	case decision == Authorize:
		s.showNote(w, http.StatusOK, "All set", "Overachiever on the other device signs in now.")
	default:
		s.showNote(w, http.StatusOK, "Cancelled", "Overachiever on the other device stays signed out.")
	}
}

// deviceOf finds the device that shows a code, which people type as they like.
func (s *Server) deviceOf(userCode string) (code string, known bool) {
	plain := func(text string) string {
		return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(text))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for code, d := range s.devices {
		if same(plain(userCode), plain(d.userCode)) && s.now().Before(d.expires) {
			return code, true
		}
	}
	return "", false
}

// EnterCode does without a browser what a person does in one on another device:
// opens the page of the stand-in at base, enters a code, and presses a button.
func EnterCode(ctx context.Context, base, code string, button Button) (page string, err error) {
	client, done := newVisitor()
	defer done()
	address := base + devicePath
	if _, _, err := visit(ctx, client, http.MethodGet, address, nil); err != nil {
		return "", err
	}
	consent, _, err := visit(ctx, client, http.MethodPost, address, url.Values{"user_code": {code}})
	if err != nil {
		return "", err
	}
	ticket := ticketField.FindStringSubmatch(consent)
	if ticket == nil {
		return consent, fmt.Errorf("the code is not known")
	}
	page, _, err = visit(ctx, client, http.MethodPost, address, url.Values{"ticket": {ticket[1]}, "decision": {string(button)}})
	return page, err
}
