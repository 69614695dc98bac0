package endtoend

import (
	"testing"

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
