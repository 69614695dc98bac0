package headless

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// check looks the whole database through, or a backup, and changes nothing.
func (r run) check(ctx context.Context, args []string) error {
	var a arguments
	if err := r.parse(args, &a, 0, 1); err != nil {
		return r.orHelp(err)
	}
	path, backup := r.database(), false
	next := "start Overachiever, which rebuilds or recovers what is damaged, then check again; or go back with File ▸ Restore a backup…"
	if a.file == "-" {
		return r.misuse(errors.New("a backup cannot come from standard input: name a file"))
	}
	if a.file != "" && !interchange.SameFile(a.file, path) {
		path, backup, next = a.file, true, "use another backup"
	}
	trouble := func(err error) error { return &failure{where: path, err: err} }
	store, err := r.open(ctx, path, backup)
	if err != nil {
		return trouble(err)
	}
	defer store.Close()
	report, err := store.Check(ctx)
	if err != nil {
		return trouble(err)
	}
	for _, problem := range report.Problems {
		if err := r.say("%s", problem); err != nil {
			return err
		}
	}
	if count := len(report.Problems); count > 0 {
		return &failure{path, errors.New(counted(count, "problem", "problems") + " found"), next}
	}
	return r.say("%s is sound: %s, %s, %s, hash %s", path, counted(report.Users, "person", "people"),
		counted(report.Goals, "goal", "goals"), counted(report.Operations, "operation", "operations"), report.Hash)
}

// open opens the file with everybody's goals, or a backup of it, to be read.
func (r run) open(ctx context.Context, path string, backup bool) (*storage.Store, error) {
	if backup {
		return storage.OpenBackup(ctx, path, r.Now)
	}
	return storage.OpenReadOnly(ctx, path, r.Now)
}

// backup copies the database, also while a window has it open.
func (r run) backup(ctx context.Context, args []string) error {
	var a arguments
	if err := r.parse(args, &a, 0, 1); err != nil {
		return r.orHelp(err)
	}
	if a.file == "-" {
		return r.misuse(errors.New("a backup cannot go to standard output: name a file"))
	}
	if a.file == "" {
		a.file = storage.KeptBackupPath(r.Dir, storage.ByHand, r.Now())
	}
	store, err := storage.OpenReadOnly(ctx, r.database(), r.Now)
	if err != nil {
		return r.trouble(err)
	}
	defer store.Close()
	target, err := r.target(a.file)
	if err != nil {
		return err
	}
	if info, err := os.Stat(target); err == nil && !info.Mode().IsRegular() {
		return unwritable(a.file, errors.New("this is not a plain file"))
	}
	if err := store.Backup(ctx, target); err != nil {
		if path := (*fs.PathError)(nil); errors.As(err, &path) {
			err = path.Err // the path may be that of the temporary file
		}
		return &failure{a.file, err, "check that there is room and that you may write there"}
	}
	return r.say("Backed up to %s", a.file)
}
