package storage_test

import (
	"encoding/binary"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"overachiever/storage"
)

// Whatever happens to a file, after a recovery it is sound, the damaged one is kept, and
// no goal of the newest backup is lost.
func TestAnyDamageIsRecovered(t *testing.T) {
	g := growGrove(t, 150)
	rounds(t, 5)
	rapid.Check(t, func(t *rapid.T) {
		dir := must(os.MkdirTemp("", "recover"))(t)
		defer os.RemoveAll(dir)
		g := g.copyTo(t, filepath.Join(dir, "data"))
		g.damage(t, func(d *damage) {
			for range rapid.IntRange(1, 4).Draw(t, "hits") {
				of := &d.file
				if rapid.IntRange(0, 3).Draw(t, "the log") == 0 {
					of = &d.log
				}
				*of = hit(t, *of)
			}
		})
		store, why := storage.Open(background(), g.path, ticking())
		if why == nil {
			check(t, store.Close())
		}
		if newer(g.path) {
			return // its version was hit: that is not to be told from a newer file
		}
		if why != nil && !storage.Recoverable(why) {
			t.Fatalf("nothing can be done about it: %v", why)
		}
		_, names := g.recover(t, storage.Rescue{Why: why})
		if err := covers(names, g.backup); err != nil {
			t.Fatal(err)
		}
	})
}

// rounds has rapid check less often than usual, unless somebody asked for a number: each
// time takes a fifth of a second.
func rounds(t *testing.T, times int) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	if usual := checks.DefValue; checks.Value.String() == usual {
		check(t, checks.Value.Set(strconv.Itoa(times)))
		t.Cleanup(func() { check(t, checks.Value.Set(usual)) })
	}
}

// newer tells whether a file says that it is of a later version.
func newer(path string) bool {
	header, err := os.ReadFile(path)
	return err == nil && len(header) > 64 && binary.BigEndian.Uint32(header[60:]) > 3
}

// hit damages bytes.
func hit(t *rapid.T, content []byte) []byte {
	if len(content) == 0 {
		return content
	}
	at := rapid.IntRange(0, len(content)-1).Draw(t, "at")
	page := content[at&^4095 : min(len(content), at&^4095+4096)]
	switch rapid.SampledFrom([]string{"bit", "few", "zeros", "garbage", "cut", "page of another place", "gone"}).Draw(t, "how") {
	case "bit":
		content[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
	case "few":
		copy(content[at:], rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "bytes"))
	case "zeros":
		clear(page)
	case "garbage":
		for i := range page {
			page[i] = page[i]*167 + byte(at) + byte(i)
		}
	case "cut":
		return content[:at]
	case "page of another place":
		from := rapid.IntRange(0, len(content)-1).Draw(t, "from") &^ 4095
		copy(page, content[from:])
	case "gone":
		return nil
	}
	return content
}

// Whatever is known of some goals, a tree comes of it in which each of them is.
func TestAnyKnowledgeMakesATree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := newTree(t)
		for range rapid.IntRange(0, 12).Draw(t, "edits") {
			edit(t, tree)
		}
		ids := []storage.GoalID{"a", "b", "c", "d", "e"}
		for _, goal := range tree.All() {
			ids = append(ids, goal.ID)
		}
		some := rapid.SampledFrom(ids)
		parents := rapid.SampledFrom(append([]storage.GoalID{storage.TopLevel, storage.Trash, storage.Nowhere}, ids...))
		known := map[storage.GoalID]storage.Goal{}
		for range rapid.IntRange(0, 12).Draw(t, "known") {
			goal := storage.Goal{
				ID: some.Draw(t, "goal"), Parent: parents.Draw(t, "parent"),
				Position: rapid.SampledFrom([]string{"", "!", "a0", "a1", "a1V"}).Draw(t, "position"),
				Name:     rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "name"),
				Due:      storage.Date(rapid.SampledFrom([]string{"", "2027-02-28", "2027-99-99"}).Draw(t, "due")),
			}
			known[goal.ID] = goal
		}
		var goals []storage.Goal
		for _, goal := range known {
			goals = append(goals, goal)
		}
		homeless := rapid.SliceOfN(some, 0, 3).Draw(t, "homeless")
		operations, err := storage.Towards(tree, goals, homeless)
		check(t, err)
		for _, o := range operations {
			if err := storage.Apply(tree, o); err != nil {
				t.Fatalf("%+v: %v", o, err)
			}
		}
		for id, want := range known {
			got := tree.Known(id)
			switch {
			case got == nil:
				t.Fatalf("%q is not there", id)
			case want.Name != "" && got.Name() != want.Name:
				t.Fatalf("%q is called %q, not %q", id, got.Name(), want.Name)
			}
		}
		all := tree.All()
		again, err := storage.NewTree(all, nil)
		check(t, err)
		if snapshot(t, again) != snapshot(t, tree) {
			t.Fatal("the tree is not what its goals make")
		}
	})
}
