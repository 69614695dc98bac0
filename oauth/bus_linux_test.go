package oauth

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
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
		{"", file, false}, {"", filepath.Join(folder, "none"), false}, {"autolaunch:", file, false}, {"autolaunch:scope=x", file, false},
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
