package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"overachiever/storage"
	"overachiever/storage/rotation"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// backups is how the window keeps backups, and what became of the newest.
type backups struct {
	keeper *rotation.Keeper
	budget int64         // bytes
	retry  time.Duration // how soon the next is made if this one fails
	failed error         // why the newest could not be made
	told   bool          // and that was said
}

// settingBudget is where it is kept how many bytes backups may take.
const settingBudget = "backup_budget"

// newBackups reads, in the background, what is set.
func (w *window) newBackups(ctx context.Context, store *storage.Store) *backups {
	b := &backups{keeper: &rotation.Keeper{Store: store, Dir: w.Folder, Now: w.Now}, budget: rotation.Budget}
	text, err := store.Setting(ctx, settingBudget)
	if err != nil {
		w.Log(err)
	}
	if budget, err := strconv.ParseInt(text, 10, 64); err == nil {
		b.budget = budget
	}
	return b
}

// setBudget keeps how many bytes backups may take. It holds with the next one.
func (w *window) setBudget(bytes int64) {
	w.backups.budget = bytes
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		if err := desk.Store.SetSetting(ctx, settingBudget, strconv.FormatInt(bytes, 10)); err != nil {
			w.Log(err)
		}
		return nil
	})
}

// budgets is the choice of how many bytes backups may take.
func (w *window) budgets(s *sheet) fyne.CanvasObject {
	var options []*look.Button
	sizes := []int64{256 << 20, 1 << 30, 4 << 30, 16 << 30}
	mark := func() {
		for i, option := range options {
			option.SetIcon(radioIcon(w.backups.budget == sizes[i]))
		}
	}
	row := container.NewHBox()
	for i, label := range []string{"256 MB", "1 GB", "4 GB", "16 GB"} {
		option := s.quiet(label, func() { w.setBudget(sizes[i]); mark() })
		options = append(options, option)
		row.Add(option)
	}
	mark()
	return row
}

// backUpAfter makes a backup after a while, if anything has changed, and goes on so.
func (w *window) backUpAfter(wait time.Duration) {
	if wait <= 0 || w.readOnly() {
		return
	}
	b := w.backups
	time.AfterFunc(wait, func() { w.do(func() { w.backUp(b) }) })
}

// backUp makes the backup that is due, unless the file that it is of was damaged meanwhile:
// the recovered one has backups of its own.
func (w *window) backUp(b *backups) {
	if w.backups != b {
		return
	}
	budget := b.budget
	w.whileOpen(func(ctx context.Context) func() {
		giveWay()
		err := b.keeper.Keep(ctx, budget)
		return func() { w.backedUp(b, err) }
	})
}

// firstRetry is how soon a backup that failed is tried again.
const firstRetry = time.Minute

// due is how long after one backup the next is made: soon after one that failed, but each time
// in a row less soon, since a disk may be full for days.
func (b *backups) due(err error) time.Duration {
	if err == nil {
		b.retry = 0
		return rotation.Every
	}
	wait := cmp.Or(b.retry, firstRetry)
	b.retry = min(2*wait, rotation.Every)
	return wait
}

// whileOpen is later for work that the closed window does not wait for.
func (w *window) whileOpen(work func(ctx context.Context) (then func())) {
	w.later(func(ctx context.Context) func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		go func() {
			select {
			case <-w.ended:
				cancel()
			case <-ctx.Done():
			}
		}()
		return work(ctx)
	})
}

// backedUp notes what became of a backup that nobody asked for, and goes on to the next.
func (w *window) backedUp(b *backups, err error) {
	if w.backups != b {
		return
	}
	if err != nil {
		w.Log(err)
	}
	w.noteBackup(err)
	w.backUpAfter(b.due(err))
}

// noteBackup notes what became of the newest backup.
func (w *window) noteBackup(err error) {
	w.backups.told = w.backups.told && err != nil
	w.backups.failed = err
	w.tellOfBackups()
}

