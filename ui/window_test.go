package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"overachiever/assets"
	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
	"overachiever/ui/prose"
)

// limit is how long a test waits for what happens in the background.
const limit = 10 * time.Second

// bench is a window under test, with a real store on a temporary file. All that
// comes from the background waits in door until the test lets it in.
type bench struct {
	t        testing.TB
	w        *window
	door     chan func()
	sessions *fakeSessions
	logged   []error
}

func newBench(t *testing.T, dir string) *bench {
	t.Helper()
	return benchOn(t, dir, func(ctx context.Context, path string) (*storage.Store, error) {
		return storage.Open(ctx, path, time.Now)
	})
}

// benchOn is a bench whose file is opened in a way of its own.
func benchOn(t *testing.T, dir string, open func(ctx context.Context, path string) (*storage.Store, error)) *bench {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(look.New())
	b := &bench{t: t, door: make(chan func(), 1000), sessions: newFakeSessions()}
	config := Config{
		Open: func(ctx context.Context) (*account.Desk, error) {
			store, err := open(ctx, filepath.Join(dir, "goals.db"))
			if err != nil {
				return nil, err
			}
			t.Cleanup(func() { store.Close() })
			return &account.Desk{
				Store: store, Sessions: b.sessions,
				Environment: oauth.App{ClientID: "Iv1.0123456789abcdef"},
				Demo: func(context.Context) (oauth.Provider, error) {
					p, err := oauth.GitHub("http://127.0.0.1:1", oauth.App{ClientID: "demo"})
					return p.Demo(), err
				},
			}, nil
		},
		Browse:      func(context.Context, string) error { return nil },
		TakeSignals: func() {},
		Now:         time.Now,
		Log:         func(err error) { b.logged = append(b.logged, err) },
		Icon:        assets.Icon(),
		Folder:      dir,
	}
	b.w = newWindow(t.Context(), config, func(f func()) { b.door <- f })
	b.w.furnish(a, a.NewWindow("Overachiever"))
	b.w.openFile()
	return b
}

// until lets the background in until a condition holds.
func (b *bench) until(what string, holds func() bool) {
	b.t.Helper()
	timeout := time.After(limit)
	for !holds() {
		select {
		case f := <-b.door:
			f()
		case <-timeout:
			b.t.Fatalf("%s: not within %v. On the screen: %q", what, limit, b.screen())
		}
	}
}

// reads waits for words on the screen.
func (b *bench) reads(words string) {
	b.t.Helper()
	b.until("reading "+words, func() bool { return strings.Contains(strings.Join(b.screen(), "\n"), words) })
}

// local opens the goals kept without an account.
func (b *bench) local() {
	b.t.Helper()
	b.reads("Start without an account")
	b.press("Start without an account")
	b.until("goals", func() bool { return b.w.goals != nil })
}

// name types names of goals one after the other: Ctrl+N, name, Enter, …, Escape.
func (b *bench) name(names ...string) {
	b.w.goals.view.do(b.w.goals.model.NameTop)
	for _, name := range names {
		b.typeText(name)
		b.key(fyne.KeyReturn)
	}
	b.key(fyne.KeyEscape)
}

func (b *bench) typeText(text string) {
	for _, r := range text {
		b.w.win.Canvas().Focused().TypedRune(r)
	}
}

func (b *bench) key(name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if focused := b.w.win.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
	} else {
		b.w.typedNowhere(event)
	}
}

// press presses the button of that label that lies on top.
func (b *bench) press(label string) {
	b.t.Helper()
	var found *look.Button
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Button); ok && button.Text == label && !button.Disabled() {
			found = button
		}
	})
	if found == nil {
		b.t.Fatalf("no button %q. On the screen: %q", label, b.screen())
	}
	found.Tapped(nil)
}

// screen is every visible text: of the topmost sheet, if there is one.
func (b *bench) screen() []string {
	var texts []string
	b.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Label:
			texts = append(texts, o.Text)
		case *look.Button:
			texts = append(texts, o.Text)
		case *field:
			texts = append(texts, o.Text)
		case *prose.Text:
			texts = append(texts, o.String())
		case *row:
			texts = append(texts, o.line.name)
		}
	})
	return texts
}

func (b *bench) walk(visit func(fyne.CanvasObject)) {
	var down func(o fyne.CanvasObject)
	down = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		visit(o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				down(child)
			}
		case *container.ThemeOverride:
			down(o.Content)
		case *container.Scroll:
			down(o.Content)
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				down(child)
			}
		}
	}
	if top := b.w.win.Canvas().Overlays().Top(); top != nil {
		down(top)
		return
	}
	down(b.w.win.Content())
}

