package robot

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/godbus/dbus/v5"
)

// Answer is how the person in front of the desktop answers the keyring's password window.
type Answer string

// How they do.
const (
	Dismiss Answer = "no" // they close it
	Ignore  Answer = ""   // they never look at it
)

// The names by which gnome-keyring asks for a password window: as gcr's own prompter has them.
const (
	prompterName  = "org.gnome.keyring.SystemPrompter"
	prompterPath  = dbus.ObjectPath("/org/gnome/keyring/Prompter")
	prompterFace  = "org.gnome.keyring.internal.Prompter"
	promptedReady = "org.gnome.keyring.internal.Prompter.Callback.PromptReady"
)

// LockKeyring locks the keyring's default collection, as a screen saver does.
func (d *Desktop) LockKeyring(ctx context.Context) error {
	err := d.onBus(func(conn *dbus.Conn) error {
		root := conn.Object(secretsName, secretsPath)
		var collection, prompt dbus.ObjectPath
		if err := root.CallWithContext(ctx, secretsService+".ReadAlias", 0, defaultCollection).Store(&collection); err != nil {
			return err
		}
		var locked []dbus.ObjectPath
		return root.CallWithContext(ctx, secretsService+".Lock", 0, []dbus.ObjectPath{collection}).Store(&locked, &prompt)
	})
	if err != nil {
		return fmt.Errorf("robot: lock the keyring: %w", err)
	}
	return nil
}

// AnswerKeyring puts somebody in front of the keyring's password windows, who from now on answers them all alike. The
// channel gets a value for each window that was to be shown.
func (d *Desktop) AnswerKeyring(answer Answer) (asked <-chan struct{}, err error) {
	if d.prompter == nil {
		if d.prompter, err = newPrompter(d.bus); err != nil {
			return nil, fmt.Errorf("robot: answer the keyring: %w", err)
		}
	}
	d.prompter.answer.Store(answer)
	return d.prompter.asked, nil
}

// prompter is the far end of the keyring's questions. Its exported methods are called over the bus, and it ends with it.
type prompter struct {
	conn   *dbus.Conn
	answer atomic.Value // an Answer
	asked  chan struct{}
}

func newPrompter(bus string) (*prompter, error) {
	conn, err := dbus.Connect(bus)
	if err != nil {
		return nil, err
	}
	p := &prompter{conn: conn, asked: make(chan struct{}, 100)}
	if err := conn.Export(p, prompterPath, prompterFace); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if _, err := conn.RequestName(prompterName, dbus.NameFlagDoNotQueue); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return p, nil
}

// BeginPrompting announces a question; it is put once we say that we are ready.
func (p *prompter) BeginPrompting(callback dbus.ObjectPath, sender dbus.Sender) *dbus.Error {
	p.asked <- struct{}{}
	if p.answer.Load() != Ignore {
		p.ready(sender, callback, "")
	}
	return nil
}

// PerformPrompt is the question.
func (p *prompter) PerformPrompt(callback dbus.ObjectPath, kind string, _ map[string]dbus.Variant, _ string, sender dbus.Sender) *dbus.Error {
	p.ready(sender, callback, string(p.answer.Load().(Answer)))
	return nil
}

// StopPrompting takes the question back.
func (p *prompter) StopPrompting(callback dbus.ObjectPath, sender dbus.Sender) *dbus.Error {
	return nil
}

// ready answers once the call that asked has returned: the keyring drops an answer that overtakes it.
func (p *prompter) ready(sender dbus.Sender, callback dbus.ObjectPath, answer string) {
	time.AfterFunc(100*time.Millisecond, func() {
		p.conn.Object(string(sender), callback).Go(promptedReady, dbus.FlagNoReplyExpected, nil, answer, map[string]dbus.Variant{}, "")
	})
}
