package storage_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"overachiever/storage"
)

// BenchmarkLoad reads a whole tree from the file, against the bare driver scanning the same
// rows ("×raw"), and saves it there as one import.
func BenchmarkLoad(b *testing.B) {
	for _, count := range []int{10_000, 100_000} {
		path := filepath.Join(b.TempDir(), "goals.db")
		store := must(storage.Open(b.Context(), path, time.Now))(b)
		user := store.User(must(store.Local(b.Context()))(b))
		_, _, imported := big(b, count)
		began := time.Now()
		check(b, user.Commit(b.Context(), []storage.Step{imported}))
		took := time.Since(began)
		bare := must(sql.Open("sqlite", path+"?mode=ro"))(b)
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			var ours, raw time.Duration
			for b.Loop() {
				began := time.Now()
				if got := must(user.Tree(b.Context()))(b).Totals().Total; got != count {
					b.Fatalf("%d goals", got)
				}
				ours += time.Since(began)
				began = time.Now()
				scan(b, bare, count)
				raw += time.Since(began)
			}
			b.ReportMetric(float64(ours)/float64(raw), "×raw")
			b.ReportMetric(float64(ours.Nanoseconds())/float64(b.N), "ns/op")
			b.ReportMetric(raw.Seconds()*1000/float64(b.N), "ms/raw")
			b.ReportMetric(took.Seconds(), "s/import")
		})
		check(b, bare.Close())
		b.Run(fmt.Sprint(count, "/check"), func(b *testing.B) {
			for b.Loop() {
				if report := must(store.Check(b.Context()))(b); len(report.Problems) > 0 {
					b.Fatal(report.Problems)
				}
			}
		})
		check(b, store.Close())
	}
}

// scan hands over every column of every goal, and keeps nothing.
func scan(b *testing.B, db *sql.DB, count int) {
	rows := must(db.Query(`SELECT id, parent, position, name, description, due, created, completed, extra FROM goal`))(b)
	defer rows.Close()
	var columns [9]sql.RawBytes
	into := make([]any, len(columns))
	for i := range columns {
		into[i] = &columns[i]
	}
	read := 0
	for ; rows.Next(); read++ {
		check(b, rows.Scan(into...))
	}
	if check(b, rows.Err()); read != count {
		b.Fatalf("%d rows", read)
	}
}

// BenchmarkHeap is what a tree read from the file takes in memory, with its history.
func BenchmarkHeap(b *testing.B) {
	const count = 100_000
	store := must(storage.Open(b.Context(), filepath.Join(b.TempDir(), "goals.db"), time.Now))(b)
	defer func() { check(b, store.Close()) }()
	user := store.User(must(store.Local(b.Context()))(b))
	_, _, imported := big(b, count)
	check(b, user.Commit(b.Context(), []storage.Step{imported}))
	for b.Loop() {
		before := heap()
		tree := must(user.Tree(b.Context()))(b)
		recall(b, user, tree)
		b.ReportMetric(float64(heap()-before)/count, "heap-B/goal")
		runtime.KeepAlive(tree)
	}
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// BenchmarkUndoImport takes back an import of 100,000 goals that an earlier session made:
// what is read before, what holds up the window, and what is saved behind its back.
func BenchmarkUndoImport(b *testing.B) {
	store := must(storage.Open(b.Context(), filepath.Join(b.TempDir(), "goals.db"), time.Now))(b)
	defer func() { check(b, store.Close()) }()
	user := store.User(must(store.Local(b.Context()))(b))
	_, _, imported := big(b, 100_000)
	check(b, user.Commit(b.Context(), []storage.Step{imported}))
	turn := func(gap func(*storage.Tree) storage.Gap, turn func(*storage.Tree) ([]storage.Step, bool), left int) {
		tree := must(user.Tree(b.Context()))(b)
		recall(b, user, tree)
		began := time.Now()
		fill(b, user, tree, gap)
		read := time.Since(began)
		began = time.Now()
		steps, ok := turn(tree)
		turned := time.Since(began)
		if !ok || tree.Totals().Total != left {
			b.Fatalf("%v, %d goals", ok, tree.Totals().Total)
		}
		began = time.Now()
		check(b, user.Commit(b.Context(), steps))
		b.ReportMetric(read.Seconds(), "s/read")
		b.ReportMetric(turned.Seconds(), "s/in-memory")
		b.ReportMetric(time.Since(began).Seconds(), "s/saved")
	}
	for b.Loop() {
		turn((*storage.Tree).UndoGap, (*storage.Tree).Undo, 0)
		turn((*storage.Tree).RedoGap, (*storage.Tree).Redo, 100_000)
	}
}
