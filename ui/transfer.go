package ui

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	files "fyne.io/fyne/v2/storage"

	"overachiever/storage"
)

// askImport asks which file to read goals from.
func (p *goalsPage) askImport() {
	p.keepTyped()
	p.view.show()
	d := dialog.NewFileOpen(func(from fyne.URIReadCloser, err error) {
		if err != nil {
			p.w.tell("The import did not start", said(err))
			return
		}
		if from == nil {
			return
		}
		from.Close() // it is opened anew each time it is read
		p.startImport(from.URI().Name(), opening(from.URI()))
	}, p.w.win)
	d.Resize(fyne.NewSize(usualWidth-200, usualHigh-160))
	d.Show()
}

// opening opens a file to be read from its beginning, and tells how many bytes it has: 0
// when that is not known.
func opening(file fyne.URI) func() (io.ReadCloser, int64, error) {
	return func() (io.ReadCloser, int64, error) {
		var size int64
		if info, err := os.Stat(file.Path()); err == nil && info.Mode().IsRegular() {
			size = info.Size()
		}
		from, err := files.Reader(file)
		return from, size, err
	}
}

// rework does steps in the goals as they are in the file, in the background, and shows those
// goals from then on. It is for steps that would hold up the window; no edit may come
// meanwhile, which a sheet over the goals keeps from happening. Done is told in the window.
// Errors: those of storage.User.Rework, after which nothing has changed.
func (p *goalsPage) rework(ctx context.Context, do func(*storage.Tree) ([]storage.Step, error), told func(saved, of int), done func(error)) {
	p.reworks.Add(1)
	p.w.later(func(context.Context) func() {
		defer p.reworks.Done()
		var steps []storage.Step
		var tree *storage.Tree
		err := p.writer.Flush(ctx)
		if err == nil {
			tree, err = p.user.Rework(ctx, func(tree *storage.Tree) (_ []storage.Step, err error) {
				steps, err = do(tree)
				return steps, err
			}, told)
		}
		return func() {
			if err == nil {
				p.adopt(tree, steps)
			}
			done(err)
		}
	})
}

// adopt shows other goals of the same person.
func (p *goalsPage) adopt(tree *storage.Tree, steps []storage.Step) {
	p.model.Adopt(tree, steps)
	p.counts.stale = true
	if p.w.goals == p {
		p.view.show()
		p.readHistory()
	}
}

// meter tells the window, in hundredths, how far something in the background is. It may be
// told of more often than the window needs to know.
type meter struct {
	show func(share float64) // in the window
	do   func(func())        // runs a function there
	last atomic.Int64
}

func (m *meter) tell(done, of int64) {
	if of <= 0 {
		return
	}
	now := 100 * min(done, of) / of
	if m.last.Swap(now) != now {
		m.do(func() { m.show(float64(now) / 100) })
	}
}

// metered is a file being read, for as long as the context lasts.
type metered struct {
	ctx  context.Context
	from io.Reader
	read int64
	told func(read int64)
}

func (m *metered) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.from.Read(p)
	m.read += int64(n)
	m.told(m.read)
	return n, err
}

// goalsAnd says "12 goals" or, with a name, "‘Learn Go’ and 12 goals below it".
func goalsAnd(name string, below int) string {
	switch {
	case name == "":
		return plural(below, "goal")
	case below == 0:
		return fmt.Sprintf("‘%s’", short(name))
	}
	return fmt.Sprintf("‘%s’ and %s below it", short(name), plural(below, "goal"))
}
