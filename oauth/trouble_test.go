package oauth

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

const quick = 10 * time.Millisecond // instead of the minute that a keyring may take

// Each trouble that a keyring can make has a sentence of its own, and what to do.
func TestKeyringTroubleIsTold(t *testing.T) {
	locked := errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'")
	token := NewExpiringToken("access-1", "refresh-1", time.Time{})
	for name, test := range map[string]struct {
		make     func(*fakeRing, *systemVault)
		do       func(context.Context, *systemVault) error
		kind     error
		sentence string
	}{
		"locked, writing":  {make: fails(locked), do: storing(token), kind: ErrKeyring, sentence: "stayed locked"},
		"locked, reading":  {make: fails(locked), do: loading, kind: ErrKeyring, sentence: "stayed locked"},
		"locked, removing": {make: fails(locked), do: deleting, kind: ErrKeyring, sentence: "stayed locked"},
		"write dismissed": {make: func(_ *fakeRing, v *systemVault) { v.set = func(string, string) error { return nil } },
			do: storing(token), kind: ErrKeyring, sentence: "did not keep the sign-in"},
		"removal dismissed": {make: func(f *fakeRing, v *systemVault) {
			f.items[itemKey] = "still here"
			v.remove = func(string) error { return nil }
		}, do: deleting, kind: ErrKeyring, sentence: "refused"},
		"forgets": {make: func(f *fakeRing, v *systemVault) {
			v.get = func(string) (string, error) { return "", keyring.ErrNotFound }
		}, do: storing(token), kind: ErrKeyring, sentence: "did not keep the sign-in"},
		"keeps something else": {make: func(f *fakeRing, v *systemVault) {
			v.get = func(string) (string, error) { return "something else", nil }
		}, do: storing(token), kind: ErrKeyring, sentence: "did not keep the sign-in"},
		"slow, writing":  {make: hangs, do: storing(token), kind: ErrKeyringTimeout, sentence: "did not answer"},
		"slow, removing": {make: hangs, do: deleting, kind: ErrKeyringTimeout, sentence: "did not answer"},
		"absent":         {make: fails(keyring.ErrUnsupportedPlatform), do: loading, kind: ErrNoKeyring, sentence: "has no keyring"},
		"no session bus": {make: func(_ *fakeRing, v *systemVault) {
			v.reachable = func() error { return ErrNoKeyring }
		}, do: storing(token), kind: ErrNoKeyring, sentence: "has no keyring"},
		"too large": {make: func(*fakeRing, *systemVault) {}, do: storing(NewToken(Secret(strings.Repeat("t", itemLimit)))),
			kind: ErrKeyring, sentence: "does not fit"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ring := new(fakeRing)
			vault := ring.vault(quick)
			test.make(ring, vault)
			err := test.do(t.Context(), vault)
			var f *Failure
			if !errors.Is(err, test.kind) || !errors.As(err, &f) {
				t.Fatalf("error %v", err)
			}
			if sentence, next := f.Explain(); !strings.Contains(sentence, test.sentence) || !strings.HasSuffix(sentence, ".") || !strings.HasSuffix(next, ".") {
				t.Errorf("words %q %q", sentence, next)
			}
			if strings.Contains(err.Error(), "access-1") || strings.Contains(err.Error(), "something else") {
				t.Errorf("the error tells too much: %v", err)
			}
		})
	}
}

func fails(err error) func(*fakeRing, *systemVault) {
	return func(f *fakeRing, _ *systemVault) { f.err = err }
}

func hangs(f *fakeRing, _ *systemVault) { f.prompts() }

func storing(token Token) func(context.Context, *systemVault) error {
	return func(ctx context.Context, v *systemVault) error { return v.Store(ctx, itemKey, token) }
}

func loading(ctx context.Context, v *systemVault) error {
	_, err := v.Load(ctx, itemKey)
	return err
}

func deleting(ctx context.Context, v *systemVault) error { return v.Delete(ctx, itemKey) }

