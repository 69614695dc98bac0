package storage

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
)

// Rescue says what is to be recovered, and what there is besides the file.
type Rescue struct {
	Path    string
	Now     func() time.Time
	Why     error    // what Open, or whoever read or wrote, said about the file
	Backup  string   // one that the person has chosen; "": the good one in the data folder that holds the newest
	Unsaved *Unsaved // nil: nobody's goals were open
	Anew    bool     // begin without goals if nothing can be recovered: the person wants it

	kept  string      // the folder in which the damaged files are
	after func(stage) // nil but in tests, which look what a crash would leave
}

// Unsaved is what is in memory of the person whose goals are open.
type Unsaved struct {
	User  UserID
	Goals []Goal // all of Tree.All
	Steps []Step // those that are not in the file
}

// Recovery tells what became of a damaged file.
type Recovery struct {
	Why        error
	Kept       string    // the folder in which the damaged files are; "" if there were none
	Goals      int       // that are there now, of all people, outside the trash
	Saved      bool      // goals or their journal were read from the damaged file itself
	Backup     time.Time // when the backup was taken that was used, UTC; zero: there was none
	BackupPath string    // and where it is
	FromBackup int       // how many of the goals only the backup had
	Poor       error     // why what was read is not used, and the backup alone is; nil: it is
	Missing    int       // goals of which no more was left than that they were there
}

// stage is how far a recovery is.
type stage string

const (
	stageMoved     stage = "moved"     // the damaged files are where they stay
	stageRead      stage = "read"      // what could be read of them is in the new file
	stageMended    stage = "mended"    // the new file is whole
	stageInstalled stage = "installed" // and in its place
)

// Recover puts a sound file in the place of a damaged one. The damaged files are moved to
// damaged/ in the data folder first, and stay there. The new file has all rows that can be
// read of them, and what a good backup has besides: the one whose journal goes on longest,
// whatever its name says. So it never has less than the backup. What the two leave open is
// mended: the goals as they stood are rebuilt from the journal where only that is left, and
// the journal from the goals. It takes its place only when Check finds nothing; else that
// of the backup alone does, if there is one.
//
// A backup made by another copy of the file (another device in its stamps) only counts when
// nothing could be read. Nobody may have the file open; broken off at any point, the next
// Recover goes on. Errors: ErrNothingLeft, with where the damaged files are; ErrNotBackup
// for a chosen backup that is none; and, all with the file left where it is, ErrNewerFile,
// ErrIsFolder, ErrNoPermission, and ErrForeign for another program's sound database where
// no backup shows that the place is ours.
func Recover(ctx context.Context, r Rescue) (Recovery, error) {
	var err error
	if r.Path, err = filepath.Abs(r.Path); err != nil {
		return Recovery{}, fmt.Errorf("recovering: %w", err)
	}
	if r.after == nil {
		r.after = func(stage) {}
	}
	done, err := r.run(ctx)
	done.Why = r.Why
	if errors.Is(err, fs.ErrPermission) {
		err = fmt.Errorf("%w: %w", ErrNoPermission, err)
	}
	if err != nil {
		return done, fmt.Errorf("recovering %s: %w", r.Path, err)
	}
	return done, nil
}

func (r Rescue) run(ctx context.Context) (done Recovery, err error) {
	list, err := migrations()
	if err != nil {
		return done, err
	}
	if err := r.refuse(ctx, list); err != nil {
		return done, err
	}
	if r.kept, err = quarantine(r.Path, r.Now()); err != nil {
		return done, err
	}
	done.Kept = r.kept
	if !holdsAny(r.kept, filepath.Base(r.Path)) {
		done.Kept = "" // there was nothing
	}
	r.after(stageMoved)
	work := filepath.Join(filepath.Dir(r.Path), recoveringFolder)
	if err := errors.Join(os.RemoveAll(work), os.Mkdir(work, 0o700)); err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	built, err := r.build(ctx, work, list, &done)
	if err != nil {
		return done, err
	}
	r.after(stageMended)
	if err := errors.Join(syncFile(built), os.Rename(built, r.Path), syncFolder(filepath.Dir(r.Path))); err != nil {
		return done, err
	}
	r.after(stageInstalled)
	if err := finish(r.kept); err != nil || done.Kept != "" {
		return done, err
	}
	return done, os.Remove(r.kept)
}

// refuse returns why a file is to be left alone.
func (r Rescue) refuse(ctx context.Context, list []migration) error {
	info, err := os.Stat(r.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && info.IsDir():
		return ErrIsFolder
	case err == nil:
		var file *os.File
		if file, err = os.Open(r.Path); err == nil {
			err = file.Close()
		}
	}
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w: %w", ErrNoPermission, err)
	}
	if err != nil {
		return err
	}
	files := openDamaged(r.Path)
	_, err = versionOf(ctx, r.Path, files.image, list)
	files.close()
	if err != nil {
		return err
	}
	return r.refuseForeign(ctx, list)
}

// refuseForeign refuses another program's sound database where there is nothing of ours.
func (r Rescue) refuseForeign(ctx context.Context, list []migration) error {
	backups, err := Backups(filepath.Dir(r.Path))
	if err != nil || len(backups) > 0 {
		return err
	}
	_, err = (&Store{path: r.Path}).inspect(ctx, list)
	var failure *sqlite.Error
	if errors.Is(err, ErrNotOurs) && !errors.As(err, &failure) {
		return ErrForeign
	}
	return nil // whatever else is wrong with it is why we are here
}

// build puts the new file together in the work folder, and returns its path.
func (r Rescue) build(ctx context.Context, work string, list []migration, done *Recovery) (string, error) {
	backup, err := r.findBackup(ctx, work)
	if err != nil {
		return "", err
	}
	path := filepath.Join(work, "whole.db")
	err = r.salvage(ctx, path, backup, list, done)
	switch {
	case err == nil && !done.empty():
		return path, nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	case backup.path == "" && !r.Anew:
		return "", errors.Join(ErrNothingLeft, err)
	}
	// The backup as it is, or nothing at all.
	*done = Recovery{Kept: done.Kept, Backup: backup.taken, BackupPath: backup.source, Poor: err}
	path = filepath.Join(work, "plain.db")
	if backup.path != "" {
		if err := copyFile(backup.path, path); err != nil {
			return "", err
		}
	}
	return path, r.settle(ctx, path, nil, done)
}

// empty tells whether neither the damaged file nor a backup has given anything.
func (r *Recovery) empty() bool { return r.Goals == 0 && !r.Saved && r.Backup.IsZero() }

func (r Rescue) newID() string { return newUUID(r.Now().UnixMilli(), rand.Reader).String() }
