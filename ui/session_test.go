package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"overachiever/oauth"
)

func TestWhatARefreshSaysInTheStatusLine(t *testing.T) {
	at := time.Now().Add(20 * time.Minute)
	for name, c := range map[string]struct {
		err   error
		says  string
		again bool // it is asked again by itself
	}{
		"slow down, as told": {&oauth.Failure{Kind: oauth.ErrSlowDown, Sentence: "GitHub asks to wait.", Again: at}, "GitHub asks to wait until " + until(time.Now(), at), true},
		"slow down, no time": {&oauth.Failure{Kind: oauth.ErrSlowDown, Sentence: "GitHub asks to wait."}, "GitHub asks to wait until ", true},
		"its own trouble":    {&oauth.Failure{Kind: oauth.ErrProviderDown, Sentence: "GitHub has a problem."}, "GitHub has a problem of its own", true},
		"no network":         {&oauth.Failure{Kind: oauth.ErrOffline, Sentence: "GitHub was not reached."}, "Offline", true},
		"a hotel's network":  {&oauth.Failure{Kind: oauth.ErrPortal, Sentence: "Something else answered."}, "Something else answered.", true},
		"not understood":     {&oauth.Failure{Kind: oauth.ErrUnexpected, Sentence: "GitHub answered strangely."}, "GitHub answered strangely.", false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, t.TempDir())
			b.sessions.fromNow(func() { b.sessions.refresh = c.err })
			b.signIn()
			b.reads(c.says)
			p := b.w.goals
			if p.banner.strip.Visible() {
				t.Error("a banner for what passes by itself")
			}
			if (p.retry != nil) != c.again {
				t.Errorf("asked again by itself: %v, want %v", p.retry != nil, c.again)
			}
			b.name("Still works")
			b.reads("1 goal ·")
		})
	}
}

func TestTheProviderIsAskedAgainWhenItSaid(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.sessions.fromNow(func() {
		b.sessions.refresh = &oauth.Failure{Kind: oauth.ErrSlowDown, Again: time.Now().Add(50 * time.Millisecond)}
	})
	b.signIn()
	b.reads("asks to wait until")
	b.sessions.fromNow(func() { b.sessions.refresh = nil })
	b.until("the status line is clear again", func() bool { return b.w.goals.status.online.Text == "" })
	if b.w.goals.retry != nil {
		t.Error("and still it waits to ask")
	}
}

// A timer of a page that is gone would ask for somebody who is not open.
func TestNothingIsAskedForGoalsThatWereLeft(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.sessions.fromNow(func() {
		b.sessions.refresh = &oauth.Failure{Kind: oauth.ErrOffline, Sentence: "GitHub was not reached."}
	})
	b.signIn()
	b.reads("Offline")
	p := b.w.goals
	b.w.openLocal()
	b.until("the local goals", func() bool { return b.w.goals != nil && b.w.goals != p })
	if p.retry != nil {
		t.Error("the timer of the page that was left still runs")
	}
}

func TestASessionThatEndsIsABannerWithTheWayBack(t *testing.T) {
	for name, err := range map[string]error{
		"no longer accepted": &oauth.Failure{Kind: oauth.ErrSignedOut, Sentence: "GitHub no longer accepts this sign-in.", Next: "Sign in again."},
		"no token any more":  &oauth.Failure{Kind: oauth.ErrNotSignedIn, Sentence: "You are not signed in on this computer.", Next: "Sign in again."},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, t.TempDir())
			b.sessions.fromNow(func() { b.sessions.refresh = err })
			b.signIn()
			b.reads(said(err))
			b.name("Still works")
			b.reads("Not signed in")
			b.press("Sign in again")
			b.reads("Waiting ")
		})
	}
}

func TestKeyringTroubleIsNoSignOut(t *testing.T) {
	locked := &oauth.Failure{Kind: oauth.ErrKeyringTimeout, Sentence: "This computer's keyring did not answer.", Next: "Unlock it."}
	for name, breaking := range map[string]func(f *fakeSessions, err error){
		"at the start":       func(f *fakeSessions, err error) { f.restore = err },
		"storing a new pair": func(f *fakeSessions, err error) { f.refresh = err },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, t.TempDir())
			b.sessions.fromNow(func() { breaking(b.sessions, locked) })
			b.signIn()
			b.reads("This computer's keyring did not answer. Unlock it.")
			if words := strings.Join(b.screen(), "\n"); strings.Contains(words, "Not signed in") || strings.Contains(words, "Sign in again") {
				t.Errorf("taken for a sign-out: %q", words)
			}
			b.sessions.fromNow(func() { breaking(b.sessions, nil) })
			b.press("Try again")
			b.until("the banner is gone", func() bool { return !b.w.goals.banner.strip.Visible() && b.w.goals.status.online.Text == "" })
		})
	}
}

func TestTheProfileSaysWhyItIsNotFresh(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signIn()
	b.w.showProfile()
	b.reads("As of ")
	b.sessions.fromNow(func() {
		b.sessions.refresh = &oauth.Failure{Kind: oauth.ErrOffline, Sentence: "GitHub was not reached."}
	})
	b.press("Refresh")
	b.reads("GitHub was not reached.")
	b.sessions.fromNow(func() { b.sessions.refresh = nil })
	b.press("Refresh")
	b.until("it is fresh", func() bool { return !strings.Contains(strings.Join(b.screen(), "\n"), "not reached") })
	b.key(fyne.KeyEscape)
	b.reads("0 goals")
}

func TestUntilNamesTheDayWhenItIsAnother(t *testing.T) {
	now := time.Date(2027, 1, 31, 23, 50, 0, 0, time.Local)
	if got := until(now, now.Add(5*time.Minute)); got != "23:55" {
		t.Errorf("today: %q", got)
	}
	if got := until(now, now.Add(20*time.Minute)); got != "1 Feb 2027, 00:10" {
		t.Errorf("tomorrow: %q", got)
	}
}
