package storage_test

import (
	"os"
	"strings"
	"testing"
)

// SCHEMA.md is for people with sqlite3: it tells of every table, and what it says to ask works.
func TestTheSchemaIsTold(t *testing.T) {
	text := string(must(os.ReadFile("SCHEMA.md"))(t))
	path := file(t)
	store := open(t, path)
	must(store.Local(t.Context()))(t)
	db := raw(t, path)
	names := must(db.Query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' UNION SELECT name FROM meta`))(t)
	defer names.Close()
	told := 0
	for names.Next() {
		var name string
		check(t, names.Scan(&name))
		if told++; !strings.Contains(text, "`"+name+"`") {
			t.Errorf("it does not tell of %s", name)
		}
	}
	check(t, names.Err())
	if told < 10 {
		t.Errorf("only %d names were looked for", told)
	}
	_, queries, _ := strings.Cut(text, "```sql\n")
	queries, _, found := strings.Cut(queries, "```")
	if !found {
		t.Fatal("it has no example")
	}
	for query := range strings.SplitSeq(strings.TrimSpace(queries), ";") {
		if query != "" {
			run(t, db, query)
		}
	}
}
