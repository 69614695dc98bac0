package storage_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"overachiever/storage"
)

// forest is a tree of count goals: ten at the top, ten below each, and so on.
func forest(count int) []storage.Branch {
	all := make([]storage.Branch, count)
	for i := range all {
		all[i].Goal = storage.Goal{Name: fmt.Sprint("goal number ", i), Created: start()}
	}
	for i := count - 1; i >= 10; i-- {
		parent := &all[i/10-1]
		parent.Children = append(parent.Children, all[i])
	}
	return all[:min(10, count)]
}

// big returns it with the step that made it.
func big(b *testing.B, count int) (*storage.Tree, []storage.GoalID, storage.Step) {
	b.Helper()
	tree := newTree(b)
	_, step, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, forest(count))
	check(b, err)
	var ids []storage.GoalID
	for _, goal := range goals(tree) {
		ids = append(ids, goal.ID)
	}
	if len(ids) != count {
		b.Fatalf("%d goals instead of %d", len(ids), count)
	}
	return tree, ids, step
}

// BenchmarkEdit is what an edit costs in memory in a tree of 100,000 goals.
func BenchmarkEdit(b *testing.B) {
	tree, ids, _ := big(b, 100_000)
	at := func(i int) storage.GoalID { return ids[i*7919%len(ids)] }
	for name, edit := range map[string]func(i int) (storage.Step, error){
		"move":   func(i int) (storage.Step, error) { return tree.Move(at(i), storage.TopLevel, i%10) },
		"rename": func(i int) (storage.Step, error) { return tree.Rename(at(i), fmt.Sprint("renamed ", i)) },
		"complete": func(i int) (storage.Step, error) {
			return tree.Complete(storage.Completing{Below: i%100 > 0, Above: true}, at(i))
		},
		"reopen":  func(i int) (storage.Step, error) { return tree.Reopen(at(i)) },
		"indent":  func(i int) (storage.Step, error) { return tree.Indent(at(i)) },
		"outdent": func(i int) (storage.Step, error) { return tree.Outdent(at(i)) },
		"delete":  func(i int) (storage.Step, error) { return tree.Delete(at(i)) },
		"index":   func(i int) (storage.Step, error) { tree.Index(at(i)); return storage.Step{}, nil },
	} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, err := edit(i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEditMany is what one step on many goals costs in memory, and its undo, among
// 50,000 siblings. Half of the goals are chosen one by one, with others between them.
func BenchmarkEditMany(b *testing.B) {
	forest := make([]storage.Branch, 50_000)
	for i := range forest {
		forest[i].Goal = storage.Goal{Name: fmt.Sprint("goal number ", i), Created: start()}
	}
	forest[0].Children = make([]storage.Branch, 1_000)
	tree := newTree(b)
	ids, _, err := tree.Graft(storage.TopLevel, 0, storage.ActImport, forest)
	check(b, err)
	first, last := ids[0], ids[len(ids)-1]
	for _, count := range []int{2, 1_000, 10_000} {
		some := slices.Clone(ids[20_000 : 20_000+count/2])
		for i := range count / 2 {
			some = append(some, ids[30_000+2*i])
		}
		for name, edit := range map[string]func() (storage.Step, error){
			"complete":       func() (storage.Step, error) { return tree.Complete(storage.Completing{Above: true}, some...) },
			"complete below": func() (storage.Step, error) { return tree.Complete(storage.Completing{Below: true}, first) },
			"move":           func() (storage.Step, error) { return tree.MoveAll(some, last, 0) },
			"move among":     func() (storage.Step, error) { return tree.MoveAll(some, storage.TopLevel, 100) },
			"indent":         func() (storage.Step, error) { return tree.Indent(some...) },
			"delete":         func() (storage.Step, error) { return tree.Delete(some...) },
			"duplicate":      func() (storage.Step, error) { _, step, err := tree.Duplicate(some...); return step, err },
			"due":            func() (storage.Step, error) { return tree.SetDueAll("2027-01-31", some...) },
		} {
			b.Run(fmt.Sprint(name, "/", count), func(b *testing.B) {
				var undoing time.Duration
				for b.Loop() {
					step, err := edit()
					if err != nil || step.Empty() {
						b.Fatalf("%v, %v", step.Empty(), err)
					}
					began := time.Now()
					tree.Undo()
					undoing += time.Since(began)
				}
				b.ReportMetric(float64(undoing.Milliseconds())/float64(b.N), "ms/undo")
			})
		}
	}
}

// BenchmarkCommit is one edit saved by itself, against one row inserted with the bare
// driver at the same durability: "×raw" is the ratio.
func BenchmarkCommit(b *testing.B) {
	path := filepath.Join(b.TempDir(), "goals.db")
	store := must(storage.Open(b.Context(), path, time.Now))(b)
	defer func() { check(b, store.Close()) }()
	user := store.User(must(store.Local(b.Context()))(b))
	tree := must(user.Tree(b.Context()))(b)
	id, step, err := tree.Create(storage.TopLevel, 0, "a")
	check(b, err)
	check(b, user.Commit(b.Context(), []storage.Step{step}))

	bare := must(sql.Open("sqlite", filepath.Join(b.TempDir(), "raw.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate"))(b)
	bare.SetMaxOpenConns(1)
	defer func() { check(b, bare.Close()) }()
	_, err = bare.Exec(`CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT) STRICT`)
	check(b, err)
	insert := must(bare.Prepare(`INSERT INTO row (text) VALUES (?)`))(b)

	var ours, raw time.Duration
	rounds := 0
	for ; b.Loop(); rounds++ {
		text := fmt.Sprint("edit ", rounds)
		began := time.Now()
		step, err := tree.Rename(id, text)
		check(b, err)
		check(b, user.Commit(b.Context(), []storage.Step{step}))
		ours += time.Since(began)

		began = time.Now()
		tx := must(bare.Begin())(b)
		must(tx.Stmt(insert).Exec(text))(b)
		check(b, tx.Commit())
		raw += time.Since(began)
	}
	b.ReportMetric(float64(ours)/float64(raw), "×raw")
	b.ReportMetric(float64(ours.Microseconds())/float64(rounds), "µs/edit")
	b.ReportMetric(float64(raw.Microseconds())/float64(rounds), "µs/raw")
}
