package ui

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"overachiever/oauth"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// stage is a provider's side of sign-ins: the test says, step by step, what
// becomes of each.
type stage struct {
	*fakeSessions
	visits    chan *stagedVisit
	discarded chan string
}

// stagedVisit is one sign-in there.
type stagedVisit struct {
	provider oauth.Provider
	prompt   oauth.Prompt
	browser  func(oauth.Waiting) // nil: with a code
	code     func(oauth.Code)    // nil: with the browser
	answer   chan signInAnswer
	over     <-chan struct{} // closed when the person has cancelled

	opened atomic.Int32
	pasted chan string
	wrong  error // what is said to a pasted address
}

func onStage(t *testing.T) (*bench, *stage) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	return b, b.stage()
}

// stage is where the sign-ins of the window are played from now on.
func (b *bench) stage() *stage {
	s := &stage{fakeSessions: b.sessions, visits: make(chan *stagedVisit, 10), discarded: make(chan string, 10)}
	b.w.desk.Sessions = s
	return s
}

func (s *stage) SignIn(ctx context.Context, p oauth.Provider, prompt oauth.Prompt, show func(oauth.Waiting)) (oauth.Profile, error) {
	return s.play(ctx, &stagedVisit{provider: p, prompt: prompt, browser: show})
}

func (s *stage) SignInWithCode(ctx context.Context, p oauth.Provider, show func(oauth.Code)) (oauth.Profile, error) {
	return s.play(ctx, &stagedVisit{provider: p, code: show})
}

func (s *stage) Discard(_ context.Context, _ oauth.Provider, p oauth.Profile) { s.discarded <- p.Login }

func (s *stage) play(ctx context.Context, v *stagedVisit) (oauth.Profile, error) {
	v.answer, v.pasted, v.over = make(chan signInAnswer, 1), make(chan string, 10), ctx.Done()
	s.visits <- v
	select {
	case a := <-v.answer:
		return a.profile, a.err
	case <-ctx.Done():
		return oauth.Profile{}, &oauth.Failure{Kind: oauth.ErrCancelled, Err: ctx.Err()}
	}
}

// next is the sign-in that the window begins now.
func (s *stage) next(b *bench) *stagedVisit {
	b.t.Helper()
	timeout := time.After(limit)
	for {
		select {
		case v := <-s.visits:
			return v
		case f := <-b.door:
			f()
		case <-timeout:
			b.t.Fatalf("no sign-in begins. On the screen: %q", b.screen())
		}
	}
}

// waiting is what the provider's side shows while the person is in the browser.
func (v *stagedVisit) waiting() oauth.Waiting {
	return oauth.Waiting{
		URL:      "https://github.com/login/oauth/authorize?state=x",
		Deadline: time.Now().Add(5 * time.Minute),
		Open:     func(context.Context) error { v.opened.Add(1); return nil },
		Paste:    func(address string) error { v.pasted <- address; return v.wrong },
	}
}

// waits lets a sign-in with GitHub come to where the browser is open.
func waits(b *bench, s *stage) *stagedVisit {
	b.t.Helper()
	b.press("Sign in with GitHub")
	v := s.next(b)
	v.browser(v.waiting())
	b.reads("Your browser has opened.")
	return v
}

// isOver tells whether the person's side of a sign-in has been cancelled.
func (b *bench) isOver(v *stagedVisit) {
	b.t.Helper()
	select {
	case <-v.over:
	case <-time.After(limit):
		b.t.Error("the sign-in goes on")
	}
}

// focused is the label of the button, or the text of the field, that has the keyboard.
func (b *bench) focused() string {
	switch o := b.w.win.Canvas().Focused().(type) {
	case *look.Button:
		return o.Text
	case *field:
		return "field:" + o.Text
	}
	return ""
}

// tabs is all that Tab goes through, from where the keyboard is.
func (b *bench) tabs() string {
	first, all := b.w.win.Canvas().Focused(), []string{b.focused()}
	for range 50 {
		b.w.win.Canvas().FocusNext()
		if b.w.win.Canvas().Focused() == first {
			break
		}
		all = append(all, b.focused())
	}
	return strings.Join(all, " | ")
}

// panel is the sign-in panel itself, as it is opened for a visit.
func (b *bench) panel(v account.Visit) *signInPanel {
	p := &signInPanel{w: b.w, visit: v, cancel: func() {}}
	p.sheet = b.w.openSheet(signInWidth, p.closed)
	p.start()
	return p
}

func (b *bench) gitHub() oauth.Provider {
	provider, err := b.w.desk.GitHub(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return provider
}
