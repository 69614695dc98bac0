package demo

import "net/http"

// Faults are what the stand-in does wrong, for tests; several at once with |.
type Faults uint64

// The faults.
const (
	Deny             Faults = 1 << iota // every button means Cancel
	WrongIssuer                         // callbacks name another issuer
	MissingIssuer                       // callbacks name none
	WrongSecret                         // incorrect_client_credentials
	ExpiredCode                         // bad_verification_code
	RedirectMismatch                    // redirect_uri_mismatch
	TokenDown                           // 502 with an HTML page
	TokenPortal                         // a captive portal's log-in page, status 200
	TokenSlow                           // no reply until the caller gives up
	TokenEmpty                          // status 200, no token, no error
	TokenForm                           // form-encoded whatever was asked for
	UserDown                            // as for the token, of GET /user
	UserPortal
	UserSlow
	UserStrange    // controls, bidi, bad links, huge texts
	UserOther      // somebody else answers to the token
	Revoked        // 401 Bad credentials
	RateLimit      // 403 with Retry-After
	AvatarMissing  // 404
	AvatarHuge     // more bytes than anybody should read
	AvatarPixels   // a small file that says it is enormous
	AvatarAway     // redirects to an http address elsewhere
	RevokeDown     // 502
	RevokeRejected // 422
)

// SetFaults switches faults on, and off those that are not named.
func (s *Server) SetFaults(faults Faults) { s.faults.Store(uint64(faults)) }

func (s *Server) has(fault Faults) bool { return Faults(s.faults.Load())&fault != 0 }

// fails answers in place of the token or user endpoint when one of its faults is on.
func (s *Server) fails(w http.ResponseWriter, r *http.Request, down, portal, slow Faults) bool {
	switch {
	case s.has(down):
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		w.Write([]byte("<html><title>Unicorn!</title><p>We had issues producing the response.</html>"))
	case s.has(portal):
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<!doctype html><title>Hotel Wi-Fi</title><p>Please accept our terms.</p>"))
	case s.has(slow):
		r.ParseForm() // the server only notices a caller that left once the body is read
		<-r.Context().Done()
	default:
		return false
	}
	return true
}
