package storage_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// The computer's clock jumps by years, back and forth, between edits and between starts:
// the goals are what they were, the journal gives them in the order in which they were
// made, and what was done last is undone first.
func TestClockJumps(t *testing.T) {
	dir := t.TempDir()
	rounds(t, 20)
	rapid.Check(t, func(rt *rapid.T) {
		now := start()
		jump := func() {
			by := rapid.SampledFrom([]time.Duration{time.Millisecond, -time.Millisecond, time.Hour, -time.Hour, 24 * time.Hour}).Draw(rt, "jump")
			now = now.Add(by).AddDate(rapid.IntRange(-40, 40).Draw(rt, "years"), 0, 0).
				In(time.FixedZone("", rapid.IntRange(-12, 14).Draw(rt, "zone")*60*60))
			if now.Year() < 1980 || now.Year() > 2500 { // as a board without a battery begins
				now = time.Unix(0, 0)
			}
		}
		path := filepath.Join(must(os.MkdirTemp(dir, ""))(rt), "goals.db")
		var id storage.UserID
		var last storage.Stamp
		for range rapid.IntRange(1, 4).Draw(rt, "starts") {
			store := must(storage.Open(t.Context(), path, func() time.Time { return now }))(rt)
			id = must(store.Local(t.Context()))(rt)
			user := store.User(id)
			tree := must(user.Tree(t.Context()))(rt)
			recall(rt, user, tree)
			for range rapid.IntRange(0, 6).Draw(rt, "edits") {
				jump()
				steps := []storage.Step{edit(rt, tree)}
				if rapid.Bool().Draw(rt, "and undo") {
					steps = append(steps, undone(tree.Undo)...)
				}
				for _, step := range steps {
					for _, operation := range step.Operations {
						if operation.Stamp.Compare(last) <= 0 {
							rt.Fatalf("%+v after %+v", operation.Stamp, last)
						}
						last = operation.Stamp
					}
				}
				check(rt, user.Commit(t.Context(), steps))
			}
			again := must(user.Tree(t.Context()))(rt)
			if got, want := snapshot(rt, again), snapshot(rt, tree); got != want {
				rt.Fatalf("the file has\n%s\nand not\n%s", got, want)
			}
			recall(rt, user, again)
			one, two := undone(tree.Undo), undone(again.Undo)
			if len(one) != len(two) || len(one) > 0 && one[0].Undoes != two[0].Undoes {
				rt.Fatalf("next to undo is %+v, and by the file %+v", one, two)
			}
			sound(rt, store)
			check(rt, store.Close())
			jump()
		}
	})
}

// When the clock is set back it comes to the same seconds again: no backup is taken over
// one that is there, and all are listed.
func TestBackupsWhenTheClockIsSetBack(t *testing.T) {
	path, store, _, _ := kept(t)
	dir := filepath.Dir(path)
	noon := start()
	written := map[string]bool{}
	for _, after := range []time.Duration{0, time.Second, 0, -time.Hour, 0, time.Second, 2 * time.Second} {
		for _, backup := range []string{storage.BackupPath(dir, noon.Add(after)), storage.KeptBackupPath(dir, "before-restore", noon.Add(after))} {
			if written[backup] {
				t.Errorf("%s is to be written again", backup)
			}
			written[backup] = true
			check(t, store.Backup(t.Context(), backup))
		}
	}
	list := must(storage.Backups(dir))(t)
	if len(list) != len(written) {
		t.Errorf("of %d backups %d are listed", len(written), len(list))
	}
	for i := 1; i < len(list); i++ {
		if list[i].Taken.After(list[i-1].Taken) {
			t.Errorf("%s is listed after %s", list[i].Path, list[i-1].Path)
		}
	}
}
