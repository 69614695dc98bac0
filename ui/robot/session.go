package robot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// busConfig makes a session bus with no service files: nothing of the machine is started by a mere question, so a
// desktop without a keyring really has none.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// startBus starts a private session bus and waits until it answers.
func (d *Desktop) startBus(ctx context.Context) error {
	socket := filepath.Join(d.runtimeDir(), "bus")
	config := filepath.Join(d.dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, socket), 0o600); err != nil {
		return err
	}
	if _, err := d.spawn(spawnOptions{}, "dbus-daemon", "--nofork", "--config-file="+config); err != nil {
		return err
	}
	d.bus = "unix:path=" + socket
	return await(ctx, "the session bus", 20*time.Millisecond, func(context.Context) (bool, error) {
		conn, err := dbus.Connect(d.bus)
		if err != nil {
			return false, err
		}
		return true, conn.Close()
	})
}

// The Secret Service's names: https://specifications.freedesktop.org/secret-service-spec/latest/
const (
	secretsName       = "org.freedesktop.secrets"
	secretsPath       = dbus.ObjectPath("/org/freedesktop/secrets")
	secretsService    = "org.freedesktop.Secret.Service"
	secretsItem       = "org.freedesktop.Secret.Item"
	noObject          = dbus.ObjectPath("/")
	defaultCollection = "default"
)

// startKeyring starts gnome-keyring with a fresh, unlocked collection and waits until it takes secrets.
func (d *Desktop) startKeyring(ctx context.Context) error {
	password := strings.NewReader("password")
	if _, err := d.spawn(spawnOptions{stdin: password}, "gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"); err != nil {
		return err
	}
	return await(ctx, "an unlocked keyring", 50*time.Millisecond, func(ctx context.Context) (bool, error) {
		var collection dbus.ObjectPath
		err := d.onBus(func(conn *dbus.Conn) error {
			return conn.Object(secretsName, secretsPath).CallWithContext(ctx, secretsService+".ReadAlias", 0, defaultCollection).Store(&collection)
		})
		return err == nil && collection != noObject, err
	})
}

func (d *Desktop) onBus(do func(*dbus.Conn) error) error {
	conn, err := dbus.Connect(d.bus)
	if err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	return errors.Join(do(conn), conn.Close())
}
