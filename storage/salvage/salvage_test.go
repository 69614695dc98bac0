package salvage_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"overachiever/storage/salvage"
)

// Rows of every kind and size; those of the table are written to the log alone.
const script = `
	CREATE TABLE keyed (id INTEGER PRIMARY KEY, a TEXT, b BLOB, c REAL, d INTEGER) STRICT;
	CREATE TABLE plain (a TEXT, n INTEGER, PRIMARY KEY (a)) STRICT, WITHOUT ROWID;
	CREATE INDEX by_n ON plain (n, a);`

func database(t testing.TB, pageSize int) (file, log []byte, want []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := sql.Open("sqlite", path+"?_pragma=wal_autocheckpoint(0)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	run := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	run(fmt.Sprintf(`PRAGMA page_size = %d`, pageSize))
	run(script)
	for n := range 60 {
		text := strings.Repeat("ä", n*n) // up to 7 kB: in overflow pages, and not
		run(`INSERT INTO plain VALUES (?, ?)`, fmt.Sprint(n, text), n)
		want = append(want, fmt.Sprintf("plain %d %d", n, len(text)))
	}
	run(`PRAGMA journal_mode = WAL`)
	for n, d := range []int64{0, 1, -1, 127, -128, 1 << 14, 1 << 22, -1 << 30, 1 << 45, -1 << 62} {
		run(`INSERT INTO keyed VALUES (?, ?, ?, ?, ?)`, n+1, strings.Repeat("x", n*n*n), []byte{0, byte(n)}, 1.5, d)
		want = append(want, fmt.Sprintf("keyed %d %d %d %v %d", n+1, n*n*n, n, 1.5, d))
	}
	run(`BEGIN`)
	run(`DELETE FROM keyed`)
	run(`ROLLBACK`)
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if suffix == "" {
			file = content
		} else {
			log = content
		}
	}
	return file, log, want
}

func read(file, log []byte) []string {
	var got []string
	image := salvage.Open(bytes.NewReader(file), int64(len(file)), bytes.NewReader(log), int64(len(log)))
	image.Rows(func(row salvage.Row) bool {
		switch {
		case row.Keyed && len(row.Values) == 5:
			if d, ok := row.Values[4].(int64); ok && row.Values[0] == nil {
				got = append(got, fmt.Sprintf("keyed %d %d %d %v %d", row.ID, len(row.Values[1].(string)), row.Values[2].([]byte)[1], row.Values[3], d))
			}
		case !row.Keyed && len(row.Values) == 2:
			if text, ok := row.Values[0].(string); ok {
				var n int
				fmt.Sscan(strings.TrimRight(text, "ä"), &n)
				got = append(got, fmt.Sprintf("plain %d %d", row.Values[1], len(text)-len(fmt.Sprint(n))))
			}
		}
		return true
	})
	return got
}

func TestEveryRowIsRead(t *testing.T) {
	for _, pageSize := range []int{512, 1024, 4096, 65536} {
		t.Run(fmt.Sprint(pageSize), func(t *testing.T) {
			file, log, want := database(t, pageSize)
			got := read(file, log)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%d rows, want %d: %q", len(got), len(want), got)
			}
		})
	}
}

// A page that is broken costs its own rows, and those that go on in it.
func TestABrokenPageCostsNoOtherRow(t *testing.T) {
	file, log, want := database(t, 4096)
	for at := 0; at < len(file); at += 4096 {
		broken := slices.Clone(file)
		for i := range 4096 {
			broken[at+i] ^= 0xa5
		}
		if got := read(broken, log); len(got) < len(want)-40 {
			t.Errorf("page %d broken: only %d of %d rows", at/4096+1, len(got), len(want))
		}
	}
}

// What a log has not committed is not read, and nothing after a frame that is broken.
func TestTheLogIsReadUpToItsLastCommit(t *testing.T) {
	file, log, _ := database(t, 4096)
	before := len(read(file, nil))
	last := before
	for end := 0; end <= len(log); end += 24 + 4096/4 {
		got := len(read(file, log[:end]))
		if got < last {
			t.Fatalf("%d bytes of the log give %d rows, fewer bytes gave %d", end, got, last)
		}
		last = got
	}
	if whole := len(read(file, log)); whole != before+10 {
		t.Errorf("%d rows, want %d", whole, before+10)
	}
	broken := slices.Clone(log)
	broken[32+24+100] ^= 1
	if got := len(read(file, broken)); got != before {
		t.Errorf("%d rows from behind a broken frame", got-before)
	}
}

func TestWithoutTheFileTheLogIsRead(t *testing.T) {
	_, log, _ := database(t, 4096)
	if got := read(nil, log); len(got) < 10 {
		t.Errorf("%d rows", len(got))
	}
}

// Whatever the bytes are, reading them ends.
func FuzzRows(f *testing.F) {
	file, log, _ := database(f, 512)
	f.Add(file[:40*512], log[:32+20*(24+512)], 0, byte(0))
	f.Add([]byte("SQLite format 3\x00"), []byte{}, 0, byte(0))
	f.Fuzz(func(t *testing.T, file, log []byte, at int, flip byte) {
		if len(file) > 0 {
			file[uint(at)%uint(len(file))] ^= flip
		}
		image := salvage.Open(bytes.NewReader(file), int64(len(file)), bytes.NewReader(log), int64(len(log)))
		image.Version()
		rows := 0
		image.Rows(func(salvage.Row) bool { rows++; return rows < 100000 })
	})
}
