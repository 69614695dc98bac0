package storage_test

import (
	"errors"
	"fmt"
	"testing"

	"overachiever/storage"
)

// Goals are read many at a time: none is lost, and none comes twice, between two times.
func TestGoalsAreReadPageByPage(t *testing.T) {
	path := file(t)
	store := open(t, path)
	db := raw(t, path)
	for _, count := range []int{0, 1, 4095, 4096, 4097, 8192} {
		user := must(store.SignedIn(t.Context(), account("github", fmt.Sprint(count), 1)))(t)
		_, err := db.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 WHERE ?2 > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
			INSERT INTO goal (user, id, parent, position, name) SELECT ?1, 'goal-' || i, '', 'a1', i FROM n`, user, count)
		check(t, err)
		tree := must(store.User(user).Tree(t.Context()))(t)
		seen := map[string]bool{}
		for _, e := range tree.Entry(storage.TopLevel).Children() {
			seen[e.Name()] = true
		}
		if len(seen) != count || tree.Totals().Total != count {
			t.Errorf("%d goals, %d names of %d", tree.Totals().Total, len(seen), count)
		}
	}
}

// A text that would be taken for several is not guessed at, nor is what comes after it
// read to the end: the store can be closed.
func TestATextWithNULIsDamage(t *testing.T) {
	for _, after := range []int{0, 20_000} {
		path := file(t)
		store := open(t, path)
		user := signIn(t, store, account("github", "ann", 1), "a\n\tb")
		db := raw(t, path)
		must(db.Exec(`UPDATE goal SET name = 'b' || char(0) WHERE name = 'b'`))(t)
		must(db.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 WHERE ?2 > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
			INSERT INTO goal (user, id, parent, position) SELECT ?1, 'goal-' || i, '', 'a1' FROM n`, user, after))(t)
		if _, err := store.User(user).Tree(t.Context()); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("read, with %d goals after it: %v", after, err)
		}
	}
}
