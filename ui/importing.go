package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/look"
)

// importing is a file on its way in: it is read, the person sees what would come of it, and
// only then it is taken in. Nothing changes before that, nor if it fails or is cancelled.
type importing struct {
	page  *goalsPage
	sheet *sheet
	path  string // of the file
	name  string // of the file without its folder, to be told

	cancel  context.CancelFunc // what goes on in the background
	attempt int                // tells its late answer from the present one's

	format   interchange.Format // "": as its content tells
	under    storage.GoalID     // where goals come that are at the top of the file
	document interchange.Document
	plan     interchange.Plan
	twice    map[storage.GoalID]int // how many would be there twice then, by where they come
}

const importWidth = 500

// startImport reads a file and shows what importing it would do.
func (p *goalsPage) startImport(path string) {
	i := &importing{page: p, path: path, name: shortTo(filepath.Base(path), 40), cancel: func() {}}
	i.sheet = p.w.openSheet(importWidth, i.stop)
	i.read()
}

// stop ends what goes on in the background; its answer counts no more.
func (i *importing) stop() {
	i.attempt++
	i.cancel()
}

// begin makes a context for what goes on next in the background, and a way into the window
// that is closed when something else has begun.
func (i *importing) begin() (ctx context.Context, in func(func())) {
	i.stop()
	ctx, i.cancel = context.WithCancel(i.page.w.ctx)
	attempt := i.attempt
	return ctx, func(then func()) {
		if i.attempt == attempt {
			then()
		}
	}
}

// read reads the file and compares it with the goals that are there, as the file has them:
// those in the window are the window's alone.
func (i *importing) read() {
	ctx, in := i.begin()
	meter := i.sheet.showProgress("Reading "+i.name+"…", i.sheet.close)
	format, destinations, login := i.format, i.destinations(), i.login()
	i.page.w.labour(func(context.Context) func() {
		document, err := i.readFile(ctx, format, meter)
		var plan interchange.Plan
		var twice map[storage.GoalID]int
		if err == nil {
			plan, twice, err = i.compare(ctx, document, destinations, login)
		}
		return func() {
			in(func() {
				i.document, i.plan, i.twice = document, plan, twice
				if err != nil {
					i.page.w.Log(err)
					i.showRefused(err)
					return
				}
				i.show()
			})
		}
	})
}

func (i *importing) readFile(ctx context.Context, format interchange.Format, meter *meter) (interchange.Document, error) {
	// Closing a file that SQLite has open would cost it its locks.
	if _, err := interchange.Target(i.page.w.Folder, i.path); err != nil {
		return interchange.Document{}, &fs.PathError{Op: "open", Path: i.path, Err: err}
	}
	file, err := os.Open(i.path)
	if err != nil {
		return interchange.Document{}, err
	}
	defer file.Close()
	var size int64
	if info, err := file.Stat(); err == nil {
		size = info.Size()
	}
	from := &metered{ctx: ctx, from: file, told: func(read int64) { meter.tell(read, size) }}
	return interchange.Import(filepath.Base(i.path), from, format, i.page.w.Now())
}

func (i *importing) compare(ctx context.Context, document interchange.Document, destinations []destination, login string) (interchange.Plan, map[storage.GoalID]int, error) {
	if err := i.page.writer.Flush(ctx); err != nil {
		return interchange.Plan{}, nil, err
	}
	tree, err := i.page.user.Tree(ctx)
	if err != nil {
		return interchange.Plan{}, nil, err
	}
	var plan interchange.Plan // for the first of them
	twice := map[storage.GoalID]int{}
	for n := len(destinations) - 1; n >= 0; n-- {
		plan = interchange.PlanImport(tree, destinations[n].id, document, login)
		twice[destinations[n].id] = plan.Twice
	}
	return plan, twice, nil
}

func (i *importing) login() string { return i.page.person.Profile.Login }

// take imports the goals, as one step.
func (i *importing) take() {
	goals := plural(i.plan.New, "goal")
	ctx, _ := i.begin()
	meter := i.sheet.showProgress("Importing "+goals+"…", i.breakOff)
	under, document, login := i.under, i.document, i.login()
	i.document.Goals, i.plan.Grafts = nil, nil // they take as much memory as the goals will
	i.page.rework(ctx, func() (*storage.Tree, []storage.Step, error) {
		tree, step, err := i.page.user.Import(ctx, func(tree *storage.Tree) (storage.Incoming, error) {
			return interchange.PlanImport(tree, under, document, login).Incoming, nil
		}, meter.count)
		return tree, []storage.Step{step}, err
	}, func(err error) { i.taken(goals, err) })
}

// breakOff cancels the import. The goals are back when it is certain that none has come in.
func (i *importing) breakOff() {
	i.cancel()
	i.sheet.showCancelling()
}

func (i *importing) taken(goals string, err error) {
	i.sheet.close()
	switch p := i.page; {
	case p.w.goals != p:
	case errors.Is(err, context.Canceled):
		p.status.tell("Nothing was imported.")
	case err != nil:
		p.w.Log(err)
		p.w.tell("Nothing was imported", said(err))
	default:
		p.w.app.Preferences().SetString(transferFolder, filepath.Dir(i.path))
		p.status.tell(fmt.Sprintf("%s imported from %s. Edit ▸ Undo takes that back.", goals, i.name))
	}
}

// showRefused tells why the file cannot be read. It may be in another format than it looks.
func (i *importing) showRefused(err error) {
	shut := i.sheet.primary("Close", i.sheet.close)
	other := i.sheet.button("Read it as…", i.showFormats)
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		other = i.sheet.button("Choose another…", func() { i.sheet.close(); i.page.askImportOf(i.path) })
	}
	text := look.Body(saidOfFile(err))
	text.Importance = widget.DangerImportance
	i.sheet.onEscape = i.sheet.close
	i.sheet.show(shut, look.Title("This file cannot be imported"), text, look.Space(8), buttons(other, shut))
}

// saidOfFile words an error of the system that is about a file.
func saidOfFile(err error) string {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return fmt.Sprintf("%s cannot be read: %v.", path.Path, path.Err)
	}
	return said(err)
}

// showFormats lets the person say what the file is.
func (i *importing) showFormats() {
	var options []*look.Button
	var chosen fyne.Focusable
	for _, format := range interchange.Readable() {
		option := i.sheet.quiet(format.Title(), func() { i.format = format; i.read() })
		option.SetIcon(radioIcon(format == i.document.Format))
		options = append(options, option)
		if chosen == nil || format == i.document.Format {
			chosen = option
		}
	}
	back := i.sheet.button("Cancel", i.sheet.close)
	i.sheet.show(chosen, look.Title("Read "+i.name+" as"), i.sheet.list(options...), look.Space(8), buttons(back))
}
