package oauth

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"
)

// restless is a provider that answers each request for the person as the test
// says, and counts them.
type restless struct {
	status int
	header http.Header
	asked  int
	now    time.Time
}

func newRestless(t *testing.T) (*restless, Provider, *Sessions) {
	h := &restless{status: http.StatusOK, now: time.Now().Truncate(time.Second)}
	p, s := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		h.asked++
		for name, values := range h.header {
			w.Header()[name] = values
		}
		w.WriteHeader(h.status)
		fmt.Fprint(w, `{"id":1,"login":"me"}`)
	})
	s.Now = func() time.Time { return h.now }
	if err := s.vault().Store(t.Context(), p.Identity+"#1", NewToken(hostileToken)); err != nil {
		t.Fatal(err)
	}
	return h, p, s
}

// refresh returns how long the provider is to be left alone, and how often it was asked.
func (h *restless) refresh(t *testing.T, p Provider, s *Sessions) (rest time.Duration, asked int, err error) {
	t.Helper()
	before := h.asked
	_, _, err = s.Refresh(t.Context(), p, Profile{Issuer: p.Identity, Subject: "1"})
	var f *Failure
	if errors.As(err, &f) && !f.Again.IsZero() {
		rest = f.Again.Sub(h.now)
	}
	return rest, h.asked - before, err
}

func TestBacksOffAsTold(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		header http.Header
		want   time.Duration
	}{
		"403 with seconds": {403, http.Header{"Retry-After": {"90"}}, 90 * time.Second},
		"429 with seconds": {429, http.Header{"Retry-After": {"90"}}, 90 * time.Second},
		"429 with a date": {429, http.Header{"Date": {"Fri, 01 Jan 1999 00:00:00 GMT"},
			"Retry-After": {"Fri, 01 Jan 1999 00:05:00 GMT"}}, 5 * time.Minute},
		"403 with a reset by another clock": {403, http.Header{"Date": {"Thu, 01 Jan 1970 01:00:00 GMT"},
			"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"4200"}}, 10 * time.Minute},
		"403 without": {403, nil, time.Minute},
		"429 without": {429, nil, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			h, p, s := newRestless(t)
			h.status, h.header = test.status, test.header
			if rest, asked, err := h.refresh(t, p, s); !errors.Is(err, ErrSlowDown) || rest != test.want || asked != 1 {
				t.Fatalf("asked %d times, rest %v, %v", asked, rest, err)
			}
			h.status = http.StatusOK
			h.now = h.now.Add(test.want - time.Second)
			if rest, asked, err := h.refresh(t, p, s); !errors.Is(err, ErrSlowDown) || rest != time.Second || asked != 0 {
				t.Errorf("too soon: asked %d times, rest %v, %v", asked, rest, err)
			}
			if _, err := s.SignIn(t.Context(), p, Prompt{}, nil); !errors.Is(err, ErrSlowDown) {
				t.Errorf("SignIn: %v", err)
			}
			h.now = h.now.Add(time.Second)
			if _, asked, err := h.refresh(t, p, s); err != nil || asked != 1 {
				t.Errorf("in time: asked %d times, %v", asked, err)
			}
		})
	}
}

func TestBacksOffLongerEachTimeUntilItWorks(t *testing.T) {
	h, p, s := newRestless(t)
	h.status = http.StatusTooManyRequests
	for _, minutes := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		rest, _, err := h.refresh(t, p, s)
		if want := time.Duration(minutes) * time.Minute; !errors.Is(err, ErrSlowDown) || rest != want {
			t.Fatalf("rest %v, want %v, %v", rest, want, err)
		}
		h.now = h.now.Add(rest)
	}
	h.status = http.StatusOK
	if _, _, err := h.refresh(t, p, s); err != nil {
		t.Fatal(err)
	}
	h.status = http.StatusTooManyRequests
	if rest, _, _ := h.refresh(t, p, s); rest != time.Minute {
		t.Errorf("after a success: rest %v", rest)
	}
}

func TestBackOffDoesNotOutlastAClockPutBack(t *testing.T) {
	h, p, s := newRestless(t)
	h.status = http.StatusTooManyRequests
	h.refresh(t, p, s)
	h.status, h.now = http.StatusOK, h.now.AddDate(-10, 0, 0)
	if _, asked, err := h.refresh(t, p, s); err != nil || asked != 1 {
		t.Errorf("asked %d times, %v", asked, err)
	}
}

func TestOneHostDoesNotRestForAnother(t *testing.T) {
	h, p, s := newRestless(t)
	h.status = http.StatusTooManyRequests
	h.refresh(t, p, s)
	if f := s.resting(p, "https://github.com/login/oauth/access_token"); f != nil {
		t.Error(f)
	}
	if f := s.resting(p, p.TokenURL); f == nil {
		t.Error("the same host is not left alone")
	}
}

func TestRefusalsThatAreNoBackOff(t *testing.T) {
	for name, test := range map[string]struct {
		style  RevokeStyle
		status int
		header http.Header
		kind   error
	}{
		"may not":              {RevokeStandard, 403, nil, ErrUnexpected},
		"may not, with a time": {RevokeStandard, 403, http.Header{"Retry-After": {"60"}}, ErrSlowDown},
		"Facebook's 401":       {RevokePermissions, 400, http.Header{"Www-Authenticate": {`OAuth "Facebook Platform" "invalid_token" "Session has expired"`}}, ErrSignedOut},
		"bad request":          {RevokePermissions, 400, nil, ErrUnexpected},
	} {
		h, p, s := newRestless(t)
		p.RevokeStyle, h.status, h.header = test.style, test.status, test.header
		if _, _, err := h.refresh(t, p, s); !errors.Is(err, test.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
