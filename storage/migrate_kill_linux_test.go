package storage_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"overachiever/storage"
)

// opens has another process open a file, watched by strace, and tells how that ended.
func opens(t *testing.T, path, in string, watch ...string) error {
	t.Helper()
	command := exec.Command("strace", append(append([]string{"-f", "-qq", "--seccomp-bpf"}, watch...), must(os.Executable())(t))...)
	command.Env = append(os.Environ(), opensAndEnds+"="+path, opensIn+"="+in)
	out, err := command.CombinedOutput()
	if err != nil && !strings.Contains(err.Error(), "signal: killed") && command.ProcessState.ExitCode() != 137 {
		t.Fatalf("%v: %s", err, out)
	}
	return err
}

// A process that migrates is killed at one write after another, to the file, its journal
// and the backup. The file is then of the old version or the new one, and of the new one
// only when there is a backup of the old. Opened again, everything is there.
func TestKilledWhileMigrating(t *testing.T) {
	const kills = 12 // of each sort
	for _, in := range []string{"", "network"} {
		old := file(t)
		db := raw(t, old)
		run(t, db, string(must(os.ReadFile("migrations/0001_first.sql"))(t)))
		run(t, db, `PRAGMA user_version = 1`)
		run(t, db, `INSERT INTO meta VALUES ('device', 'old')`)
		run(t, db, `INSERT INTO user VALUES ('me', 1, 1)`)
		run(t, db, `INSERT INTO setting VALUES ('language', 'eo')`)

		path, log := stopped(t, old, ""), filepath.Join(t.TempDir(), "strace")
		check(t, opens(t, path, in, "-e", "trace=pwrite64", "-o", log))
		writes := strings.Count(string(must(os.ReadFile(log))(t)), "pwrite64(")
		if writes < kills {
			t.Fatalf("there were only %d writes", writes)
		}
		killed, outcomes := 0, map[int]int{}
		for kill := range kills {
			when := writes - kill*writes/kills
			path := stopped(t, old, "")
			if opens(t, path, in, "-e", fmt.Sprintf("inject=pwrite64:signal=KILL:when=%d", when), "-o", log) != nil {
				killed++
			}
			version := versionOf(t, stopped(t, path, left(path)...))
			outcomes[version]++
			backups := must(storage.Backups(filepath.Dir(path)))(t)
			if version != 1 && (len(backups) == 0 || versionOf(t, stopped(t, backups[0].Path, "")) != 1) {
				t.Errorf("killed at write %d it is of version %d, and what it was is lost: %v", when, version, backups)
			}
			store := must(storage.Open(t.Context(), path, ticking()))(t)
			if language := must(store.Setting(t.Context(), "language"))(t); language != "eo" {
				t.Errorf("killed at write %d it has forgotten %q", when, language)
			}
			if report := must(store.Check(t.Context()))(t); len(report.Problems) > 0 || report.Users != 1 {
				t.Errorf("killed at write %d: %+v", when, report)
			}
			check(t, store.Close())
		}
		if killed < kills*3/4 || outcomes[1] == 0 || len(outcomes) < 2 {
			t.Errorf("of %d processes %d were killed, and left versions %v", kills, killed, outcomes)
		}
	}
}

// left are the endings of the files that a killed process left.
func left(path string) []string {
	suffixes := []string{""}
	for _, suffix := range []string{"-wal", "-journal"} {
		if _, err := os.Stat(path + suffix); err == nil {
			suffixes = append(suffixes, suffix)
		}
	}
	return suffixes
}

// versionOf looks into a copy, which it recovers, and which has to be sound.
func versionOf(t *testing.T, path string) (version int) {
	t.Helper()
	db := raw(t, path)
	var healthy string
	err := db.QueryRow(`SELECT user_version, integrity_check FROM pragma_user_version, pragma_integrity_check`).Scan(&version, &healthy)
	if err != nil || healthy != "ok" {
		t.Fatalf("%q, %v", healthy, err)
	}
	return version
}
