package ui

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/ui/account"
)

// recoversWhen makes each recovery wait for a condition, which the damaged file may still tell.
func (b *bench) recoversWhen(holds func(damaged *storage.Store) bool) {
	damaged, again := b.w.desk.Store, b.w.Recover
	b.w.Recover = func(ctx context.Context, r storage.Rescue) (*account.Desk, storage.Recovery, error) {
		for start := time.Now(); !holds(damaged); {
			if time.Since(start) > limit {
				b.t.Errorf("nothing to recover after: not within %v", limit)
				break
			}
		}
		if err := damaged.Close(); err != nil {
			b.t.Error(err)
		}
		return again(ctx, r)
	}
}

// recoversAfter makes each recovery wait until a channel is closed.
func (b *bench) recoversAfter(closed <-chan struct{}) {
	b.recoversWhen(func(*storage.Store) bool { <-closed; return true })
}

// keeps puts goals into the file, past the window.
func (b *bench) keeps(dir string, user storage.UserID, names ...string) {
	b.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "goals.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		b.t.Fatal(err)
	}
	defer db.Close()
	for i, name := range names {
		if _, err := db.Exec(`INSERT INTO goal (user, id, parent, position, name) VALUES (?1, 'goal-' || ?2, '', 'a' || ?2, ?3)`, user, i+1, name); err != nil {
			b.t.Fatal(err)
		}
	}
}

func TestASignInIsOverWhenTheFileIsRecovered(t *testing.T) {
	dir := t.TempDir()
	b := troubledBench(t, dir)
	b.reads("Start without an account")
	v := waits(b, b.stage())
	local, err := b.w.desk.Store.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.keeps(dir, local, "Learn Go", "Ru\x00n") // which no edit can make
	recover := make(chan struct{})
	b.recoversAfter(recover)

	b.w.openLocal()
	b.until("damage is found", func() bool { return b.w.desk == nil })
	if !b.says("Saving what can be read") {
		t.Errorf("it says %q", b.screen())
	}
	v.answer <- signInAnswer{profile: ada()}
	b.isOver(v)
	close(recover)
	b.reads("Your goals were recovered")
	b.press("OK")
	b.reads("Learn Go")
	if !b.w.goals.person.Local() {
		t.Errorf("the goals of %s are open", b.w.goals.person.Name())
	}
	b.signInAs(ada())
}

func TestWhoWasLetInByADamagedFileIsNotShownInTheRecoveredOne(t *testing.T) {
	dir := t.TempDir()
	b := troubledBench(t, dir)
	b.reads("Start without an account")
	profile := storage.Profile(ada())
	user, err := b.w.desk.Store.SignedIn(t.Context(), profile)
	if err != nil {
		t.Fatal(err)
	}
	b.keeps(dir, user, "Learn Go")
	recover := make(chan struct{})
	b.recoversAfter(recover)

	b.w.welcomePerson(account.Person{User: user, Profile: profile})
	b.w.recover(storage.Rescue{Why: storage.ErrDamaged}, nil)
	select {
	case goals := <-b.door: // who read them nobody waits for any more
		goals()
	case <-time.After(limit):
		t.Fatal("the goals are not read")
	}
	if b.w.goals != nil || !b.says("Saving what can be read") {
		t.Errorf("goals of the damaged file are shown: %q", b.screen())
	}
	close(recover)
	b.reads("1 goal was saved.")
}

// What is begun just before stays with the file that it was begun with.
func TestWhatIsUnderWayWhenTheFileIsRecovered(t *testing.T) {
	b := troubledBench(t, t.TempDir())
	b.signIn()
	b.name("Learn Go")
	p := b.w.goals
	b.recoversWhen(func(damaged *storage.Store) bool {
		text, err := damaged.Setting(t.Context(), settingBudget)
		return err == nil && text == "4294967296"
	})

	b.w.setBudget(4 << 30)
	p.backUpTo(t.TempDir())
	p.checkSession()
	p.refreshProfile(func(error) {})
	p.checkAccounts()
	b.w.showAccounts()
	b.w.connectAnother()
	b.w.sheets[0].close()
	b.w.signInWithGitHub()
	b.w.signInAgain()
	b.w.signInWithDemo()
	b.w.switchPerson()
	b.w.showRegistrations()
	b.w.askClaim()
	b.w.askSignOut()
	b.w.askSignOutEverywhere()
	p.recover(storage.ErrDamaged)
	b.reads("1 goal was saved.")
	if open := len(b.w.sheets); open != 1 {
		t.Errorf("%d sheets are open", open)
	}
	b.press("OK")
	b.reads("Learn Go")
	if got := b.w.backups.budget; got != 4<<30 {
		t.Errorf("backups may take %d bytes now", got)
	}
}

// Whoever asks for goals twice, by a double click, gets one page of them: what came first of
// two that were asked for one after the other is not shown.
func TestGoalsThatWereAskedForLastAreShown(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	entered, do := 0, b.w.do
	b.w.do = func(f func()) { do(func() { f(); entered++ }) }
	shown, came := "", map[string]chan struct{}{}
	open := func(name string) {
		may := make(chan struct{})
		came[name] = may
		b.w.openGoals(func(context.Context, *account.Desk) func() {
			<-may
			return func() { shown += name }
		})
	}
	b.press("Start without an account")
	if b.offers("Start without an account") {
		t.Error("they can be asked for again")
	}
	open("first")
	open("second")
	close(came["first"])
	b.until("the local goals came, and the first", func() bool { return entered >= 2 })
	close(came["second"])
	b.until("the second came", func() bool { return shown != "" })
	if shown != "second" || b.w.goals != nil {
		t.Errorf("shown are %q, and goals: %v", shown, b.w.goals != nil)
	}
}

// What is tried again is opened once, and nothing is done meanwhile with the file as it was.
func TestAFileIsTriedAgainOnce(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	before := b.w.desk
	b.w.showTrouble(storage.ErrBusy)
	b.press("Try again")
	if b.buttons() != "" || b.w.desk != nil {
		t.Errorf("it offers %q, and the file is open: %v", b.buttons(), b.w.desk != nil)
	}
	b.reads("Start without an account")
	if b.w.desk == nil || b.w.desk == before {
		t.Error("the file was not opened again")
	}
	if err := before.Store.Close(); err != nil {
		t.Error(err)
	}
}
