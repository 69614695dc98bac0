package interchange_test

import (
	"database/sql"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

const hundredThousand = 100_000

// tens are ten goals to each goal, as a person would have written them.
func tens(count int) []storage.Branch {
	all := make([]storage.Branch, count)
	for i := range all {
		all[i].Goal = storage.Goal{Name: fmt.Sprint("A goal worth its while ", i), Created: noon}
		if i%10 == 0 {
			all[i].Goal.Description = "What it takes, and why it is worth it."
		}
	}
	for i := count - 1; i >= 10; i-- {
		parent := &all[i/10-1]
		parent.Children = append(parent.Children, all[i])
	}
	return all[:10]
}

// keeper is somebody with a file for their goals.
func keeper(b *testing.B) (path string, store *storage.Store, user *storage.User) {
	path = filepath.Join(b.TempDir(), "goals.db")
	store, err := storage.Open(b.Context(), path, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	id, err := store.Local(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return path, store, store.User(id)
}

// takeIn imports a document for good, as the verb and the window do.
func takeIn(b *testing.B, user *storage.User, goals []storage.Branch) {
	_, _, err := user.Import(b.Context(), func(tree *storage.Tree) (storage.Incoming, error) {
		return interchange.PlanImport(tree, storage.TopLevel, interchange.Document{Goals: goals}, "").Incoming, nil
	}, nil)
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkExport writes 100,000 goals down, from the file to the last byte, against the
// bare driver scanning the same rows ("×raw"). In memory it takes what the document is large
// so many times ("×document").
func BenchmarkExport(b *testing.B) {
	path, _, user := keeper(b)
	takeIn(b, user, tens(hundredThousand))
	bare, err := sql.Open("sqlite", path+"?mode=ro")
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	for _, format := range interchange.Writable() {
		b.Run(string(format), func(b *testing.B) {
			var ours, raw, forest time.Duration
			var size counter
			for b.Loop() {
				size = 0
				began := time.Now()
				tree, err := user.Tree(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				copying := time.Now()
				goals := interchange.Forest(tree, storage.TopLevel)
				forest += time.Since(copying)
				if err := interchange.Export(&size, format, interchange.Document{Goals: goals}); err != nil {
					b.Fatal(err)
				}
				ours += time.Since(began)
				began = time.Now()
				scanGoals(b, bare)
				raw += time.Since(began)
			}
			b.ReportMetric(float64(ours)/float64(raw), "×raw")
			b.ReportMetric(ours.Seconds()*1000/float64(b.N), "ms/export")
			b.ReportMetric(raw.Seconds()*1000/float64(b.N), "ms/raw")
			b.ReportMetric(forest.Seconds()*1000/float64(b.N), "ms/forest")
			b.ReportMetric(float64(size)/1e6, "MB")
		})
	}
}

// BenchmarkImport takes 100,000 goals in, from the first byte of a JSON document to the disk.
// BenchmarkCommitImport of package storage has its floor.
func BenchmarkImport(b *testing.B) {
	var document strings.Builder
	if err := interchange.Export(&document, interchange.JSON, interchange.Document{Goals: tens(hundredThousand)}); err != nil {
		b.Fatal(err)
	}
	text := document.String()
	var reading, all time.Duration
	var most uint64
	for b.Loop() {
		_, _, user := keeper(b)
		stop := watch(&most)
		began := time.Now()
		read, err := interchange.Import("goals.json", strings.NewReader(text), "", noon)
		if err != nil {
			b.Fatal(err)
		}
		reading += time.Since(began)
		takeIn(b, user, read.Goals)
		all += time.Since(began)
		stop()
	}
	b.ReportMetric(reading.Seconds()*1000/float64(b.N), "ms/reading")
	b.ReportMetric(all.Seconds()*1000/float64(b.N), "ms/import")
	b.ReportMetric(float64(most)/float64(len(text)), "×document")
}

// BenchmarkRead reads 100,000 goals of each format that is written, without bringing them in.
func BenchmarkRead(b *testing.B) {
	for _, format := range interchange.Writable() {
		b.Run(string(format), func(b *testing.B) {
			var document strings.Builder
			if err := interchange.Export(&document, format, interchange.Document{Exported: noon, Goals: tens(hundredThousand)}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := interchange.Import("", strings.NewReader(document.String()), format, noon); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// watch looks how much memory is in use meanwhile, at most, besides what was before.
func watch(most *uint64) (stop func()) {
	runtime.GC()
	before, done, ended := inUse(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				if now := inUse(); now > before {
					*most = max(*most, now-before)
				}
			}
		}
	}()
	return func() { close(done); <-ended }
}

func inUse() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse
}

type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

var _ io.Writer = (*counter)(nil)

// scanGoals hands over every column of every goal, and keeps nothing.
func scanGoals(b *testing.B, db *sql.DB) {
	rows, err := db.Query(`SELECT id, parent, position, name, description, due, created, completed, extra FROM goal`)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	var columns [9]sql.RawBytes
	into := make([]any, len(columns))
	for i := range columns {
		into[i] = &columns[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}
