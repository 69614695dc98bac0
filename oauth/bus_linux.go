package oauth

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"

	"github.com/godbus/dbus/v5"
)

var errNoBus = fmt.Errorf("no session bus: %w", ErrNoKeyring)

// busReachable looks for the session bus before the keyring library does: with none,
// the bus library runs dbus-launch, which stays behind as an orphan.
func busReachable() error {
	return findBus(os.Getenv(busVariable), fmt.Sprintf("/run/user/%d/bus", os.Getuid()))
}

// ForgoBus keeps every library of this program from starting a session bus where there
// is none. It is called before any of them begins: the toolkit's asks for the colours of
// the desktop.
func ForgoBus() {
	if busReachable() != nil {
		os.Setenv(busVariable, noBus)
	}
}

// findBus accepts an address, or the user's bus where the library looks for it.
// That is where $XDG_RUNTIME_DIR points on every system that starts such a bus;
// the variable itself the library does not read.
func findBus(address, socket string) error {
	if address != "" && address != noBus && !strings.HasPrefix(address, "autolaunch:") {
		return nil
	}
	if info, err := os.Stat(socket); err == nil && info.Mode().Type() == fs.ModeSocket {
		return nil
	}
	return errNoBus
}

// busErrorName is the name of an error that came over the bus, else "".
func busErrorName(err error) string {
	var reply dbus.Error
	if errors.Is(err, errNoBus) {
		return errNoBus.Error()
	}
	if errors.As(err, &reply) && strings.HasPrefix(reply.Name, "org.freedesktop.") {
		return reply.Name
	}
	return ""
}

// isBusWithoutKeyring reports that the bus is dead, that nobody on it offers a
// Secret Service, or that the one who does has no default collection.
func isBusWithoutKeyring(err error) bool {
	var dial *net.OpError
	if errors.As(err, &dial) || errors.Is(err, dbus.ErrClosed) || errors.Is(err, fs.ErrNotExist) {
		return true
	}
	switch name := busErrorName(err); name {
	case "org.freedesktop.DBus.Error.ServiceUnknown",
		"org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.UnknownObject",
		"org.freedesktop.DBus.Error.UnknownInterface",
		"org.freedesktop.DBus.Error.UnknownMethod",
		"org.freedesktop.Secret.Error.NoSuchObject":
		return true
	default:
		if strings.HasPrefix(name, "org.freedesktop.DBus.Error.Spawn.") {
			return true
		}
	}
	return strings.HasPrefix(err.Error(), "dbus: ") ||
		strings.Contains(err.Error(), "failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'")
}
