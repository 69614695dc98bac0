package account

import (
	"errors"
	"slices"
	"testing"

	"overachiever/oauth"
	"overachiever/storage"
)

// undo takes back a person's last step, as the window does.
func undo(t *testing.T, d *Desk, user storage.UserID) {
	t.Helper()
	tree, err := d.Store.User(user).Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	history, err := d.Store.User(user).History(t.Context(), tree.Unread())
	if err != nil {
		t.Fatal(err)
	}
	tree.AddHistory(history)
	steps, ok := tree.Undo()
	if !ok {
		t.Fatal("there is nothing to undo")
	}
	if err := d.Store.User(user).Commit(t.Context(), steps); err != nil {
		t.Fatal(err)
	}
}

func TestMergeBringsGoalsAndAccountsTogether(t *testing.T) {
	d, _ := newDesk(t)
	provider := elsewhere(t, d, "robin-at-work")
	other, err := d.SignIn(t.Context(), visit(provider))
	if err != nil {
		t.Fatal(err)
	}
	person := signIn(t, d)
	grow(t, d, other.User, "Ask for a raise")
	grow(t, d, person.User, "Climb")
	if err := d.Merge(t.Context(), other, person); err != nil {
		t.Fatal(err)
	}
	if got := goals(t, d, person.User); !slices.Equal(got, []string{"Climb", "Ask for a raise"}) {
		t.Errorf("together the goals are %q", got)
	}
	if now, err := d.Now(t.Context(), other); err != nil || now.User != person.User {
		t.Errorf("who signed in just before opens goals that nobody has: %v", err)
	}
	people, err := d.People(t.Context())
	if err != nil || len(people) != 1 || people[0].User != person.User || people[0].Identities != 2 || people[0].Goals != 2 {
		t.Errorf("people are %+v, %v", people, err)
	}
	grow(t, d, other.User, "Out of reach") // by no window: there is no account to open them with
	if people, err := d.People(t.Context()); err != nil || len(people) != 1 {
		t.Errorf("people are %+v, %v", people, err)
	}
	again, err := d.SignIn(t.Context(), visit(provider))
	if err != nil || again.User != person.User {
		t.Errorf("the other account opens somebody else's goals: %v, %v", again.User != person.User, err)
	}

	undo(t, d, person.User)
	if got := goals(t, d, person.User); !slices.Equal(got, []string{"Climb"}) {
		t.Errorf("apart again, the goals are %q", got)
	}
	if got := goals(t, d, other.User); !slices.Equal(got, []string{"Ask for a raise", "Out of reach"}) {
		t.Errorf("apart again, the other's goals are %q", got)
	}
	if people, err := d.People(t.Context()); err != nil || len(people) != 2 {
		t.Errorf("people are %+v, %v", people, err)
	}
	// The window may still show the account that is the other's again.
	if now, err := d.Refresh(t.Context(), again); err != nil || now.User != person.User || now.Profile.Login != person.Profile.Login {
		t.Errorf("the person goes by %q, %v", now.Profile.Login, err)
	}
	if opened, err := d.Open(t.Context(), other); err != nil || opened.User != other.User {
		t.Errorf("the other opens with %v", err)
	}
}

func TestMergeWantsBothSignedIn(t *testing.T) {
	d, _ := newDesk(t)
	other, err := d.SignIn(t.Context(), visit(elsewhere(t, d, "robin-at-work")))
	if err != nil {
		t.Fatal(err)
	}
	grow(t, d, other.User, "Ask for a raise")
	if _, err := d.SignOut(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	local, err := d.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person := signIn(t, d)
	for _, tt := range []struct {
		from, into Person
		want       error
	}{{other, person, oauth.ErrNotSignedIn}, {person, other, oauth.ErrNotSignedIn}, {local, person, storage.ErrLocalUser}, {person, local, storage.ErrLocalUser}, {person, person, storage.ErrSamePerson}} {
		if err := d.Merge(t.Context(), tt.from, tt.into); !errors.Is(err, tt.want) {
			t.Errorf("%s into %s: %v", tt.from.Name(), tt.into.Name(), err)
		}
	}
	if got := goals(t, d, person.User); len(got) > 0 {
		t.Errorf("goals are %q", got)
	}
}

func TestClaimMovesTheGoalsOfNobody(t *testing.T) {
	d, _ := newDesk(t)
	local, err := d.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	grow(t, d, local.User, "Read", "Write")
	person := signIn(t, d)
	grow(t, d, person.User, "Climb")
	if err := d.Claim(t.Context(), person); err != nil {
		t.Fatal(err)
	}
	if got := goals(t, d, person.User); !slices.Equal(got, []string{"Climb", "Read", "Write"}) {
		t.Errorf("claimed, the goals are %q", got)
	}
	if count, err := d.LocalGoals(t.Context()); count != 0 || err != nil {
		t.Errorf("claimed, but local goals: %d, %v", count, err)
	}
	if err := d.Claim(t.Context(), person); !errors.Is(err, storage.ErrNothingToClaim) {
		t.Errorf("claiming again: %v", err)
	}
	undo(t, d, person.User)
	if got := goals(t, d, person.User); !slices.Equal(got, []string{"Climb"}) {
		t.Errorf("given back, the goals are %q", got)
	}
	if count, err := d.LocalGoals(t.Context()); count != 2 || err != nil {
		t.Errorf("given back, but local goals: %d, %v", count, err)
	}
}

func TestClaimWantsAnAccount(t *testing.T) {
	d, _ := newDesk(t)
	local, err := d.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	grow(t, d, local.User, "Read")
	person := signIn(t, d)
	if _, err := d.SignOut(t.Context(), person); err != nil {
		t.Fatal(err)
	}
	if err := d.Claim(t.Context(), person); !errors.Is(err, oauth.ErrNotSignedIn) {
		t.Errorf("signed out: %v", err)
	}
	if err := d.Claim(t.Context(), local); !errors.Is(err, storage.ErrLocalUser) {
		t.Errorf("the local person: %v", err)
	}
}
