package endtoend

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"overachiever/oauth/demo"
	"overachiever/ui/robot"
)

// standIn is a GitHub of the test's own, outside the program.
func standIn(t *testing.T, options demo.Options) *demo.Server {
	t.Helper()
	server, err := demo.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// at is the environment of a program that is registered with a stand-in.
func at(server *demo.Server) []string {
	return append(publiclyAt(server), "OVERACHIEVER_GITHUB_CLIENT_SECRET="+server.App.ClientSecret.Reveal())
}

// publiclyAt is at without a client secret.
func publiclyAt(server *demo.Server) []string {
	return []string{"OVERACHIEVER_GITHUB_URL=" + server.URL, "OVERACHIEVER_GITHUB_CLIENT_ID=" + server.App.ClientID}
}

// Words that stand on a page of the browser and nowhere else. Chromium drops the keys
// that come before it has painted a page, so these are read off the screen first.
const (
	consentWords = "Overachiever will see the public profile"
	codeWords    = "Overachiever shows it on the"
)

// turnsBack leaves the consent page unanswered and goes back to the program's window.
func (p *person) turnsBack() {
	p.t.Helper()
	p.reads(consentWords) // it has come forward
	p.must(p.program.Activate(p.ctx))
}

// The mouse is not touched, in the program or in the browser. There is no client
// secret: a sign-in with a code does without.
func TestACodeOnAnotherDeviceSignsIn(t *testing.T) {
	server := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat"})
	p := sitDown(t, publiclyAt(server)...)
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // Sign in with GitHub
	p.turnsBack()
	p.reads("Your browser has opened")
	p.presses("Tab", "Return") // from Copy link to Other ways…
	p.reads("Use a code on another device")
	p.presses("Down", "Return")
	p.reads("enter the code")
	p.presses("Return") // Copy code
	code, err := p.desktop.Clipboard(p.ctx)
	p.must(err)
	if !regexp.MustCompile(`^[A-Z]{4}-[A-Z]{4}$`).MatchString(code) {
		t.Errorf("copied %q as the code", code)
	}

	p.presses("Tab", "Tab", "Tab", "Tab", "Return") // the link, Copy link, Use the browser instead, Open here
	window, err := p.desktop.WaitWindow(p.ctx, "Enter the code")
	p.must(err)
	p.must(p.desktop.Activate(p.ctx, window))
	p.reads(codeWords)
	p.presses("ctrl+v", "Return")
	p.reads(consentWords)
	p.presses("Return")
	p.seesAt("/login/device", "All set")

	p.must(p.program.Activate(p.ctx))
	p.reads("Octo Cat")
	p.keyringItems(1)
	p.presses("Return") // Go to my goals
	p.names("Read the code")
	p.has("- [ ] Read the code")
	p.quits()
	if login, _ := p.exportedNames(); login != "octo" {
		t.Errorf("signed in as %q", login)
	}
}

// A browser on another computer cannot come back to this one.
func TestTheAddressOfABrowserElsewhereIsPastedByHand(t *testing.T) {
	server := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat"})
	p := sitDownAt(t, robot.Options{Keyring: true}, append(at(server), brokenOpener(t))...)
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // Sign in with GitHub
	p.reads("The browser could not be opened")
	p.presses("Return") // Copy link
	link, err := p.desktop.Clipboard(p.ctx)
	p.must(err)
	if !strings.HasPrefix(link, server.URL+robot.AuthorizePath+"?") {
		t.Fatal("what was copied is not the link to the provider")
	}
	address := authorizedElsewhere(p, link)

	p.presses("Tab", "Return") // from Copy link to Other ways…
	p.reads("Use a code on another device")
	p.presses("Down", "Down", "Return") // Paste the address…
	p.reads("If your browser ends on a page")
	p.types("http://127.0.0.1:1/callback/github?code=stolen&state=strange")
	p.presses("Return")
	p.reads("That is the address of another sign-in")
	p.presses("ctrl+a")
	p.types(address)
	p.presses("Return")
	p.reads("public repositories")
	p.reads("Octo Cat")
	p.keyringItems(1)
	p.quits()
	if login, _ := p.exportedNames(); login != "octo" {
		t.Errorf("signed in as %q", login)
	}
}

// brokenOpener is the environment of a system on which no browser opens.
func brokenOpener(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	script := []byte("#!/bin/sh\nexit 3\n")
	if err := os.WriteFile(filepath.Join(folder, "xdg-open"), script, 0o700); err != nil {
		t.Fatal(err)
	}
	return "PATH=" + folder + string(os.PathListSeparator) + os.Getenv("PATH")
}

var ticket = regexp.MustCompile(`name="ticket" value="([A-Z0-9]+)"`)

// authorizedElsewhere presses Authorize in a browser that cannot reach this
// program, and returns the address that it ends on.
func authorizedElsewhere(p *person, link string) string {
	p.t.Helper()
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	consent, err := browser.Get(link)
	p.must(err)
	defer consent.Body.Close()
	page, err := io.ReadAll(consent.Body)
	p.must(err)
	found := ticket.FindSubmatch(page)
	if found == nil {
		p.t.Fatal("there is no consent page at the link")
	}
	action, _, _ := strings.Cut(link, "?")
	sent, err := browser.PostForm(action, url.Values{"ticket": {string(found[1])}, "decision": {string(demo.Authorize)}})
	p.must(err)
	defer sent.Body.Close()
	address, err := sent.Location()
	p.must(err)
	return address.String()
}
