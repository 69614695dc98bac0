package storage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// signIn makes a person with these goals.
func signIn(t tester, store *storage.Store, profile storage.Profile, text string) storage.UserID {
	t.Helper()
	user := must(store.SignedIn(context.Background(), profile))(t)
	if text != "" {
		add(t, store, user, text)
	}
	return user
}

// add gives a person more goals.
func add(t tester, store *storage.Store, user storage.UserID, text string) {
	t.Helper()
	tree := must(store.User(user).Tree(context.Background()))(t)
	plant(t, tree, text)
	check(t, store.User(user).Commit(context.Background(), done(tree)))
}

// seen is what a person has, as outline writes it.
func seen(t tester, store *storage.Store, user storage.UserID) string {
	t.Helper()
	return outline(must(store.User(user).Tree(context.Background()))(t))
}

// export is what a person would get from the command line.
func export(t tester, store *storage.Store, user storage.UserID) string {
	t.Helper()
	tree := must(store.User(user).Tree(context.Background()))(t)
	var text bytes.Buffer
	check(t, interchange.Export(&text, interchange.JSON, interchange.Document{Goals: interchange.Forest(tree, storage.TopLevel)}))
	return text.String()
}

// remembering is a person's tree as the window has it after a start.
func remembering(t tester, store *storage.Store, user storage.UserID) *storage.Tree {
	t.Helper()
	tree := must(store.User(user).Tree(context.Background()))(t)
	recall(t, store.User(user), tree)
	return tree
}

// undo takes back a person's newest step, as the window would after a start; redo does
// it again.
func undo(t tester, store *storage.Store, user storage.UserID) storage.Step {
	t.Helper()
	return travel(t, store, user, back)
}

func redo(t tester, store *storage.Store, user storage.UserID) storage.Step {
	t.Helper()
	return travel(t, store, user, forth)
}

func travel(t tester, store *storage.Store, user storage.UserID, turn func(tester, *storage.User, *storage.Tree) ([]storage.Step, bool)) storage.Step {
	t.Helper()
	steps, ok := turn(t, store.User(user), remembering(t, store, user))
	if !ok {
		t.Fatalf("%s has nothing to undo or redo", user)
	}
	check(t, store.User(user).Commit(context.Background(), steps))
	return steps[0]
}

// sound makes sure that the file is, journal and all.
func sound(t tester, store *storage.Store) {
	t.Helper()
	if report := must(store.Check(context.Background()))(t); len(report.Problems) > 0 {
		t.Fatalf("checked: %q", report.Problems)
	}
}

