package storage_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"overachiever/storage"
)

func TestBackupsAreListedTheNewestFirst(t *testing.T) {
	dir := t.TempDir()
	if list, err := storage.Backups(dir); err != nil || len(list) != 0 {
		t.Fatalf("without a folder: %v, %v", list, err)
	}
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	east := time.FixedZone("", 2*60*60)
	want := []string{
		storage.BackupPath(dir, noon.Add(time.Hour).In(east)),
		storage.KeptBackupPath(dir, "before-restore", noon),
		storage.BackupPath(dir, noon.Add(-time.Hour)),
	}
	others := []string{"goals.db", "goals-20261321-120000.db", "goals-20261121-120000.db-wal", ".db", "-20261121-120000.db", "20261121-120000.db"}
	for _, path := range want {
		writeFile(t, path)
	}
	for _, name := range others {
		writeFile(t, filepath.Join(dir, "backups", name))
	}
	list, err := storage.Backups(dir)
	if err != nil || len(list) != len(want) {
		t.Fatalf("listed %v, %v", list, err)
	}
	if list[0].Before() != "" || list[1].Before() != "restore" {
		t.Errorf("taken before %q and %q", list[0].Before(), list[1].Before())
	}
	for i, backup := range list {
		if backup.Path != want[i] || backup.Kept != (i == 1) || backup.Bytes != 4 || !backup.Taken.Equal(noon.Add(time.Duration(1-i)*time.Hour)) {
			t.Errorf("backup %d is %+v, want %s", i, backup, want[i])
		}
	}
}

func writeFile(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Whoever reads a backup, with whatever program, leaves nothing beside it, and finds it complete without anything beside it.
func TestABackupStandsAlone(t *testing.T) {
	_, store, _, _ := kept(t)
	dir := t.TempDir()
	backup := filepath.Join(dir, "goals.db")
	check(t, store.Backup(t.Context(), backup))

	db := must(sql.Open("sqlite", backup))(t)
	defer func() { check(t, db.Close()) }()
	var journal string
	check(t, db.QueryRow(`PRAGMA journal_mode`).Scan(&journal))
	if journal != "delete" {
		t.Errorf("the backup's journal mode is %q", journal)
	}
	var goals int
	check(t, db.QueryRow(`SELECT count(*) FROM goal`).Scan(&goals))
	if files := must(os.ReadDir(dir))(t); len(files) != 1 || goals == 0 {
		t.Errorf("%d goals in %v", goals, files)
	}
}
