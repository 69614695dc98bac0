package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"overachiever/storage/place"
)

// oldRows are what somebody had with the first version.
const oldRows = `INSERT INTO meta VALUES ('device', 'old'), ('last_open', 'me');
	INSERT INTO setting VALUES ('language', 'eo');
	INSERT INTO user VALUES ('me', 1, 1), ('cat', 2, 0);
	INSERT INTO goal (user, id, parent, position, name, created) VALUES ('me', 'g', '', 'a1', 'purr', 7), ('me', 'h', 'g', 'a1', '', NULL);
	INSERT INTO step VALUES (1, 'me', 's', 'create', 'purr', NULL, NULL, 'done', 7, 3, 'old');
	INSERT INTO operation VALUES
		('me', 'o', 's', 7, 0, 'old', 'g', 'move', '', 'a1', 'nowhere', '', NULL, NULL, NULL),
		('me', 'p', 's', 7, 1, 'old', 'g', 'set', NULL, NULL, NULL, NULL, 'created', '7', ''),
		('me', 'q', 's', 7, 2, 'old', 'g', 'set', NULL, NULL, NULL, NULL, 'name', 'purr', ''),
		('me', 'r', 's', 7, 3, 'old', 'h', 'move', 'g', 'a1', 'nowhere', '', NULL, NULL, NULL);`

// fresh opens a file as another program would, until the test ends.
func fresh(t *testing.T, path, journal string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode("+journal+")")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t *testing.T, db *sql.DB, queries ...string) {
	t.Helper()
	for _, query := range queries {
		if _, err := db.Exec(query); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
}

// atVersion makes a file of an earlier version, with what somebody had.
func atVersion(t *testing.T, version int, journal string) (*sql.DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "goals.db")
	db := fresh(t, path, journal)
	for _, m := range builtIn(t)[:version] {
		exec(t, db, m.script, fmt.Sprintf(`PRAGMA user_version = %d`, m.version))
		if m.version == 1 {
			exec(t, db, oldRows)
		}
	}
	return db, path
}

