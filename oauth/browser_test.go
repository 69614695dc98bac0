//go:build unix

package oauth

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// fakeOpener puts an xdg-open of its own first in the path.
func fakeOpener(t *testing.T, script string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	name, _ := opener("linux")
	if script != "" {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	return folder
}

func TestOpenerGetsTheAddressAsItIs(t *testing.T) {
	folder := fakeOpener(t, `printf '%s|' "$@" >"${0%/*}/got"`)
	address := "https://github.com/login/oauth/authorize?a=b&c=$(touch%20x);`id`'%22"
	if err := runOpener(t.Context(), openerPatience, "xdg-open", address); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(folder, "got")); err != nil || string(got) != address+"|" {
		t.Errorf("got %q, %v", got, err)
	}
}

// The browser may find a bus in its own way.
func TestTheOpenerIsNotToldThatThereIsNoBus(t *testing.T) {
	folder := fakeOpener(t, `printf %s "${DBUS_SESSION_BUS_ADDRESS-nothing}" >"${0%/*}/got"`)
	for address, want := range map[string]string{noBus: "nothing", "unix:path=/somewhere": "unix:path=/somewhere"} {
		t.Setenv(busVariable, address)
		if err := runOpener(t.Context(), openerPatience, "xdg-open", "https://github.com"); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(folder, "got")); err != nil || string(got) != want {
			t.Errorf("with %q the opener is told %q, %v", address, got, err)
		}
	}
}

func TestOpenerFails(t *testing.T) {
	for name, script := range map[string]string{"exit status": "exit 3", "not installed": "", "killed": "kill -9 $$"} {
		fakeOpener(t, script)
		err := runOpener(t.Context(), openerPatience, "xdg-open", "https://github.com/secret-state")
		var f *Failure
		if !errors.Is(err, ErrBrowser) || !errors.As(err, &f) || !strings.Contains(f.Next, "Copy the link") || strings.Contains(err.Error(), "secret-state") ||
			strings.Contains(f.Sentence+f.Next, "xdg") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenerThatBecomesTheBrowser(t *testing.T) {
	folder := fakeOpener(t, "") // this one waits until the test lets it go
	gate := filepath.Join(folder, "gate")
	if err := syscall.Mkfifo(gate, 0o600); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\nread line <" + gate + "\n"
	if err := os.WriteFile(filepath.Join(folder, "xdg-open"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // both openers read the gate: closing it ends them
		if open, err := os.OpenFile(gate, os.O_RDWR, 0); err == nil {
			fmt.Fprint(open, "go\ngo\n")
			open.Close()
		}
	})
	if err := runOpener(t.Context(), 10*time.Millisecond, "xdg-open", "x"); err != nil {
		t.Errorf("still running: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := runOpener(ctx, time.Minute, "xdg-open", "x"); err != nil {
		t.Errorf("given up: %v", err)
	}
}

func TestOpenBrowserOpensOnlyTheWeb(t *testing.T) {
	fakeOpener(t, "exit 0")
	for _, address := range []string{"", "file:///etc/passwd", "javascript:alert(1)", "/bin/sh", "-h", "https://", "ftp://host/", "https://me:pw@host/", "https://ho st"} {
		if err := OpenBrowser(t.Context(), address); !errors.Is(err, ErrBrowser) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestOpeners(t *testing.T) {
	for system, want := range map[string]string{"linux": "xdg-open", "freebsd": "xdg-open", "darwin": "open", "windows": "rundll32"} {
		if name, _ := opener(system); name != want {
			t.Errorf("%s: %s", system, name)
		}
	}
}

// Only a folder that is there is opened: a file would be run by what it is registered for.
func TestOnlyAFolderIsOpened(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, file + "/missing", ".", ""} {
		if err := OpenFolder(t.Context(), path); !errors.Is(err, ErrBrowser) {
			t.Errorf("%q: %v", path, err)
		}
	}
}
