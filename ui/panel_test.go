package ui

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

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
	s := &stage{fakeSessions: b.sessions, visits: make(chan *stagedVisit, 10), discarded: make(chan string, 10)}
	b.w.desk.Sessions = s
	return b, s
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

func TestTheWaitIsAllByKeyboard(t *testing.T) {
	b, s := onStage(t)
	b.key(fyne.KeyReturn) // Sign in with GitHub has the keyboard
	v := s.next(b)
	if got := b.focused(); got != "Cancel" {
		t.Errorf("while the browser opens, %q has the keyboard", got)
	}
	v.browser(v.waiting())
	b.reads("Your browser has opened. Approve there, and you are back here.")
	if got := b.tabs(); got != "Copy link | Other ways… | Open again | Cancel | field:"+v.waiting().URL {
		t.Errorf("Tab goes through %s", got)
	}
	b.key(fyne.KeyReturn)
	if got := b.w.app.Clipboard().Content(); got != v.waiting().URL {
		t.Errorf("Return copied %q", got)
	}
	b.press("Open again")
	b.until("the browser opened again", func() bool { return v.opened.Load() == 1 })
	b.key(fyne.KeyEscape)
	b.isOver(v)
	b.reads("Start without an account")
}

func TestTheLinkCannotBeChanged(t *testing.T) {
	b, s := onStage(t)
	v := waits(b, s)
	b.w.win.Canvas().FocusPrevious()
	b.typeText("evil")
	b.key(fyne.KeyBackspace)
	if got := b.focused(); got != "field:"+v.waiting().URL {
		t.Errorf("the field says %q", got)
	}
}

func TestTheCountdownCounts(t *testing.T) {
	b, s := onStage(t)
	now := time.Now()
	b.w.Now = func() time.Time { return now }
	b.press("Sign in with GitHub")
	v := s.next(b)
	waiting := v.waiting()
	waiting.Deadline = now.Add(5 * time.Minute)
	v.browser(waiting)
	b.reads("Waiting 5:00 more")
	now = now.Add(100 * time.Second)
	b.reads("Waiting 3:20 more")
	now = now.Add(time.Hour)
	b.reads("Waiting 0:00 more")
}

func TestABrowserThatDoesNotOpenMakesTheLinkTheWay(t *testing.T) {
	b, s := onStage(t)
	v := waits(b, s)
	waiting := v.waiting()
	waiting.OpenErr = &oauth.Failure{Kind: oauth.ErrBrowser, Sentence: "The browser could not be opened.", Next: "Copy the link."}
	v.browser(waiting)
	b.reads("The browser could not be opened. Copy the link.")
	button, _ := b.w.win.Canvas().Focused().(*look.Button)
	if button == nil || button.Text != "Copy link" || button.Importance != widget.HighImportance {
		t.Errorf("%q has the keyboard, want Copy link as the button to press", b.focused())
	}
}

func TestOpeningAgainSaysWhyItFailed(t *testing.T) {
	b, s := onStage(t)
	b.press("Sign in with GitHub")
	v := s.next(b)
	waiting := v.waiting()
	waiting.Open = func(context.Context) error {
		return &oauth.Failure{Kind: oauth.ErrBrowser, Sentence: "There is no browser."}
	}
	v.browser(waiting)
	b.reads("Your browser has opened.")
	b.press("Open again")
	b.reads("There is no browser.")
	v.answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
}

func TestOtherWaysAreAListForTheArrowKeys(t *testing.T) {
	b, s := onStage(t)
	v := waits(b, s)
	b.press("Other ways…")
	var seen []string
	for range 3 {
		seen = append(seen, b.focused())
		b.key(fyne.KeyDown)
	}
	if got := strings.Join(seen, " | "); got != "Use another account | Use a code on another device | Paste the address…" {
		t.Errorf("Down goes through %s", got)
	}
	if b.focused() != "Paste the address…" {
		t.Errorf("Down leaves the list for %q", b.focused())
	}
	b.key(fyne.KeyUp)
	if b.focused() != "Use a code on another device" {
		t.Errorf("Up goes to %q", b.focused())
	}
	b.reads("Waiting ")
	v.browser(v.waiting()) // late news of the browser does not take the list away
	b.press("Back")
	b.reads("Your browser has opened.")
	v.answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
}

