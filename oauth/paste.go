package oauth

import (
	"net"
	"net/url"
	"strings"
)

const pasteLimit = 8 << 10 // bytes of an address that is pasted

// paste takes the address that the browser ended on where it could not come back
// by itself, and looks at it as hard as at a browser that did. What is not the
// answer is a Failure matching ErrPaste, and the wait goes on.
func (c *callback) paste(text string) error {
	query, err := c.pasted(text)
	if err != nil {
		return err
	}
	if !c.taken.CompareAndSwap(false, true) {
		return c.over()
	}
	c.wasShown() // no browser waits for a page
	c.answers <- c.read(query)
	return nil
}

// pasted finds our answer in what was pasted: the whole address, or what follows
// its question mark. A fragment is left out, as browsers do.
func (c *callback) pasted(text string) (url.Values, error) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "#")
	if text == "" || len(text) > pasteLimit {
		return nil, c.notWhole()
	}
	raw := strings.TrimPrefix(text, "?")
	if first, _, _ := strings.Cut(raw, "="); strings.ContainsAny(first, ":/?") { // not only a query
		u, err := url.Parse(text)
		if err != nil {
			return nil, c.notWhole()
		}
		if err := c.leadsHere(u); err != nil {
			return nil, err
		}
		raw = u.RawQuery
	}
	query, err := url.ParseQuery(raw)
	switch {
	case err != nil, query.Get("state") == "", query.Get("code") == "" && query.Get("error") == "":
		return nil, c.notWhole()
	case isRepeated(query):
		return nil, c.notWhole()
	case !c.isOurs(query):
		return nil, c.another()
	}
	return query, nil
}

// leadsHere checks where an address would have led the browser.
func (c *callback) leadsHere(u *url.URL) error {
	provider, err := url.Parse(c.provider.AuthorizeURL)
	switch {
	case err == nil && u.Host != "" && u.Host == provider.Host:
		_, who := c.provider.called()
		return pasteFailure("That is the address of a page at "+who+".",
			"Finish there first. Then copy the address that the browser ends on, from http:// on.")
	case u.Scheme != "http" || u.Host == "" || u.User != nil:
		return c.notWhole()
	case u.Host == c.host && u.Path == c.provider.CallbackPath:
		return nil
	case u.Host != c.host && isLoopback(u.Hostname()) && net.ParseIP(u.Hostname()) != nil:
		return c.another()
	}
	return c.notWhole()
}

func (c *callback) notWhole() *Failure {
	return pasteFailure("That is not the whole address.",
		"Copy the whole address, from http:// on, of the page that the browser ended on.")
}

func (c *callback) another() *Failure {
	return pasteFailure("That is the address of another sign-in.",
		"Use the page that this sign-in opened, and copy the address that the browser ends on.")
}

// over is the Failure of everything that comes after the answer, or the wait.
func (c *callback) over() *Failure {
	return pasteFailure("This sign-in has already been answered, or is over.",
		"If nothing happens, begin again.")
}

func pasteFailure(sentence, next string) *Failure {
	return &Failure{Kind: ErrPaste, Sentence: sentence, Next: next}
}
