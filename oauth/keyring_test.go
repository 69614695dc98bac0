package oauth

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

// fakeRing is a keyring in memory that can be made to fail or hang.
type fakeRing struct {
	mu    sync.Mutex
	items map[string]string
	err   error
	hang  chan struct{} // not nil: calls wait for it, as for a prompt
	wrote chan struct{} // one value for each write or removal that came through
}

func (f *fakeRing) vault(limit time.Duration) *systemVault {
	f.items, f.wrote = map[string]string{}, make(chan struct{}, 10)
	return &systemVault{
		limit:     limit,
		reachable: func() error { return nil },
		set:       func(key, text string) error { return f.call(func() error { f.items[key] = text; return nil }) },
		remove: func(key string) error {
			return f.call(func() error {
				if _, known := f.items[key]; !known {
					return keyring.ErrNotFound
				}
				delete(f.items, key)
				return nil
			})
		},
		get: func(key string) (text string, err error) {
			f.mu.Lock()
			defer f.mu.Unlock()
			text, known := f.items[key]
			if !known {
				err = keyring.ErrNotFound
			}
			if f.err != nil {
				return "", f.err
			}
			return text, err
		},
	}
}

// prompts makes calls hang from now on, and returns what lets these go on: the
// person answers the prompt. Later calls do not hang any more.
func (f *fakeRing) prompts() (answer func()) {
	hang := make(chan struct{})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hang = hang
	return func() { close(hang) }
}

func (f *fakeRing) promptsNoMore() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hang = nil
}

// has waits until so many writes and removals came through, and returns an item's
// text, "" when it is not there.
func (f *fakeRing) has(changes int, key string) string {
	for range changes {
		<-f.wrote
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.items[key]
}

func (f *fakeRing) call(change func() error) error {
	f.mu.Lock()
	hang := f.hang
	f.mu.Unlock()
	if hang != nil {
		<-hang
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return f.err
	}
	defer func() { f.wrote <- struct{}{} }()
	return change()
}

func TestVaultsKeepAndForget(t *testing.T) {
	keyring.MockInit()
	mocked := SystemVault("overachiever-test").(*systemVault)
	mocked.reachable = func() error { return nil }
	for name, vault := range map[string]Vault{"memory": &MemoryVault{}, "mocked keyring": mocked, "fake": new(fakeRing).vault(time.Minute)} {
		if _, err := vault.Load(t.Context(), "issuer#1"); !errors.Is(err, ErrNotStored) {
			t.Errorf("%s: Load of nothing: %v", name, err)
		}
		for _, text := range []Secret{"first", "second"} {
			if err := vault.Store(t.Context(), "issuer#1", NewToken(text)); err != nil {
				t.Errorf("%s: Store: %v", name, err)
			}
			if token, err := vault.Load(t.Context(), "issuer#1"); err != nil || token.Access() != text {
				t.Errorf("%s: Load: %v", name, err)
			}
		}
		if _, err := vault.Load(t.Context(), "issuer#2"); !errors.Is(err, ErrNotStored) {
			t.Errorf("%s: Load of another: %v", name, err)
		}
		for range 2 {
			if err := vault.Delete(t.Context(), "issuer#1"); err != nil {
				t.Errorf("%s: Delete: %v", name, err)
			}
		}
		if _, err := vault.Load(t.Context(), "issuer#1"); !errors.Is(err, ErrNotStored) {
			t.Errorf("%s: Load after Delete: %v", name, err)
		}
	}
}

func TestWrongItemInPlaceIsNone(t *testing.T) {
	ring := new(fakeRing)
	vault := ring.vault(time.Minute)
	for _, text := range []string{"", "plain", "{}", `{"key":"issuer#2","access_token":"x"}`, `{"key":"issuer#1"}`} {
		ring.items["issuer#1"] = text
		if _, err := vault.Load(t.Context(), "issuer#1"); !errors.Is(err, ErrNotStored) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestKeyringErrorsExplainThemselves(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		kind error
	}{
		"unsupported": {keyring.ErrUnsupportedPlatform, ErrNoKeyring},
		"no program":  {&exec.Error{Name: "security", Err: exec.ErrNotFound}, ErrNoKeyring},
		"too big":     {keyring.ErrSetDataTooBig, ErrKeyring},
		"locked":      {errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'"), ErrKeyring},
		"other":       {errors.New("secret-token-in-a-message"), ErrKeyring},
	} {
		ring := &fakeRing{err: test.err}
		vault := ring.vault(time.Minute)
		for _, err := range []error{vault.Store(t.Context(), "k", NewToken("t")), vault.Delete(t.Context(), "k")} {
			var f *Failure
			if !errors.Is(err, test.kind) || !errors.As(err, &f) || f.Sentence == "" || f.Next == "" {
				t.Errorf("%s: %v", name, err)
			}
			if strings.Contains(fmt.Sprintf("%v %+v", err, err), "secret-token") {
				t.Errorf("%s: the keyring's own text is shown", name)
			}
		}
	}
}

func TestKeyringThatPanics(t *testing.T) {
	vault := new(fakeRing).vault(time.Minute)
	vault.get = func(string) (string, error) { panic("interface conversion") }
	if _, err := vault.Load(t.Context(), "k"); !errors.Is(err, ErrKeyring) {
		t.Errorf("error %v", err)
	}
}

func TestUnreachableBusStartsNothing(t *testing.T) {
	vault := new(fakeRing).vault(time.Minute)
	vault.reachable = func() error { return fmt.Errorf("no bus: %w", ErrNoKeyring) }
	vault.set = func(string, string) error { t.Error("the keyring was asked"); return nil }
	if err := vault.Store(t.Context(), "k", NewToken("t")); !errors.Is(err, ErrNoKeyring) {
		t.Errorf("error %v", err)
	}
}

func TestDismissedRemovalIsNoticed(t *testing.T) {
	ring := new(fakeRing)
	vault := ring.vault(time.Minute)
	vault.remove = func(string) error { return nil }
	ring.items["k"] = "still here"
	if err := vault.Delete(t.Context(), "k"); !errors.Is(err, ErrKeyring) {
		t.Errorf("error %v", err)
	}
}
