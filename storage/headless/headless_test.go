package headless_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/headless"
)

func now() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 250_000_000, time.UTC) }

// outcome is what a caller sees of a verb.
type outcome struct {
	code        int
	out, errors string
}

func runWith(dir, stdin string, args ...string) outcome {
	var out, errors bytes.Buffer
	code := headless.Run(context.Background(), args, headless.Env{
		Dir: dir, Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errors, Now: now, Version: "1.2.3",
	})
	return outcome{code, out.String(), errors.String()}
}

// succeed runs a verb that must succeed and gives its output.
func succeed(t *testing.T, dir string, args ...string) string {
	t.Helper()
	got := runWith(dir, "", args...)
	if got.code != headless.Done || got.errors != "" {
		t.Fatalf("%q: exit %d, errors %q", args, got.code, got.errors)
	}
	return got.out
}

// fail runs a verb that must fail with one line that has all these words in it.
func fail(t *testing.T, code int, dir string, args []string, words ...string) {
	t.Helper()
	got := runWith(dir, "", args...)
	if got.code != code {
		t.Errorf("%q: exit %d, want %d: %q", args, got.code, code, got.errors)
	}
	if got.out != "" {
		t.Errorf("%q: output %q, want none", args, got.out)
	}
	if strings.Count(got.errors, "\n") != 1 || !strings.HasSuffix(got.errors, "\n") {
		t.Errorf("%q: not one line: %q", args, got.errors)
	}
	for _, word := range words {
		if !strings.Contains(got.errors, word) {
			t.Errorf("%q: got %q, want %q in it", args, got.errors, word)
		}
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// inStore does something with the database as the window would.
func inStore(t *testing.T, dir string, do func(context.Context, *storage.Store) error) {
	t.Helper()
	store, err := storage.Open(t.Context(), filepath.Join(dir, "goals.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := do(t.Context(), store); err != nil {
		t.Fatal(err)
	}
}

// signIn makes a person known, and last open.
func signIn(t *testing.T, dir, provider, subject, login string) {
	t.Helper()
	inStore(t, dir, func(ctx context.Context, store *storage.Store) error {
		profile := storage.Profile{Provider: provider, Issuer: "https://" + provider, Subject: subject, Login: login, Name: strings.ToUpper(login)}
		id, err := store.SignedIn(ctx, profile)
		if err != nil {
			return err
		}
		return store.SetLastOpen(ctx, id)
	})
}

// entries is what a folder holds, by name.
func entries(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if name, relErr := filepath.Rel(dir, path); err == nil && relErr == nil && name != "." {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

func TestVersion(t *testing.T) {
	if got := succeed(t, t.TempDir(), "version"); got != "overachiever 1.2.3\n" {
		t.Errorf("got %q", got)
	}
}

func TestHelpIsNoError(t *testing.T) {
	for _, verb := range []string{"version", "export", "import", "check", "backup"} {
		if got := succeed(t, t.TempDir(), verb, "--help"); !strings.HasPrefix(got, "Usage: overachiever "+verb) {
			t.Errorf("got %q", got)
		}
	}
}

func TestHelpListsEveryVerb(t *testing.T) {
	for _, ask := range []string{"help", "--help", "-h"} {
		text := succeed(t, t.TempDir(), ask)
		for _, verb := range []string{"version", "export", "import", "check", "backup"} {
			if !strings.Contains(text, "] "+verb) {
				t.Errorf("%s does not tell of %s:\n%s", ask, verb, text)
			}
		}
	}
}

func TestWrongUsage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, test := range []struct {
		args  string
		words string
	}{
		{"", "say what to do"},
		{"exprot", `there is no "exprot"`},
		{"version 2", "one argument too many"},
		{"check --quick", "not defined: -quick. Usage: overachiever check"},
		{"export a b", `"b" is one argument too many`},
		{"export --format yaml", `there is no format "yaml". Usage: overachiever export [--format json|markdown|opml|ics|csv|todotxt] `},
		{"export --format org", `Org mode is only read. Usage: overachiever export [--format json|`},
		{"export --format", "flag needs an argument"},
		{"export --user", "flag needs an argument"},
		{"export --dry-run", "not defined: -dry-run"},
		{"import", "name a file. Usage: overachiever import"},
		{"import a.json --format yaml", `there is no format "yaml"`},
		{"backup a b", "one argument too many"},
		{"backup -", "name a file"},
		{"backup --user a", "not defined"},
	} {
		fail(t, headless.Misuse, dir, strings.Fields(test.args), test.words)
	}
	fail(t, headless.Misuse, dir, []string{"export", ""}, "empty")
	if _, err := os.Stat(dir); err == nil {
		t.Error("wrong usage made the data folder")
	}
}

func TestNoGoalsYet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, args := range [][]string{{"export"}, {"export", "--user", "local"}, {"check"}, {"backup"}} {
		fail(t, headless.Failed, dir, args, filepath.Join(dir, "goals.db"), "no goals on this computer yet", "Start Overachiever once")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("looking for goals made the data folder")
	}
}

func TestNotADatabase(t *testing.T) {
	dir := t.TempDir()
	text := strings.Repeat("not a database\n", 1000)
	if err := os.WriteFile(filepath.Join(dir, "goals.db"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file := write(t, "goals.md", "- a\n")
	for _, args := range [][]string{{"export"}, {"check"}, {"backup"}, {"import", file}, {"import", "--dry-run", file}} {
		fail(t, headless.Failed, dir, args, "goals.db: ", "holds something else")
	}
	if kept, err := os.ReadFile(filepath.Join(dir, "goals.db")); err != nil || string(kept) != text {
		t.Error("the file has been changed")
	}
}

func TestWhoNoLoginMeans(t *testing.T) {
	dir := t.TempDir()
	inStore(t, dir, func(context.Context, *storage.Store) error { return nil })
	if got := succeed(t, dir, "export"); !strings.Contains(got, `"user": {},`) || !strings.Contains(got, `"goals": []`) {
		t.Errorf("a new file gave %s", got)
	}
	if got, want := succeed(t, dir, "export", "--user", "local"), succeed(t, dir, "export"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	signIn(t, dir, "github", "1", "octocat")
	if got := succeed(t, dir, "import", write(t, "a.md", "- hers\n")); got != "Imported 1 goal for octocat\n" {
		t.Errorf("got %q", got)
	}
	if got := succeed(t, dir, "export"); !strings.Contains(got, "\"login\": \"octocat\",\n    \"name\": \"OCTOCAT\"") {
		t.Errorf("got %s", got)
	}
	inStore(t, dir, func(ctx context.Context, store *storage.Store) error { return store.SetLastOpen(ctx, "") })
	fail(t, headless.Failed, dir, []string{"export"}, "nobody is signed in", "--user LOGIN")

	if got := succeed(t, dir, "import", "--user", "LOCAL", write(t, "b.md", "- mine\n")); got != "Imported 1 goal for local\n" {
		t.Errorf("got %q", got)
	}
	for user, want := range map[string]string{"": "mine", "local": "mine", "OctoCat": "hers"} {
		if got := succeed(t, dir, "export", "--format", "markdown", "--user", user); got != "- [ ] "+want+"\n" {
			t.Errorf("--user %q gave %q, want %q", user, got, want)
		}
	}
	for _, args := range [][]string{{"export"}, {"import", write(t, "c.md", "- c\n")}, {"import", "--dry-run", write(t, "c.md", "- c\n")}} {
		fail(t, headless.Failed, dir, append(args, "--user", "stranger"), `--user "stranger": `, "nobody of that name")
	}
	signIn(t, dir, "enterprise", "1", "octocat")
	fail(t, headless.Failed, dir, []string{"export", "--user", "octocat"}, "More than one person")
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", "- a\n  - b\n"))
	got := succeed(t, dir, "check")
	if want := filepath.Join(dir, "goals.db") + " is sound: 1 person, 2 goals, "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", "- a\n"))
	file := filepath.Join(dir, "backups", "by-hand-20261120-120000.db")
	if got := succeed(t, dir, "backup"); got != "Backed up to "+file+"\n" {
		t.Errorf("got %q", got)
	}
	copied := filepath.Join(t.TempDir(), "goals.db")
	succeed(t, dir, "backup", copied)
	if got, want := succeed(t, filepath.Dir(copied), "export"), succeed(t, dir, "export"); got != want {
		t.Errorf("the backup holds %s, want %s", got, want)
	}
	for _, path := range []string{file, copied} {
		if got, want := succeed(t, dir, "check", path), path+" is sound: 1 person, 1 goal, "; !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	fail(t, headless.Failed, dir, []string{"check", write(t, "x.db", "garbage")}, "x.db", "not a sound backup")
	fail(t, headless.Failed, dir, []string{"check", filepath.Join(dir, "none.db")}, "none.db")
	fail(t, headless.Failed, dir, []string{"backup", filepath.Join(dir, "goals.db")}, "one of Overachiever's own")
	fail(t, headless.Failed, dir, []string{"backup", dir}, "not a plain file")
	fail(t, headless.Failed, dir, []string{"backup", filepath.Join(write(t, "file", ""), "x.db")}, "check that")
	succeed(t, dir, "check")
}

// A damaged or vanished file is recovered by the window alone: no verb begins a new one.
func TestNoVerbRecoversOrBeginsAnew(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"damaged": func(path string) error { return os.WriteFile(path, make([]byte, 10000), 0o600) },
		"empty":   func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"gone":    os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			goals := write(t, "a.md", "- a\n")
			succeed(t, dir, "import", goals)
			succeed(t, dir, "backup")
			if err := damage(filepath.Join(dir, "goals.db")); err != nil {
				t.Fatal(err)
			}
			before := entries(t, dir)
			for _, verb := range [][]string{{"export"}, {"check"}, {"backup"}, {"import", goals}} {
				fail(t, headless.Failed, dir, verb, "Start Overachiever")
			}
			if after := entries(t, dir); after != before && after != before+" lock" {
				t.Errorf("the data folder holds %s, want %s", after, before)
			}
		})
	}
}
