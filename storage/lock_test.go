package storage_test

import (
	"bufio"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"overachiever/storage"
)

// Re-executed with this variable, the test binary is a second Overachiever that opens
// the data folder it names, says how it went, and waits for its standard input to end.
const secondInstance = "OVERACHIEVER_TEST_LOCK"

func TestMain(m *testing.M) {
	if dir := os.Getenv(secondInstance); dir != "" {
		beSecond(dir)
		return
	}
	if path := os.Getenv(opensAndEnds); path != "" {
		openAndEnd(path)
		return
	}
	os.Exit(m.Run())
}

func beSecond(dir string) {
	instance, err := storage.Lock(dir)
	switch {
	case errors.Is(err, storage.ErrAlreadyOpen):
		os.Stdout.WriteString("already open\n")
		if err := storage.AskToShow(dir); err != nil {
			os.Stdout.WriteString(err.Error() + "\n")
			return
		}
		os.Stdout.WriteString("asked\n")
	case err != nil:
		os.Stdout.WriteString(err.Error() + "\n")
	default:
		os.Stdout.WriteString("locked\n")
		_, _ = os.Stdin.Read(make([]byte, 1)) // until the test lets go, or kills
		_ = instance
	}
}

// second starts a second process and returns its lines.
func second(t *testing.T, dir string) (*exec.Cmd, *bufio.Scanner, func() error) {
	t.Helper()
	command := exec.Command(must(os.Executable())(t))
	command.Env = append(os.Environ(), secondInstance+"="+dir)
	input := must(command.StdinPipe())(t)
	output := must(command.StdoutPipe())(t)
	check(t, command.Start())
	return command, bufio.NewScanner(output), input.Close
}

func line(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	if !lines.Scan() {
		t.Fatal("the second process said nothing")
	}
	return lines.Text()
}

func TestSecondInstanceIsRefusedAndAsks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data folder")
	instance := must(storage.Lock(dir))(t)
	shown := make(chan struct{}, 2)
	instance.OnShow(func() { shown <- struct{}{} })
	before := contents(t, dir)

	command, lines, _ := second(t, dir)
	if first, then := line(t, lines), line(t, lines); first != "already open" || then != "asked" {
		t.Errorf("%q, %q", first, then)
	}
	check(t, command.Wait())
	<-shown
	if after := contents(t, dir); len(after) != 1 || after["lock"] != before["lock"] {
		t.Errorf("the second instance left %v", after)
	}

	check(t, instance.Release())
	if err := storage.AskToShow(dir); !errors.Is(err, storage.ErrNotListening) {
		t.Errorf("asked nobody: %v", err)
	}
	check(t, must(storage.Lock(dir))(t).Release())
}

// However a process ends, its lock ends with it.
func TestLockEndsWithItsProcess(t *testing.T) {
	dir := t.TempDir()
	command, lines, _ := second(t, dir)
	if got := line(t, lines); got != "locked" {
		t.Fatal(got)
	}
	if _, err := storage.Lock(dir); !errors.Is(err, storage.ErrAlreadyOpen) {
		t.Fatalf("locked twice: %v", err)
	}
	check(t, command.Process.Kill())
	_ = command.Wait()
	check(t, must(storage.Lock(dir))(t).Release())
}

func TestAskedBeforeThereIsAWindow(t *testing.T) {
	dir := t.TempDir()
	instance := must(storage.Lock(dir))(t)
	defer func() { check(t, instance.Release()) }()
	check(t, storage.AskToShow(dir))
	shown := make(chan struct{}, 1)
	instance.OnShow(func() { shown <- struct{}{} })
	<-shown
}

// Others on the computer can reach the port, but do not know what to say.
func TestStrangersAreNotShown(t *testing.T) {
	dir := t.TempDir()
	instance := must(storage.Lock(dir))(t)
	defer func() { check(t, instance.Release()) }()
	instance.OnShow(func() { t.Error("shown to a stranger") })
	address, _, _ := strings.Cut(strings.TrimLeft(contents(t, dir)["lock"], "\x00"), " ")
	for _, words := range []string{"\n", "guess\n", "GET / HTTP/1.1\r\n\r\n", strings.Repeat("x", 4096)} {
		connection := must(net.Dial("tcp", address))(t)
		_, _ = connection.Write([]byte(words))
		answer, _ := bufio.NewReader(connection).ReadString('\n')
		if answer != "" {
			t.Errorf("%q was answered %q", words, answer)
		}
		check(t, connection.Close())
	}
}

func TestAskToShowStaysOnThisComputer(t *testing.T) {
	for _, text := range []string{"", "\x00", "\x00192.0.2.1:80 nonce\n", "\x00127.0.0.1:1\n", "\x00example.com:80 nonce\n"} {
		dir := t.TempDir()
		check(t, os.WriteFile(filepath.Join(dir, "lock"), []byte(text), 0o600))
		if err := storage.AskToShow(dir); !errors.Is(err, storage.ErrNotListening) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
