package endtoend

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"overachiever/oauth/demo"
	"overachiever/ui/robot"
)

// Everything that could let somebody else in, in a sign-in from the registration on
// and in its renewal, is nowhere but in the keyring and the browser.
func TestNothingSecretIsWrittenAnywhere(t *testing.T) {
	server := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat", Life: 30 * time.Second})
	p := sitDown(t, "OVERACHIEVER_GITHUB_URL="+server.URL)
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // Sign in with GitHub
	p.reads("Register Overachiever with GitHub")
	p.presses("Tab", "Tab", "Tab")
	for _, text := range []string{server.App.ClientID, server.App.ClientSecret.Reveal()} {
		p.types(text)
		p.presses("Return")
	}
	consent, err := p.desktop.WaitPage(p.ctx, robot.AuthorizePath)
	p.must(err)
	link, err := url.Parse(consent.URL)
	p.must(err)
	state, challenge := link.Query().Get("state"), link.Query().Get("code_challenge")
	p.approves()
	p.reads("public repositories")
	p.presses("Return")
	p.names("Tell nobody")
	p.asked(server, tokenRequest, 2) // renewed already
	p.keyringItems(2)
	p.writesNothingOf(server.App.ClientSecret.Reveal(), state, challenge)
	p.quits()

	p.opens()
	p.reads("Tell nobody")
	p.asked(server, tokenRequest, 3) // another pair of tokens
	p.asked(server, userRequest, 3)
	p.quits()
	p.writesNothingOf(server.App.ClientSecret.Reveal(), state, challenge)
}

// writesNothingOf looks for the secrets, and for those in the keyring, in every file
// of the data folder and the home, in what the program printed, and in the arguments
// that the browser was started with.
func (p *person) writesNothingOf(secrets ...string) {
	p.t.Helper()
	links, err := p.desktop.Links()
	p.must(err)
	if len(links) == 0 {
		p.t.Error("no link was opened")
	}
	said := p.t.TempDir()
	p.must(os.WriteFile(filepath.Join(said, "what the program printed"), []byte(p.program.Output()), 0o600))
	p.must(os.WriteFile(filepath.Join(said, "what the browser was started with"), []byte(strings.Join(links, "\n")), 0o600))
	folders := []string{p.data, said, filepath.Join(p.desktop.Home(), ".config", "fyne"), filepath.Join(p.desktop.Home(), ".cache", "overachiever")}

	leaks, err := robot.Leaks(secrets, folders...)
	p.must(err)
	tokens, err := p.desktop.SecretLeaks(p.ctx, service, folders...)
	p.must(err)
	if leaks = append(leaks, tokens...); len(leaks) > 0 {
		p.t.Errorf("there are secrets in %q", leaks)
	}
}