// fakeSessions signs in as the test says.
type fakeSessions struct {
	answer   chan signInAnswer
	waiting  oauth.Waiting
	mu       sync.Mutex // for the three below, when a test changes them later
	restore  error
	refresh  error
	outcome  oauth.Outcome
	kept     []string
	gaveBack []string
}

type signInAnswer struct {
	profile oauth.Profile
	err     error
}

func newFakeSessions() *fakeSessions {
	return &fakeSessions{
		answer:  make(chan signInAnswer, 1),
		waiting: oauth.Waiting{URL: "http://127.0.0.1:1/login?state=x", Deadline: time.Now().Add(5 * time.Minute)},
	}
}

func (f *fakeSessions) SignIn(ctx context.Context, _ oauth.Provider, _ oauth.Prompt, show func(oauth.Waiting)) (oauth.Profile, error) {
	show(f.waiting)
	select {
	case a := <-f.answer:
		return a.profile, a.err
	case <-ctx.Done():
		return oauth.Profile{}, &oauth.Failure{Kind: oauth.ErrCancelled, Err: ctx.Err()}
	}
}

func (f *fakeSessions) SignInWithCode(context.Context, oauth.Provider, func(oauth.Code)) (oauth.Profile, error) {
	return oauth.Profile{}, oauth.ErrUnexpected
}
func (f *fakeSessions) KeepUntilQuit(p oauth.Profile) { f.kept = append(f.kept, p.Login) }
func (f *fakeSessions) Discard(_ context.Context, _ oauth.Provider, p oauth.Profile) {
	f.gaveBack = append(f.gaveBack, p.Login)
}
func (f *fakeSessions) Restore(context.Context, oauth.Profile) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.restore
}
func (f *fakeSessions) Refresh(_ context.Context, _ oauth.Provider, p oauth.Profile) (oauth.Profile, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return p, false, f.refresh
}
func (f *fakeSessions) SignOut(context.Context, oauth.Provider, oauth.Profile) (oauth.Outcome, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.outcome, nil
}
func (f *fakeSessions) LoadSecret(context.Context, string) (oauth.Secret, error) {
	return "", oauth.ErrNotStored
}
func (f *fakeSessions) SaveSecret(context.Context, string, oauth.Secret) error { return nil }
func (f *fakeSessions) DeleteSecret(context.Context, string) error             { return nil }

// fromNow changes how the sessions behave while the window may be using them.
func (f *fakeSessions) fromNow(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func ada() oauth.Profile {
	return oauth.Profile{
		Provider: "github", Issuer: "https://github.com/login/oauth", Subject: "1815",
		Login: "ada", Name: "Ada Lovelace", Bio: "Engines", PublicRepos: 3, Followers: 5, Fetched: time.Now(),
	}
}

func TestFirstStartHasThreeWaysIn(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	var focused []string
	for range 3 {
		focused = append(focused, b.w.win.Canvas().Focused().(*look.Button).Text)
		b.w.win.Canvas().FocusNext()
	}
	if got := strings.Join(focused, ", "); got != "Sign in with GitHub, Demo account, Start without an account" {
		t.Errorf("in focus order: %s", got)
	}
}

func TestGoalsTypedByKeyboardAreThereNextTime(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.reads("Press Ctrl+N and type your first goal.")
	b.name("Learn Go", "Run")
	b.key(fyne.KeySpace)
	b.reads("2 goals · 1 completed")
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.reads("2 goals · 1 completed")
	again.reads("Learn Go")
	if goal, _ := again.w.goals.model.Selected(); goal.Name != "Run" {
		t.Errorf("the cursor is on %q, want where it was", goal.Name)
	}
	again.until("the history", func() bool { return again.w.menus.shown.undo == "Undo completion of ‘Run’" })
}

func TestQuitKeepsTheNameBeingTyped(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.w.goals.view.do(b.w.goals.model.NameTop)
	b.typeText("half a thought")
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })
	newBench(t, dir).reads("half a thought")
}

func TestQuitKeepsWhatIsBeingTypedInTheDetails(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Learn Go")
	p := b.w.goals
	p.describe()
	b.typeText("Because.")
	p.focusDetail(p.details.due)
	b.typeText("2027-01-31")
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.reads("Learn Go")
	goal, _ := again.w.goals.model.Selected()
	if goal.Description != "Because." || goal.Due != "2027-01-31" {
		t.Errorf("description %q, due %q", goal.Description, goal.Due)
	}
}

