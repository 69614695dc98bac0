package endtoend

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"overachiever/oauth/demo"
)

// The main job, with the Demo account: sign in through the browser, grow goals,
// quit, find it all in the file, the export and the keyring, start again still
// signed in, sign out.
func TestTheMainJobWithTheDemoAccount(t *testing.T) {
	p := sitDown(t)
	p.opens()
	p.clicks("Demo account")
	p.approves()
	p.seesInBrowser("signed in as @demo-climber")
	p.reads("Robin Climber")
	p.reads("public repositories")
	p.presses("Return") // the profile's button: to the goals
	p.reads("What do you want to achieve")

	p.names("Sail to Bergen", "Learn to bake bread", "Read twenty books")
	p.presses("space", "alt+Up", "alt+Up")
	p.reads("1 completed")
	p.reads("Saved")
	p.besideTheOpenWindow()
	p.quits()

	want := []goalRow{{"Read twenty books", true}, {"Sail to Bergen", false}, {"Learn to bake bread", false}}
	if got := p.file(); !slices.Equal(got, want) {
		t.Errorf("the file holds %v, want %v", got, want)
	}
	login, names := p.exportedNames()
	if login != "demo-climber" || strings.Join(names, ", ") != "Read twenty books, Sail to Bergen, Learn to bake bread" {
		t.Errorf("exported for %q: %v", login, names)
	}
	p.keyringItems(1)
	p.noTokenOnDisk()

	p.opens()
	p.reads("Robin Climber")
	p.reads("Sail to Bergen")
	p.clicks("Account")
	p.clicks("Sign out")
	p.reads("Your goals stay on this computer")
	p.presses("Return")
	p.reads("You are signed out")
	p.keyringItems(0)
	p.presses("Return")
	p.reads("Start without an account")
	p.quits()
	if got := p.file(); !slices.Equal(got, want) {
		t.Errorf("after signing out the file holds %v, want %v", got, want)
	}
}

// besideTheOpenWindow tries what may, and what may not, run beside it.
func (p *person) besideTheOpenWindow() {
	p.t.Helper()
	if text := p.exports(); !strings.Contains(text, "- [x] Read twenty books") {
		p.t.Errorf("beside the window the export says:\n%s", text)
	}
	if text, code := p.runs("check"); code != 0 {
		p.t.Errorf("check ended with code %d: %s", code, text)
	}
	list := filepath.Join(p.t.TempDir(), "goals.md")
	p.must(os.WriteFile(list, []byte("- [ ] One more\n"), 0o600))
	if text, code := p.runs("import", list); code != 1 || !strings.Contains(text, "File ▸ Import") {
		p.t.Errorf("import ended with code %d: %s", code, text)
	}
	if text, code := p.runs(); code != 1 || !strings.Contains(text, "already open") {
		p.t.Errorf("a second window ended with code %d: %s", code, text)
	}
}

// GitHub, played by the stand-in outside the program, with a registration from
// the environment: a refusal, a second try, and then a start with GitHub gone.
func TestGitHubRefusedThenApprovedThenOffline(t *testing.T) {
	server, err := demo.Start(t.Context(), demo.Options{Login: "octo", Name: "Octo Cat"})
	if err != nil {
		t.Fatal(err)
	}
	p := sitDown(t,
		"OVERACHIEVER_GITHUB_URL="+server.URL,
		"OVERACHIEVER_GITHUB_CLIENT_ID="+server.App.ClientID,
		"OVERACHIEVER_GITHUB_CLIENT_SECRET="+server.App.ClientSecret.Reveal())
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // the first button: Sign in with GitHub
	p.must(p.desktop.Deny(p.ctx))
	p.must(p.program.Activate(p.ctx))
	p.reads("You are not signed in")
	p.presses("Return") // Try again
	p.approves()
	p.reads("Octo Cat")
	p.presses("Return")
	p.names("Offline for ever")
	p.reads("1 goal")
	p.quits()
	p.keyringItems(1)

	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	p.opens()
	p.reads("Octo Cat")
	p.reads("Offline for ever")
	p.reads("Offline")
	p.names("Still works")
	p.has("- [ ] Offline for ever\n- [ ] Still works")
	p.quits()
	p.keyringItems(1)
}

