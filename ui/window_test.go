package ui

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

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

// What goes on beside the goals would take from their first rows what those need to be drawn.
func TestNothingElseBeginsBeforeTheFirstRowsAreDrawn(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	if b.w.looked != nil {
		t.Error("the file is looked through before the goals are drawn")
	}
	b.until("the look for damage", func() bool { return b.w.looked == b.w.desk })
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