func TestAnotherAccountIsAskedForAnew(t *testing.T) {
	b, s := onStage(t)
	first := waits(b, s)
	b.press("Other ways…")
	b.press("Use another account")
	second := s.next(b)
	b.isOver(first)
	if second.prompt != (oauth.Prompt{Another: true}) {
		t.Errorf("asked for %+v", second.prompt)
	}
	second.browser(second.waiting())
	b.reads("Your browser has opened.")
}

// Not every provider can be asked for another account, or for a code.
func TestOnlyWaysThatExistAreOffered(t *testing.T) {
	b, s := onStage(t)
	for _, test := range []struct {
		name string
		make func(*oauth.Provider)
		want string
	}{
		{"neither", func(p *oauth.Provider) { p.Another, p.DeviceURL = "", "" }, "Paste the address… | Back | Cancel"},
		{"not known yet", func(p *oauth.Provider) { p.Another, p.DeviceURL, p.Discover = "", "", true },
			"Use a code on another device | Paste the address… | Back | Cancel"},
	} {
		t.Run(test.name, func(t *testing.T) {
			provider := b.gitHub()
			test.make(&provider)
			b.w.openVisit(account.Visit{Provider: provider})
			v := s.next(b)
			v.browser(v.waiting())
			b.reads("Your browser has opened.")
			b.press("Other ways…")
			if got := b.tabs(); got != test.want {
				t.Errorf("offers %s", got)
			}
			b.reads("GitHub takes the account that your browser is signed in with. To use another one, sign out there first.")
			b.key(fyne.KeyEscape)
			b.isOver(v)
		})
	}
}

func TestAPastedAddressThatIsWrongIsExplainedAndTheWaitGoesOn(t *testing.T) {
	b, s := onStage(t)
	v := waits(b, s)
	b.press("Other ways…")
	b.press("Paste the address…")
	b.reads("If your browser ends on a page that cannot be reached, copy the address from its address bar and paste it here.")
	v.wrong = &oauth.Failure{Kind: oauth.ErrPaste, Sentence: "That is not the address."}
	b.typeText("http://wrong")
	b.key(fyne.KeyReturn)
	b.reads("That is not the address.")
	b.reads("Waiting ")
	b.reads("http://wrong") // to be mended
	v.wrong = nil
	b.w.app.Clipboard().SetContent("http://127.0.0.1:1/callback?code=y")
	b.press("Paste")
	b.until("the trouble is gone", func() bool { return !strings.Contains(strings.Join(b.screen(), "\n"), "That is not") })
	if first, second := <-v.pasted, <-v.pasted; first != "http://wrong" || second != "http://127.0.0.1:1/callback?code=y" {
		t.Errorf("pasted %q and %q", first, second)
	}
	b.press("Go on")
	if again := <-v.pasted; again != "http://127.0.0.1:1/callback?code=y" {
		t.Errorf("Go on pasted %q", again)
	}
	finishing := v.waiting()
	finishing.Finishing = true
	v.browser(finishing)
	b.reads("Asking GitHub who you are…")
	v.answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
}

func TestAKeyringThatIsSlowIsMentioned(t *testing.T) {
	b, s := onStage(t)
	v := waits(b, s)
	finishing := v.waiting()
	finishing.Finishing = true
	v.browser(finishing)
	b.reads("Asking GitHub who you are…")
	if strings.Contains(strings.Join(b.screen(), "\n"), "keyring") {
		t.Error("the keyring is mentioned at once")
	}
	b.reads("Your keyring may be asking for its password. Look for its window.")
	b.key(fyne.KeyEscape)
	b.isOver(v)
}

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
		"finishing": func(b *bench, p *signInPanel, _ *stagedVisit) { p.showFinishing() },
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
			b.key(fyne.KeyEscape)
			b.isOver(v)
			if len(b.w.sheets) != 0 || b.w.win.Canvas().Overlays().Top() != nil {
				t.Error("the panel is still there")
			}
			if p.clock != nil && p.clock.Stop() {
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
