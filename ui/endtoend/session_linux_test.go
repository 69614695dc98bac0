package endtoend

import (
	"context"
	"fmt"
	"image"
	"os"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"overachiever/oauth/demo"
	"overachiever/ui/robot"
)

const (
	tokenRequest = "POST /login/oauth/access_token"
	userRequest  = "GET /api/v3/user"
)

// asked waits until a stand-in was asked for something so many times.
func (p *person) asked(server *demo.Server, what string, times int) {
	p.t.Helper()
	err := p.desktop.Await(p.ctx, fmt.Sprintf("%d× %s", times, what), func(context.Context) (bool, error) {
		return server.Requests(what) >= times, nil
	})
	p.must(err)
	if got := server.Requests(what); got != times {
		p.t.Errorf("%s: %d times, want %d", what, got, times)
	}
}

// clicksButton clicks words that the sentence to the left of the button says too.
func (p *person) clicksButton(words string) {
	p.t.Helper()
	p.reads(words)
	places, err := p.desktop.Find(p.ctx, words)
	p.must(err)
	button := slices.MaxFunc(places, func(a, b image.Point) int { return a.X - b.X })
	p.must(p.desktop.Click(p.ctx, button.X, button.Y))
}

// A session that soon ends is renewed at the next start; one that the provider is too
// busy for, or has ended itself, leaves the goals as usable as they were.
func TestASessionThatEndsStopsNothing(t *testing.T) {
	server := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat", Life: 30 * time.Second})
	p := sitDown(t, at(server)...)
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // Sign in with GitHub
	p.approves()
	p.reads("public repositories")
	p.presses("Return")
	p.names("Before it ends")
	p.asked(server, tokenRequest, 2) // for the code; and at once to renew what lasts so short a time
	p.quits()

	p.opens()
	p.reads("Before it ends")
	p.asked(server, tokenRequest, 3)
	p.asked(server, userRequest, 3)
	p.quits()
	p.keyringItems(1)

	server.SetFaults(demo.RateLimit)
	p.opens()
	p.reads("asks to wait until")
	p.reads("Before it ends")
	if places, err := p.desktop.Find(p.ctx, "Sign in again"); err != nil || len(places) > 0 {
		t.Errorf("asked to wait, and to sign in again at %v, %v", places, err)
	}
	p.quits()

	server.SetFaults(demo.Revoked)
	p.opens()
	p.reads("no longer accepts this sign-in")
	p.names("After it ended")
	p.has("- [ ] Before it ends\n- [ ] After it ended")
	p.keyringItems(1) // nobody is signed out
	server.SetFaults(0)
	p.clicksButton("Sign in again")
	p.approves()
	p.reads("public repositories")
	p.presses("Return")
	p.must(p.desktop.WaitNoWords(p.ctx, "no longer accepts"))
	p.names("And on")
	p.has("- [ ] Before it ends\n- [ ] After it ended\n- [ ] And on")
	p.quits()
	p.keyringItems(1)
}

// The same account in two data folders, both open: the session in their one keyring
// is renewed once, and good for both.
func TestTwoProgramsWithOneKeyringRenewOnce(t *testing.T) {
	var later atomic.Int64 // by which the provider's clock is ahead
	server := standIn(t, demo.Options{Login: "octo", Life: 8 * time.Hour, Now: func() time.Time {
		return time.Now().Add(time.Duration(later.Load()))
	}})
	p := sitDown(t, at(server)...)
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // Sign in with GitHub
	p.approves()
	p.reads("public repositories")
	p.quits()
	users := server.Requests(userRequest)

	other := *p
	other.data = t.TempDir()
	p.must(os.CopyFS(other.data, os.DirFS(p.data)))
	p.opens()
	p.asked(server, userRequest, users+1)
	other.opens()
	p.asked(server, userRequest, users+2)
	p.asked(server, tokenRequest, 1)

	later.Store(int64(9 * time.Hour))
	for _, program := range []*person{p, &other} {
		p.must(program.program.Activate(p.ctx))
		program.presses("ctrl+p")
		program.reads("public repositories")
		program.presses("shift+Tab", "Return") // Refresh
	}
	p.asked(server, userRequest, users+6) // each is refused, and then not
	p.asked(server, tokenRequest, 2)
	other.quits()
	p.quits()
	p.keyringItems(1)

	p.opens()
	p.asked(server, userRequest, users+7)
	p.quits()
	p.asked(server, tokenRequest, 2)
}

// Without a keyring nothing is kept, unless the person wants to be signed in until
// they quit.
func TestWithoutAKeyringASignInLastsUntilTheEnd(t *testing.T) {
	server := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat"})
	p := sitDownAt(t, robot.Options{Browser: true}, at(server)...)
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // Sign in with GitHub
	p.approves()
	p.reads("has no keyring where a sign-in could be kept")
	p.presses("Return") // Keep me signed in until I quit
	p.reads("public repositories")
	p.presses("Return")
	p.names("Kept without a keyring")
	p.reads("Saved")
	p.quits()

	p.opens()
	p.reads("Sign in again")
	p.names("Still here")
	p.has("- [ ] Kept without a keyring\n- [ ] Still here")
	p.quits()
}
