package ui

import (
	"context"
	"fmt"
	"io"

	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// askImport asks which file to read goals from.
func (p *goalsPage) askImport() { p.askImportOf("") }

func (p *goalsPage) askImportOf(proposed string) {
	p.keepTyped()
	p.view.show()
	p.w.askPath(pathQuestion{
		title: "Import goals", text: "You see what is in the file before anything changes.",
		label: "From the file", proposed: proposed, example: "goals.json", yes: "Next", then: p.startImport,
		browse: func(chosen func(string)) { p.w.chooseFile(otherFiles{p.w.Folder, ""}, chosen) },
	})
}

// document is of goals as they are in the window now: one and what is below it, or TopLevel for
// all, with what files they came from say besides. The window is held up by taking a picture of
// them only; what is returned makes the document, in the background.
func (p *goalsPage) document(only storage.GoalID) func() interchange.Document {
	tree, profile := p.model.Tree(), p.person.Profile
	picture := tree.Entry(only).Picture()
	if only == storage.TopLevel {
		document := interchange.Besides(tree, profile.Login, profile.Name, p.w.Now())
		return func() interchange.Document {
			document.Goals = picture.Branch().Children
			return document
		}
	}
	document := interchange.Document{Login: profile.Login, Name: profile.Name, Exported: p.w.Now().UTC()}
	return func() interchange.Document {
		document.Goals = []storage.Branch{picture.Branch()}
		return document
	}
}

// rework does steps in the goals as they are in the file, in the background, and shows those
// goals from then on. It is for steps that would hold up the window; no edit may come
// meanwhile, which a sheet over the goals keeps from happening. Done is told in the window.
// Do returns the goals as they are in the file then; after an error nothing may have changed.
func (p *goalsPage) rework(ctx context.Context, do func() (*storage.Tree, []storage.Step, error), done func(error)) {
	p.reworks.Add(1)
	heir := p.model.Heir()
	p.w.labour(func(context.Context) func() {
		defer p.reworks.Done()
		err := p.writer.Flush(ctx)
		if err == nil {
			var tree *storage.Tree
			var steps []storage.Step
			if tree, steps, err = do(); err == nil {
				heir.LayOut(tree, steps)
			}
		}
		return func() {
			if err != nil {
				done(err)
				return
			}
			p.adopt(heir, func() {
				done(nil)
				p.w.afterDrawing(func() {
					if p.w.goals == p {
						p.readHistory()
					}
				})
			})
		}
	})
}

// adopt shows other goals of the same person, and does then what comes next. It takes some
// frames: none has the time for a whole page of texts that were never drawn before, and for
// what stands around it.
func (p *goalsPage) adopt(heir *outline.Heir, next func()) {
	p.model.Adopt(heir)
	p.counts.stale = true
	p.view.list.veil()
	p.view.refresh()
	p.w.inFrames(
		func() bool { return false }, // the other goals are gone
		func() bool {
			if p.w.goals == p {
				p.view.show()
			}
			return false
		},
		func() bool { return !p.view.list.unveil() },
		func() bool { p.w.afterDrawing(next); return false },
	)
}

// showProgress shows on a sheet that something goes on, how far it is, and how to end it.
func (s *sheet) showProgress(doing string, cancel func()) *meter {
	bar := widget.NewProgressBar()
	bar.TextFormatter = func() string { return "" }
	stop := s.button("Cancel", cancel)
	s.onEscape = cancel
	s.show(stop, look.Title(doing), look.Thin(4, bar), look.Space(8), buttons(stop))
	s.meter = &meter{show: bar.SetValue, do: s.w.do}
	s.meter.start()
	return s.meter
}

// showCancelling shows that it is being ended, until that is certain.
func (s *sheet) showCancelling() {
	s.onEscape = func() {}
	s.show(nil, look.Title("Cancelling…"), look.Body("Everything will be as it was."))
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
