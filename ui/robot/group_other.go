//go:build !linux

package robot

import "syscall"

const supported = false

func ownGroup() *syscall.SysProcAttr { return nil }

func signalGroup(int, syscall.Signal) {}

func endStrays(string, ...int) error { return nil }
