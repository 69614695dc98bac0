package robot

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const supported = true

// ownGroup makes a child the head of a session and process group of its own, so that all it starts can be ended with
// it, and has the system end it should the robot die without Close.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}

// signalGroup signals a process group; that it is gone already is what was wanted.
func signalGroup(pid int, signal syscall.Signal) {
	_ = syscall.Kill(-pid, signal)
}

// endStrays ends the processes that carry the mark in their environment or belong to one of the sessions, and waits
// until none is left.
func endStrays(mark string, sessions ...int) error {
	return await(context.Background(), "the end of the desktop's programs", 20*time.Millisecond, func(context.Context) (bool, error) {
		left, err := strays(mark, sessions)
		for _, p := range left {
			_ = syscall.Kill(p.pid, syscall.SIGKILL)
		}
		return len(left) == 0 && err == nil, err
	})
}

type process struct{ pid, session int }

// strays finds the living processes that carry the mark or belong to one of the sessions.
func strays(mark string, sessions []int) ([]process, error) {
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil, err
	}
	self, _ := living("/proc/self")
	var found []process
	for _, folder := range folders {
		p, ok := living(folder)
		if !ok || p.pid == self.pid {
			continue
		}
		environ, _ := os.ReadFile(filepath.Join(folder, "environ")) // unreadable: another person's, or gone
		if carries(environ, mark) || (p.session != self.session && slices.Contains(sessions, p.session)) {
			found = append(found, p)
		}
	}
	return found, nil
}

// living reads a process's /proc/PID/stat, see proc(5): "pid (name) state ppid pgrp session …", where the name may
// hold anything. Zombies don't live.
func living(folder string) (process, bool) {
	stat, err := os.ReadFile(filepath.Join(folder, "stat"))
	if err != nil {
		return process{}, false
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 4 || fields[0] == "Z" || fields[0] == "X" {
		return process{}, false
	}
	pid, errPID := strconv.Atoi(string(stat[:max(0, bytes.IndexByte(stat, ' '))]))
	session, errSession := strconv.Atoi(fields[3])
	return process{pid, session}, errPID == nil && errSession == nil
}

func carries(environ []byte, mark string) bool {
	for entry := range bytes.SplitSeq(environ, []byte{0}) {
		if string(entry) == mark {
			return true
		}
	}
	return false
}
