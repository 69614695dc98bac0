package storage_test

import (
	"database/sql"
	"errors"
	"os"
	"reflect"
	"testing"

	"overachiever/storage"
)

// A file of the first version is brought up to date and keeps everything.
func TestFirstVersionIsMigrated(t *testing.T) {
	path := file(t)
	db := must(sql.Open("sqlite", path))(t)
	for _, query := range []string{
		string(must(os.ReadFile("migrations/0001_first.sql"))(t)),
		`PRAGMA user_version = 1`,
		`INSERT INTO meta VALUES ('device', 'old'), ('last_open', 'cat')`,
		`INSERT INTO setting VALUES ('language', 'eo')`,
		`INSERT INTO user VALUES ('me', 1, 1), ('cat', 2, 0)`,
		`INSERT INTO user_setting VALUES ('cat', 'zoom', 'g')`,
		`INSERT INTO identity VALUES ('https://github.com', '583231', 'cat', 'github', 'octocat', 'The Octocat', 'Mascot', '@github',
			'San Francisco', 'https://github.com/octocat', 8, 9000, 9, 1295981076000, x'89504e47', 'W/"abc"', 1801396800000)`,
		`INSERT INTO goal (user, id, parent, position, name, created) VALUES ('cat', 'g', '', 'a1', 'purr', 7), ('me', 'g', 'trash', 'a2', '', NULL)`,
		`INSERT INTO step VALUES (1, 'cat', 's', 'create', 'purr', NULL, NULL, 'done', 7, 2, 'old'),
			(2, 'me', 's', 'create', '', NULL, NULL, 'done', 8, 0, 'old')`,
		`INSERT INTO operation VALUES
			('cat', 'o', 's', 7, 0, 'old', 'g', 'move', '', 'a1', 'nowhere', '', NULL, NULL, NULL),
			('cat', 'p', 's', 7, 1, 'old', 'g', 'set', NULL, NULL, NULL, NULL, 'created', '7', ''),
			('cat', 'q', 's', 7, 2, 'old', 'g', 'set', NULL, NULL, NULL, NULL, 'name', 'purr', ''),
			('me', 'o', 's', 8, 0, 'old', 'g', 'move', 'trash', 'a2', 'nowhere', '', NULL, NULL, NULL)`,
	} {
		run(t, db, query)
	}
	check(t, db.Close())
	if _, err := storage.OpenReadOnly(t.Context(), path, ticking()); !errors.Is(err, storage.ErrOlderFile) {
		t.Errorf("read before it was migrated: %v", err)
	}

	store := open(t, path)
	if report := must(store.Check(t.Context()))(t); report.Users != 2 || report.Goals != 2 || report.Operations != 4 || len(report.Problems) > 0 {
		t.Errorf("checked: %+v", report)
	}
	want := octocat()
	want.Email = ""
	if got := must(store.Identities(t.Context(), "cat"))(t); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("the profile became %+v", got)
	}
	if id, _, err := store.LastOpen(t.Context()); id != "cat" || err != nil {
		t.Errorf("last open was %q, %v", id, err)
	}
	if language, zoom := must(store.Setting(t.Context(), "language"))(t), must(store.User("cat").Setting(t.Context(), "zoom"))(t); language != "eo" || zoom != "g" {
		t.Errorf("the settings became %q and %q", language, zoom)
	}
	tree := must(store.User("cat").Tree(t.Context()))(t)
	recall(t, store.User("cat"), tree)
	if got := outline(tree); got != "\npurr" {
		t.Errorf("the goals became%s", got)
	}
	if _, ok := tree.Undo(); !ok || outline(tree) != "" {
		t.Errorf("undone (%v) to%s", ok, outline(tree))
	}
	if local := must(store.Local(t.Context()))(t); local != "me" || outline(must(store.User("me").Tree(t.Context()))(t)) != "\nTRASH\n\t" {
		t.Errorf("the local person %q became%s", local, outline(must(store.User("me").Tree(t.Context()))(t)))
	}
	want.Email = "octocat@example.com"
	check(t, store.SaveProfile(t.Context(), want))
	if got, _, _ := store.Profile(t.Context(), "cat"); !reflect.DeepEqual(got, want) {
		t.Errorf("kept %+v", got)
	}
}
