package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"overachiever/storage/salvage"
)

// goodBackup is a copy of a backup that was looked through and brought to this version's
// schema; its path is "" when there is none.
type goodBackup struct {
	path   string
	source string // the backup itself
	taken  time.Time
	device string
}

// findBackup copies the good backup that holds the newest, or the one that was chosen. A bad
// one is passed over.
func (r Rescue) findBackup(ctx context.Context, work string) (goodBackup, error) {
	if r.Backup != "" {
		good, err := r.tryBackup(ctx, work, r.Backup)
		if err != nil {
			return goodBackup{}, fmt.Errorf("%w: %w", ErrNotBackup, err)
		}
		return good, nil
	}
	list, err := Backups(filepath.Dir(r.Path))
	if err != nil {
		return goodBackup{}, err
	}
	for _, backup := range newestFirst(ctx, list, r.Now()) {
		if good, err := r.tryBackup(ctx, work, backup.Path); err == nil {
			good.taken = backup.Taken
			return good, nil
		}
	}
	return goodBackup{}, ctx.Err()
}

func (r Rescue) tryBackup(ctx context.Context, work, source string) (goodBackup, error) {
	info, err := os.Stat(source)
	if err != nil {
		return goodBackup{}, err
	}
	if !info.Mode().IsRegular() || info.Size() == 0 {
		return goodBackup{}, errors.New("it is empty, or no file")
	}
	folder := filepath.Join(work, backupFolder)
	good := goodBackup{path: filepath.Join(folder, filepath.Base(source)), source: source, taken: info.ModTime().UTC()}
	if err := errors.Join(os.RemoveAll(folder), os.Mkdir(folder, 0o700)); err != nil { // one before was not good
		return goodBackup{}, err
	}
	if err := copyFile(source, good.path); err != nil {
		return goodBackup{}, err
	}
	store, err := Open(ctx, good.path, r.Now)
	if err != nil {
		return goodBackup{}, err
	}
	good.device = store.device
	return good, errors.Join(store.isSound(ctx), store.Close())
}

// isSound returns what Check finds as an error.
func (s *Store) isSound(ctx context.Context) error {
	report, err := s.Check(ctx)
	if err == nil && len(report.Problems) > 0 {
		err = fmt.Errorf("%w: %d problems, the first: %s", ErrDamaged, len(report.Problems), report.Problems[0])
	}
	return err
}

// salvage makes a database at path of what can be read of the damaged files and of the backup.
func (r Rescue) salvage(ctx context.Context, path string, backup goodBackup, list []migration, done *Recovery) error {
	damaged, err := rolledBack(ctx, filepath.Join(r.kept, filepath.Base(r.Path)), filepath.Dir(path))
	if err != nil {
		return err
	}
	files := openDamaged(damaged)
	defer files.close()
	version, err := versionOf(ctx, damaged, files.image, list)
	if err != nil {
		version = len(list) // that it is not a newer one's was seen before it was moved here
	}
	s := salvaging{people: map[UserID]*saved{}, rescue: r, image: files.image, version: version, backup: backup, done: done}
	if err := s.build(ctx, path, list); err != nil {
		return err
	}
	r.after(stageRead)
	return r.settle(ctx, path, &s, done)
}

// damagedFiles are the ones in quarantine, opened for reading.
type damagedFiles struct {
	image *salvage.Image
	open  []*os.File
}

func (d damagedFiles) close() {
	for _, file := range d.open {
		file.Close() // was only read
	}
}

// openDamaged opens a database and its log as plain files: nobody else has them open.
func openDamaged(path string) damagedFiles {
	var d damagedFiles
	var readers [2]io.ReaderAt
	var sizes [2]int64
	for i, name := range []string{path, path + "-wal"} {
		readers[i] = noBytes{}
		file, err := os.Open(name)
		if err != nil {
			continue // what is not there, or cannot be read, has no rows
		}
		d.open = append(d.open, file)
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			readers[i], sizes[i] = file, info.Size()
		}
	}
	d.image = salvage.Open(readers[0], sizes[0], readers[1], sizes[1])
	return d
}

// rolledBack returns a copy from which SQLite has taken back what a rollback journal says
// was not committed; the path itself where there is no such journal.
func rolledBack(ctx context.Context, path, work string) (string, error) {
	if info, err := os.Stat(path + "-journal"); err != nil || info.Size() == 0 {
		return path, nil
	}
	copied := filepath.Join(work, "damaged.db")
	for _, suffix := range []string{"", "-journal"} {
		if err := copyFile(path+suffix, copied+suffix); err != nil {
			return path, nil // what can be read without it is better than nothing
		}
	}
	db, err := sql.Open("sqlite", address(copied, nil))
	if err != nil {
		return "", err
	}
	// Whether the rest can be read does not matter: the journal is looked at first.
	_, _ = texts(ctx, db, `SELECT name FROM sqlite_schema`)
	return copied, db.Close()
}

// noBytes is a file without content.
type noBytes struct{}

func (noBytes) ReadAt([]byte, int64) (int, error) { return 0, io.EOF }

// settle opens a database that was put together, adds how goals stood and what is in memory,
// and looks it through; done tells what is in it. Without s it is a backup as it is.
func (r Rescue) settle(ctx context.Context, path string, s *salvaging, done *Recovery) (err error) {
	store, err := Open(ctx, path, r.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if s != nil {
		for id, of := range s.people {
			lost, err := store.User(id).adopt(ctx, of.knowledge)
			if err != nil {
				return err
			}
			done.Missing += lost
		}
	}
	if r.Unsaved != nil {
		if err := store.takeUnsaved(ctx, *r.Unsaved); err != nil {
			return err
		}
		for _, goal := range r.Unsaved.Goals {
			if s != nil {
				s.of(r.Unsaved.User).knew[goal.ID] = true // the backup is not thanked for it
			}
		}
	}
	if err := store.isSound(ctx); err != nil {
		return err
	}
	return store.tell(ctx, s, done)
}

// tell counts what a recovered file has.
func (s *Store) tell(ctx context.Context, from *salvaging, done *Recovery) error {
	people, err := s.users(ctx, `SELECT id FROM user`)
	if err != nil {
		return err
	}
	for _, id := range people {
		tree, err := s.User(id).Tree(ctx)
		if err != nil {
			return err
		}
		done.Goals += tree.Totals().Total
		switch {
		case done.Backup.IsZero():
		case from == nil:
			done.FromBackup += tree.Totals().Total
		default:
			done.FromBackup += from.onlyInBackup(id, tree)
		}
	}
	return nil
}
