package storage_test

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"overachiever/storage"
)

// versionAt is where in a file its user_version is: https://sqlite.org/fileformat2.html#the_database_header
const versionAt = 60

// A flipped bit makes a file say that it is of another version, newer or older, than its
// tables are. That is damage, not a newer Overachiever: nothing is changed or copied, and
// the file is recovered with all that is in it.
func TestAFlippedVersionIsRecovered(t *testing.T) {
	g := growGrove(t, 45)
	check(t, must(storage.Open(t.Context(), g.path, ticking()))(t).Close()) // the log is in the file now
	for bit := range 32 {
		g := g.copyTo(t, filepath.Join(t.TempDir(), "data"))
		check(t, os.RemoveAll(filepath.Join(g.dir, "backups")))
		g.damage(t, func(d *damage) {
			version := binary.BigEndian.Uint32(d.file[versionAt:])
			binary.BigEndian.PutUint32(d.file[versionAt:], version^1<<bit)
		})
		before := contents(t, g.dir)
		_, why := storage.Open(t.Context(), g.path, ticking())
		if !errors.Is(why, storage.ErrDamaged) || !storage.Recoverable(why) {
			t.Fatalf("bit %d: it opens with %v", bit, why)
		}
		if _, err := storage.OpenReadOnly(t.Context(), g.path, ticking()); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("bit %d: it opens for reading with %v", bit, err)
		}
		unchanged(t, before, g.dir)
		if bit%6 > 0 { // the others come to the same
			continue
		}
		check(t, os.Mkdir(filepath.Join(g.dir, "backups"), 0o700)) // recover looks for three entries
		done, names := g.recover(t, storage.Rescue{Why: why})
		if err := covers(names, g.names); err != nil || !done.Saved || done.Missing > 0 {
			t.Errorf("bit %d: %+v, %v", bit, done, err)
		}
	}
}

// So it is with a version that was changed in the log, as the file is left by a crash.
func TestAFlippedVersionInTheLogIsRecovered(t *testing.T) {
	for _, version := range []string{"1", "7", "4711"} {
		g := growGrove(t, 45)
		db := raw(t, g.path)
		run(t, db, `PRAGMA user_version = `+version)
		_, why := storage.Open(t.Context(), g.path, ticking())
		if !errors.Is(why, storage.ErrDamaged) {
			t.Fatalf("version %s: it opens with %v", version, why)
		}
		done := must(storage.Recover(t.Context(), storage.Rescue{Path: g.path, Now: ticking(), Why: why}))(t)
		if done.Goals != len(g.names) || done.Missing > 0 {
			t.Errorf("version %s: %+v", version, done)
		}
	}
}

// A recovery of such a file that was broken off is gone on with: nobody takes what is in
// quarantine for a newer version's.
func TestAFlippedVersionInQuarantine(t *testing.T) {
	g := growGrove(t, 45)
	check(t, must(storage.Open(t.Context(), g.path, ticking()))(t).Close())
	g.damage(t, func(d *damage) { d.file[versionAt] ^= 0x40; clear(d.file[4096:8192]) })
	folder := filepath.Join(g.dir, "damaged", "20270101-000000")
	check(t, os.MkdirAll(folder, 0o700))
	check(t, os.WriteFile(filepath.Join(folder, "unfinished"), nil, 0o600))
	check(t, os.Rename(g.path, filepath.Join(folder, "goals.db")))
	done := must(storage.Recover(t.Context(), storage.Rescue{Path: g.path, Now: ticking(), Why: storage.ErrDamaged}))(t)
	if !done.Saved {
		t.Errorf("told: %+v", done)
	}
}