// Every key of the contract, in the real window, without the mouse.
func TestByKeyboardAlone(t *testing.T) {
	p := sitDown(t)
	p.opens()
	p.reads("Start without an account")
	p.presses("Tab", "Tab", "Return")
	p.reads("What do you want to achieve")

	p.presses("ctrl+n")
	p.types("Learn Go")
	p.presses("Return")
	p.types("Tour")
	p.presses("Tab", "Return") // indents while naming
	p.types("Book")
	p.presses("Return")
	p.types("Run")
	p.presses("shift+Tab", "Return", "Escape")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book\n- [ ] Run")

	p.presses("Up", "alt+Up") // Book above Tour
	p.has("- [ ] Learn Go\n  - [ ] Book\n  - [ ] Tour\n- [ ] Run")
	p.presses("alt+Down", "space")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [x] Book\n- [ ] Run")
	p.presses("space")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book\n- [ ] Run")
	p.presses("F2")
	p.types(" two")
	p.presses("Return")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book two\n- [ ] Run")

	p.presses("Down", "Tab") // Run under Learn Go
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book two\n  - [ ] Run")
	p.presses("shift+Tab")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book two\n- [ ] Run")
	p.presses("Delete")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book two")
	p.presses("ctrl+z")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book two\n- [ ] Run")
	p.presses("ctrl+shift+z")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book two")
	p.presses("ctrl+z", "ctrl+y", "ctrl+z")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book two\n- [ ] Run")

	p.presses("Up", "Left", "Left") // to the parent, which folds
	p.must(p.desktop.WaitNoWords(p.ctx, "Book two"))
	p.presses("Right", "Right") // unfolds, and goes to Tour
	p.reads("Book two")
	p.presses("Left", "ctrl+bracketright", "ctrl+n") // zooms into Learn Go; a goal in there
	p.types("Inside")
	p.presses("Return", "Escape")
	p.has("- [ ] Learn Go\n  - [ ] Tour\n  - [ ] Book two\n  - [ ] Inside\n- [ ] Run")
	p.must(p.desktop.WaitNoWords(p.ctx, "Run"))
	p.presses("ctrl+bracketleft")
	p.reads("Run")

	p.presses("ctrl+f")
	p.types("tour")
	p.reads("1 hit of")
	p.presses("Return", "space") // to the hit, and complete it
	p.has("- [ ] Learn Go\n  - [x] Tour\n  - [ ] Book two\n  - [ ] Inside\n- [ ] Run")
	p.presses("Escape")
	p.reads("Inside")

	p.presses("ctrl+e") // the description
	p.types("Why not")
	p.presses("Escape", "ctrl+l") // the due day
	p.types("2027-01-31")
	p.presses("Return", "F1")
	p.reads("Keyboard shortcuts")
	p.presses("Escape")
	p.has("- [ ] Learn Go\n  - [x] Tour 📅 2027-01-31\n\n    Why not\n  - [ ] Book two\n  - [ ] Inside\n- [ ] Run")
	p.quits()
}

// What is being typed survives the end of the session: a signal saves it.
func TestASignalSavesWhatIsBeingTyped(t *testing.T) {
	p := sitDown(t)
	p.opens()
	p.reads("Start without an account")
	p.presses("Tab", "Tab", "Return")
	p.reads("What do you want to achieve")
	p.presses("ctrl+n")
	p.types("Half a thought")
	p.reads("Half a thought")
	if err := p.program.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code, err := p.program.Wait(p.ctx); err != nil || code != 0 {
		t.Fatalf("ended with code %d, %v", code, err)
	}
	if got := p.file(); !slices.Equal(got, []goalRow{{"Half a thought", false}}) {
		t.Errorf("the file holds %v", got)
	}
}
