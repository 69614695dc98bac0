package storage_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"overachiever/storage"
)

// BenchmarkBackup makes a verified backup of 100,000 goals and their journal, against the
// bare driver's VACUUM INTO of the same file: "×vacuum" is the ratio.
func BenchmarkBackup(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "goals.db")
	store := must(storage.Open(b.Context(), path, time.Now))(b)
	defer func() { check(b, store.Close()) }()
	user := store.User(must(store.Local(b.Context()))(b))
	_, _, imported := big(b, 100_000)
	check(b, user.Commit(b.Context(), []storage.Step{imported}))
	bare := must(sql.Open("sqlite", path+"?mode=ro"))(b)
	defer func() { check(b, bare.Close()) }()

	var ours, vacuum time.Duration
	rounds := 0
	for ; b.Loop(); rounds++ {
		copied := filepath.Join(dir, fmt.Sprint("copy-", rounds, ".db"))
		began := time.Now()
		check(b, store.Backup(b.Context(), copied))
		ours += time.Since(began)
		check(b, os.Remove(copied))

		began = time.Now()
		_, err := bare.Exec(`VACUUM INTO ?`, copied)
		vacuum += time.Since(began)
		check(b, err)
		b.ReportMetric(float64(must(os.Stat(copied))(b).Size())/1e6, "MB")
		check(b, os.Remove(copied))
	}
	b.ReportMetric(float64(ours)/float64(vacuum), "×vacuum")
	b.ReportMetric(float64(ours.Milliseconds())/float64(rounds), "ms/backup")
	b.ReportMetric(float64(vacuum.Milliseconds())/float64(rounds), "ms/vacuum")
}

// BenchmarkRevert goes back to a backup of 100,000 goals after each was given a day it is
// due, and half of them were put into the trash: what is done in the background.
func BenchmarkRevert(b *testing.B) {
	dir := b.TempDir()
	store := must(storage.Open(b.Context(), filepath.Join(dir, "goals.db"), time.Now))(b)
	defer func() { check(b, store.Close()) }()
	user := store.User(must(store.Local(b.Context()))(b))
	_, _, imported := big(b, 100_000)
	check(b, user.Commit(b.Context(), []storage.Step{imported}))
	backup := filepath.Join(dir, "backup.db")
	check(b, store.Backup(b.Context(), backup))
	for b.Loop() {
		tree := must(user.Tree(b.Context()))(b)
		step := must(tree.SetDueAll("2027-02-28", ids(tree)...))(b)
		trashed := must(tree.Delete(tree.Children(storage.TopLevel)[:5]...))(b)
		check(b, user.Commit(b.Context(), []storage.Step{step, trashed}))

		began := time.Now()
		from := must(storage.OpenBackup(b.Context(), backup, time.Now))(b)
		other := must(from.User(must(user.In(b.Context(), from))(b)).Tree(b.Context()))(b)
		check(b, from.Close())
		differs := must(user.Tree(b.Context()))(b).Differences(other)
		b.ReportMetric(time.Since(began).Seconds(), "s/preview")
		if len(differs.Back) < 50_000 || len(differs.Back)+len(differs.Changed) != 100_000 {
			b.Fatalf("%d back, %d changed", len(differs.Back), len(differs.Changed))
		}
		began = time.Now()
		check(b, user.Revert(b.Context(), other))
		b.ReportMetric(time.Since(began).Seconds(), "s/revert")
	}
}

func ids(tree *storage.Tree) []storage.GoalID {
	var ids []storage.GoalID
	for _, goal := range goals(tree) {
		ids = append(ids, goal.ID)
	}
	return ids
}
