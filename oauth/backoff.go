package oauth

import (
	"errors"
	"net/url"
	"time"
)

// How long a provider that says "slow down", but not for how long, is left alone.
const (
	firstRest   = time.Minute // twice as long each time it says so again
	longestRest = time.Hour
)

// rest is what a provider's host asked for. Times are by the wall clock.
type rest struct {
	since, until time.Time
	own          time.Duration // how long, the last time the host did not say
}

// resting is the Failure of asking a host too soon; nil when it may be asked.
func (s *Sessions) resting(p Provider, address string) *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked, now := s.rests[serverOf(address)], s.now()
	if !now.Before(asked.until) || now.Before(asked.since) { // the clock was put back: until says nothing any more
		return nil
	}
	f := p.fail(ErrSlowDown, errors.New("not asked again yet"))
	f.Again = asked.until
	return f
}

// heed remembers from a request's outcome until when the host wants to be left
// alone, and adds that to the Failure. An answer to the request ends it.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
func (s *Sessions) heed(address string, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	host := serverOf(address)
	var f *Failure
	switch {
	case err == nil || errors.Is(err, ErrSignedOut):
		delete(s.rests, host)
		return err
	case !errors.Is(err, ErrSlowDown) || !errors.As(err, &f):
		return err
	}
	now := s.now().Round(0)
	asked := rest{since: now, until: f.Again.Round(0), own: s.rests[host].own}
	if f.Again.IsZero() {
		asked.own = max(firstRest, min(2*asked.own, longestRest))
		asked.until = now.Add(asked.own)
	}
	if s.rests == nil {
		s.rests = map[string]rest{}
	}
	s.rests[host] = asked
	f.Again = asked.until
	return f
}

func serverOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}
