package storage

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"overachiever/storage/salvage"
)

// shape is how the rows of a table lie in the file: by that a row is known that comes from
// a page of which nothing else is known.
type shape struct {
	table   string
	keyed   bool // it has row ids
	columns []column
}

type column struct {
	name    string
	kind    string // TEXT, INTEGER or BLOB: all tables are STRICT
	null    bool   // may be NULL
	isRowID bool   // is stored as NULL: the row id is its value
}

// shapes reads the shapes of all tables that a database has now.
// https://sqlite.org/fileformat2.html#representation_of_sql_tables
func shapes(ctx context.Context, db queryer) ([]shape, error) {
	rows, err := db.QueryContext(ctx, `SELECT t.name, t.wr = 0, c.name, c.type, c."notnull" = 0 AND c.pk = 0, t.wr = 0 AND c.pk > 0 AND c.type = 'INTEGER'
		FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c
		WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.hidden = 0
		ORDER BY t.name, CASE WHEN t.wr AND c.pk > 0 THEN c.pk ELSE 1000 + c.cid END`)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var list []shape
	for rows.Next() {
		var table string
		var keyed bool
		var c column
		if err := rows.Scan(&table, &keyed, &c.name, &c.kind, &c.null, &c.isRowID); err != nil {
			return nil, err
		}
		if len(list) == 0 || list[len(list)-1].table != table {
			list = append(list, shape{table: table, keyed: keyed})
		}
		last := &list[len(list)-1]
		last.columns = append(last.columns, c)
	}
	return list, known(rows.Err())
}

// fits tells whether a row can be one of this table.
func (s shape) fits(row salvage.Row) bool {
	if row.Keyed != s.keyed || len(row.Values) != len(s.columns) {
		return false
	}
	for i, c := range s.columns {
		if !c.fits(row.Values[i]) {
			return false
		}
	}
	return s.means(row.Values)
}

func (c column) fits(value any) bool {
	switch value := value.(type) {
	case nil:
		return c.null || c.isRowID
	case int64:
		return c.kind == "INTEGER" && !c.isRowID
	case string:
		return c.kind == "TEXT" && utf8.ValidString(value) && !strings.Contains(value, "\x00")
	case []byte:
		return c.kind == "BLOB"
	}
	return false
}

// means tells tables and indexes apart whose rows look the same.
func (s shape) means(values []any) bool {
	first, _ := values[0].(string)
	second := ""
	if len(values) > 1 {
		second, _ = values[1].(string)
	}
	switch ofMeta := slices.Contains([]string{"device", "last_open"}, first); s.table {
	case "meta":
		return ofMeta
	case "setting":
		return !ofMeta
	case "user_setting": // the others are indexes on operation, of ids
		return uuid.Validate(second) != nil
	}
	return true
}

// insert is the statement for rows of this shape.
func (s shape) insert() string {
	names := make([]string, len(s.columns))
	for i, c := range s.columns {
		names[i] = c.name
	}
	return `INSERT OR IGNORE INTO ` + s.table + ` (` + strings.Join(names, ", ") + `) VALUES (?` + strings.Repeat(", ?", len(names)-1) + `)`
}

// arguments are what that statement is given.
func (s shape) arguments(row salvage.Row) []any {
	list := slices.Clone(row.Values)
	for i, c := range s.columns {
		if c.isRowID {
			list[i] = row.ID
		}
	}
	return list
}

// loader puts salvaged rows into the tables whose shape they have.
type loader struct {
	tx     *sql.Tx
	shapes []shape // of every version of the schema so far: old rows can be shorter
	ready  map[string]*sql.Stmt
	loaded map[string]int // rows by table
}

func (l *loader) load(ctx context.Context, row salvage.Row) error {
	at := slices.IndexFunc(l.shapes, func(s shape) bool { return s.fits(row) })
	if at < 0 {
		return nil
	}
	s := l.shapes[at]
	query := s.insert()
	if l.ready[query] == nil {
		statement, err := l.tx.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		l.ready[query] = statement
	}
	result, err := l.ready[query].ExecContext(ctx, s.arguments(row)...)
	if err != nil {
		return err
	}
	added, err := result.RowsAffected()
	l.loaded[s.table] += int(added)
	return err
}
