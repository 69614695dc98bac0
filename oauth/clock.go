package oauth

import (
	"net/http"
	"sync"
	"time"
)

// clocks are how far the clocks of providers are ahead of this computer's, by host.
// What a provider signed is judged by its own clock, so that a computer whose clock
// is wrong by years can sign in. Whoever can change the answer of a host can only
// change its own time.
type clocks struct {
	ahead sync.Map // host to time.Duration
}

// hear takes the time from a reply (RFC 9110 section 6.6.1).
func (c *clocks) hear(reply *http.Response, now time.Time) {
	if date, err := http.ParseTime(reply.Header.Get("Date")); err == nil && reply.Request != nil {
		c.ahead.Store(reply.Request.URL.Host, date.Sub(now))
	}
}

// at is what time it is at a host, as far as it was heard.
func (c *clocks) at(host string, now time.Time) time.Time {
	if ahead, heard := c.ahead.Load(host); heard {
		return now.Add(ahead.(time.Duration))
	}
	return now
}
