package endtoend

import (
	"context"
	"strings"
	"testing"

	"overachiever/oauth/demo"
)

// Robin of the Demo account is octo at GitHub too: either account opens the goals.
func TestEitherOfTwoAccountsOpensTheSameGoals(t *testing.T) {
	server := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat"})
	p := sitDown(t, at(server)...)
	p.opens()
	p.clicks("Demo account")
	p.approves()
	p.reads("public repositories")
	p.presses("Return")
	p.names("Learn to sail")
	p.clicks("Account")
	p.clicks("Connect another account")
	p.reads("Where do you have an account")
	p.presses("Return") // GitHub
	p.approves()
	p.reads("in use")
	p.reads("@demo-climber")
	p.keyringItems(2)
	p.presses("Return") // Close

	p.clicks("Account")
	p.clicks("Sign out")
	p.reads("All 2 connected accounts are signed out")
	p.presses("Return")
	p.reads("You are signed out")
	p.keyringItems(0)
	p.presses("Return", "Return") // Sign in with GitHub
	p.approves()
	p.reads("public repositories")
	p.presses("Return")
	p.names("Sail to Bergen")
	p.has("- [ ] Learn to sail\n- [ ] Sail to Bergen")
	p.quits()
	if login, _ := p.exportedNames(); login != "octo" {
		t.Errorf("signed in as %q", login)
	}
}

// Goals that were there before any sign-in come along, in one step that can be undone.
func TestGoalsWithoutAnAccountAreBroughtAlong(t *testing.T) {
	server := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat"})
	p := sitDown(t, at(server)...)
	p.opens()
	p.clicks("Start without an account")
	p.reads("What do you want to achieve")
	p.names("Run", "Swim")
	p.keeps("local", "- [ ] Run\n- [ ] Swim")
	p.clicks("Account")
	p.clicks("Sign in with GitHub")
	p.approves()
	p.reads("2 goals are kept on this computer")
	p.presses("Return") // Go to my goals: later will do
	p.reads("What do you want to achieve")
	p.names("Rest")
	p.clicks("Account")
	p.clicks("Bring in goals from this computer")
	p.reads("They were kept without an account")
	p.presses("Return")
	p.reads("2 goals from this computer moved here")
	p.keeps("octo", "- [ ] Rest\n- [ ] Run\n- [ ] Swim")
	p.keeps("local", "")

	p.presses("ctrl+z")
	p.keeps("local", "- [ ] Run\n- [ ] Swim")
	p.keeps("octo", "- [ ] Rest")
	p.presses("ctrl+shift+z")
	p.keeps("octo", "- [ ] Rest\n- [ ] Run\n- [ ] Swim")
	p.keeps("local", "")
	p.quits()

	p.opens()
	p.reads("Swim")
	p.reads("Rest")
	p.presses("ctrl+z") // also at the next start
	p.keeps("local", "- [ ] Run\n- [ ] Swim")
	p.keeps("octo", "- [ ] Rest")
	p.quits()
	if text, code := p.runs("check"); code != 0 {
		t.Errorf("check ended with code %d: %s", code, text)
	}
}

// Two people at one computer, who turn out to be one, and then not.
func TestTwoPeopleSeeTheirOwnGoalsUntilTheyAreBroughtTogether(t *testing.T) {
	home := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat"})
	work := standIn(t, demo.Options{Login: "ada-at-work", Name: "Ada Works"})
	p := sitDown(t, at(home)...)
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // Sign in with GitHub
	p.approves()
	p.reads("public repositories")
	p.presses("Return")
	p.names("Learn to sail")

	p.clicks("Account")
	p.clicks("Other ways to sign in")
	p.clicks("GitHub Enterprise Server")
	p.registers(work)
	p.approves()
	p.reads("public repositories")
	p.presses("Return")
	p.reads("What do you want to achieve") // a person of their own, with no goals yet
	p.names("Ask for a raise")
	p.keeps("ada-at-work", "- [ ] Ask for a raise")
	p.keeps("octo", "- [ ] Learn to sail")

	p.clicks("Account")
	p.clicks("Switch person")
	p.reads("Everybody here has goals of their own")
	p.presses("Return") // Open, of Octo Cat
	p.reads("Learn to sail")
	p.must(p.desktop.WaitNoWords(p.ctx, "Ask for a raise"))

	p.clicks("Account")
	p.clicks("Connect another account")
	p.clicks("GitHub Enterprise Server") // registered with already
	p.approves()
	p.reads("@ada-at-work is another person here")
	p.presses("Return") // Bring both together
	p.reads("1 goal of @ada-at-work moved here")
	p.keeps("octo", "- [ ] Learn to sail\n- [ ] Ask for a raise")
	p.keeps("ada-at-work", "- [ ] Learn to sail\n- [ ] Ask for a raise") // either account is theirs
	p.presses("ctrl+z")
	p.keeps("octo", "- [ ] Learn to sail")
	p.keeps("ada-at-work", "- [ ] Ask for a raise")

	p.clicks("Account")
	p.clicks("Sign out everywhere")
	p.reads("of 2 accounts of 2 people")
	p.presses("Return")
	p.reads("You are signed out")
	p.must(p.desktop.Await(p.ctx, "the keyring to hold no sign-in", func(context.Context) (bool, error) {
		items, err := p.desktop.KeyringItems(p.ctx, service)
		// What is left is not of a person: the secret of the registration.
		return len(items) == 1 && strings.HasPrefix(items[0].Attributes["username"], "client-secret#"), err
	}))
	p.presses("Return")
	p.reads("Start without an account")
	p.quits()
}

// registers fills in the form for a GitHub of one's own, by keyboard.
func (p *person) registers(server *demo.Server) {
	p.t.Helper()
	p.reads("Register Overachiever with GitHub Enterprise Server")
	for _, text := range []string{server.URL, server.App.ClientID, server.App.ClientSecret.Reveal()} {
		p.types(text)
		p.presses("Return")
	}
}
