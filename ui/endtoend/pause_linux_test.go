package endtoend

import (
	"syscall"
	"testing"
	"time"

	"overachiever/ui/robot"
)

// A program that stood still, in a computer that was asleep or too busy, goes on: with what was
// being typed, with another view, and with the field for names, which was not in sight. The
// toolkit would not: it forgets after a minute what it has drawn, here sooner, so that the pause
// need not be longer than it takes the toolkit to look for that.
func TestAWindowThatStoodStillGoesOn(t *testing.T) {
	const pause = 12 * time.Second
	p := sitDownAt(t, robot.Options{}, "FYNE_CACHE=1s")
	standsStill := func() {
		p.must(p.program.Signal(syscall.SIGSTOP))
		time.Sleep(pause)
		p.must(p.program.Signal(syscall.SIGCONT))
	}
	p.startsWithoutAnAccount()
	p.presses("ctrl+n")
	p.types("Before")
	p.reads("Before")
	standsStill()
	p.types(" and after")
	p.presses("Return")
	p.types("Next")
	p.presses("Return", "Escape")
	p.reads("2 goals")
	standsStill()
	p.presses("ctrl+2") // Today
	p.reads("Nothing is due today")
	p.presses("ctrl+1")
	p.names("Third")
	p.reads("3 goals")
	p.quits()
}
