package ui

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"overachiever/oauth"
	"overachiever/ui/account"
)

func TestAFailureOffersTheWayOn(t *testing.T) {
	for _, test := range []struct {
		kind error
		want string
	}{
		{oauth.ErrDenied, "Try again | Close"},
		{oauth.ErrWrongSecret, "Try again | Registration… | Close"},
		{oauth.ErrRedirect, "Try again | Registration… | Close"},
		{oauth.ErrListen, "Try again | Use a code | Close"},
		{oauth.ErrTimedOut, "Try again | Use a code | Close"},
	} {
		t.Run(test.kind.Error(), func(t *testing.T) {
			b, s := onStage(t)
			waits(b, s).answer <- signInAnswer{err: &oauth.Failure{Kind: test.kind, Sentence: "It went wrong.", Next: "Do this."}}
			b.reads("You are not signed in")
			b.reads("It went wrong. Do this.")
			if got := b.tabs(); got != test.want {
				t.Errorf("offers %s", got)
			}
			b.key(fyne.KeyReturn) // Try again
			again := s.next(b)
			again.browser(again.waiting())
			b.reads("Your browser has opened.")
		})
	}
}

func TestTheWarningOfAProviderIsReadBeforeSayingYes(t *testing.T) {
	b, s := onStage(t)
	provider := b.gitHub()
	provider.Warning = "Whoever holds this sign-in can do all that you can."
	b.w.openVisit(account.Visit{Provider: provider})
	v := s.next(b)
	v.browser(v.waiting())
	b.reads(provider.Warning)
}

// Who walks away from the question has not said yes.
func TestASignInThatCannotBeRememberedIsGivenBackUnlessKept(t *testing.T) {
	b, s := onStage(t)
	waits(b, s).answer <- signInAnswer{ada(), &oauth.Failure{Kind: oauth.ErrNoKeyring, Sentence: "This computer has no keyring."}}
	b.reads("This computer has no keyring.")
	b.key(fyne.KeyEscape)
	b.reads("Start without an account")
	select {
	case <-s.discarded:
	case <-time.After(limit):
		t.Error("the sign-in was not given back")
	}
}

func TestSomebodyElseThanAskedForIsSaidSo(t *testing.T) {
	b, s := onStage(t)
	b.w.openVisit(account.Visit{Provider: b.gitHub(), Prompt: oauth.Prompt{Login: "grace"}})
	v := s.next(b)
	if v.prompt.Login != "grace" {
		t.Errorf("suggested %q", v.prompt.Login)
	}
	v.answer <- signInAnswer{profile: ada()}
	b.reads("You are now @ada, not @grace")
	b.press("OK")
	b.reads("Go to my goals")
}

func TestARenamedLoginIsNobodyElse(t *testing.T) {
	b, s := onStage(t)
	waits(b, s).answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
	b.press("Go to my goals")
	b.w.signInAgain()
	v := s.next(b)
	if v.prompt.Login != "ada" {
		t.Errorf("suggested %q", v.prompt.Login)
	}
	renamed := ada()
	renamed.Login = "countess"
	v.answer <- signInAnswer{profile: renamed}
	b.reads("@countess")
	if len(b.w.sheets) != 1 {
		t.Errorf("%d sheets are open, want the profile only: %q", len(b.w.sheets), b.screen())
	}
}

// A clock that has struck cannot be stopped any more, and stands at the window's door.
func TestAClockThatStrikesAsTheStateEndsIsNotHeard(t *testing.T) {
	b, _ := onStage(t)
	door := make(chan func(), 1)
	b.w.do = func(f func()) { door <- f }
	p := &signInPanel{w: b.w, cancel: func() {}}
	p.after(0, func() { t.Error("the state before is counted down") })
	struck := <-door
	p.rest()
	struck()
}

// Whatever the panel shows when it is closed, nothing of it stays: no clock, no
// animation, no sign-in in the background, and no late answer.
func TestNothingRunsOnAfterThePanel(t *testing.T) {
	failure := &oauth.Failure{Kind: oauth.ErrDenied, Sentence: "No."}
	states := map[string]func(*bench, *signInPanel, *stagedVisit){
		"starting": func(*bench, *signInPanel, *stagedVisit) {},
		"waiting": func(b *bench, _ *signInPanel, v *stagedVisit) {
			v.browser(v.waiting())
			b.reads("Your browser has opened.")
		},
		"other ways": func(b *bench, p *signInPanel, v *stagedVisit) {
			p.waiting = v.waiting()
			p.showOthers()
		},
		"pasting": func(b *bench, p *signInPanel, v *stagedVisit) {
			p.waiting = v.waiting()
			p.showPaste()
		},
		"finishing": func(b *bench, p *signInPanel, _ *stagedVisit) { p.showFinishing(true) },
		"code": func(b *bench, p *signInPanel, _ *stagedVisit) {
			p.showCode(oauth.Code{UserCode: "WDJB-MJHT", Link: "https://github.com/login/device", Deadline: time.Now().Add(time.Minute)})
		},
		"ran out": func(b *bench, p *signInPanel, _ *stagedVisit) { p.showRanOut() },
		"failed":  func(b *bench, p *signInPanel, _ *stagedVisit) { p.showFailure(failure) },
	}
	for name, enter := range states {
		t.Run(name, func(t *testing.T) {
			b, s := onStage(t)
			p := b.panel(account.Visit{Provider: b.gitHub()})
			v := s.next(b)
			enter(b, p, v)
			clock := p.clock
			b.key(fyne.KeyEscape)
			b.isOver(v)
			if len(b.w.sheets) != 0 || b.w.win.Canvas().Overlays().Top() != nil {
				t.Error("the panel is still there")
			}
			if clock != nil && clock.Stop() {
				t.Error("a clock runs on")
			}
			if p.activity != nil && p.activity.Running() {
				t.Error("an animation runs on")
			}
			v.answer <- signInAnswer{profile: ada()} // too late
			b.local()
			if len(b.w.sheets) != 0 {
				t.Errorf("something came up late: %q", b.screen())
			}
		})
	}
}

func TestALateAnswerOfAnEarlierAttemptIsNotShown(t *testing.T) {
	b, s := onStage(t)
	first := waits(b, s)
	b.press("Other ways…")
	b.press("Use another account")
	second := s.next(b)
	b.isOver(first)
	stale := first.waiting()
	stale.OpenErr = errors.New("of the first")
	first.browser(stale)
	second.browser(second.waiting())
	b.reads("Your browser has opened.")
}
