package demo

import (
	"crypto/rand"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

const (
	callbackPath = "/callback/github" // as registered; the port may vary
	ticketLife   = 10 * time.Minute
	ticketLimit  = 100
)

// ticket is a consent page that was shown: what the button decides about. Its
// name is in the form and nowhere else, so that no other page can press it.
type ticket struct {
	redirect  string
	state     string
	challenge string
	device    string // the device code, of a consent page for another device; ""
	expires   time.Time
}

// showConsent asks the person. Requests that do not say truly where to return to
// get a page, never a redirect.
func (s *Server) showConsent(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	redirect, origin := loopbackCallback(query.Get("redirect_uri"))
	switch {
	case query.Get("client_id") != s.App.ClientID:
		s.showNote(w, http.StatusNotFound, "Unknown app", "No app with this client ID is registered here.")
		return
	case redirect == "":
		s.showNote(w, http.StatusBadRequest, "Wrong address", "The redirect_uri is not the callback URL of this app.")
		return
	}
	t := ticket{redirect: redirect, state: query.Get("state"), challenge: query.Get("code_challenge"), expires: s.now().Add(ticketLife)}
	if query.Get("response_type") != "code" || query.Get("code_challenge_method") != "S256" || len(t.challenge) != 43 {
		s.sendBack(w, r, t, url.Values{"error": {"invalid_request"}})
		return
	}
	s.showPage(w, http.StatusOK, "form-action 'self' "+origin, view{Kind: "consent", Person: s.person, Ticket: s.keepTicket(t), Action: "/login/oauth/authorize"})
}

// pressButton is the person's decision.
func (s *Server) pressButton(w http.ResponseWriter, r *http.Request) {
	if !s.isOwnPage(r) {
		s.showNote(w, http.StatusForbidden, "Not from here", "Another page tried to press this button.")
		return
	}
	t, known := s.takeTicket(r.PostFormValue("ticket"))
	switch decision := r.PostFormValue("decision"); {
	case !known || t.device != "":
		s.showNote(w, http.StatusBadRequest, "Too late", "This page was already answered. Go back to Overachiever and try again.")
	case decision == string(Authorize) && !s.has(Deny):
		s.sendBack(w, r, t, url.Values{"code": {s.newCode(t)}})
	default:
		s.sendBack(w, r, t, url.Values{
			"error":             {"access_denied"},
			"error_description": {"The user has denied your application access."},
		})
	}
}

// isOwnPage reports whether a form was sent by a page of this server.
func (s *Server) isOwnPage(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	return origin == "" || origin == s.URL
}

// sendBack returns the browser to the app, naming who sends it (RFC 9207).
func (s *Server) sendBack(w http.ResponseWriter, r *http.Request, t ticket, answer url.Values) {
	answer.Set("state", t.state)
	if s.has(WrongIssuer) {
		answer.Set("iss", "https://evil.example/login/oauth")
	} else if !s.has(MissingIssuer) {
		answer.Set("iss", s.URL+"/login/oauth")
	}
	secure(w.Header(), "")
	http.Redirect(w, r, t.redirect+"?"+answer.Encode(), http.StatusSeeOther)
}

// loopbackCallback accepts http://127.0.0.1:PORT/callback/github, what lies below it (as
// GitHub does) and the same on [::1], and returns it with its origin; else two empty strings.
func loopbackCallback(text string) (redirect, origin string) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" || !isBelow(u.EscapedPath(), callbackPath) || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", ""
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err != nil || !addr.IsLoopback() {
		return "", ""
	}
	return text, "http://" + u.Host
}

func isBelow(path, registered string) bool {
	return path == registered || strings.HasPrefix(path, registered+"/") && !strings.Contains(path, "..")
}

// keepTicket remembers a consent page and names it.
func (s *Server) keepTicket(t ticket) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, old := range s.tickets {
		if len(s.tickets) >= ticketLimit || s.now().After(old.expires) {
			delete(s.tickets, name)
		}
	}
	name := rand.Text()
	s.tickets[name] = t
	return name
}

// takeTicket returns a ticket once.
func (s *Server) takeTicket(name string) (ticket, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, known := s.tickets[name]
	delete(s.tickets, name)
	return t, known && s.now().Before(t.expires)
}
