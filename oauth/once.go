package oauth

import (
	"crypto/rand"
	"net/http"
	"strings"
	"sync"
)

// onceLinks are addresses at our own door that lead to the provider's, once each.
// The browser is started with one of them: what a program is started with, every
// other program on this computer can read, and the provider's address has the
// state in it.
type onceLinks struct {
	mu    sync.Mutex
	leads map[string]string // name to where it leads; "" once it was used
}

// add makes a new name for a link that leads to an address.
func (l *onceLinks) add(to string) (name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.leads == nil {
		l.leads = map[string]string{}
	}
	name = rand.Text()
	l.leads[name] = to
	return name
}

func (l *onceLinks) has(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, known := l.leads[name]
	return known
}

// take returns where a link leads, and "" ever after.
func (l *onceLinks) take(name string) (to string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	to = l.leads[name]
	if to != "" {
		l.leads[name] = ""
	}
	return to
}

const onceEnd = "/open"

// onceLink makes a link for the browser to be started with.
func (d *door) onceLink(to string) string {
	return d.redirectURL() + "/" + d.once.add(to) + onceEnd
}

// onceName is the name of a link in a path; "" when there is none in it.
func (c *callback) onceName(path string) string {
	name, begins := strings.CutPrefix(path, c.provider.CallbackPath+"/")
	name, ends := strings.CutSuffix(name, onceEnd)
	if !begins || !ends || !c.once.has(name) {
		return ""
	}
	return name
}

// leave sends the browser on to the provider. A browser that only looks ahead
// does not use the link up; refused, it asks again when the person is there.
func (c *callback) leave(w http.ResponseWriter, r *http.Request, name string) {
	switch {
	case c.taken.Load():
		strangerPage("This sign-in has already been answered.").write(w, http.StatusGone)
		return
	case looksAhead(r.Header):
		strangerPage("This page opens when you go to it.").write(w, http.StatusServiceUnavailable)
		return
	}
	to := c.once.take(name)
	if to == "" {
		page{Mark: "stray", Title: "This link has been used.", Text: `Go back to Overachiever and press "Open again".`}.write(w, http.StatusGone)
		return
	}
	secureHeaders(w.Header())
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// looksAhead reports a request that no person made yet.
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Purpose
func looksAhead(h http.Header) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		for _, purpose := range h.Values(name) {
			if strings.Contains(purpose, "prefetch") || strings.Contains(purpose, "preview") {
				return true
			}
		}
	}
	return false
}
