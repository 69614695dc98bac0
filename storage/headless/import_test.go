package headless_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"overachiever/storage"
	"overachiever/storage/headless"
)

func id(last string) string { return "01933f6e-0000-7000-8000-00000000000" + last }

// asJSON makes an export of goals that goal has written.
func asJSON(goals string) string {
	return `{"format":"overachiever","version":1,"goals":[` + goals + `]}`
}

func goal(last, name, children string) string {
	return `{"id":"` + id(last) + `","name":"` + name + `","children":[` + children + `]}`
}

func TestImportFromStandardInput(t *testing.T) {
	dir := t.TempDir()
	if got := runWith(dir, "- a\n", "import", "-"); got != (outcome{0, "Imported 1 goal for local\n", ""}) {
		t.Errorf("got %+v", got)
	}
	if got := runWith(dir, "- a\n\x00\n", "import", "-"); got.code != headless.Failed || !strings.Contains(got.errors, "standard input:2: ") {
		t.Errorf("got %+v", got)
	}
	if got := runWith(dir, "- a\ntext\n", "import", "-"); got.code != headless.Done || !strings.Contains(got.errors, "standard input:2: not kept: text") {
		t.Errorf("got %+v", got)
	}
}

func TestImportTwiceDoublesNothing(t *testing.T) {
	dir := t.TempDir()
	file := write(t, "a.json", asJSON(goal("1", "a", goal("2", "b", ""))))
	if got := succeed(t, dir, "import", file); got != "Imported 2 goals for local\n" {
		t.Errorf("got %q", got)
	}
	before := succeed(t, dir, "export")
	if got := succeed(t, dir, "import", file); got != "Imported 0 goals for local; 2 already there, left as they are\n" {
		t.Errorf("got %q", got)
	}
	if after := succeed(t, dir, "export"); after != before {
		t.Errorf("got %s, want %s", after, before)
	}
}

// A format without ids doubles what comes twice: that is told, also before.
func TestImportTwiceWithoutIDsIsTold(t *testing.T) {
	dir := t.TempDir()
	file := write(t, "a.md", "- [ ] a\n  - [ ] b\n- [ ] c\n")
	if got := succeed(t, dir, "import", file); got != "Imported 3 goals for local\n" {
		t.Errorf("got %q", got)
	}
	if got := succeed(t, dir, "import", "--dry-run", file); got != "Would import 3 goals for local; 3 with the name and place of goals that were there before; nothing has been written\n" {
		t.Errorf("got %q", got)
	}
	if got := succeed(t, dir, "import", file); got != "Imported 3 goals for local; 3 with the name and place of goals that were there before\n" {
		t.Errorf("got %q", got)
	}
}

func TestNewGoalsComeUnderThoseThatAreThere(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.json", asJSON(goal("1", "a", goal("2", "b", ""))+","+goal("3", "c", goal("4", "d", "")))))
	edit(t, dir, func(tree *storage.Tree) (storage.Step, error) { return tree.Rename(storage.GoalID(id("1")), "mine") })
	edit(t, dir, func(tree *storage.Tree) (storage.Step, error) { return tree.Delete(storage.GoalID(id("4"))) })
	again := asJSON(
		goal("1", "a", goal("2", "b", goal("5", "e", ""))+","+goal("6", "f", "")) + "," +
			goal("3", "c", goal("4", "d", goal("7", "g", ""))) + "," +
			goal("8", "h", goal("9", "i", "")))
	file := write(t, "b.json", again)
	want := "5 goals for local; 4 already there, left as they are (1 of them in the trash)"
	if got := succeed(t, dir, "import", "--dry-run", file); got != "Would import "+want+"; nothing has been written\n" {
		t.Errorf("got %q", got)
	}
	if got := succeed(t, dir, "import", file); got != "Imported "+want+"\n" {
		t.Errorf("got %q", got)
	}
	outline := "- [ ] mine\n  - [ ] b\n    - [ ] e\n  - [ ] f\n- [ ] c\n  - [ ] g\n- [ ] h\n  - [ ] i\n"
	if got := succeed(t, dir, "export", "--format", "markdown"); got != outline {
		t.Errorf("got %s, want %s", got, outline)
	}
	succeed(t, dir, "check")
	undo(t, dir)
	if got := succeed(t, dir, "export", "--format", "markdown"); got != "- [ ] mine\n  - [ ] b\n- [ ] c\n" {
		t.Errorf("undone at once it gave %s", got)
	}
	succeed(t, dir, "check")
	if got := succeed(t, dir, "import", file); got != "Imported "+want+"\n" {
		t.Errorf("imported again: %q", got)
	}
	succeed(t, dir, "check")
}

// undo takes back the last step, as the window would after a restart.
func undo(t *testing.T, dir string) {
	t.Helper()
	inStore(t, dir, func(ctx context.Context, store *storage.Store) error {
		id, err := store.Local(ctx)
		if err != nil {
			return err
		}
		user := store.User(id)
		tree, err := user.Tree(ctx)
		if err != nil {
			return err
		}
		history, err := user.History(ctx, tree.Unread())
		if err != nil {
			return err
		}
		tree.AddHistory(history)
		steps, ok := tree.Undo()
		if !ok {
			t.Error("nothing to undo")
		}
		return user.Commit(ctx, steps)
	})
}

// One person's export can become another's goals in the same file.
func TestImportOfAnotherPersonsGoals(t *testing.T) {
	dir := t.TempDir()
	file := write(t, "a.json", asJSON(goal("1", "a", "")))
	succeed(t, dir, "import", file)
	signIn(t, dir, "github", "1", "octocat")
	if got := succeed(t, dir, "import", file); got != "Imported 1 goal for octocat\n" {
		t.Errorf("got %q", got)
	}
	succeed(t, dir, "check")
}

