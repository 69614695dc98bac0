package storage

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"overachiever/storage/place"
)

// inside opens a store for tests that look inside.
func inside(t *testing.T) *Store {
	t.Helper()
	store, err := Open(t.Context(), filepath.Join(t.TempDir(), "goals.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

// holdPen takes the connection that writes until the test ends.
func holdPen(t *testing.T, store *Store) *pen {
	t.Helper()
	p, err := store.takePen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.pen <- p })
	return p
}

func TestPragmasAreReadBack(t *testing.T) {
	store := inside(t)
	pen := holdPen(t, store)
	if err := readBack(t.Context(), pen, asWriter(store.place)); err != nil {
		t.Error(err)
	}
	if err := readBack(t.Context(), store.read, safety()); err != nil {
		t.Error(err)
	}
	for _, p := range asWriter(store.place) {
		p.want = "something else"
		if err := readBack(t.Context(), pen, []pragma{p}); !errors.Is(err, ErrPragma) {
			t.Errorf("%s is different, and reading back gives %v", p.name, err)
		}
	}
}

// SQLite passes over a pragma it does not know: reading back is what notices.
func TestTypoInTheAddressIsNoticed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "goals.db")
	mistyped := durability(place.Place{})
	mistyped[0].name = "jornal_mode"
	if _, err := connect(t.Context(), address(path, mistyped), durability(place.Place{})); !errors.Is(err, ErrPragma) {
		t.Errorf("connected: %v", err)
	}
}

// What has no pragma to be read back is seen by what it refuses.
func TestRefusedByTheConnection(t *testing.T) {
	store := inside(t)
	pen := holdPen(t, store)
	for _, query := range []string{
		`SELECT "no such column"`,                         // dqs: a typo is not a text
		`UPDATE sqlite_schema SET sql = '' WHERE 1`,       // defensive
		`INSERT INTO setting (name, value) VALUES (1, x)`, // no such column
	} {
		if _, err := pen.ExecContext(t.Context(), query); err == nil {
			t.Errorf("%s was taken", query)
		}
	}
	if _, err := store.read.Exec(`DELETE FROM user`); !errors.Is(known(err), ErrReadOnly) {
		t.Errorf("the reading connection wrote: %v", err)
	}
}

// A migration that fails halfway leaves the file at the version and with the tables it had.
func TestMigrationIsAtomic(t *testing.T) {
	pen := holdPen(t, inside(t))
	before, err := migrations() // were run before
	if err != nil {
		t.Fatal(err)
	}
	latest := len(before)
	script := `CREATE TABLE more (name TEXT) STRICT; INSERT INTO setting (name, value) VALUES ('a', 'b');`
	for _, c := range []struct {
		name, script    string
		fails           bool
		version, tables int
	}{
		{"broken", script + `INSERT INTO no_such_table VALUES (1);`, true, latest, 0},
		{"mended", script, false, latest + 1, 1},
		{"run again", script, false, latest + 1, 1},
	} {
		list := append(before[:latest:latest], migration{latest + 1, "more", c.script})
		if err := migrate(t.Context(), pen, list); (err != nil) != c.fails {
			t.Errorf("%s: %v", c.name, err)
		}
		var version, tables, rows int
		err = pen.QueryRowContext(t.Context(), `SELECT user_version, (SELECT count(*) FROM sqlite_schema WHERE name = 'more'),
			(SELECT count(*) FROM setting) FROM pragma_user_version`).Scan(&version, &tables, &rows)
		if err != nil || version != c.version || tables != c.tables || rows != c.tables {
			t.Errorf("%s: version %d, %d tables, %d rows, %v", c.name, version, tables, rows, err)
		}
	}
}

func TestMigrationsCountWithoutGap(t *testing.T) {
	for _, name := range []string{"0002_late.sql", "first.sql", "0000_early.sql"} {
		if _, err := readMigrations(fstest.MapFS{name: {}}); err == nil {
			t.Errorf("%s was taken as the first", name)
		}
	}
}

// The history of somebody with many steps is read step by step, not all operations for each.
func TestHistoryIsReadByItsIndex(t *testing.T) {
	store := inside(t)
	for query, want := range map[string]string{
		doneSteps:    "SEARCH step USING INDEX step_user (user=? AND rowid<?)",
		undoneSteps:  "SEARCH step USING INDEX step_undone (user=?)",
		operationsOf: "SEARCH o USING INDEX operation_step (user=? AND step=?)",
	} {
		rows, err := store.read.Query(`EXPLAIN QUERY PLAN `+query, "1", "2", "3", "4")
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var line string
			if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, line)
		}
		if rows.Err() != nil || !slices.Contains(plan, want) {
			t.Errorf("%q, %v, want %q", plan, rows.Err(), want)
		}
		for _, line := range plan {
			if strings.Contains(line, " operation ") && !strings.HasSuffix(line, "operation_step (user=? AND step=?)") {
				t.Errorf("%q", line)
			}
		}
	}
}
