package storage_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"overachiever/storage"
)

func octocat() storage.Profile {
	return storage.Profile{
		Provider: "github", Issuer: "https://github.com", Subject: "583231",
		Login: "octocat", Name: "The Octocat", Bio: "Mascot", Company: "@github", Location: "San Francisco",
		Page: "https://github.com/octocat", PublicRepos: 8, Followers: 9000, Following: 9,
		MemberSince: time.Date(2011, 1, 25, 18, 44, 36, 0, time.UTC), Avatar: []byte{0x89, 'P', 'N', 'G'},
		Email: "octocat@example.com", ETag: `W/"abc"`, Fetched: start(),
	}
}

func TestSignedInKnowsAnIdentityAgain(t *testing.T) {
	store := open(t, file(t))
	profile := octocat()
	id := must(store.SignedIn(t.Context(), profile))(t)
	got, ok, err := store.Profile(t.Context(), id)
	if err != nil || !ok || !reflect.DeepEqual(got, profile) {
		t.Errorf("kept %+v, %v, %v", got, ok, err)
	}
	profile.Login, profile.Fetched = "renamed", start().Add(time.Hour)
	if again := must(store.SignedIn(t.Context(), profile))(t); again != id {
		t.Errorf("the same identity became %q", again)
	}
	profile.Bio = "refreshed"
	check(t, store.SaveProfile(t.Context(), profile))
	if got, _, _ := store.Profile(t.Context(), id); got.Bio != "refreshed" || got.Login != "renamed" {
		t.Errorf("kept %+v", got)
	}
	other := octocat() // the login changed hands
	other.Subject = "2"
	if next := must(store.SignedIn(t.Context(), other))(t); next == id {
		t.Error("another identity of the same login is the same person")
	}
	other.Subject = "3"
	if err := store.SaveProfile(t.Context(), other); !errors.Is(err, storage.ErrUnknownIdentity) {
		t.Errorf("a stranger's profile: %v", err)
	}
	if _, ok, err := store.Profile(t.Context(), must(store.Local(t.Context()))(t)); ok || err != nil {
		t.Errorf("the local person has a profile: %v, %v", ok, err)
	}
	if report := must(store.Check(t.Context()))(t); report.Users != 3 || len(report.Problems) > 0 {
		t.Errorf("%+v", report)
	}
}

func TestUserByLogin(t *testing.T) {
	store := open(t, file(t))
	who := func(provider, issuer, subject, login string) storage.UserID {
		return must(store.SignedIn(t.Context(), storage.Profile{Provider: provider, Issuer: issuer, Subject: subject, Login: login}))(t)
	}
	real, demo := who("github", "a", "1", "Octocat"), who("demo", "d", "1", "octocat")
	alone := who("demo", "d", "2", "demo")
	who("github", "a", "2", "twin")
	who("github", "b", "1", "twin")
	local := must(store.Local(t.Context()))(t)
	if real == demo || local == real {
		t.Fatal("different identities are the same person")
	}
	for login, want := range map[string]storage.UserID{"octocat": real, "OCTOCAT": real, "demo": alone, "local": local} {
		if got, err := store.UserByLogin(t.Context(), login); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", login, got, err, want)
		}
	}
	for login, want := range map[string]error{"nobody": storage.ErrNoUser, "": storage.ErrNoUser, "twin": storage.ErrAmbiguous} {
		if got, err := store.UserByLogin(t.Context(), login); !errors.Is(err, want) {
			t.Errorf("%s: %q, %v, want %v", login, got, err, want)
		}
	}
}

func TestLastOpen(t *testing.T) {
	store := open(t, file(t))
	if id, ok, err := store.LastOpen(t.Context()); ok || err != nil {
		t.Errorf("at first: %q, %v, %v", id, ok, err)
	}
	local := must(store.Local(t.Context()))(t)
	check(t, store.SetLastOpen(t.Context(), local))
	if id, ok, err := store.LastOpen(t.Context()); id != local || !ok || err != nil {
		t.Errorf("then: %q, %v, %v", id, ok, err)
	}
	if err := store.SetLastOpen(t.Context(), "nobody"); !errors.Is(err, storage.ErrNoUser) {
		t.Errorf("nobody: %v", err)
	}
	check(t, store.SetLastOpen(t.Context(), ""))
	if id, ok, err := store.LastOpen(t.Context()); ok || err != nil {
		t.Errorf("signed out: %q, %v, %v", id, ok, err)
	}
}