func TestClaim(t *testing.T) {
	path := file(t)
	store := must(storage.Open(t.Context(), path, ticking()))(t)
	ann := signIn(t, store, account("github", "ann", 1), "hers")
	if err := store.Claim(t.Context(), ann); !errors.Is(err, storage.ErrNothingToClaim) || !explains(err) {
		t.Errorf("without a local person: %v", err)
	}
	local := must(store.Local(t.Context()))(t)
	if err := store.Claim(t.Context(), ann); !errors.Is(err, storage.ErrNothingToClaim) {
		t.Errorf("without goals: %v", err)
	}
	add(t, store, local, fruit+"\nrotten")
	tree := remembering(t, store, local)
	top := tree.Children(storage.TopLevel)
	last := top[len(top)-1]
	steps := []storage.Step{
		must(tree.Describe(top[0], "crisp"))(t), must(tree.SetDue(top[0], "2027-05-01"))(t),
		must(tree.Complete(storage.Completing{}, top[0]))(t), must(tree.Delete(last))(t),
	}
	check(t, store.User(local).Commit(t.Context(), steps))
	theirs, both := namesakes(tree, storage.TopLevel), together(t, store, local, ann)

	check(t, store.SetLastOpen(t.Context(), local))
	check(t, store.Claim(t.Context(), ann))
	if got := namesakes(must(store.User(ann).Tree(t.Context()))(t), storage.TopLevel); got != both {
		t.Errorf("claimed:%s\nwant%s", got, both)
	}
	if ids := must(store.User(ann).Tree(t.Context()))(t).Children(storage.TopLevel); ids[1] != top[0] {
		t.Errorf("the goal %s became %s", top[0], ids[1])
	}
	if got := seen(t, store, local); !strings.HasPrefix(got, "\nTRASH") || !strings.HasSuffix(got, "\n\trotten") {
		t.Errorf("the local person has%s", got)
	}
	if err := store.Claim(t.Context(), ann); !errors.Is(err, storage.ErrNothingToClaim) {
		t.Errorf("claimed again: %v", err)
	}
	if profile, ok, err := store.Profile(t.Context(), local); ok || err != nil {
		t.Errorf("the local person has an account: %+v, %v", profile, err)
	}
	add(t, store, local, "since")

	check(t, store.Close())
	store = open(t, path)
	if step := undo(t, store, ann); step.Act != storage.ActClaim || step.Subject != "" {
		t.Errorf("undone: %+v", step)
	}
	if got := seen(t, store, ann); got != "\nhers" {
		t.Errorf("undone, she has%s", got)
	}
	tree = must(store.User(local).Tree(t.Context()))(t)
	for _, id := range tree.Children(storage.TopLevel) {
		if goal, _ := tree.Goal(id); goal.Name == "since" {
			must(tree.Delete(id))(t)
		}
	}
	if got := namesakes(tree, storage.TopLevel); got != theirs || !strings.Contains(seen(t, store, local), "since") {
		t.Errorf("undone, the local person has%s\nand without the new one%s\nwant%s", seen(t, store, local), got, theirs)
	}
	sound(t, store)
}

// Nobody is to lose what they did after a merge was undone, when it is redone.
func TestRedoneMergeLeavesWhatWasDoneSince(t *testing.T) {
	store := open(t, file(t))
	from, into := signIn(t, store, account("github", "from", 1), "a"), signIn(t, store, account("github", "into", 1), "b")
	check(t, store.Merge(t.Context(), from, into))
	undo(t, store, into)
	add(t, store, from, "since")
	redo(t, store, into)
	if a, b := seen(t, store, from), seen(t, store, into); a != "\na\nsince" || b != "\nb\na" {
		t.Errorf("from has%s\ninto has%s", a, b)
	}
	if a, b := len(logins(t, store, from)), len(logins(t, store, into)); a != 1 || b != 1 {
		t.Errorf("%d and %d accounts", a, b)
	}
	undo(t, store, into)
	if a, b := seen(t, store, from), seen(t, store, into); a != "\na\nsince" || b != "\nb" {
		t.Errorf("undone: from has%s\ninto has%s", a, b)
	}
	sound(t, store)
}

// Whose goals were taken can take them back alone; the copies stay.
func TestMergeUndoneByTheOther(t *testing.T) {
	store := open(t, file(t))
	local := must(store.Local(t.Context()))(t)
	add(t, store, local, "a\n\tb")
	ann := signIn(t, store, account("github", "ann", 1), "")
	check(t, store.Claim(t.Context(), ann))
	if step := undo(t, store, local); step.Act != storage.ActClaim {
		t.Errorf("undone: %+v", step)
	}
	if a, b := seen(t, store, local), seen(t, store, ann); a != "\na\n\tb" || b != a {
		t.Errorf("local has%s\nann has%s", a, b)
	}
	undo(t, store, ann)
	if a, b := seen(t, store, local), seen(t, store, ann); a != "\na\n\tb" || b != "" {
		t.Errorf("undone by both: local has%s\nann has%s", a, b)
	}
	if step, ok := remembering(t, store, local).NextRedo(); ok {
		t.Errorf("the local person can redo %+v", step)
	}
	sound(t, store)
}