func TestSigningInShowsLinkAndCountdownAndThenTheProfile(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Sign in with GitHub")
	b.press("Sign in with GitHub")
	b.reads("Signing in with GitHub")
	b.reads("Copy link")
	b.reads("http://127.0.0.1:1/login?state=x")
	b.reads("Waiting ")
	b.press("Copy link")
	if got := b.w.app.Clipboard().Content(); got != b.sessions.waiting.URL {
		t.Errorf("the clipboard holds %q", got)
	}
	b.sessions.answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
	b.reads("As of ")
	b.press("Go to my goals")
	b.reads("0 goals")
	if b.w.goals.person.Profile.Login != "ada" {
		t.Error("somebody else's goals are open")
	}
}

func TestCancelledSignInLeavesTheWelcomeAsItWas(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Demo account")
	b.press("Demo account")
	b.reads("Waiting ")
	b.key(fyne.KeyEscape)
	b.reads("Start without an account")
	if got := b.focused(); got != "Sign in with GitHub" {
		t.Errorf("%q has the keyboard", got)
	}
	b.local()
}

func TestAFailedSignInSaysWhyAndTriesAgain(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Sign in with GitHub")
	b.press("Sign in with GitHub")
	b.reads("Waiting ")
	b.sessions.answer <- signInAnswer{err: &oauth.Failure{Kind: oauth.ErrDenied, Sentence: "You said no at GitHub.", Next: "Try again if that was a slip."}}
	b.reads("You said no at GitHub. Try again if that was a slip.")
	b.press("Try again")
	b.reads("Waiting ")
	b.sessions.answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
}

func TestABrowserThatDoesNotOpenIsNoDeadEnd(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.sessions.waiting.OpenErr = &oauth.Failure{Kind: oauth.ErrBrowser, Sentence: "Your browser did not open.", Next: "Copy the link."}
	b.reads("Sign in with GitHub")
	b.press("Sign in with GitHub")
	b.reads("Your browser did not open. Copy the link.")
	b.reads("Copy link")
}

func TestWithoutAKeyringThePersonDecides(t *testing.T) {
	unkept := signInAnswer{ada(), &oauth.Failure{Kind: oauth.ErrNoKeyring, Sentence: "This computer has no keyring."}}
	for button, want := range map[string]string{"Keep me signed in until I quit": "Ada Lovelace", "Do not sign in": "Start without an account"} {
		t.Run(button, func(t *testing.T) {
			b := newBench(t, t.TempDir())
			b.reads("Sign in with GitHub")
			b.press("Sign in with GitHub")
			b.sessions.answer <- unkept
			b.reads("This computer has no keyring.")
			b.press(button)
			b.reads(want)
		})
	}
}

func TestSignOutHidesTheGoalsAndKeepsThem(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.signIn()
	b.name("Mine")
	b.sessions.outcome = oauth.Outcome{Revocation: oauth.NotRevoked, Reason: "GitHub was not reached.", Page: "https://github.com/settings"}
	b.w.askSignOut()
	b.reads("Sign out @ada?")
	b.press("Sign out")
	b.reads("You are signed out")
	b.reads("Open that page")
	b.press("OK")
	b.reads("Start without an account")

	again := newBench(t, dir) // nobody is open after a sign-out
	again.reads("Start without an account")
	again.signIn()
	again.reads("Mine")
}

// signIn signs in as Ada and closes the profile.
func (b *bench) signIn() {
	b.t.Helper()
	b.reads("Sign in with GitHub")
	b.press("Sign in with GitHub")
	b.sessions.answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
	b.press("Go to my goals")
}

func TestALostSessionIsABannerNotASignOut(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.signIn()
	b.name("Mine")
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.sessions.restore = &oauth.Failure{Kind: oauth.ErrNotSignedIn, Sentence: "You are not signed in on this computer.", Next: "Sign in again."}
	again.reads("You are not signed in on this computer.")
	again.reads("Mine")
	again.press("Sign in again")
	again.reads("Waiting ")
}

func TestOfflineIsSaidAndNothingElseChanges(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.sessions.refresh = &oauth.Failure{Kind: oauth.ErrOffline, Sentence: "GitHub was not reached."}
	b.signIn()
	b.reads("Offline")
	b.name("Still works")
	b.reads("1 goal ·")
}

func TestAFailedSaveIsABannerUntilItIsMended(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.w.goals.saving(storage.SaveState{Pending: 1, Err: errors.New("disk full")})
	b.reads("Not saved")
	b.reads("Your latest changes are not saved yet")
	b.w.goals.saving(storage.SaveState{})
	b.until("banner gone", func() bool { return !b.w.goals.banner.strip.Visible() })
	b.reads("Saved")
}

