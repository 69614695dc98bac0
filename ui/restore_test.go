package ui

import (
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	goals "overachiever/storage"
)

// What is restored is seen before, is one step, and can be undone after the next start.
func TestRestore(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Learn Go", "Run")
	b.choose("File", "Back up now")
	b.reads("Backed up 2 goals")
	b.key(fyne.KeyDelete)
	b.name("New")
	p := b.w.goals
	p.view.do(p.model.NameTop)
	b.key(fyne.KeyEscape)

	b.choose("File", "Restore a backup…")
	b.reads("just now")
	b.reads("2 goals")
	b.key(fyne.KeyReturn)
	b.reads("1 goal comes back · 1 goal goes to the trash")
	for _, words := range []string{"Come back", "Run", "Go to the trash", "New", "kept as a backup first"} {
		b.reads(words)
	}
	b.key(fyne.KeyEscape)
	b.reads("2 goals · 0 completed")
	b.choose("File", "Restore a backup…")
	b.reads("See what would change")
	b.press("See what would change")
	b.reads("1 goal comes back")
	b.press("Restore")
	b.reads("Restored the goals of ")
	if got := b.tops(); got != "Learn Go, Run" {
		t.Errorf("restored: %s", got)
	}
	if list := b.backups(); len(list) != 2 || list[0].Before() != "restore" && list[1].Before() != "restore" {
		t.Errorf("how it was is not kept: %v", list)
	}
	b.choose("File", "Restore a backup…")
	b.reads("kept before restoring")
	b.reads("made by hand")
	b.key(fyne.KeyEscape)
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.until("the history", func() bool { return again.w.menus.shown.undo == "Undo restoring a backup" })
	again.choose("Edit", "Undo restoring a backup")
	again.until("undone", func() bool { return again.tops() == "Learn Go, New" })
	again.choose("Edit", "Redo restoring a backup")
	again.until("redone", func() bool { return again.tops() == "Learn Go, Run" })
}

// tops are the names of the goals at the top, in order.
func (b *bench) tops() string {
	var names []string
	tree := b.w.goals.model.Tree()
	for _, entry := range tree.Entry(goals.TopLevel).Children() {
		names = append(names, entry.Name())
	}
	return strings.Join(names, ", ")
}

func TestRestoreWhenNothingDiffers(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.choose("File", "Restore a backup…")
	b.reads("There are no backups on this computer yet.")
	b.key(fyne.KeyEscape)
	b.name("Learn Go")
	b.choose("File", "Back up now")
	b.reads("Backed up 1 goal")
	b.choose("File", "Restore a backup…")
	b.reads("just now")
	b.key(fyne.KeyReturn)
	b.reads("Nothing differs")
	b.press("Back")
	b.reads("Restore a backup")
}

// Backups that cannot be read, and those of other people, say so.
func TestRestoreFromOtherBackups(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Learn Go")
	other := newBench(t, t.TempDir())
	other.reads("Start without an account")
	person, err := other.w.desk.Store.SignedIn(t.Context(), goals.Profile(ada()))
	if err != nil {
		t.Fatal(err)
	}
	now := b.w.Now()
	theirs := goals.BackupPath(b.w.Folder, now.Add(-26*time.Hour))
	if err := other.w.desk.Store.Backup(t.Context(), theirs); err != nil || person == "" {
		t.Fatal(err)
	}
	if err := os.WriteFile(goals.BackupPath(b.w.Folder, now.Add(-50*time.Hour)), []byte("garbage"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.choose("File", "Restore a backup…")
	b.reads("1 day ago")
	b.reads("not yours")
	b.reads("cannot be read")
	b.key(fyne.KeyReturn)
	b.reads("Your goals are not in this backup")
	b.press("Choose another one")
	b.reads("Restore a backup")
	b.key(fyne.KeyEnd)
	b.key(fyne.KeyReturn)
	b.reads("The backup cannot be read")
}

// Other people's goals are told of, and left alone.
func TestRestoreSaysThatOthersAreInTheBackup(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Learn Go")
	store := b.w.desk.Store
	person, err := store.SignedIn(t.Context(), goals.Profile(ada()))
	if err != nil {
		t.Fatal(err)
	}
	add := func(name string) {
		t.Helper()
		tree, err := store.User(person).Tree(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, step, err := tree.Create(goals.TopLevel, 0, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.User(person).Commit(t.Context(), []goals.Step{step}); err != nil {
			t.Fatal(err)
		}
	}
	add("hers")
	b.choose("File", "Back up now")
	b.reads("Backed up 1 goal")
	add("hers, later")
	b.key(fyne.KeyDelete)
	b.choose("File", "Restore a backup…")
	b.reads("just now")
	b.key(fyne.KeyReturn)
	b.reads("The backup has goals of 1 other person too: only yours are restored.")
	b.press("Restore")
	b.reads("Restored the goals of ")
	tree, err := store.User(person).Tree(t.Context())
	if err != nil || tree.Totals().Total != 2 {
		t.Errorf("hers: %+v, %v", tree.Totals(), err)
	}
}
