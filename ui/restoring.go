package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	goals "overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// comparison is what this person has in a backup, beside what they have now.
type comparison struct {
	tree    *goals.Tree
	differs goals.Differences // from how their goals are now,
	lines   []pickLine        // and as it is shown
	others  int               // people who have goals in it too
}

// readBackup reads, in the background, a backup and who this person is in it.
func (p *goalsPage) readBackup(ctx context.Context, path string, read func(backup *goals.Store, own goals.UserID) error) error {
	backup, err := goals.OpenBackup(ctx, path, p.w.Now)
	if err != nil {
		return err
	}
	defer backup.Close() // it was only read
	own, err := p.user.In(ctx, backup)
	if err != nil {
		return err
	}
	return read(backup, own)
}

func isNotInBackup(err error) bool { return errors.Is(err, goals.ErrNotInBackup) }

// previewBackup reads a backup, and shows what restoring it would change. Again chooses
// another one.
func (p *goalsPage) previewBackup(path, name string, again func()) {
	ctx, cancel := context.WithCancel(p.w.ctx)
	s := p.w.openSheet(restoreWidth, cancel)
	stop := s.button("Cancel", s.close)
	s.show(stop, look.Title("Reading the backup"), look.Body("It is compared with your goals."), look.Space(8), buttons(stop))
	p.w.later(func(context.Context) func() {
		backup, err := p.compare(ctx, path)
		return func() {
			if !s.isOpen() {
				return // cancelled meanwhile
			}
			s.close()
			if err == nil {
				p.showDifferences(backup, name, again)
				return
			}
			p.w.Log(err)
			title := "The backup cannot be read"
			if isNotInBackup(err) {
				title = "Your goals are not in this backup"
			}
			p.w.ask(title, said(err), choice{"Cancel", nil}, choice{"Choose another one", again})
		}
	})
}

// compare reads a backup and, from the file, how the goals are now: the tree in the
// window is the window's.
func (p *goalsPage) compare(ctx context.Context, path string) (c comparison, err error) {
	if err := p.flush(ctx); err != nil {
		return c, err
	}
	err = p.readBackup(ctx, path, func(backup *goals.Store, own goals.UserID) error {
		if c.tree, err = backup.User(own).Tree(ctx); err != nil {
			return err
		}
		people, err := backup.People(ctx)
		for _, other := range people {
			if other.User != own && other.Goals > 0 {
				c.others++
			}
		}
		return err
	})
	if err != nil {
		return c, err
	}
	now, err := p.user.Tree(ctx)
	if err == nil {
		c.differs = now.Differences(c.tree)
		c.lines = differenceLines(c.differs)
	}
	return c, err
}

// restoreBackup makes the goals those of the backup, in the file, where no window holds
// them. How they are now is kept first: when that fails nothing changes.
func (p *goalsPage) restoreBackup(tree *goals.Tree, name string) {
	w, user := p.w, p.user
	w.rework(p.person, "Restoring…", func(ctx context.Context, desk *account.Desk) error {
		if err := desk.Store.Backup(ctx, goals.KeptBackupPath(w.Folder, "before-restore", w.Now())); err != nil {
			return err
		}
		return user.Revert(ctx, tree)
	}, "Restored the goals of "+name+". Edit ▸ Undo takes that back.")
}

// differenceCounts says how many goals would change, and how.
func differenceCounts(d goals.Differences) string {
	var counts []string
	for _, c := range []struct {
		count     int
		one, many string
	}{
		{len(d.Back), "comes back", "come back"},
		{len(d.Gone), "goes to the trash", "go to the trash"},
		{len(d.Changed), "changes", "change"},
		{d.Trash, "comes back into the trash, or changes there", "come back into the trash, or change there"},
	} {
		switch c.count {
		case 0:
		case 1:
			counts = append(counts, "1 goal "+c.one)
		default:
			counts = append(counts, fmt.Sprintf("%d goals %s", c.count, c.many))
		}
	}
	return strings.Join(counts, " · ")
}

// differenceLines lists the goals that would change, under headings.
func differenceLines(d goals.Differences) []pickLine {
	var lines []pickLine
	for _, part := range []struct {
		heading string
		list    []goals.Difference
	}{{"Come back", d.Back}, {"Go to the trash", d.Gone}, {"Change", d.Changed}} {
		if len(part.list) > 0 {
			lines = append(lines, pickLine{text: part.heading, about: fmt.Sprint(len(part.list)), heading: true})
		}
		for _, difference := range part.list {
			lines = append(lines, differenceLine(difference))
		}
	}
	return lines
}

func differenceLine(d goals.Difference) pickLine {
	line := pickLine{text: d.Goal.Name}
	if line.text == "" {
		line.text = "(no name)"
	}
	if d.Was != d.Goal.Name {
		line.text += " (now ‘" + short(d.Was) + "’)"
	}
	names := map[goals.Field]string{
		goals.FieldName: "name", goals.FieldDescription: "description", goals.FieldDue: "due date",
		goals.FieldCompleted: "open again", goals.FieldCreated: "created",
	}
	if !d.Goal.Completed.IsZero() {
		names[goals.FieldCompleted] = "completed"
	}
	var what []string
	for _, field := range d.Fields {
		what = append(what, names[field])
	}
	if d.Moved {
		what = append(what, "place")
	}
	line.about = strings.Join(what, ", ")
	return line
}
