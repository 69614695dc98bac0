package oauth

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
)

const codeLimit = 1000 // bytes of an authorization code

// answer is what the browser brought back.
type answer struct {
	code string
	err  error
}

// callback answers whatever knocks at the loopback port. Only a GET of the right
// path, host and state is the answer that is waited for; every other hit gets a
// page of its own and changes nothing.
type callback struct {
	provider Provider
	host     string // what the Host header must be: another is a page elsewhere rebinding its name
	state    string
	key      string // of the page that tells the outcome, at an address without the code
	once     onceLinks
	answers  chan answer
	taken    atomic.Bool // the state has been used

	told     chan struct{} // closed once the outcome is known
	tellOnce sync.Once
	outcome  page

	shown    chan struct{} // closed once the browser has the outcome, or is gone
	showOnce sync.Once
}

// ServeHTTP implements http.Handler.
func (c *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, outcomePath := c.provider.CallbackPath, c.provider.CallbackPath+"/"+c.key
	onceName := c.onceName(r.URL.Path)
	switch {
	case r.Host != c.host:
		strangerPage("This address is not for that.").write(w, http.StatusMisdirectedRequest)
	case r.URL.Path != path && r.URL.Path != outcomePath && onceName == "":
		strangerPage("There is nothing here.").write(w, http.StatusNotFound)
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		strangerPage("This address is not for that.").write(w, http.StatusMethodNotAllowed)
	case onceName != "":
		c.leave(w, r, onceName)
	case r.URL.Path == outcomePath:
		c.showOutcome(w)
	default:
		c.comeBack(w, r, outcomePath)
	}
}

// comeBack takes the one answer, waits until it is known what came of it, and
// sends the browser on to an address that holds no code.
func (c *callback) comeBack(w http.ResponseWriter, r *http.Request, outcomePath string) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || !c.isOurs(query) {
		strangerPage("This is not the sign-in that Overachiever is waiting for.").write(w, http.StatusBadRequest)
		return
	}
	if !c.taken.CompareAndSwap(false, true) {
		strangerPage("This sign-in has already been answered.").write(w, http.StatusBadRequest)
		return
	}
	c.answers <- c.read(query)
	select {
	case <-c.told:
		secureHeaders(w.Header())
		http.Redirect(w, r, outcomePath, http.StatusSeeOther)
	case <-r.Context().Done():
		c.wasShown() // the tab was closed; there is nobody to show it to
	}
}

// isOurs reports whether the query carries our state.
func (c *callback) isOurs(query url.Values) bool {
	return !isRepeated(query) && subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(c.state)) == 1
}

// isRepeated reports a parameter given twice, which is an error (RFC 6749 section 3.1).
func isRepeated(query url.Values) bool {
	for _, name := range []string{"state", "code", "error", "iss"} {
		if len(query[name]) > 1 {
			return true
		}
	}
	return false
}

// read turns the provider's answer into a code or a Failure.
func (c *callback) read(query url.Values) answer {
	p := c.provider
	issuer, code, problem := query.Get("iss"), query.Get("code"), query.Get("error")
	switch {
	case issuer != "" && issuer != p.Issuer: // RFC 9207 section 2.4, of error answers too
		return answer{err: p.fail(ErrIssuer, errors.New("another issuer"))}
	case problem != "":
		return answer{err: p.callbackFailure(problem)}
	case issuer == "" && p.IssuerPromised:
		return answer{err: p.fail(ErrIssuer, errors.New("no issuer"))}
	case code == "" || len(code) > codeLimit:
		return answer{err: p.fail(ErrUnexpected, errors.New("callback without a code"))}
	}
	return answer{code: code}
}

// callbackFailure sorts the error codes of RFC 6749 section 4.1.2.1, and GitHub's.
func (p Provider) callbackFailure(code string) *Failure {
	switch code {
	case "access_denied":
		return p.fail(ErrDenied, nil)
	case "redirect_uri_mismatch":
		return p.fail(ErrRedirect, nil)
	case "server_error", "temporarily_unavailable":
		return p.fail(ErrProviderDown, nil)
	case "unauthorized_client", "application_suspended":
		return p.fail(ErrWrongSecret, nil)
	}
	return p.fail(ErrUnexpected, errors.New("callback with another error"))
}

// tell makes the outcome known; the first call counts.
func (c *callback) tell(outcome page) {
	c.tellOnce.Do(func() {
		c.outcome = outcome
		close(c.told)
	})
}

func (c *callback) showOutcome(w http.ResponseWriter) {
	select {
	case <-c.told:
	default:
		strangerPage("There is nothing here.").write(w, http.StatusNotFound)
		return
	}
	c.outcome.write(w, c.outcome.status())
	c.wasShown()
}

// retire ends the wait: an answer that comes now is too late.
func (c *callback) retire() {
	if c.taken.CompareAndSwap(false, true) {
		c.wasShown() // nobody came
	}
}

func (c *callback) wasShown() { c.showOnce.Do(func() { close(c.shown) }) }