func TestWrongItemInPlaceMeansNotSignedInAndIsReplaced(t *testing.T) {
	ring := new(fakeRing)
	s := &Sessions{Vault: ring.vault(time.Minute)}
	profile := Profile{Issuer: "issuer", Subject: "1"}
	ring.items[profile.key()] = `{"key":"issuer#2","access_token":"somebody else's"}`
	err := s.Restore(t.Context(), profile)
	var f *Failure
	if !errors.Is(err, ErrNotSignedIn) || !errors.As(err, &f) || f.Sentence != "You are not signed in on this computer." {
		t.Errorf("Restore: %v", err)
	}
	if err := s.keep(t.Context(), Provider{}, profile, NewToken("mine")); err != nil {
		t.Fatal(err)
	}
	if err := (&Sessions{Vault: s.Vault}).Restore(t.Context(), profile); err != nil {
		t.Errorf("Restore: %v", err)
	}
}

func TestWriteThatIsGivenUpIsUndone(t *testing.T) {
	ring := new(fakeRing)
	vault := ring.vault(time.Minute)
	answer := ring.prompts()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := vault.Store(ctx, "k", NewToken("t")); !errors.Is(err, ErrCancelled) {
		t.Errorf("error %v", err)
	}
	answer()
	if text := ring.has(2, "k"); text != "" { // the write, and its undoing
		t.Error("a token that nobody waits for stayed in the keyring")
	}
}

func TestWriteThatComesTrueAfterTheTimeOutStays(t *testing.T) {
	ring := new(fakeRing)
	vault := ring.vault(quick)
	answer := ring.prompts()
	if err := vault.Store(t.Context(), "k", NewToken("t")); !errors.Is(err, ErrKeyringTimeout) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	answer()
	if ring.has(1, "k") == "" {
		t.Error("the person answered the prompt for nothing")
	}
}

func TestLateRemovalDoesNotCostANewerItem(t *testing.T) {
	ring := new(fakeRing)
	vault := ring.vault(quick)
	if err := vault.Store(t.Context(), "k", NewToken("old")); err != nil {
		t.Fatal(err)
	}
	answer := ring.prompts()
	if err := vault.Delete(t.Context(), "k"); !errors.Is(err, ErrKeyringTimeout) {
		t.Errorf("error %v", err)
	}
	ring.promptsNoMore()
	vault.limit = time.Minute
	if err := vault.Store(t.Context(), "k", NewToken("new")); err != nil {
		t.Fatal(err)
	}
	answer()
	if text := ring.has(4, "k"); !strings.Contains(text, "new") { // two writes, the late removal, and its undoing
		t.Error("a late removal took the newer token with it")
	}
}

func TestLateWriteYieldsToANewerWish(t *testing.T) {
	for name, newer := range map[string]func(*systemVault) error{
		"":    func(v *systemVault) error { return v.Delete(t.Context(), "k") },
		"new": func(v *systemVault) error { return v.Store(t.Context(), "k", NewToken("new")) },
	} {
		ring := new(fakeRing)
		vault := ring.vault(quick)
		answer := ring.prompts()
		if err := vault.Store(t.Context(), "k", NewToken("old")); !errors.Is(err, ErrKeyringTimeout) {
			t.Errorf("error %v", err)
		}
		ring.promptsNoMore()
		vault.limit = time.Minute
		if err := newer(vault); err != nil {
			t.Fatal(err)
		}
		answer()
		text := ring.has(3, "k") // the newer wish, the late write, and the newer wish again
		if name == "" && text != "" || name != "" && !strings.Contains(text, name) {
			t.Errorf("%q: a late write won over what was asked for since", name)
		}
	}
}

func TestDiscardTakesBackWhatASlowKeyringKeepsYet(t *testing.T) {
	ring := new(fakeRing)
	s := &Sessions{Vault: ring.vault(quick)}
	profile := Profile{Issuer: "issuer", Subject: "1"}
	answer := ring.prompts()
	if err := s.keep(t.Context(), Provider{}, profile, NewToken("t")); !errors.Is(err, ErrKeyringTimeout) {
		t.Fatalf("error %v", err)
	}
	ring.promptsNoMore()
	s.Vault.(*systemVault).limit = time.Minute
	s.Discard(t.Context(), Provider{}, profile)
	s.Drain(t.Context())
	answer()
	if text := ring.has(3, profile.key()); text != "" { // the removal, the late write, and the removal again
		t.Error("the token stayed in the keyring")
	}
}

func TestVaultPrintsNoSecret(t *testing.T) {
	vault := new(fakeRing).vault(time.Minute)
	if err := vault.Store(t.Context(), "k", NewExpiringToken("access-1", "refresh-1", time.Now())); err != nil {
		t.Fatal(err)
	}
	checkHides(t, vault, "access-1", "refresh-1")
}
