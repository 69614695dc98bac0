//go:build !unix

package oauth

import "os/exec"

func detach(*exec.Cmd) {}
