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
