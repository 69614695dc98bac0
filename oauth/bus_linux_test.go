package oauth

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestFindBus(t *testing.T) {
	folder := t.TempDir()
	socket, file := filepath.Join(folder, "bus"), filepath.Join(folder, "file")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		address, socket string
		found           bool
	}{
		{"unix:path=/somewhere", "", true}, {"", socket, true}, {"autolaunch:", socket, true},
		{"", file, false}, {"", filepath.Join(folder, "none"), false}, {"autolaunch:", file, false}, {"autolaunch:scope=x", file, false}, {noBus, file, false},
	} {
		err := findBus(test.address, test.socket)
		if (err == nil) != test.found || err != nil && !errors.Is(err, ErrNoKeyring) {
			t.Errorf("%+v: %v", test, err)
		}
	}
}

func TestBusWithoutKeyring(t *testing.T) {
	for _, err := range []error{
		dbus.Error{Name: "org.freedesktop.DBus.Error.ServiceUnknown"},
		dbus.Error{Name: "org.freedesktop.DBus.Error.Spawn.ExecFailed"},
		dbus.Error{Name: "org.freedesktop.Secret.Error.NoSuchObject"},
		fmt.Errorf("wrapped: %w", &net.OpError{Op: "dial", Err: errors.New("refused")}),
		fs.ErrNotExist,
		errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"),
	} {
		if failure := keyringFailure(err); !errors.Is(failure, ErrNoKeyring) {
			t.Errorf("%v: %v", err, failure)
		}
	}
	for _, err := range []error{
		dbus.Error{Name: "org.freedesktop.Secret.Error.IsLocked"},
		dbus.Error{Name: "org.freedesktop.DBus.Error.NoReply"},
	} {
		if failure := keyringFailure(err); !errors.Is(failure, ErrKeyring) {
			t.Errorf("%v: %v", err, failure)
		}
	}
}

// With no bus, the bus library would run dbus-launch, which stays behind.
func TestNoSessionBusStartsNoProcess(t *testing.T) {
	const variable, service = "OVERACHIEVER_TEST_NO_BUS", "overachiever-test-without-a-bus"
	if folder := os.Getenv(variable); folder != "" { // this is the process without a bus
		vault := SystemVault(service).(*systemVault)
		vault.reachable = func() error { return findBus(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), filepath.Join(folder, "none")) }
		_, errLoad := vault.Load(t.Context(), "k")
		for _, err := range []error{errLoad, vault.Store(t.Context(), "k", NewToken("t")), vault.Delete(t.Context(), "k")} {
			if !errors.Is(err, ErrNoKeyring) {
				t.Errorf("error %v", err)
			}
		}
		return
	}
	folder := t.TempDir()
	started := filepath.Join(folder, "started")
	if err := os.WriteFile(filepath.Join(folder, "dbus-launch"), []byte("#!/bin/sh\n: > '"+started+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestNoSessionBusStartsNoProcess$")
	process.Env = []string{variable + "=" + folder, "PATH=" + folder, "HOME=" + folder, "DBUS_SESSION_BUS_ADDRESS="}
	if said, err := process.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if _, err := os.Stat(started); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("dbus-launch was started: %v", err)
	}
}