// What a file says of itself and of its person is exported again, byte for byte. A second file
// adds to it, undo takes that back, and what is said of somebody else is told and left out.
func TestImportKeepsWhatAFileSaysOfItself(t *testing.T) {
	dir := t.TempDir()
	file := func(login, of, generator, last string) string {
		return `{
  "format": "overachiever",
  "version": 1,
  "exported": "2026-11-20T12:00:00.25Z",
  "user": {` + login + `
    "pronouns": {"of":"` + of + `"}
  },
  "generator": ` + generator + `,
  "goals": [
    {
      "id": "` + id(last) + `",
      "name": "a",
      "created": "2026-11-20T12:00:00Z"
    }
  ]
}
`
	}
	first := file("", "me", "[1.0,1e400]", "1")
	succeed(t, dir, "import", write(t, "a.json", first))
	if got := succeed(t, dir, "export"); got != first {
		t.Errorf("exported %s\nwant %s", got, first)
	}
	succeed(t, dir, "import", write(t, "b.json", file(`"login": "bob",`, "bob", "2", "2")))
	if got := succeed(t, dir, "export"); !strings.Contains(got, `"generator": 2`) || !strings.Contains(got, `{"of":"bob"}`) {
		t.Errorf("after a second file: %s", got)
	}
	undo(t, dir)
	if got := succeed(t, dir, "export"); got != first {
		t.Errorf("undone: %s", got)
	}
	succeed(t, dir, "check")

	signIn(t, dir, "github", "1", "octocat")
	said := runWith(dir, "", "import", "--user", "octocat", write(t, "b.json", file(`"login": "bob",`, "bob", "2", "2")))
	if said.code != headless.Done || !strings.Contains(said.errors, "b.json:1: not kept: what is said of bob (once)\n") {
		t.Errorf("of somebody else: %+v", said)
	}
	succeed(t, dir, "import", "--user", "octocat", write(t, "c.json", file(`"login": "OctoCat",`, "cat", "3", "3")))
	if got := succeed(t, dir, "export", "--user", "octocat"); !strings.Contains(got, `"generator": 3`) || !strings.Contains(got, `{"of":"cat"}`) {
		t.Errorf("of the same: %s", got)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	file := write(t, "a.md", twoGoals)
	if got := succeed(t, dir, "import", file, "--dry-run"); got != "Would import 2 goals for local; nothing has been written\n" {
		t.Errorf("got %q", got)
	}
	fail(t, headless.Failed, dir, []string{"import", "--dry-run", file, "--user", "octocat"}, `--user "octocat"`)
	fail(t, headless.Failed, dir, []string{"import", file, "--user", "octocat"}, `--user "octocat"`)
	if _, err := os.Stat(dir); err == nil {
		t.Error("the data folder has been made")
	}
	succeed(t, dir, "import", file)
	before := succeed(t, dir, "export")
	files := entries(t, dir)
	succeed(t, dir, "import", "--dry-run", write(t, "b.md", "- b\n"))
	if got := succeed(t, dir, "export"); got != before {
		t.Errorf("got %s, want %s", got, before)
	}
	if got := entries(t, dir); got != files {
		t.Errorf("the data folder holds %s, want %s", got, files)
	}
}

func TestBadInputImportsNothing(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), "data")
	used := t.TempDir()
	succeed(t, used, "import", write(t, "a.md", twoGoals))
	before := succeed(t, used, "export")
	for _, test := range []struct{ name, text, words string }{
		{"a.json", asJSON("{\"name\":\"a\"},\n{\"name\":\"b\",\n\"due\":\"2027-02-30\"}"), `a.json:3: "2027-02-30" is not a day`},
		{"a.json", asJSON("{\"name\":\"a\"},\n{}"), "a.json:2: the goal that begins here has no name"},
		{"a.json", asJSON(goal("1", "a", "") + ",\n" + goal("1", "b", "")), "a.json:2: two goals have the id"},
		{"a.json", "{\"format\":\"overachiever\",\n\"version\":9}", "a.json:2: version 9 was written by a newer Overachiever"},
		{"a.json", "", "a.json:1: the file ends too early"},
		{"a.md", "- a\n- b\n- c 📅 2027-02-30\n", `a.md:3: "2027-02-30" is not a day`},
		{"a.md", "- a\n- b\xff\n", "a.md:2: this is not UTF-8"},
		{"a.opml", "<opml/>", "a.opml:1: this is not OPML: it has no <body>"},
		{"a\nb\x1b[2J.md", "\x00", "nb\\x1b[2J.md:1: "},
	} {
		file := write(t, test.name, test.text)
		for _, dir := range []string{fresh, used} {
			fail(t, headless.Failed, dir, []string{"import", file}, test.words, "Nothing was imported")
			fail(t, headless.Failed, dir, []string{"import", "--dry-run", file}, test.words)
		}
	}
	missing := filepath.Join(t.TempDir(), "missing.json")
	fail(t, headless.Failed, used, []string{"import", missing}, missing+": cannot be read: no such file or directory", "nothing was imported")
	fail(t, headless.Failed, used, []string{"import", t.TempDir()}, "cannot be read: is a directory")
	if _, err := os.Stat(fresh); err == nil {
		t.Error("a refused import made the data folder")
	}
	if got := succeed(t, used, "export"); got != before {
		t.Errorf("a refused import left %s, want %s", got, before)
	}
}
