package storage

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A row is known by its shape alone. When this fails after a migration, two tables, or a
// table and an index, cannot be told apart any more: say in shape.means how they can.
func TestNoTwoTablesHaveRowsOfOneShape(t *testing.T) {
	store, err := Open(t.Context(), filepath.Join(t.TempDir(), "goals.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	list, err := shapes(t.Context(), store.read)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := store.read.Query(`SELECT i.name, group_concat(coalesce(c.type, 'INTEGER'), ' ') FROM sqlite_schema AS i
		JOIN pragma_index_xinfo(i.name) AS x LEFT JOIN pragma_table_xinfo(i.tbl_name) AS c ON c.cid = x.cid
		WHERE i.type = 'index' GROUP BY i.name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	seen := map[string]string{}
	for rows.Next() {
		var name, kinds string
		if err := rows.Scan(&name, &kinds); err != nil {
			t.Fatal(err)
		}
		seen["index "+kinds] += name + " "
	}
	told := []string{"meta", "setting", "user_setting"} // shape.means tells
	for _, s := range list {
		if slices.Contains(told, s.table) {
			continue
		}
		kinds := "index"
		if s.keyed {
			kinds = "keyed"
		}
		for _, c := range s.columns {
			kinds += " " + c.kind
		}
		if other := strings.TrimSpace(seen[kinds]); other != "" {
			t.Errorf("%s and %s: %s", s.table, other, kinds)
		}
		seen[kinds] += s.table + " "
	}
	if len(list) < 10 || len(seen) < 10 {
		t.Errorf("only these were compared: %v", seen)
	}
}
