//go:build unix

package oauth

import (
	"os/exec"
	"syscall"
)

// detach keeps a Ctrl+C in this program's terminal from closing the browser.
func detach(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
