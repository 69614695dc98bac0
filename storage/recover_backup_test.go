package storage_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"overachiever/storage"
)

// A backup that is damaged itself is passed over.
func TestABadBackupIsPassedOver(t *testing.T) {
	g := growGrove(t, 45)
	newest := g.newest
	content := must(os.ReadFile(newest))(t)
	clear(content[8192:16384])
	check(t, os.WriteFile(newest, content, 0o600))
	check(t, os.WriteFile(storage.BackupPath(g.dir, g.taken.Add(time.Minute)), nil, 0o600))
	g.damage(t, func(d *damage) { clear(d.file); d.log = nil })
	done, names := g.recover(t, storage.Rescue{})
	if !done.Backup.Equal(g.taken.Add(-time.Hour)) || done.Saved || done.FromBackup != len(names) || len(names) != len(g.older) {
		t.Errorf("told: %+v, %d goals", done, len(names))
	}
}

// A file whose log is lost is older than the newest backup: what that knows is not undone.
func TestAFileThatIsOlderThanTheBackup(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "goals.db")
	store := must(storage.Open(t.Context(), path, ticking()))(t)
	user := must(store.Local(t.Context()))(t)
	add(t, store, user, "a\n\tb")
	run(t, raw(t, path), `PRAGMA wal_checkpoint(TRUNCATE)`)
	tree := must(store.User(user).Tree(t.Context()))(t)
	a := tree.Children(storage.TopLevel)[0]
	check(t, store.User(user).Commit(t.Context(), []storage.Step{must(tree.Rename(a, "renamed"))(t), must(tree.Outdent(tree.Children(a)[0]))(t)}))
	want := snapshot(t, tree)
	check(t, store.Backup(t.Context(), storage.BackupPath(dir, start())))
	older := must(os.ReadFile(path))(t) // without its log
	check(t, store.Close())
	check(t, os.WriteFile(path, older, 0o600))
	done := must(storage.Recover(t.Context(), storage.Rescue{Path: path, Now: ticking()}))(t)
	again := open(t, path)
	if got := snapshot(t, must(again.User(user).Tree(t.Context()))(t)); got != want || !done.Saved {
		t.Errorf("%+v\n%s\nwant\n%s", done, got, want)
	}
}

// The name of a backup tells of its clock, which may have been wrong by years: what the
// journals in them tell goes before. Of those that hold the same, the one taken last is told
// of, but none of the future.
func TestTheBackupThatHoldsTheNewestIsUsed(t *testing.T) {
	grown := growGrove(t, 45)
	grown.damage(t, func(d *damage) { clear(d.file); d.log = nil })
	for name, arrange := range map[string]func(t *testing.T, dir, older, newer string) (used string){
		"the older one ahead": func(t *testing.T, dir, older, newer string) string {
			check(t, os.Rename(older, storage.BackupPath(dir, grown.taken.Add(2000*time.Hour))))
			return newer
		},
		"the newer one behind": func(t *testing.T, dir, _, newer string) string {
			behind := storage.BackupPath(dir, grown.taken.Add(-2000*time.Hour))
			check(t, os.Rename(newer, behind))
			return behind
		},
		"equal ones": func(t *testing.T, dir, _, newer string) string {
			later, future := storage.BackupPath(dir, grown.taken.Add(time.Minute)), storage.BackupPath(dir, start().Add(5000*time.Hour))
			for _, path := range []string{later, future} {
				check(t, os.WriteFile(path, must(os.ReadFile(newer))(t), 0o600))
			}
			return later
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := grown.copyTo(t, filepath.Join(t.TempDir(), "data"))
			list := must(storage.Backups(g.dir))(t)
			used := arrange(t, g.dir, list[1].Path, list[0].Path)
			done, names := g.recover(t, storage.Rescue{})
			if err := covers(names, g.backup); err != nil || done.BackupPath != used {
				t.Errorf("%v, from %s, of %v", err, done.BackupPath, done.Backup)
			}
		})
	}
}
