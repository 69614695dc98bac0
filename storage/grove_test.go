package storage_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
)

// grove is a data folder as a running program has it: goals of two people, the newest
// changes in the log only, and backups of before.
type grove struct {
	dir, path string
	names     map[storage.GoalID]string // of all goals outside the trash
	backup    map[storage.GoalID]string // of those in the newest backup
	older     map[storage.GoalID]string // and in the one before
	taken     time.Time
	newest    string // the path of the newest backup
}

// growGrove makes one in which each of the two has so many goals.
func growGrove(t *testing.T, goals int) grove {
	t.Helper()
	source, g := t.TempDir(), grove{dir: t.TempDir(), taken: start().Add(-time.Hour)}
	g.path = filepath.Join(g.dir, "goals.db")
	path := filepath.Join(source, "goals.db")
	store := open(t, path)
	signed := signIn(t, store, account("github", "ada", 1), "ada@example.org")
	check(t, store.SetLastOpen(t.Context(), signed))
	check(t, store.SetSetting(t.Context(), "language", "eo"))
	check(t, store.User(signed).SetSetting(t.Context(), "outline", "somewhere"))
	random := rand.New(rand.NewPCG(1, 2))
	people := []storage.UserID{signed, must(store.Local(t.Context()))(t)}
	grow := func(from, to int) {
		for i, id := range people {
			tree := must(store.User(id).Tree(t.Context()))(t)
			above := append(tree.Children(storage.TopLevel), storage.TopLevel)
			var steps []storage.Step
			keep := func(step storage.Step, err error) {
				check(t, err)
				steps = append(steps, step)
			}
			for n := from; n < to; n++ {
				goal, step, err := tree.Create(above[random.IntN(len(above))], random.IntN(4), fmt.Sprintf("goal %d of %d", n, i))
				keep(step, err)
				above = append(above, goal)
				switch n % 6 {
				case 1:
					keep(tree.Describe(goal, strings.Repeat("Because. ", random.IntN(300))))
				case 2:
					keep(tree.Rename(goal, fmt.Sprintf("goal %d of %d, renamed", n, i)))
				case 3:
					keep(tree.SetDue(goal, "2027-02-28"))
				case 4:
					keep(tree.Complete(storage.Completing{}, goal))
				case 5:
					keep(tree.Move(goal, storage.TopLevel, 0))
				}
			}
			trashed, step, err := tree.Create(storage.TopLevel, 0, fmt.Sprintf("trash %d of %d", from, i))
			keep(step, err)
			keep(tree.Delete(trashed))
			check(t, store.User(id).Commit(t.Context(), steps))
		}
	}
	grow(0, goals*11/15)
	g.older = namesOf(t, store, people...)
	check(t, store.Backup(t.Context(), storage.BackupPath(g.dir, g.taken.Add(-time.Hour))))
	grow(goals*11/15, goals*13/15)
	g.newest = storage.BackupPath(g.dir, g.taken)
	check(t, store.Backup(t.Context(), g.newest))
	g.backup = namesOf(t, store, people...)
	run(t, raw(t, path), `PRAGMA wal_checkpoint(TRUNCATE)`)
	grow(goals*13/15, goals)
	g.names = namesOf(t, store, people...)
	for _, suffix := range []string{"", "-wal", "-shm"} { // copied while open: the log is full
		check(t, os.WriteFile(g.path+suffix, must(os.ReadFile(path+suffix))(t), 0o600))
	}
	return g
}

// namesOf are the names of all goals outside the trash.
func namesOf(t tester, store *storage.Store, people ...storage.UserID) map[storage.GoalID]string {
	t.Helper()
	names := map[storage.GoalID]string{}
	for _, id := range people {
		tree := must(store.User(id).Tree(background()))(t)
		for _, goal := range goals(tree) {
			if !tree.IsBelow(goal.ID, storage.Trash) {
				names[goal.ID] = goal.Name
			}
		}
	}
	return names
}

// copyTo makes a copy of the data folder.
func (g grove) copyTo(t tester, dir string) grove {
	t.Helper()
	check(t, os.CopyFS(dir, os.DirFS(g.dir)))
	g.dir, g.path = dir, filepath.Join(dir, "goals.db")
	return g
}

// damage is bytes of the database and its log, to be changed.
type damage struct{ file, log []byte }

func (g grove) damage(t tester, do func(*damage)) {
	t.Helper()
	files := filesIn(t, g.dir)
	d := damage{files["goals.db"], files["goals.db-wal"]}
	do(&d)
	for suffix, content := range map[string][]byte{"": d.file, "-wal": d.log} {
		_ = os.Remove(g.path + suffix) // a log may not be there
		if content != nil {
			check(t, os.WriteFile(g.path+suffix, content, 0o600))
		}
	}
}

// recover recovers the file, whatever is wrong with it, and makes sure of what has to hold
// after every recovery.
func (g grove) recover(t tester, r storage.Rescue) (storage.Recovery, map[storage.GoalID]string) {
	t.Helper()
	r.Path, r.Now = g.path, ticking()
	before := filesIn(t, g.dir)
	done, err := storage.Recover(background(), r)
	check(t, err)
	kept := map[string][]byte{}
	if done.Kept != "" {
		kept = filesIn(t, done.Kept)
	}
	for name, content := range before {
		if name != "goals.db-shm" && strings.HasPrefix(name, "goals.db") && !bytes.Equal(kept[name], content) {
			t.Fatalf("%s is not in quarantine as it was", name)
		}
	}
	if left := must(os.ReadDir(g.dir))(t); len(left) != 3 {
		t.Fatalf("left in the data folder: %v", left)
	}
	if mode := must(os.Stat(g.path))(t).Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		t.Fatalf("others may look into it: %v", mode)
	}
	store := must(storage.Open(background(), g.path, ticking()))(t)
	defer func() { check(t, store.Close()) }()
	report := must(store.Check(background()))(t)
	if len(report.Problems) > 0 {
		t.Fatalf("recovered, but: %q", report.Problems)
	}
	var people []storage.UserID
	for _, person := range must(store.People(background()))(t) {
		people = append(people, person.User)
	}
	names := namesOf(t, store, people...)
	if done.Goals != len(names) { // nobody shares a goal here
		t.Fatalf("told of %d goals, there are %d", done.Goals, len(names))
	}
	return done, names
}

func filesIn(t tester, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, entry := range must(os.ReadDir(dir))(t) {
		if entry.Type().IsRegular() {
			files[entry.Name()] = must(os.ReadFile(filepath.Join(dir, entry.Name())))(t)
		}
	}
	return files
}

// covers tells whether all of these goals are there.
func covers(got, want map[storage.GoalID]string) error {
	var lost []string
	for id, name := range want {
		if _, there := got[id]; !there {
			lost = append(lost, name)
		}
	}
	if len(lost) > 0 {
		slices.Sort(lost)
		return fmt.Errorf("%d goals are lost: %q", len(lost), lost)
	}
	return nil
}
