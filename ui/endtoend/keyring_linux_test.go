package endtoend

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"overachiever/oauth/demo"
	"overachiever/ui/robot"
)

// A keyring that is locked, by the real daemon: the window starts, takes goals and
// saves them, says what is the matter, and signs nobody out.
func TestALockedKeyringStopsNothingButTheSession(t *testing.T) {
	p := sitDown(t)
	p.opens()
	p.clicks("Demo account")
	p.approves()
	p.reads("public repositories")
	p.presses("Return")
	p.names("Before the lock")
	p.reads("Saved")
	p.quits()

	asked, err := p.desktop.AnswerKeyring(robot.Dismiss)
	p.must(err)
	p.must(p.desktop.LockKeyring(p.ctx))
	p.opens()
	p.reads("keyring stayed locked")
	<-asked
	p.names("Behind the lock")
	p.reads("2 goals")
	p.reads("Saved")
	p.quits()

	_, err = p.desktop.AnswerKeyring(robot.Ignore)
	p.must(err)
	p.opens()
	<-asked
	p.names("While it is asked for")
	p.reads("3 goals")
	p.reads("Saved")
	p.reads("keyring did not answer") // a minute later
	p.has("- [ ] Before the lock\n- [ ] Behind the lock\n- [ ] While it is asked for")
	p.quits()
}

// On a computer without a session bus the libraries would start one, which stays behind.
func TestWithoutASessionBusNoneIsStarted(t *testing.T) {
	folder := t.TempDir()
	started := filepath.Join(folder, "started")
	if err := os.WriteFile(filepath.Join(folder, "dbus-launch"), []byte("#!/bin/sh\n: >'"+started+"'\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	server := standIn(t, demo.Options{Login: "octo", Name: "Octo Cat"})
	env := append(at(server), "DBUS_SESSION_BUS_ADDRESS=", "FYNE_THEME=", "PATH="+folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	p := sitDownAt(t, robot.Options{Browser: true}, env...)
	p.opens()
	p.reads("Start without an account")
	p.presses("Return") // Sign in with GitHub
	p.approves()
	p.reads("has no keyring where a sign-in could be kept")
	p.quits()
	if _, err := os.Stat(started); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("dbus-launch was started: %v", err)
	}
}