func builtIn(t *testing.T) []migration {
	t.Helper()
	list, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// statements splits a script, so that it can break off after each.
func scriptStatements(script string) []string {
	var code strings.Builder
	for line := range strings.Lines(script) {
		line, _, _ = strings.Cut(line, "--")
		code.WriteString(line + "\n")
	}
	var list []string
	var statement string
	for _, part := range strings.SplitAfter(code.String(), ";") {
		statement += part
		if trigger := strings.Contains(statement, "CREATE TRIGGER"); !trigger || strings.HasSuffix(statement, "END;") {
			list, statement = append(list, strings.TrimSpace(statement)), ""
		}
	}
	return slices.DeleteFunc(list, func(statement string) bool { return statement == "" })
}

// state is the version of a file, its schema, and all rows by the columns that it has in
// common with an earlier one: nil for all of its own.
func state(t *testing.T, db *sql.DB, columns map[string][]string) (version int, schema, rows string, own map[string][]string) {
	t.Helper()
	var healthy string
	err := db.QueryRow(`SELECT user_version, (SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY name)),
		(SELECT integrity_check FROM pragma_integrity_check) FROM pragma_user_version`).Scan(&version, new(sql.Null[string]), &healthy)
	if err != nil || healthy != "ok" {
		t.Fatalf("not sound: %q, %v", healthy, err)
	}
	tables, err := texts(t.Context(), db, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	sqls, err := texts(t.Context(), db, `SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	own = map[string][]string{}
	for _, table := range tables {
		if own[table], err = texts(t.Context(), db, `SELECT name FROM pragma_table_info('`+table+`')`); err != nil {
			t.Fatal(err)
		}
	}
	if columns == nil {
		columns = own
	}
	for _, table := range tables {
		if len(columns[table]) == 0 {
			continue
		}
		list, err := texts(t.Context(), db, `SELECT concat_ws('|', `+strings.Join(columns[table], ", ")+`) FROM "`+table+`" ORDER BY 1`)
		if err != nil {
			t.Fatal(err)
		}
		rows += table + ":\n" + strings.Join(list, "\n") + "\n"
	}
	return version, strings.Join(sqls, "\n"), rows, own
}

// powerCut copies a file and what SQLite keeps beside it as they are on the disk now.
func powerCut(t *testing.T, path string) string {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "goals.db")
	for _, suffix := range []string{"", "-wal", "-journal"} {
		if err := copyFile(path+suffix, copied+suffix); err != nil && (suffix == "" || !errors.Is(err, os.ErrNotExist)) {
			t.Fatal(err)
		}
	}
	return copied
}

// The power goes after each statement of each migration. The file is then of the version
// it was, with all that was in it; and is brought up to date when it is opened next.
func TestPowerCutWhileMigrating(t *testing.T) {
	for journal, where := range map[string]place.Place{"WAL": {}, "DELETE": {Kind: place.Network}} {
		for _, m := range builtIn(t) {
			t.Run(fmt.Sprintf("%s %s", journal, m.name), func(t *testing.T) {
				db, path := atVersion(t, m.version-1, journal)
				version, schema, rows, columns := state(t, db, nil)
				before := size(path) + size(path+"-wal")
				exec(t, db, `PRAGMA cache_size = 1`, `BEGIN IMMEDIATE`) // written before it is committed
				moments := append(scriptStatements(m.script), fmt.Sprintf(`PRAGMA user_version = %d`, m.version))
				spilled := false
				for i, statement := range moments {
					exec(t, db, statement)
					copied := powerCut(t, path)
					spilled = spilled || size(copied)+size(copied+"-wal") > before
					if v, s, r, _ := state(t, fresh(t, copied, journal), nil); v != version || s != schema || r != rows {
						t.Fatalf("after %s it is of version %d, with\n%s\n%s", statement, v, s, r)
					}
					if i == len(moments)-1 {
						upToDate(t, copied, where, columns, rows)
					}
				}
				if !spilled && len(moments) > 2 {
					t.Error("nothing was on the disk before the end")
				}
				exec(t, db, `COMMIT`)
				copied := powerCut(t, path)
				if v, _, r, _ := state(t, fresh(t, copied, journal), columns); v != m.version || r != rows {
					t.Fatalf("when all was done it is of version %d, with\n%s", v, r)
				}
				upToDate(t, copied, where, columns, rows)
			})
		}
	}
}

// upToDate opens a file, and looks whether everything is there that was.
func upToDate(t *testing.T, path string, where place.Place, columns map[string][]string, rows string) {
	t.Helper()
	store, err := Open(t.Context(), path, time.Now, In(where))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	report, err := store.Check(t.Context())
	if err != nil || len(report.Problems) > 0 {
		t.Fatalf("opened: %v, %q", err, report.Problems)
	}
	if len(columns) == 0 {
		return // it was empty
	}
	if _, _, now, _ := state(t, store.read, columns); now != rows {
		t.Fatalf("opened it has\n%s\nand not\n%s", now, rows)
	}
}

// A statement that fails, whichever of each migration, leaves all as it was.
func TestFailureWhileMigrating(t *testing.T) {
	for _, m := range builtIn(t) {
		db, _ := atVersion(t, m.version-1, "WAL")
		version, schema, rows, _ := state(t, db, nil)
		statements := scriptStatements(m.script)
		for done := range len(statements) + 1 {
			broken := m
			broken.script = strings.Join(statements[:done], "\n") + "\nINSERT INTO no_such_table VALUES (1);"
			if err := migrate(t.Context(), db, []migration{broken}); err == nil {
				t.Fatal("migrated")
			}
			if v, s, r, _ := state(t, db, nil); v != version || s != schema || r != rows {
				t.Fatalf("%s, after %d statements: it is of version %d, with\n%s\n%s", m.name, done, v, s, r)
			}
		}
		if err := migrate(t.Context(), db, []migration{m}); err != nil {
			t.Errorf("%s, mended: %v", m.name, err)
		}
	}
}

// Before a file is migrated it is copied, the copy is looked through, and it stays.
func TestKeptBeforeMigrating(t *testing.T) {
	latest := len(builtIn(t))
	for version := 1; version < latest; version++ {
		db, path := atVersion(t, version, "WAL")
		_, schema, rows, _ := state(t, db, nil)
		old := powerCut(t, path)
		dir := filepath.Dir(old)
		now := func() time.Time { return time.Date(2027, 1, 31, 12, 0, 0, 0, time.UTC) }
		for try := 1; try <= 2; try++ { // the second time after the old file was put back, in the same second
			if try == 2 {
				for _, suffix := range []string{"", "-wal", "-shm"} {
					_ = os.Remove(old + suffix)
				}
				if err := os.Rename(powerCut(t, path), old); err != nil {
					t.Fatal(err)
				}
				if err := copyFile(path+"-wal", old+"-wal"); err != nil {
					t.Fatal(err)
				}
			}
			store, err := Open(t.Context(), old, now)
			if err != nil {
				t.Fatal(err)
			}
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
			list, err := Backups(dir)
			if err != nil || len(list) != 1 { // the second time there is nothing new to keep
				t.Fatalf("from version %d there are %+v, %v", version, list, err)
			}
			for _, backup := range list {
				if !backup.Kept || !strings.HasPrefix(filepath.Base(backup.Path), fmt.Sprintf("before-version-%d-", latest)) {
					t.Errorf("it is %+v", backup)
				}
				if v, s, r, _ := state(t, fresh(t, backup.Path, "OFF"), nil); v != version || s != schema || r != rows {
					t.Errorf("the backup is of version %d, with\n%s\n%s", v, s, r)
				}
			}
		}
		if again, err := Open(t.Context(), old, now); err != nil {
			t.Error(err)
		} else if list, _ := Backups(dir); len(list) != 1 || again.Close() != nil {
			t.Errorf("a file that is up to date was kept: %+v", list)
		}
	}
}

// A migration that fails at each start keeps one copy of what was, and another only when
// the older version has changed something since, or the copy is not good any more.
func TestAMigrationThatFailsKeepsOneCopy(t *testing.T) {
	db, path := atVersion(t, 1, "WAL")
	exec(t, db, `CREATE TABLE merge (of TEXT)`) // which the second one makes
	now := func() time.Time { return time.Date(2027, 1, 31, 12, 0, 0, 0, time.UTC) }
	try := func(when string, want int) []BackupFile {
		t.Helper()
		if _, err := Open(t.Context(), path, now); !errors.Is(err, ErrDamaged) {
			t.Fatalf("%s: opened: %v", when, err)
		}
		list, err := Backups(filepath.Dir(path))
		if err != nil || len(list) != want {
			t.Fatalf("%s: there are %+v, %v", when, list, err)
		}
		return list
	}
	try("first", 1)
	try("again", 1)
	exec(t, db, `INSERT INTO step VALUES (2, 'me', 'u', 'rename', 'purr', NULL, NULL, 'done', 8, 0, 'old')`)
	list := try("changed", 2)
	try("again", 2)
	if err := os.Truncate(list[0].Path, list[0].Bytes/2); err != nil {
		t.Fatal(err)
	}
	try("the copy is damaged", 3)
}

// By its tables alone it is told of which version a file is.
func TestEachMigrationChangesTheSchema(t *testing.T) {
	list := builtIn(t)
	for version := range len(list) + 1 {
		db, _ := atVersion(t, version, "WAL")
		if built, err := builtAs(t.Context(), db, list); built != version || err != nil {
			t.Errorf("version %d looks like %d, %v", version, built, err)
		}
	}
}

// Without that copy nothing is migrated, and the person is told.
func TestNotMigratedUnlessKept(t *testing.T) {
	for version := 1; version < len(builtIn(t)); version++ {
		db, path := atVersion(t, version, "WAL")
		_, schema, rows, _ := state(t, db, nil)
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), "backups"), []byte("in the way"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), path, time.Now)
		var words interface{ Explain() (string, string) }
		if !errors.Is(err, ErrNotKept) || !errors.As(err, &words) {
			t.Fatalf("opened: %v", err)
		}
		if v, s, r, _ := state(t, db, nil); v != version || s != schema || r != rows {
			t.Errorf("it is of version %d, with\n%s\n%s", v, s, r)
		}
	}
	// A damaged file is not copied as if it were sound.
	db, path := atVersion(t, 1, "DELETE")
	exec(t, db, `PRAGMA foreign_keys = OFF`, `DROP TABLE operation`)
	if _, err := Open(context.Background(), path, time.Now); !errors.Is(err, ErrNotKept) {
		t.Errorf("opened what lacks a table: %v", err)
	}
}
