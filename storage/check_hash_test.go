package storage_test

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"overachiever/storage"

	"pgregory.net/rapid"
)

// lived is a file in which one person has done, undone and redone things at random.
func lived(t *rapid.T, dir string) (string, *storage.Store) {
	t.Helper()
	path := filepath.Join(must(os.MkdirTemp(dir, ""))(t), "goals.db")
	store := must(storage.Open(t.Context(), path, ticking()))(t)
	user := store.User(must(store.Local(t.Context()))(t))
	tree := must(user.Tree(t.Context()))(t)
	recall(t, user, tree)
	for range rapid.IntRange(1, 12).Draw(t, "edits") {
		steps := []storage.Step{edit(t, tree)}
		switch rapid.IntRange(0, 4).Draw(t, "what") {
		case 0:
			steps = append(steps, undone(tree.Undo)...)
		case 1:
			steps = append(append(steps, undone(tree.Undo)...), undone(tree.Redo)...)
		}
		check(t, user.Commit(t.Context(), steps))
	}
	return path, store
}

func undone(turn func() ([]storage.Step, bool)) []storage.Step {
	steps, _ := turn()
	return steps
}

// The journal, replayed from empty, gives the tables, hash for hash; and so it does in a
// copy, which has the same hash.
func TestJournalGivesTheTables(t *testing.T) {
	dir := t.TempDir()
	rounds(t, 10)
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		_, store := lived(t, dir)
		defer func() { check(t, store.Close()) }()
		report := must(store.Check(t.Context()))(t)
		if len(report.Problems) > 0 || len(report.Hash) != 64 {
			t.Fatalf("%+v", report)
		}
		seen[report.Hash] = true
		backup := filepath.Join(dir, "copy.db")
		check(t, store.Backup(t.Context(), backup))
		copied := must(storage.OpenReadOnly(t.Context(), backup, ticking()))(t)
		defer func() { check(t, copied.Close()) }()
		if again := must(copied.Check(t.Context()))(t); again.Hash != report.Hash || len(again.Problems) > 0 {
			t.Fatalf("the copy is %+v, of %+v", again, report)
		}
	})
	if len(seen) < 2 {
		t.Error("all histories have the same hash")
	}
}

// changes are ways to change one column of a row, by SQL: to another value that the table
// takes. Where there are two, one of them is another.
func changes() map[string]map[string][]string {
	text := func(column string) []string { return []string{"coalesce(" + column + ", '') || 'x'"} }
	number := func(column string) []string { return []string{"coalesce(" + column + ", 0) + 1"} }
	return map[string]map[string][]string{
		"goal": {
			"user": {"'nobody'"}, "id": text("id"), "parent": {"'trash'", "''"}, "position": {"position || 'V'"},
			"name": text("name"), "description": text("description"), "due": {"'2031-12-31'", "NULL"},
			"created": {"coalesce(created, 0) + 1", "NULL"}, "completed": {"coalesce(completed, 0) + 1", "NULL"},
			"extra": {`'{"x":1}'`, `'{"x":2}'`},
		},
		"step": {
			"user": {"'nobody'"}, "id": text("id"), "act": text("act"), "subject": text("subject"),
			"undoes": {"(SELECT min(id) FROM step)", "NULL"}, "redoes": {"(SELECT max(id) FROM step)", "NULL"},
			"state": {"'done'", "'undone'", "'dropped'", "NULL"},
			"wall":  number("wall"), "count": number("count"), "device": text("device"),
		},
		"operation": {
			"user": {"'nobody'"}, "id": text("id"), "step": {"(SELECT min(id) FROM step)", "'x'"},
			"wall": number("wall"), "count": number("count"), "device": text("device"),
			"goal":   {"(SELECT min(id) FROM goal)", "'x'"}, // kind: the table takes no other
			"parent": {"'trash'", "'nowhere'"}, "old_parent": {"'trash'", "'nowhere'"}, "position": text("position"), "old_position": text("old_position"),
			"field": {"'name'", "'description'"}, "value": text("value"), "old_value": text("old_value"),
		},
	}
}

// change gives a column of a row the first of these values that the file takes, and that
// it does not have already.
func change(t tester, db *sql.DB, table, column, key string, at any, values []string) string {
	t.Helper()
	for _, value := range values {
		result, err := db.Exec(fmt.Sprintf(`UPDATE %s SET %s = %s WHERE %s = ? AND %s IS NOT %s`, table, column, value, key, column, value), at)
		if err == nil && must(result.RowsAffected())(t) > 0 {
			return value
		}
	}
	t.Fatalf("%s.%s of %v takes none of %q", table, column, at, values)
	return ""
}

// Whatever column of whatever row is changed behind the program's back: the hash is
// another one. And if the journal says what it must be, it is named as a problem.
func TestOneChangedColumnIsFound(t *testing.T) {
	dir := t.TempDir()
	rounds(t, 3)
	tried := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		path, store := lived(t, dir)
		defer func() { check(t, store.Close()) }()
		before := must(store.Check(t.Context()))(t)
		db := must(sql.Open("sqlite", path))(t)
		db.SetMaxOpenConns(1)
		defer func() { check(t, db.Close()) }()
		for _, query := range []string{`PRAGMA foreign_keys = OFF`, `DROP TRIGGER operation_stays`, `DROP TRIGGER operation_remains`} {
			must(db.Exec(query))(t)
		}
		for _, table := range slices.Sorted(maps.Keys(changes())) {
			var rows int
			check(t, db.QueryRow(`SELECT count(*) FROM `+table).Scan(&rows))
			columns, key := changes()[table], map[string]string{"goal": "id", "operation": "id", "step": "number"}[table]
			for _, column := range slices.Sorted(maps.Keys(columns)) {
				var at, was any
				check(t, db.QueryRow(fmt.Sprintf(`SELECT %s, %s FROM %s ORDER BY 1 LIMIT 1 OFFSET ?`, key, column, table),
					rapid.IntRange(0, rows-1).Draw(t, "row")).Scan(&at, &was))
				value := change(t, db, table, column, key, at, rapid.Permutation(columns[column]).Draw(t, "values"))
				if column == key {
					at = fmt.Sprint(at) + "x"
				}
				tried[table+"."+column]++
				report, err := store.Check(t.Context())
				told := err == nil && (table == "goal" || table == "step" && (column == "state" || column == "wall" || column == "count" || column == "device"))
				if err == nil && report.Hash == before.Hash || told && len(report.Problems) == 0 {
					t.Fatalf("%s.%s of %v was %v and became %s: %+v", table, column, at, was, value, report)
				}
				must(db.Exec(fmt.Sprintf(`UPDATE %s SET %s = ? WHERE %s = ?`, table, column, key), was, at))(t)
			}
		}
		if after := must(store.Check(t.Context()))(t); after.Hash != before.Hash || len(after.Problems) > 0 {
			t.Fatalf("put back it is %+v, and was %+v", after, before)
		}
	})
	for table, columns := range changes() {
		for column := range columns {
			if tried[table+"."+column] == 0 {
				t.Errorf("%s.%s was never changed", table, column)
			}
		}
	}
}