func TestMergeOfSomebodyWithoutGoals(t *testing.T) {
	for name, goals := range map[string]string{"neither has any": "", "into has some": "b"} {
		t.Run(name, func(t *testing.T) {
			path := file(t)
			store := must(storage.Open(t.Context(), path, ticking()))(t)
			from, into := signIn(t, store, account("github", "from", 1), ""), signIn(t, store, account("github", "into", 1), goals)
			before := seen(t, store, into)
			check(t, store.SetLastOpen(t.Context(), from))
			check(t, store.Merge(t.Context(), from, into))
			if last, _, err := store.LastOpen(t.Context()); last != into || err != nil {
				t.Errorf("last open is %q, %v", last, err)
			}
			if who := must(store.SignedIn(t.Context(), account("github", "from", 2)))(t); who != into {
				t.Errorf("from's account opens %q", who)
			}
			if people := must(store.People(t.Context()))(t); len(people) != 1 || people[0].Identities != 2 {
				t.Errorf("listed: %+v", people)
			}
			check(t, store.Close())
			store = open(t, path)
			for range 2 {
				undo(t, store, into)
				if who := must(store.SignedIn(t.Context(), account("github", "from", 3)))(t); who != from {
					t.Errorf("undone, and from's account opens %q", who)
				}
				redo(t, store, into)
				if got := logins(t, store, into); len(got) != 2 {
					t.Errorf("redone, and into has %q", got)
				}
			}
			if after := seen(t, store, into); after != before {
				t.Errorf("there was%s\nand is%s", before, after)
			}
			sound(t, store)
		})
	}
}

func TestMergeRefuses(t *testing.T) {
	store := open(t, file(t))
	ann := signIn(t, store, account("github", "ann", 1), "a")
	local := must(store.Local(t.Context()))(t)
	add(t, store, local, "b")
	for name, c := range map[string]struct{ err, want error }{
		"oneself":              {store.Merge(t.Context(), ann, ann), storage.ErrSamePerson},
		"nobody's":             {store.Merge(t.Context(), "nobody", ann), storage.ErrNoUser},
		"for nobody":           {store.Merge(t.Context(), ann, "nobody"), storage.ErrNoUser},
		"for the local person": {store.Merge(t.Context(), ann, local), storage.ErrLocalUser},
		"claim for local":      {store.Claim(t.Context(), local), storage.ErrLocalUser},
		"claim for nobody":     {store.Claim(t.Context(), "nobody"), storage.ErrNoUser},
	} {
		if !errors.Is(c.err, c.want) || !explains(c.err) {
			t.Errorf("%s: %v, want %v with words for a person", name, c.err, c.want)
		}
	}
	if a, b := seen(t, store, ann), seen(t, store, local); a != "\na" || b != "\nb" {
		t.Errorf("refused, and left%s\nand%s", a, b)
	}
}

// All of a merge, or nothing; and so with its undo.
func TestMergeIsAtomic(t *testing.T) {
	path := file(t)
	store := open(t, path)
	from, into := signIn(t, store, account("github", "from", 1), "a"), signIn(t, store, account("github", "into", 1), "b")
	db := raw(t, path)
	state := func() string {
		return seen(t, store, from) + seen(t, store, into) + fmt.Sprint(logins(t, store, from), logins(t, store, into))
	}
	for name, do := range map[string]func() error{
		"merge": func() error { return store.Merge(t.Context(), from, into) },
		"undo": func() error {
			steps, _ := back(t, store.User(into), remembering(t, store, into))
			return store.User(into).Commit(t.Context(), steps)
		},
	} {
		if name == "undo" {
			check(t, store.Merge(t.Context(), from, into))
		}
		before := state()
		run(t, db, `CREATE TRIGGER stop BEFORE UPDATE ON identity BEGIN SELECT RAISE(ABORT, 'no'); END`)
		if err := do(); err == nil {
			t.Errorf("%s: did not fail", name)
		}
		if after := state(); after != before {
			t.Errorf("%s failed: there was%s\nand is%s", name, before, after)
		}
		run(t, db, `DROP TRIGGER stop`)
		if name == "undo" {
			check(t, do())
		}
		sound(t, store)
	}
}

