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
