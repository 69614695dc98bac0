package endtoend

import (
	"syscall"
	"testing"
	"time"
)

// After the computer has slept the window goes on. The toolkit may forget what it has drawn
// when it was not drawn for a minute, looks for that every ten seconds, and can be told to
// take five seconds for a minute.
func TestTheWindowGoesOnAfterTheComputerHasSlept(t *testing.T) {
	p := sitDown(t, "FYNE_CACHE=5s")
	p.opens()
	p.clicks("Start without an account")
	p.names("Before it sleeps")
	p.reads("Before it sleeps")
	p.must(p.program.Signal(syscall.SIGSTOP))
	<-time.After(11 * time.Second)
	p.must(p.program.Signal(syscall.SIGCONT))
	p.presses("ctrl+2") // Today
	p.reads("Nothing is due today")
	p.presses("ctrl+1")
	p.names("After it slept")
	p.reads("After it slept")
	p.quits()
}