// tellOfBackups says, once, that no backup could be made, and why.
func (w *window) tellOfBackups() {
	switch {
	case w.goals == nil || w.backups == nil:
	case w.backups.failed == nil:
		w.goals.banner.clear(bannerBackup)
	case storage.Recoverable(w.backups.failed):
		w.goals.fileDamaged(w.backups.failed)
	case !w.backups.told:
		w.backups.told = true
		w.goals.banner.show(bannerBackup, "Your goals could not be backed up. "+whyNotBackedUp(w.backups.failed)+" It is tried again later.",
			&choice{"Back up to a folder…", w.goals.askBackUpTo})
	}
}

// whyNotBackedUp is said for backups: nothing waits in memory until they are made.
func whyNotBackedUp(err error) string {
	var path *fs.PathError
	switch {
	case errors.Is(err, storage.ErrDiskFull), errors.Is(err, syscall.ENOSPC):
		return "The disk is full."
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "Nothing can be written to " + filepath.Dir(path.Path) + "."
	case errors.Is(err, storage.ErrDisk):
		return "The disk reports an error."
	case errors.As(err, &path):
		return "There is a problem with " + path.Path + ": " + path.Err.Error() + "."
	}
	return said(err)
}

// backUpNow makes a backup at once, and says where it is.
func (p *goalsPage) backUpNow() {
	keeper, budget := p.w.backups.keeper, p.w.backups.budget
	p.backUp("", func(ctx context.Context) (string, error) { return keeper.BackUp(ctx, budget) })
}

// askBackUpTo makes a backup in a folder that the person chooses: another disk, say.
func (p *goalsPage) askBackUpTo() { p.askBackUpIn("") }

func (p *goalsPage) askBackUpIn(proposed string) {
	if len(p.w.sheets) > 0 {
		return
	}
	p.w.askPath(pathQuestion{
		title: "Back up to a folder", text: "A copy of everything goes there: your goals, and those of everybody else here.",
		label: "The folder", proposed: proposed, example: "/media/stick", yes: "Back up", then: p.backUpTo,
		browse: func(chosen func(string)) { p.w.chooseFolder(p.w.usualFolder(), chosen) },
	})
}

func (p *goalsPage) backUpTo(folder string) {
	store, path := p.w.desk.Store, filepath.Join(folder, filepath.Base(storage.BackupPath("", p.w.Now())))
	p.backUp(folder, func(ctx context.Context) (string, error) {
		if _, err := os.Stat(folder); err != nil {
			return "", err
		}
		if err := store.Backup(ctx, path); err != nil {
			return "", err
		}
		return path, nil
	})
}

// backUp makes a backup; folder is what was asked for, "" for the usual one.
func (p *goalsPage) backUp(folder string, to func(context.Context) (path string, err error)) {
	p.keepTyped()
	p.view.show()
	p.status.tell("Backing up…")
	goals := p.model.Tree().Totals().Total
	p.w.whileOpen(func(ctx context.Context) func() {
		giveWay()
		err := p.flush(ctx)
		path := ""
		if err == nil {
			path, err = to(ctx)
		}
		return func() {
			if p.w.goals == p {
				p.backedUp(goals, folder, path, err)
			}
		}
	})
}

// flush waits for what is not saved yet, but not for ever.
func (p *goalsPage) flush(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, saveLimit)
	defer cancel()
	return p.writer.Flush(ctx)
}

func (p *goalsPage) backedUp(goals int, folder, path string, err error) {
	p.status.tell("")
	if path != "" {
		p.status.tell(fmt.Sprintf("Backed up %s to %s", plural(goals, "goal"), path))
		p.w.noteBackup(nil)
	}
	if err == nil {
		return
	}
	p.w.Log(err)
	if path != "" {
		p.w.tell("The backup is made, but older ones are in the way", whyNotBackedUp(err))
		return
	}
	p.w.ask("No backup was made", whyNotBackedUp(err),
		choice{"OK", nil},
		choice{"Choose a folder…", func() { p.askBackUpIn(folder) }})
}
