package robot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

// KeyringItem is an entry of the keyring, without its secret.
type KeyringItem struct {
	Label      string
	Attributes map[string]string // as "service" and "username"
	Locked     bool
}

// KeyringItems returns the entries of the keyring whose attribute "service" is the given one; of all services when it
// is "".
func (d *Desktop) KeyringItems(ctx context.Context, service string) ([]KeyringItem, error) {
	var items []KeyringItem
	err := d.onBus(func(conn *dbus.Conn) error {
		unlocked, locked, err := searchItems(ctx, conn, service)
		if err != nil {
			return err
		}
		for i, path := range append(unlocked, locked...) {
			item, err := readItem(conn.Object(secretsName, path))
			if err != nil {
				return err
			}
			item.Locked = i >= len(unlocked)
			items = append(items, item)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("robot: keyring items: %w", err)
	}
	return items, nil
}

func searchItems(ctx context.Context, conn *dbus.Conn, service string) (unlocked, locked []dbus.ObjectPath, err error) {
	attributes := map[string]string{}
	if service != "" {
		attributes["service"] = service
	}
	call := conn.Object(secretsName, secretsPath).CallWithContext(ctx, secretsService+".SearchItems", 0, attributes)
	return unlocked, locked, call.Store(&unlocked, &locked)
}

func readItem(object dbus.BusObject) (KeyringItem, error) {
	var item KeyringItem
	errLabel := object.StoreProperty(secretsItem+".Label", &item.Label)
	errAttributes := object.StoreProperty(secretsItem+".Attributes", &item.Attributes)
	return item, errors.Join(errLabel, errAttributes)
}

// secret is the Secret Service's struct of that name, (oayays).
type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// ErrNoSecret is returned when there is no secret to look for: a test that finds no leak would prove nothing.
var ErrNoSecret = errors.New("no secret to look for")

// SecretLeaks returns the files below the folders that hold a secret of the service's keyring entries, whole or its
// token-like parts. No secret is ever returned or printed.
func (d *Desktop) SecretLeaks(ctx context.Context, service string, folders ...string) ([]string, error) {
	secrets, err := d.secrets(ctx, service)
	if err != nil {
		return nil, fmt.Errorf("robot: secret leaks: %w", err)
	}
	return below(folders, secrets)
}

// Leaks returns the files below the folders that hold one of the secrets.
func Leaks(secrets []string, folders ...string) ([]string, error) {
	var wanted [][]byte
	for _, secret := range secrets {
		if secret == "" {
			return nil, fmt.Errorf("robot: leaks: %w", ErrNoSecret)
		}
		wanted = append(wanted, []byte(secret))
	}
	return below(folders, wanted)
}

func (d *Desktop) secrets(ctx context.Context, service string) ([][]byte, error) {
	var secrets [][]byte
	err := d.onBus(func(conn *dbus.Conn) error {
		var nothing dbus.Variant
		var session dbus.ObjectPath
		root := conn.Object(secretsName, secretsPath)
		if err := root.CallWithContext(ctx, secretsService+".OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&nothing, &session); err != nil {
			return err
		}
		items, _, err := searchItems(ctx, conn, service)
		if err != nil {
			return err
		}
		for _, path := range items {
			var s secret
			if err := conn.Object(secretsName, path).CallWithContext(ctx, secretsItem+".GetSecret", 0, session).Store(&s); err != nil {
				return err
			}
			item, err := readItem(conn.Object(secretsName, path))
			if err != nil {
				return err
			}
			secrets = append(secrets, tokens(s.Value, item.Attributes["username"])...)
		}
		return nil
	})
	if err == nil && len(secrets) == 0 {
		err = ErrNoSecret
	}
	return secrets, err
}

// tokenLike is what a token looks like inside a longer secret, JSON for example.
var tokenLike = regexp.MustCompile(`[A-Za-z0-9_.~+/=-]{16,}`)

// tokens are the token-like parts of a keyring entry's value, and all of it. What names the entry is none, also
// where the value repeats it.
func tokens(value []byte, name string) [][]byte {
	if len(value) == 0 {
		return nil
	}
	parts := slices.DeleteFunc(tokenLike.FindAll(value, -1), func(part []byte) bool { return strings.Contains(name, string(part)) })
	return append(parts, value)
}

func below(folders []string, secrets [][]byte) ([]string, error) {
	var leaks []string
	for _, folder := range folders {
		found, err := filesWith(folder, secrets)
		if err != nil {
			return nil, fmt.Errorf("robot: look for secrets: %w", err)
		}
		leaks = append(leaks, found...)
	}
	return leaks, nil
}

func filesWith(folder string, secrets [][]byte) ([]string, error) {
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, s := range secrets {
			if bytes.Contains(content, s) {
				found = append(found, path)
				break
			}
		}
		return nil
	})
	return found, err
}
