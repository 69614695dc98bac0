package faults

import (
	"bytes"
	"database/sql"
	"os"
	"slices"
	"testing"

	"overachiever/storage"
)

// The sizes of https://sqlite.org/fileformat2.html#the_write_ahead_log
const (
	pageSize  = 4096
	walHeader = 32
	frameSize = 24 + pageSize
)

// moment is a file as it was when a step had just been saved.
type moment struct {
	main, wal []byte
	end       int // of what is valid in the -wal
	goals     string
}

// run is a number of moments: from the first on the -wal only grew.
type run struct {
	moments []moment
	steps   []string // saved by then; the last ones are those of the moments
}

// record saves some steps, writes them from the -wal into the file itself, saves more, and
// keeps what there was after each, before and after.
func record(t *testing.T) (before, after run) {
	path := newFile(t)
	store, user, tree, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	hand, steps := newHand(tree, 5), []string(nil)
	save := func() (r run) {
		for range 10 {
			step, err := hand.edit()
			if err != nil {
				t.Fatal(err)
			}
			if err := user.Commit(t.Context(), []storage.Step{step}); err != nil {
				t.Fatal(err)
			}
			steps = append(steps, string(step.ID))
			wal := read(t, path+"-wal")
			r.moments = append(r.moments, moment{read(t, path), wal, validEnd(wal), outline(tree)})
		}
		r.steps = slices.Clone(steps)
		return r
	}
	before = save()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `PRAGMA wal_checkpoint`); err != nil {
		t.Fatal(err)
	}
	return before, save()
}

// validEnd is where the frames end that belong to the header: older ones may follow.
func validEnd(wal []byte) int {
	end := walHeader
	for end+frameSize <= len(wal) && bytes.Equal(wal[end+8:end+16], wal[16:24]) {
		end += frameSize
	}
	return end
}

// read reads a file of SQLite's that is open. That drops this process's locks on it, which
// matters to nobody here: https://sqlite.org/howtocorrupt.html
func read(t *testing.T, path string) []byte {
	t.Helper()
	bytes, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

// leave writes what a power cut left.
func leave(t *testing.T, main, wal []byte) string {
	t.Helper()
	path := newFile(t)
	for suffix, bytes := range map[string][]byte{"": main, "-wal": wal} {
		if len(bytes) == 0 && suffix != "" {
			continue
		}
		if err := os.WriteFile(path+suffix, bytes, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// cuts are where to cut a file: between the pages of the disk, and those of the -wal.
func cuts(wal bool, length int) (at []int) {
	for c := 0; c < length; c += pageSize {
		at = append(at, c)
	}
	for c := walHeader; wal && c < length; c += frameSize {
		at = append(at, c)
	}
	slices.Sort(at)
	return append(at, length)
}

// Wherever the -wal ends: each step that was saved before is there, and none half.
func TestTornWAL(t *testing.T) {
	t.Parallel()
	before, after := record(t)
	for name, r := range map[string]run{"first": before, "used again": after} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eye, last := newEye(t), r.moments[len(r.moments)-1]
			older := len(r.steps) - len(r.moments)
			for _, cut := range cuts(true, len(last.wal)) {
				saved := older
				for _, m := range r.moments {
					if m.end <= cut {
						saved++
					}
				}
				goals := eye.whole(t, leave(t, last.main, last.wal[:cut]), r.steps[:saved]).Goals
				if saved > older && goals != r.moments[saved-older-1].goals {
					t.Fatalf("cut at %d of %d: not the goals as of step %d:\n%s", cut, len(last.wal), saved, goals)
				}
			}
		})
	}
}

// Wherever the writing from the -wal into the file itself was broken off, in whatever order
// the disk took the pages: nothing is lost.
func TestTornCheckpoint(t *testing.T) {
	t.Parallel()
	before, after := record(t)
	eye, last, then := newEye(t), before.moments[len(before.moments)-1], after.moments[0].main
	old := slices.Concat(last.main, make([]byte, len(then)-len(last.main)))
	for _, cut := range cuts(false, len(then)) {
		for _, main := range [][]byte{
			slices.Concat(then[:cut], last.main[min(cut, len(last.main)):]),
			slices.Concat(old[:cut], then[cut:]),
		} {
			if goals := eye.whole(t, leave(t, main, last.wal), before.steps).Goals; goals != last.goals {
				t.Fatalf("broken off at %d: %s", cut, goals)
			}
		}
	}
}

// A file that lost its end, on a disk that lied, is never taken for one with fewer goals.
func TestCutShort(t *testing.T) {
	t.Parallel()
	_, after := record(t)
	eye, last := newEye(t), after.moments[len(after.moments)-1]
	path := leave(t, last.main, last.wal)
	eye.whole(t, path, after.steps) // closing it leaves one file with everything
	main := read(t, path)
	for cut := pageSize; cut < len(main); cut += pageSize {
		if seen := eye.look(t, leave(t, main[:cut], nil)); !seen.Damaged {
			t.Errorf("cut at %d of %d: %q", cut, len(main), seen.Error)
		}
		switch seen := eye.look(t, leave(t, last.main[:min(cut, len(last.main))], last.wal)); {
		case seen.Error != "" && !seen.Damaged:
			t.Errorf("cut at %d, with a -wal: %s", cut, seen.Error)
		case seen.Error == "" && len(seen.Problems) == 0 && seen.Goals != last.goals:
			t.Errorf("cut at %d, with a -wal: %s", cut, seen.Goals)
		}
	}
}