// Accounts that were disconnected since a merge: undoing it leaves nobody without one.
func TestMergeUndoneAfterDisconnecting(t *testing.T) {
	for name, c := range map[string]struct {
		disconnect []string
		from, into []string
	}{
		"none":              {nil, []string{"from@github"}, []string{"into@gitlab", "into@github"}},
		"one of several":    {[]string{"into@gitlab"}, []string{"from@github"}, []string{"into@github"}},
		"what was merged":   {[]string{"from@github"}, []string{"from@github"}, []string{"into@gitlab", "into@github"}},
		"what was into's":   {[]string{"into@github", "into@gitlab"}, []string{"from@github"}, []string{"into@github", "into@gitlab"}},
		"all but one again": {[]string{"into@github", "from@github"}, []string{"from@github"}, []string{"into@gitlab"}},
	} {
		t.Run(name, func(t *testing.T) {
			store := open(t, file(t))
			from, into := signIn(t, store, account("github", "from", 1), "a"), signIn(t, store, account("github", "into", 1), "b")
			check(t, store.Connect(t.Context(), into, account("gitlab", "into", 2)))
			check(t, store.Merge(t.Context(), from, into))
			for _, login := range c.disconnect {
				subject, provider, _ := strings.Cut(login, "@")
				check(t, store.Disconnect(t.Context(), into, "https://"+provider, subject))
			}
			undo(t, store, into)
			if left, right := logins(t, store, from), logins(t, store, into); !slices.Equal(left, c.from) || !slices.Equal(right, c.into) {
				t.Errorf("from has %q, into has %q", left, right)
			}
			sound(t, store)
		})
	}
}

// An account that has become somebody else's since stays theirs, and the goals that came
// back are not out of reach.
func TestMergeUndoneWhenTheAccountIsGone(t *testing.T) {
	store := open(t, file(t))
	from, into := signIn(t, store, account("github", "from", 1), "a"), signIn(t, store, account("github", "into", 1), "b")
	check(t, store.Merge(t.Context(), from, into))
	check(t, store.Disconnect(t.Context(), into, "https://github", "from"))
	other := signIn(t, store, account("github", "from", 2), "c")
	undo(t, store, into)
	for user, want := range map[storage.UserID]string{from: "\na", into: "\nb", other: "\nc"} {
		if got := seen(t, store, user); got != want {
			t.Errorf("there is%s instead of%s", got, want)
		}
	}
	people := must(store.People(t.Context()))(t)
	listed := slices.IndexFunc(people, func(p storage.Person) bool { return p.User == from })
	if len(people) != 3 || listed < 0 || people[listed].Goals != 1 || people[listed].Identities != 0 {
		t.Errorf("listed: %+v", people)
	}
	sound(t, store)
}

func TestMergeOfWhoMerged(t *testing.T) {
	store := open(t, file(t))
	a, b, c := signIn(t, store, account("github", "a", 1), "a"), signIn(t, store, account("github", "b", 1), "b"),
		signIn(t, store, account("github", "c", 1), "c")
	want := func(when string, texts ...string) {
		t.Helper()
		for i, user := range []storage.UserID{a, b, c} {
			tree := must(store.User(user).Tree(t.Context()))(t)
			if got := strings.Join(names(tree, tree.Children(storage.TopLevel)), " "); got != texts[2*i] {
				t.Errorf("%s: person %d has %q, want %q", when, i, got, texts[2*i])
			}
			if got := strings.Join(logins(t, store, user), " "); got != texts[2*i+1] {
				t.Errorf("%s: person %d has the accounts %q, want %q", when, i, got, texts[2*i+1])
			}
		}
		sound(t, store)
	}
	check(t, store.Merge(t.Context(), a, b))
	check(t, store.Merge(t.Context(), b, c))
	want("merged", "", "", "", "", "c b a", "a@github b@github c@github")
	undo(t, store, c)
	want("half undone", "", "", "b a", "a@github b@github", "c", "c@github")
	undo(t, store, b)
	want("undone", "a", "a@github", "b", "b@github", "c", "c@github")
	redo(t, store, b)
	want("redone", "", "", "b a", "a@github b@github", "c", "c@github")
}