func TestAFileThatCannotBeOpenedIsExplained(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	var tries atomic.Int32
	b.w.Open = func(context.Context) (*account.Desk, error) {
		tries.Add(1)
		return nil, storage.ErrNewerFile
	}
	b.w.openFile()
	b.reads("Your goals could not be opened")
	b.press("Try again")
	b.until("a second try", func() bool { return tries.Load() == 2 })
}

func TestFindFiltersAndEscapeShowsAllAgain(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Learn Go", "Run")
	p := b.w.goals
	b.w.win.Canvas().Focus(p.header.search)
	b.typeText("go")
	b.reads("1 hit of 2 goals")
	b.key(fyne.KeyEscape)
	b.reads("2 goals ·")
	if p.header.search.Text != "" {
		t.Errorf("the field still says %q", p.header.search.Text)
	}
}

func TestUndoWhileTypingIsTheTexts(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("One")
	b.key(fyne.KeyF2)
	b.typeText("!")
	b.w.undo()
	if rows := len(b.w.goals.model.Rows()); rows != 1 {
		t.Fatalf("%d rows: undo while typing took back a goal", rows)
	}
	b.key(fyne.KeyEscape)
	b.w.undo()
	if rows := len(b.w.goals.model.Rows()); rows != 0 {
		t.Errorf("%d rows after undo, want none", rows)
	}
}

func TestAToolkitThatDoesNotEndIsGivenUp(t *testing.T) {
	never, now := make(chan struct{}), make(chan struct{})
	close(now)
	gaveUp := false
	giveUpUnless(never, now, time.Millisecond, func() { gaveUp = true })
	if !gaveUp {
		t.Error("still waiting for a toolkit that does not return")
	}
	giveUpUnless(now, never, time.Millisecond, func() { t.Error("given up on a toolkit that has returned") })
	giveUpUnless(now, now, limit, func() { t.Error("given up on a toolkit that has returned in time") })
}

// What the toolkit does last is done while its loop still runs.
func TestNothingIsLeftForTheEndOfTheToolkit(t *testing.T) {
	lifecycle := test.NewTempApp(t).Lifecycle()
	life, ok := lifecycle.(stopping)
	if !ok {
		t.Fatal("this version of the toolkit ends in another way: look whether it still panics")
	}
	ran := 0
	life.SetOnStoppedHookExecuted(func() { ran++ })
	stopEarly(lifecycle)
	if ran != 1 || life.OnStopped() != nil {
		t.Errorf("ran %d times, more is to come %v", ran, life.OnStopped() != nil)
	}
	stopEarly(lifecycle)
}

// blind is an application that could not watch its settings, as where the system's
// inotify instances are used up: version 2.8.1 of the toolkit panics in its Quit.
type blind struct {
	fyne.App
	t *testing.T
}

func (b blind) Quit() { b.t.Error("the toolkit panics") }

func TestTheEndNeedsNoWatchedSettings(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	b.w.app = blind{b.w.app, t}
	b.w.quit()
	select {
	case <-b.w.ended:
	default:
		t.Error("it goes on")
	}
}

func TestNobodyComesInOnceItIsOver(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	b.w.exit()
	b.w.do(func() { t.Error("comes in") })
	select {
	case <-b.door:
		t.Error("stands at a door that closes")
	default:
	}
}

// From the moment goals are left until the next page, nothing takes an edit that
// no writer would save; and a second quit does not outrun the first one's saving.
func TestNoEditIsTakenWhileGoalsAreLeft(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Kept")
	p := b.w.goals
	b.w.goals.view.do(b.w.goals.model.NameTop)
	b.typeText("Half")
	b.w.quit()
	b.w.quit() // impatient
	if b.w.closed {
		t.Fatal("closed before everything was saved")
	}
	if b.w.win.Canvas().Focused() != nil {
		t.Error("something still takes the keys")
	}
	before := len(p.model.Rows())
	b.key(fyne.KeyDelete)
	for _, menu := range b.w.win.MainMenu().Items {
		for _, item := range menu.Items {
			if item.Label == "Delete" || item.Label == "New goal" {
				item.Action()
			}
		}
	}
	if len(p.model.Rows()) != before {
		t.Error("an edit was taken that nobody saves")
	}
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.reads("2 goals")
	again.reads("Half")
}

// Goals that cannot be saved stay open, with every edit.
func TestGoalsThatCannotBeSavedStayOpen(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Mine")
	p := b.w.goals
	p.w.goals, p.w.leaving = nil, p
	p.left(errors.New("disk full"), func(error) { p.stay() })
	b.reads("Mine")
	if b.w.goals != p || b.w.leaving != nil {
		t.Error("the goals are not open any more")
	}
}
