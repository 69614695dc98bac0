package storage_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"overachiever/storage"
)

// BenchmarkCommitImport brings 100,000 goals in as one step, against the bare driver inserting
// the same rows, one by one, into the same tables in one transaction ("×raw").
func BenchmarkCommitImport(b *testing.B) {
	const count = 100_000
	goals := forest(count)
	var ours, raw time.Duration
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "goals.db")
		store := must(storage.Open(b.Context(), path, time.Now))(b)
		user := store.User(must(store.Local(b.Context()))(b))
		began := time.Now()
		_, _, err := user.Import(b.Context(), grafted(storage.Graft{Parent: storage.TopLevel, Goals: goals}), nil)
		check(b, err)
		ours += time.Since(began)
		check(b, store.Close())
		raw += bareImport(b, path)
	}
	b.ReportMetric(float64(ours)/float64(raw), "×raw")
	b.ReportMetric(ours.Seconds()*1000/float64(b.N), "ms/import")
	b.ReportMetric(raw.Seconds()*1000/float64(b.N), "ms/raw")
}

// bareImport empties the tables of a file, and inserts what was in them again.
func bareImport(b *testing.B, path string) time.Duration {
	db := must(sql.Open("sqlite", path+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=1"))(b)
	db.SetMaxOpenConns(1)
	defer func() { check(b, db.Close()) }()
	goals := rowsOf(b, db, `SELECT user, id, parent, position, name, description, due, created, completed FROM goal ORDER BY id`, 9)
	operations := rowsOf(b, db, `SELECT user, id, step, wall, count, device, goal, kind, parent, old_parent, position, old_position, field, value, old_value FROM operation ORDER BY id`, 15)
	for _, query := range []string{
		`PRAGMA foreign_keys = 0`, `DROP TRIGGER operation_remains`, `DELETE FROM operation`, `DELETE FROM goal`, `VACUUM`, `PRAGMA foreign_keys = 1`,
	} {
		must(db.Exec(query))(b)
	}
	began := time.Now()
	tx := must(db.Begin())(b)
	goal := must(tx.Prepare(`INSERT INTO goal (user, id, parent, position, name, description, due, created, completed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`))(b)
	for _, row := range goals {
		must(goal.Exec(row...))(b)
	}
	operation := must(tx.Prepare(`INSERT INTO operation (user, id, step, wall, count, device, goal, kind, parent, old_parent, position, old_position, field, value, old_value)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`))(b)
	for _, row := range operations {
		must(operation.Exec(row...))(b)
	}
	check(b, tx.Commit())
	return time.Since(began)
}

func rowsOf(b *testing.B, db *sql.DB, query string, columns int) [][]any {
	rows := must(db.Query(query))(b)
	defer rows.Close()
	var all [][]any
	for rows.Next() {
		row, into := make([]any, columns), make([]any, columns)
		for i := range row {
			into[i] = &row[i]
		}
		check(b, rows.Scan(into...))
		all = append(all, row)
	}
	check(b, rows.Err())
	return all
}
