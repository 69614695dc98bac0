package rotation

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"overachiever/storage"
)

// Every is how long a change waits at most for its backup, while the program runs.
const Every = 30 * time.Minute

// Budget is how many bytes backups may take when nobody says otherwise.
const Budget = 1 << 30

// Keeper keeps the backups of a goals file. Only one process does: the one that has the
// window. Its methods wait for the disk, and may be called from any goroutine.
type Keeper struct {
	Store *storage.Store
	Dir   string // the data folder
	Now   func() time.Time

	one    sync.Mutex // at a time
	backed string     // the state of the newest backup, once that is known
}

// Keep makes a backup if something was done since the newest one, and removes those that
// are superfluous then; budget is in bytes.
func (k *Keeper) Keep(ctx context.Context, budget int64) error {
	k.one.Lock()
	defer k.one.Unlock()
	state, err := k.Store.State(ctx)
	if err != nil {
		return fmt.Errorf("looking what has changed: %w", err)
	}
	if state == "" || state == k.newest(ctx) {
		return nil
	}
	_, err = k.backUp(ctx, storage.BackupPath(k.Dir, k.Now()), state, budget)
	return err
}

// BackUp makes a backup whatever was done, which stays until somebody removes it, and goes
// on as Keep does. It returns its path.
func (k *Keeper) BackUp(ctx context.Context, budget int64) (path string, err error) {
	k.one.Lock()
	defer k.one.Unlock()
	state, err := k.Store.State(ctx)
	if err != nil {
		return "", fmt.Errorf("looking what has changed: %w", err)
	}
	return k.backUp(ctx, storage.KeptBackupPath(k.Dir, storage.ByHand, k.Now()), state, budget)
}

// newest is the state that is in the newest backup, "" when there is none that can be read.
func (k *Keeper) newest(ctx context.Context) string {
	if k.backed != "" {
		return k.backed
	}
	list, err := storage.Backups(k.Dir)
	if err != nil || len(list) == 0 {
		return ""
	}
	backup, err := storage.OpenBackup(ctx, list[0].Path, k.Now)
	if err != nil {
		return ""
	}
	defer backup.Close() // it was only read
	state, err := backup.State(ctx)
	if err != nil {
		return ""
	}
	return state
}

// backUp makes a backup of at least this state. The store looks through it before any
// other goes.
func (k *Keeper) backUp(ctx context.Context, path, state string, budget int64) (string, error) {
	now := k.Now()
	if err := k.Store.Backup(ctx, path); err != nil {
		return "", err
	}
	k.backed = state
	list, err := storage.Backups(k.Dir)
	if err != nil {
		return path, err
	}
	problems := []error{storage.RemoveUnfinished(k.Dir, now.Add(-day))}
	for _, old := range Superfluous(list, now, budget) {
		if err := os.Remove(old.Path); !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, err)
		}
	}
	if err := errors.Join(problems...); err != nil {
		return path, fmt.Errorf("removing old backups: %w", err)
	}
	return path, nil
}
