package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	goals "overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/look"
)

const restoreWidth = 540

// askRestore shows which backups there are.
func (p *goalsPage) askRestore() {
	p.keepTyped()
	p.view.show()
	p.w.later(func(context.Context) func() {
		list, err := goals.Backups(p.w.Folder)
		return func() {
			switch {
			case p.w.goals != p || len(p.w.sheets) > 0:
			case err != nil:
				p.w.Log(err)
				p.w.tell("The backups could not be listed", said(err))
			default:
				p.listBackups(list)
			}
		}
	})
}

// listBackups lets the person choose a backup. What is in each is read meanwhile.
func (p *goalsPage) listBackups(list []goals.BackupFile) {
	ctx, cancel := context.WithCancel(p.w.ctx)
	s := p.w.openSheet(restoreWidth, cancel)
	choose := s.button("Choose a file…", func() {
		s.close()
		p.chooseBackup("")
	})
	cancelled := s.button("Cancel", s.close)
	if len(list) == 0 {
		s.show(choose, look.Title("Restore a backup"),
			look.Body("There are no backups on this computer yet. They are made by themselves while you work, and by File ▸ Back up now."),
			look.Space(8), buttons(cancelled, choose))
		return
	}
	lines := make([]pickLine, len(list))
	for i, backup := range list {
		lines[i] = pickLine{text: backupName(backup, p.w.Now()), about: "…"}
	}
	var picked *picker
	see := func() {
		at := picked.at
		s.close()
		p.previewBackup(list[at].Path, moment(list[at].Taken), p.askRestore)
	}
	picked = s.picker(lines, see)
	s.show(picked, look.Title("Restore a backup"),
		look.Body("Choose one to see what would change. Nothing changes before you say so."),
		look.Tall(min(9, float32(len(list)))*(look.RowHeight+4)+8, picked),
		look.Space(4), buttons(choose, cancelled, s.primary("See what would change", see)))
	p.w.win.Canvas().Focus(picked)
	p.countBackups(ctx, list, func(at int, about string) {
		if s.isOpen() {
			lines[at].about = about
			picked.change(at, lines[at])
		}
	})
}

// countBackups counts this person's goals in each backup, one after the other.
func (p *goalsPage) countBackups(ctx context.Context, list []goals.BackupFile, show func(at int, about string)) {
	var count func(at int)
	count = func(at int) {
		if at == len(list) {
			return
		}
		p.w.later(func(context.Context) func() {
			about := "cannot be read"
			err := p.readBackup(ctx, list[at].Path, func(backup *goals.Store, own goals.UserID) error {
				tree, err := backup.User(own).Tree(ctx)
				if err == nil {
					about = plural(tree.Totals().Total, "goal")
				}
				return err
			})
			switch {
			case ctx.Err() != nil:
				return nil
			case isNotInBackup(err):
				about = "not yours"
			}
			return func() {
				show(at, about)
				count(at + 1)
			}
		})
	}
	count(0)
}

// chooseBackup takes a backup from elsewhere.
func (p *goalsPage) chooseBackup(proposed string) {
	q := p.w.backupFile("Restore from a file", "See what would change", func(path string) {
		p.previewBackup(path, filepath.Base(path), func() { p.chooseBackup(path) })
	})
	q.proposed = proposed
	p.w.askPath(q)
}

// backupFile asks for a backup that may be anywhere.
func (w *window) backupFile(title, yes string, then func(path string)) pathQuestion {
	return pathQuestion{
		title: title, text: "Backups have names like goals-20261121-120000.db.", label: "The file",
		example: "/media/stick/goals-20261121-120000.db", yes: yes, then: then,
		browse: func(chosen func(string)) { w.chooseFile(otherFiles{w.Folder, ".db"}, chosen) },
	}
}

// otherFiles offers the files of one ending, "" for all, but not the database that is open:
// the toolkit opens and closes what is chosen, and SQLite would lose its locks.
// https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
type otherFiles struct{ dir, ending string }

// Matches tells whether a file is offered.
func (f otherFiles) Matches(file fyne.URI) bool {
	if f.ending != "" && !strings.EqualFold(file.Extension(), f.ending) {
		return false
	}
	own, err := os.Stat(filepath.Join(f.dir, "goals.db"))
	other, otherErr := os.Stat(filepath.FromSlash(file.Path()))
	return otherErr == nil && other.Mode().IsRegular() && (err != nil || !os.SameFile(own, other))
}

// backupName is a backup in the list: when it was taken, and what for.
func backupName(b goals.BackupFile, now time.Time) string {
	taken := b.Taken.In(now.Location())
	text := dates.Say(goals.Date(taken.Format(time.DateOnly)), now) + ", " + taken.Format("15:04") + " · " + ago(now.Sub(taken))
	switch before := b.Before(); {
	case before != "":
		text += " · kept before " + strings.Replace(before, "restore", "restoring", 1)
	case b.Kept:
		text += " · made by hand"
	}
	return text
}

// ago says in words how long something is past.
func ago(past time.Duration) string {
	const day = 24 * time.Hour
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{365 * day, "year"}, {30 * day, "month"}, {7 * day, "week"}, {day, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if past >= unit.length {
			return plural(int(past/unit.length), unit.name) + " ago"
		}
	}
	if past < -time.Minute {
		return "still to come, by this clock"
	}
	return "just now"
}

// showDifferences shows what would change, and restores it if the person says so; or goes
// back.
func (p *goalsPage) showDifferences(b comparison, name string, again func()) {
	s := p.w.openSheet(restoreWidth, nil)
	back := s.button("Back", func() { s.close(); again() })
	if b.differs.Empty() {
		shut := s.primary("Close", s.close)
		s.show(shut, look.Title("Nothing differs"),
			look.Body("Your goals are as they are in the backup of "+name+"."), look.Space(8), buttons(back, shut))
		return
	}
	cancel := s.button("Cancel", s.close)
	list := s.picker(b.lines, nil)
	content := []fyne.CanvasObject{look.Title("Restore the goals of " + name + "?"), look.Body(differenceCounts(b.differs))}
	if len(b.lines) > 0 {
		content = append(content, look.Tall(min(10, float32(len(b.lines)))*(look.RowHeight+4)+8, list))
	}
	text := "How your goals are now is kept as a backup first, and Edit ▸ Undo takes the restoring back."
	if b.others > 0 {
		others := "1 other person"
		if b.others > 1 {
			others = fmt.Sprintf("%d other people", b.others)
		}
		text += " The backup has goals of " + others + " too: only yours are restored."
	}
	restore := s.primary("Restore", func() {
		s.close()
		p.restoreBackup(b.tree, name)
	})
	s.show(restore, append(content, look.Body(text), look.Space(4), buttons(back, cancel, restore))...)
	list.onEnter = func() { p.w.win.Canvas().Focus(restore) }
	if len(b.lines) > 0 {
		p.w.win.Canvas().Focus(list)
	}
}
