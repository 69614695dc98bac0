package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/oauth"
	"overachiever/ui/account"
)

func grace() oauth.Profile {
	p := ada()
	p.Subject, p.Login, p.Name = "1906", "grace", "Grace Hopper"
	return p
}

// signInAs signs in and closes the profile.
func (b *bench) signInAs(p oauth.Profile) {
	b.t.Helper()
	b.until("the file is open", func() bool { return b.w.desk != nil && b.w.leaving == nil })
	b.w.signInWithGitHub()
	b.reads("Waiting ")
	b.sessions.answer <- signInAnswer{profile: p}
	b.reads("Go to my goals")
	b.press("Go to my goals")
	if got := b.w.goals.person.Profile.Login; got != p.Login {
		b.t.Fatalf("the goals of %q are open, want those of %q", got, p.Login)
	}
}

func (b *bench) says(words string) bool {
	return strings.Contains(strings.Join(b.screen(), "\n"), words)
}

// atWork is the provider of a visit, as the sign-in panel has it.
func (b *bench) atWork() oauth.Provider {
	b.t.Helper()
	provider, err := b.w.desk.GitHub(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return provider
}

func TestSwitchingPersonShowsEachTheirOwnGoalsOnly(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.name("Engine", "Notes")
	b.signInAs(grace())
	b.name("Compiler")
	b.w.switchPerson()
	b.reads("Switch person")
	b.reads("@grace · 1 goal · open now")
	b.reads("@ada · 2 goals")
	b.key(fyne.KeyReturn) // on the first who is not open
	b.reads("Engine")
	if b.says("Compiler") {
		t.Error("somebody else's goals are shown")
	}
	if got := b.w.goals.person.Profile.Login; got != "ada" {
		t.Errorf("the goals of %q are open", got)
	}
}

func TestWhoKeepsGoalsWithoutAnAccountIsListedLast(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Mine")
	b.signInAs(ada())
	b.w.switchPerson()
	b.reads("On this computer")
	b.reads("1 goal")
	b.press("Open")
	b.reads("Mine")
	if !b.w.goals.person.Local() {
		t.Error("not the local goals")
	}
}

func TestSwitchingToWhoIsSignedOutAsksThemToSignIn(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.signInAs(grace())
	b.name("Compiler")
	page := b.w.goals
	b.sessions.fromNow(func() {
		b.sessions.restore = &oauth.Failure{Kind: oauth.ErrNotSignedIn, Sentence: "You are not signed in on this computer."}
	})
	b.w.switchPerson()
	b.reads("Switch person")
	b.press("Open")
	b.reads("Signing in with GitHub")
	b.reads("Waiting ")
	b.key(fyne.KeyEscape)
	b.reads("Compiler")
	if b.w.goals != page {
		t.Error("the goals that were open are not any more")
	}
}

func TestALockedKeyringKeepsTheGoalsThatAreOpen(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.signInAs(grace())
	b.sessions.fromNow(func() {
		b.sessions.restore = &oauth.Failure{Kind: oauth.ErrKeyring, Sentence: "This computer's keyring stayed locked.", Next: "Unlock it."}
	})
	b.w.switchPerson()
	b.reads("Switch person")
	b.press("Open")
	b.reads("The goals of Ada Lovelace did not open")
	b.reads("This computer's keyring stayed locked. Unlock it.")
	b.sessions.fromNow(func() { b.sessions.restore = nil })
	b.press("Try again")
	b.until("Ada's goals", func() bool { return b.w.goals != nil && b.w.goals.person.Profile.Login == "ada" })
}

// connect signs in once more, for the goals that are open.
func (b *bench) connect(p oauth.Profile) {
	b.t.Helper()
	person := b.w.goals.person
	b.w.openVisit(account.Visit{Provider: b.atWork(), Connect: &person})
	b.reads("Waiting ")
	b.sessions.answer <- signInAnswer{profile: p}
}

func TestAConnectedAccountOpensTheSameGoals(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.name("Engine")
	user := b.w.goals.person.User
	b.connect(grace())
	b.reads("@grace · in use")
	b.press("Close")
	b.reads("Engine")
	b.w.showAccounts()
	b.reads("Connected accounts")
	b.reads("@grace · in use")
	b.reads("@ada")
	b.press("Close")
	b.signInAs(ada())
	b.reads("Engine")
	if b.w.goals.person.User != user {
		t.Error("signing in with the other account opened another person")
	}
}

func TestAnAccountIsDisconnectedAndItIsSaidWhatBecameOfIt(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.name("Engine")
	b.connect(grace())
	b.reads("@grace · in use")
	b.press("Close")
	b.sessions.fromNow(func() {
		b.sessions.outcome = oauth.Outcome{Provider: "GitHub", Reason: "GitHub was not reached.", Page: "https://github.com/settings"}
	})
	opened := make(chan string, 1)
	b.w.Browse = func(_ context.Context, url string) error { opened <- url; return nil }

	b.w.showAccounts()
	b.reads("@grace · in use")
	b.w.win.Canvas().FocusNext() // from Close to the first account
	b.key(fyne.KeyReturn)
	b.reads("Disconnect @grace?")
	b.press("Disconnect")
	b.reads("GitHub was not reached.")
	b.reads("@ada · in use")
	if b.says("@grace") || b.says("Disconnect") {
		t.Errorf("still there, or the last one can go too: %q", b.screen())
	}
	b.press("Open that page")
	if url := <-opened; url != "https://github.com/settings" {
		t.Errorf("opened %q", url)
	}
	b.press("Close")
	b.reads("Engine")
	if got := b.w.goals.person.Profile.Login; got != "ada" {
		t.Errorf("still %q", got)
	}
}

func TestTheOnlyAccountCannotBeDisconnected(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.w.showAccounts()
	b.reads("@ada · in use")
	if b.says("Disconnect") {
		t.Error("offers to disconnect the only account")
	}
}

func TestATakenAccountIsBroughtTogetherOnlyWhenAsked(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(grace())
	b.name("Compiler", "Ship")
	b.signInAs(ada())
	b.name("Engine")
	b.connect(grace())
	b.reads("@grace is another person here")
	b.reads("@grace already has 2 goals of their own here.")
	b.press("Cancel")
	b.reads("1 goal ·")

	b.connect(grace())
	b.reads("@grace already has 2 goals")
	b.press("Bring both together")
	b.reads("2 goals of @grace moved here.")
	b.reads("Compiler")
	b.reads("3 goals ·")
	b.until("it can be undone", func() bool { return b.w.menus.shown.undo == "Undo bringing together" })
	b.w.undo()
	b.reads("1 goal ·")
	b.w.redo()
	b.reads("3 goals ·")
	into := b.w.goals.person.User
	b.signInAs(grace())
	if b.w.goals.person.User != into {
		t.Error("the account does not open the goals of both")
	}
}

func TestTakingBackABringingTogetherGivesTheAccountInUseBack(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(grace())
	b.name("Compiler")
	b.signInAs(ada())
	b.connect(grace())
	b.reads("Bring both together")
	b.press("Bring both together")
	b.reads("1 goal of @grace moved here.")
	b.signInAs(grace())
	b.until("it can be undone", func() bool { return b.w.menus.shown.undo == "Undo bringing together" })
	b.w.undo()
	b.until("Ada is who is open", func() bool { return b.w.goals.person.Profile.Login == "ada" })
	b.reads("0 goals ·")
	b.signInAs(grace())
	b.reads("Compiler")
}

func TestATakenAccountWithoutGoalsIsSaidSo(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(grace())
	b.signInAs(ada())
	b.connect(grace())
	b.reads("with no goals yet")
}

func TestGoalsWithoutAnAccountComeAlongAndCanBeTakenBack(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Run", "Read")
	b.w.signInWithGitHub()
	b.reads("Waiting ")
	b.sessions.answer <- signInAnswer{profile: ada()}
	b.reads("2 goals are kept on this computer without an account.")
	b.press("Bring the 2 goals along")
	b.reads("2 goals from this computer moved here.")
	b.reads("Read")
	if b.w.goals.person.Profile.Login != "ada" {
		t.Error("not Ada's goals")
	}
	b.until("it can be undone", func() bool { return b.w.menus.shown.undo == "Undo bringing in goals" })
	b.w.undo()
	b.reads("0 goals ·")
	if b.says("moved here") {
		t.Error("still says that they are here")
	}
	b.w.openLocal()
	b.reads("Read")
}

func TestNothingIsSuggestedTwice(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Run")
	b.w.signInWithGitHub()
	b.reads("Waiting ")
	b.sessions.answer <- signInAnswer{profile: ada()}
	b.reads("1 goal is kept on this computer without an account.")
	b.press("Go to my goals")
	user := b.w.desk.Store.User(b.w.goals.person.User)
	b.until("it is kept what was suggested", func() bool {
		text, err := user.Setting(t.Context(), settingSuggested)
		return err == nil && text == "claim"
	})
	if found := b.w.suggestions(t.Context(), b.w.desk, b.w.goals.person); len(found) != 0 {
		t.Errorf("suggested again: %v", found)
	}
	// But it stays in the menu.
	b.w.askClaim()
	b.reads("Bring in 1 goal from this computer?")
	b.press("Bring them in")
	b.reads("Run")
	b.w.askClaim()
	b.reads("There is nothing to bring in")
}

func TestTheSameAddressIsASuggestionAndTheOtherAccountHasToSignIn(t *testing.T) {
	b := newBench(t, t.TempDir())
	a, g := ada(), grace()
	a.Email, g.Email = "countess@example.com", "Countess@example.com"
	b.signInAs(a)
	b.name("Engine")
	b.w.signInWithGitHub()
	b.reads("Waiting ")
	b.sessions.answer <- signInAnswer{profile: g}
	b.reads("@ada here has the same e-mail address.")
	b.press("Sign in as @ada")
	b.reads("Waiting ")
	b.sessions.answer <- signInAnswer{profile: a}
	b.reads("@ada already has 1 goal of their own here.")
	b.press("Bring both together")
	b.reads("Engine")
	if got := b.w.goals.person.Profile.Login; got != "grace" {
		t.Errorf("the goals of %q are open", got)
	}
}

// Each sheet of the account menu fits into the smallest window.
func TestTheSheetsFitTheSmallestWindow(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Run")
	b.signInAs(ada())
	for i := range 5 {
		p := grace()
		p.Subject, p.Login = fmt.Sprint(i), strings.Repeat("longlogin", 4)+fmt.Sprint(i)
		p.Name = strings.Repeat("Name ", 20)
		b.connect(p)
		b.reads("Connected accounts")
		b.press("Close")
	}
	b.w.win.Resize(fyne.NewSize(minWidth, minHeight))
	for name, open := range map[string]func(){
		"Connected accounts":                 b.w.showAccounts,
		"Switch person":                      b.w.switchPerson,
		"Bring in 1 goal from this computer": b.w.askClaim,
		"Sign out everywhere":                b.w.askSignOutEverywhere,
	} {
		open()
		b.reads(name)
		sheet := b.w.sheets[0]
		if size := sheet.paper.Size(); size.Width > minWidth || size.Height > minHeight {
			t.Errorf("%s: %v", name, size)
		}
		sheet.close()
	}
}

func TestTheAccountMenuOffersWhatCanBeDone(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	enabled := func() map[string]bool {
		all := map[string]bool{}
		for _, item := range b.w.menus.account().Items {
			if !item.IsSeparator {
				all[item.Label] = !item.Disabled
			}
		}
		return all
	}
	check := func(when string, want bool, labels ...string) {
		t.Helper()
		now := enabled()
		for _, label := range labels {
			if got, there := now[label]; !there || got != want {
				t.Errorf("%s: %q is there %v, enabled %v, want %v", when, label, there, got, want)
			}
		}
	}
	own := []string{"Profile", "Connected accounts…", "Connect another account…", "Bring in goals from this computer…", "Sign out"}
	always := []string{"Switch person…", "Sign in with GitHub", "Other ways to sign in…", "Demo account", "Registrations…", "Sign out everywhere on this computer…"}
	check("nobody", false, own...)
	check("nobody", true, append(always, "Goals without an account")...)
	b.local()
	check("without an account", false, append(own, "Goals without an account")...)
	check("without an account", true, always...)
	b.signInAs(ada())
	check("signed in", true, append(append(own, always...), "Goals without an account")...)
}
