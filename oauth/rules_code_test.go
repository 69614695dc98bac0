package oauth

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// pauses are the times between the requests of a sign-in with a code.
func (s *script) pauses() []time.Duration {
	var pauses []time.Duration
	for i := range s.when[1:] {
		pauses = append(pauses, s.when[i+1].Sub(s.when[i]))
	}
	return pauses
}

// withCode signs in with a code, in virtual time.
func (s *script) withCode(t *testing.T, want error, pauses ...time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		_, err := s.enter(t.Context(), func(Code) {})
		if want == nil && err != nil || !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
		if got := s.pauses(); !slices.Equal(got, pauses) {
			t.Errorf("asked after %v, want %v", got, pauses)
		}
	})
}

func TestRule21PollsNoFasterThanTold(t *testing.T) {
	const untold = `{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://github.com/login/device","expires_in":900}`
	(&script{code: untold, polls: []string{undecided, undecided, granted}}).withCode(t, nil, 5*time.Second, 5*time.Second, 5*time.Second)
	const slower = `{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://github.com/login/device","expires_in":900,"interval":9}`
	(&script{code: slower, polls: []string{undecided, granted}}).withCode(t, nil, 9*time.Second, 9*time.Second)
}

func TestRule22SlowDownAddsFiveSecondsForGood(t *testing.T) {
	(&script{polls: []string{slowDown, undecided, undecided, slowDown, undecided, granted}}).withCode(t, nil,
		5*time.Second, 10*time.Second, 10*time.Second, 10*time.Second, 15*time.Second, 15*time.Second)
}

func TestRule23ATimeOutBacksOffAndAnyOtherErrorStops(t *testing.T) {
	// A request that nobody answers is given up after half a minute, then tried less often.
	(&script{polls: []string{noAnswer, undecided, granted}}).withCode(t, nil, 5*time.Second, 40*time.Second, 5*time.Second)
	for reply, want := range map[string]error{
		`{"error":"access_denied"}`:                ErrDenied,
		`{"error":"expired_token"}`:                ErrCodeExpired,
		`{"error":"incorrect_client_credentials"}`: ErrWrongSecret,
		`{"error":"unheard_of"}`:                   ErrUnexpected,
		`{}`:                                       ErrUnexpected,
	} {
		(&script{polls: []string{undecided, reply, granted}}).withCode(t, want, 5*time.Second, 5*time.Second)
	}
}

func TestRule24TheCodeIsShownAndANewOneOnlyWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{polls: []string{undecided}} // nobody ever enters it
		var shown []Code
		_, err := s.enter(t.Context(), func(c Code) { shown = append(shown, c) })
		if !errors.Is(err, ErrCodeExpired) {
			t.Error(err)
		}
		if len(shown) != 1 || shown[0].UserCode != "WDJB-MJHT" || shown[0].Link != "https://github.com/login/device" {
			t.Errorf("shown %d codes: %v", len(shown), shown)
		}
		if len(s.codes) != 1 {
			t.Errorf("%d codes were asked for", len(s.codes))
		}
		if _, err := s.enter(t.Context(), func(Code) {}); !errors.Is(err, ErrCodeExpired) || len(s.codes) != 2 {
			t.Errorf("asked again, there were %d: %v", len(s.codes), err)
		}
	})
}
