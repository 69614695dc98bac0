package assets

import (
	"bufio"
	"io"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// Whoever presses Ctrl+C while make is at work is told no more that it still is.
func TestAnInterruptEndsTheWholeWait(t *testing.T) {
	const limit = 10 * time.Second
	wait := exec.Command("sh", "linux/patiently.sh", "testing", "sh", "-c", "echo begun; exec sleep 60")
	wait.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := wait.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := wait.Start(); err != nil {
		t.Fatal(err)
	}
	group := -wait.Process.Pid
	defer syscall.Kill(group, syscall.SIGKILL) // nobody may be left by then
	said := bufio.NewReader(out)
	if line, err := said.ReadString('\n'); line != "begun\n" {
		t.Fatalf("it said %q, %v", line, err)
	}
	if err := syscall.Kill(group, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(io.Discard, said) // until nobody is left who could say something
	}()
	select {
	case <-ended:
	case <-time.After(limit):
		t.Fatalf("somebody is still waiting after %v", limit)
	}
	if err := wait.Wait(); err == nil {
		t.Error("it ended as if it had been done")
	}
}
