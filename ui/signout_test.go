package ui

import (
	"errors"
	"strings"
	"testing"

	"overachiever/oauth"
)

func TestSignOutEverywhereSaysHowManyAndHidesAll(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.signInAs(grace())
	b.sessions.fromNow(func() { b.sessions.outcome = oauth.Outcome{Provider: "GitHub", Revocation: oauth.Revoked} })
	b.w.askSignOutEverywhere()
	b.reads("Nobody stays signed in, of 2 accounts of 2 people known here.")
	b.press("Sign out all")
	b.reads("You are signed out")
	if n := strings.Count(strings.Join(b.screen(), "\n"), "has withdrawn"); n != 1 {
		t.Errorf("the same thing is said %d times", n)
	}
	b.press("OK")
	b.reads("Start without an account")
}

func TestSignOutEverywhereLeavesTheGoalsWithoutAnAccountOpen(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.w.openLocal()
	b.until("the local goals", func() bool { return b.w.goals != nil && b.w.goals.person.Local() })
	b.name("Mine")
	b.w.askSignOutEverywhere()
	b.reads("Nobody stays signed in, of 1 account known here.")
	b.press("Sign out all")
	b.reads("You are signed out")
	b.press("OK")
	b.reads("Mine")
}

func TestSigningOutEverywhereWhereNobodyIsSignedIn(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.w.askSignOutEverywhere()
	b.reads("Nobody is signed in on this computer")
}

func TestSigningOutNamesAllAccounts(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.signInAs(ada())
	b.connect(grace())
	b.reads("@grace · in use")
	b.press("Close")
	b.w.askSignOut()
	b.reads("All 2 connected accounts are signed out.")
}

func TestWhatBecameOfEachAccountIsSaidOnce(t *testing.T) {
	revoked := oauth.Outcome{Provider: "GitHub", Revocation: oauth.Revoked}
	left := oauth.Outcome{Provider: "X", Reason: "X was not reached.", Page: "https://x.example/apps"}
	alsoLeft := oauth.Outcome{Provider: "GitLab", Reason: "GitLab was not reached.", Page: "https://gitlab.example/apps"}
	text, page := outcomesSaid([]oauth.Outcome{revoked, revoked, left, alsoLeft})
	want := []string{
		"Signed out. GitHub has withdrawn Overachiever's access.",
		"Signed out on this computer. X was not reached.",
		"Signed out on this computer. GitLab was not reached.",
	}
	for _, sentence := range want {
		if strings.Count(text, sentence) != 1 {
			t.Errorf("%q is not said once in %q", sentence, text)
		}
	}
	if page != left.Page || !strings.Contains(text, "open that page") {
		t.Errorf("offers %q, and says %q", page, text)
	}
	if text, page := outcomesSaid([]oauth.Outcome{revoked}); page != "" || strings.Contains(text, "page") {
		t.Errorf("a page for nothing: %q, %q", page, text)
	}
}

func TestASignOutThatFailsSaysSoAndWhatWorked(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	b.w.signedOut([]oauth.Outcome{{Provider: "GitHub", Revocation: oauth.Revoked}}, errors.Join(errors.New("x"),
		&oauth.Failure{Kind: oauth.ErrKeyring, Sentence: "This computer's keyring refused.", Next: "Unlock it."}))
	b.reads("Signing out did not finish")
	b.reads("This computer's keyring refused. Unlock it.")
	b.reads("GitHub has withdrawn")
}
