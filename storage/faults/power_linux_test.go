package faults

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A power cut leaves what fsync has brought to the disk, and of what was written since any
// part, in any order. All that was said to be saved is there, wherever the cut is; also when
// some fsyncs failed before it, and what they should have brought was forgotten; also when
// the writer was killed at that, and the next one found in memory what is on no disk.
func TestPowerCut(t *testing.T) {
	// Opening a file that is in doubt forces it to the disk several times: were it to fail more
	// often, that might never come to its end.
	const fails, kills = "inject=fsync,fdatasync:error=EIO:when=12+9", "inject=fsync,fdatasync:error=EIO:when=12+7"
	for name, injects := range map[string][]string{
		"honest disk":                {"trace=none"},
		"fsync fails":                {fails},
		"fsync fails, and a kill":    {kills, "trace=none"},
		"fsync fails, and two kills": {kills, kills, "trace=none"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, eye := newFile(t), newEye(t)
			disk := disk{folder: filepath.Dir(path), files: map[string]*plate{}, random: rand.New(rand.NewPCG(3, 3))}
			cuts := 0
			for i, inject := range injects {
				log := filepath.Join(t.TempDir(), "strace")
				killed, edits := inject == kills, 30
				if killed {
					edits = UntilFailure
				}
				heard := start(t, path, uint64(i), edits, "strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "1000000", "-o", log,
					"-e", inject, "-e", "trace=write,pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat").listen()
				if heard.done == killed || heard.err != "" || len(heard.failed) == 0 && inject == fails {
					t.Fatalf("the writer said %q, %q", heard.failed, heard.err)
				}
				calls(t, log, func(c call) {
					before := len(disk.saved)
					disk.do(t, c)
					if len(disk.saved) > before || disk.random.IntN(50) == 0 {
						cuts++
						eye.whole(t, disk.cut(t, cuts%3 == 0), disk.saved)
					}
				})
			}
			t.Logf("the power was cut %d times, %d steps were saved", cuts, len(disk.saved))
		})
	}
}

// disk is what is on a disk for certain, and what is on its way there.
type disk struct {
	folder string
	files  map[string]*plate // by their names in the folder
	saved  []string          // steps
	random *rand.Rand
}

type plate struct {
	kept    []byte
	pending []change
}

// change writes at an offset or, without bytes, makes a file as long as that.
type change struct {
	at    int
	bytes []byte
}

// sector is what a disk writes whole.
const sector = 512

func (d *disk) do(t *testing.T, c call) {
	if c.name == "write" && strings.HasPrefix(string(c.bytes), "saved ") {
		d.saved = append(d.saved, strings.Fields(string(c.bytes))[1:]...)
	}
	name := filepath.Base(c.path)
	if filepath.Dir(c.path) != d.folder || strings.HasSuffix(name, "-shm") { // that one is never read after a cut
		return
	}
	file := d.files[name]
	if file == nil {
		file = &plate{}
		d.files[name] = file
	}
	switch {
	case (c.name == "fsync" || c.name == "fdatasync") && c.failed:
		file.write(file.pending, d.random) // some of it may have come through
		file.pending = nil
	case c.name == "fsync" || c.name == "fdatasync":
		file.write(file.pending, nil)
		file.pending = nil
	case c.failed:
		t.Fatalf("%s of %s failed", c.name, name)
	case c.name == "unlink" || c.name == "unlinkat":
		delete(d.files, name)
	case c.name == "pwrite64":
		file.pending = append(file.pending, change{c.number, c.bytes})
	case c.name == "ftruncate":
		file.pending = append(file.pending, change{c.number, nil})
	default:
		t.Fatalf("%s of %s", c.name, name)
	}
}

// write brings changes to the disk: all of them, or any sectors that chance chooses.
func (p *plate) write(changes []change, chance *rand.Rand) {
	for _, c := range changes {
		if c.bytes == nil {
			if chance == nil || chance.IntN(2) == 0 {
				p.kept = append(p.kept, make([]byte, max(0, c.at-len(p.kept)))...)[:c.at]
			}
			continue
		}
		for from := 0; from < len(c.bytes); {
			to := min(len(c.bytes), from+sector-(c.at+from)%sector)
			if chance == nil || chance.IntN(2) == 0 {
				p.kept = append(p.kept, make([]byte, max(0, c.at+to-len(p.kept)))...)
				copy(p.kept[c.at+from:], c.bytes[from:to])
			}
			from = to
		}
	}
}

// cut returns a file as a power cut would leave it now.
func (d *disk) cut(t *testing.T, some bool) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range slices.Sorted(maps.Keys(d.files)) {
		file := plate{kept: slices.Clone(d.files[name].kept)}
		if some {
			file.write(d.files[name].pending, d.random)
		}
		if err := os.WriteFile(filepath.Join(folder, name), file.kept, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, "goals.db")
}

// call is a system call about a file.
type call struct {
	name, path string
	bytes      []byte
	number     int // offset or length
	failed     bool
}

// calls reads what strace wrote, in the order in which the calls ended.
func calls(t *testing.T, log string, do func(call)) {
	t.Helper()
	file, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	begun := map[string]string{} // by thread
	for lines.Scan() {
		thread, line, _ := strings.Cut(lines.Text(), " ")
		line = strings.TrimSpace(line)
		if call, unfinished := strings.CutSuffix(line, " <unfinished ...>"); unfinished {
			begun[thread] = call
			continue
		}
		if strings.HasPrefix(line, "<... ") {
			_, rest, _ := strings.Cut(line, " resumed>")
			line = begun[thread] + rest
		}
		if end := strings.LastIndex(line, "= "); end >= 0 { // else it is a signal, or the end of a thread
			do(parsed(t, line[:end], line[end+2:]))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// parsed reads a call like pwrite64(7<path>, "bytes", 4096, 0), where path and bytes are hex.
func parsed(t *testing.T, text, result string) call {
	name, args, _ := strings.Cut(strings.TrimRight(text, " )"), "(")
	c := call{name: name, failed: result[0] == '-' || result[0] == '?'}
	if _, path, found := strings.Cut(args, "<"); found {
		path, _, _ = strings.Cut(path, ">")
		c.path = string(plain(t, path))
	}
	if from, to := strings.Index(args, `"`), strings.LastIndex(args, `"`); from < to {
		c.bytes = plain(t, args[from+1:to])
	}
	if strings.HasPrefix(name, "unlink") {
		c.path = string(c.bytes)
	}
	c.number, _ = strconv.Atoi(args[strings.LastIndex(args, " ")+1:]) // fsync has none
	return c
}

// plain undoes strace's -xx.
func plain(t *testing.T, text string) []byte {
	bytes, err := hex.DecodeString(strings.ReplaceAll(text, `\x`, ""))
	if err != nil {
		t.Fatal(fmt.Errorf("strace wrote %.100q: %w", text, err))
	}
	return bytes
}
