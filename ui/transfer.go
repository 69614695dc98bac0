package ui

import (
	"context"
	"fmt"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"overachiever/storage/interchange"
)

// askExportJSON writes all goals to a file, without loss.
func (p *goalsPage) askExportJSON() { p.askExport(interchange.JSON, "goals.json") }

// askExportMarkdown writes all goals to a file, as a task list.
func (p *goalsPage) askExportMarkdown() { p.askExport(interchange.Markdown, "goals.md") }

func (p *goalsPage) askExport(format interchange.Format, name string) {
	p.keepTyped()
	p.view.show()
	document := p.document()
	d := dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
		if err != nil {
			p.w.tell("The export did not start", said(err))
			return
		}
		if to != nil {
			p.export(to, format, document)
		}
	}, p.w.win)
	d.SetFileName(name)
	d.Show()
}

func (p *goalsPage) export(to fyne.URIWriteCloser, format interchange.Format, document interchange.Document) {
	p.w.later(func(context.Context) func() {
		err := interchange.Export(to, format, document)
		if closed := to.Close(); err == nil {
			err = closed
		}
		return func() {
			if err != nil {
				p.w.Log(err)
				p.w.tell("The export did not finish", said(err))
				return
			}
			p.status.tell("Exported to " + to.URI().Path())
			p.view.focus()
		}
	})
}

// askImport reads goals from a file and puts them at the end, as one step to undo.
func (p *goalsPage) askImport() {
	p.keepTyped()
	p.view.show()
	d := dialog.NewFileOpen(func(from fyne.URIReadCloser, err error) {
		if err != nil {
			p.w.tell("The import did not start", said(err))
			return
		}
		if from != nil {
			p.importFrom(from.URI().Name(), from)
		}
	}, p.w.win)
	d.SetFilter(storage.NewExtensionFileFilter([]string{".json", ".md", ".markdown"}))
	d.Show()
}

func (p *goalsPage) importFrom(name string, from io.ReadCloser) {
	p.w.later(func(context.Context) func() {
		document, err := interchange.Import(name, from, "", p.w.Now())
		from.Close()
		return func() {
			if p.w.goals != p {
				return
			}
			var plan interchange.Plan
			if err == nil {
				plan, err = p.model.Import(document.Goals)
			}
			if err != nil {
				p.w.Log(err)
				p.w.tell("Nothing was imported", said(err))
				return
			}
			p.view.show()
			news := fmt.Sprintf("%s imported from %s.", plural(plan.New, "goal"), name)
			if plan.Known > 0 {
				news += fmt.Sprintf(" %d there already, left as they are.", plan.Known)
			}
			p.status.tell(news)
		}
	})
}
