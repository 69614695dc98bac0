package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"overachiever/oauth"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

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
	if got := b.focused(); got != "Copied" {
		t.Errorf("after Return, %q has the keyboard", got)
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

// A provider that takes its time is no reason to look for a keyring.
func TestASlowProviderIsNotTakenForAKeyring(t *testing.T) {
	b, _ := onStage(t)
	p := b.panel(account.Visit{Provider: b.gitHub()})
	p.showFinishing(false)
	if p.clock != nil && p.clock.Stop() {
		t.Error("something is to be said after a while")
	}
}

func TestAKeyringThatIsSlowIsMentioned(t *testing.T) {
	b, s := onStage(t)
	v := waits(b, s)
	finishing := v.waiting()
	finishing.Finishing = true
	v.browser(finishing)
	b.reads("Asking GitHub who you are…")
	finishing.Keeping = true
	v.browser(finishing)
	b.reads("Asking GitHub who you are…")
	if b.says("keyring") {
		t.Error("the keyring is mentioned at once")
	}
	b.reads("Your keyring may be asking for its password. Look for its window.")
	b.key(fyne.KeyEscape)
	b.isOver(v)
}

// The wait may show another state while an address is on its way.
func TestAnAddressIsForTheWaitThatWasShown(t *testing.T) {
	b, s := onStage(t)
	v := waits(b, s)
	b.press("Other ways…")
	b.press("Paste the address…")
	b.typeText("http://127.0.0.1:1/callback")
	finishing := v.waiting()
	finishing.Finishing, finishing.Paste = true, func(string) error { t.Error("pasted too late"); return nil }
	b.press("Go on")
	v.browser(finishing)
	b.reads("who you are")
	select {
	case <-v.pasted:
	case <-time.After(limit):
		t.Error("nothing is pasted")
	}
}
