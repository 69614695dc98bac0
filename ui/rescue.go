package ui

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	files "fyne.io/fyne/v2/storage"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

const saveCopy = "Save a copy elsewhere…"

// saving hears from the writer how far the file has followed.
func (p *goalsPage) saving(state storage.SaveState) {
	p.status.saving(state)
	if state.Err == nil {
		p.unsaved = ""
		p.banner.clear(bannerSave)
		return
	}
	text := "Your latest changes are not saved yet. " + said(state.Err) + " They are kept here and saved as soon as that works."
	if state.Refused > 0 && state.Pending == 0 {
		text = plural(state.Refused, "change") + " could not be taken into the file, and can only be seen in this window. " +
			"Save a copy, then quit and start Overachiever again."
	}
	if p.unsaved != text { // each try says the same
		p.unsaved = text
		p.w.Log(state.Err)
		p.banner.show(bannerSave, text, &choice{saveCopy, func() { p.askCopy(nil) }})
	}
}

// unsavedAtQuit lets the person decide what becomes of changes that cannot be saved.
func (p *goalsPage) unsavedAtQuit(err error) {
	p.w.ask("Some changes could not be saved yet", said(err)+" They are only in this window.",
		choice{"Quit and lose them", p.w.exit},
		choice{saveCopy, func() { p.askCopy(p.askQuit) }},
		choice{"Keep Overachiever open", nil})
}

// askQuit is for a person who was about to quit and has a copy of everything now.
func (p *goalsPage) askQuit(path string) {
	p.w.ask("Your goals are in the copy", "It is "+path+". Keep it until you have everything back.",
		choice{"Keep Overachiever open", nil}, choice{"Quit", p.w.exit})
}

// askCopy writes all goals, as they are in the window, to a file elsewhere: what cannot be
// saved is safe there. Then is told its path, once it is written and was read back.
func (p *goalsPage) askCopy(then func(path string)) {
	p.keepTyped()
	p.view.show()
	document := p.document()
	d := dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			p.w.tell("The copy was not made", said(err)+" Choose another place.")
		case to != nil:
			p.copyTo(to, document, then)
		}
	}, p.w.win)
	d.SetFileName("goals-" + p.w.Now().Format("2006-01-02") + ".json")
	d.Show()
}

// document is all goals as they are in the window.
func (p *goalsPage) document() interchange.Document {
	return interchange.Whole(p.model.Tree(), p.person.Profile.Login, p.person.Profile.Name, p.w.Now())
}

func (p *goalsPage) copyTo(to fyne.URIWriteCloser, document interchange.Document, then func(path string)) {
	path := to.URI().Path()
	p.status.tell("Saving a copy to " + path + "…")
	p.w.later(func(context.Context) func() {
		err := writeCopy(to, document)
		return func() {
			if err != nil {
				p.w.Log(err)
				p.status.tell("")
				p.w.tell("The copy was not made", said(err)+" Choose another place.")
				return
			}
			p.status.tell(fmt.Sprintf("A copy with %s is in %s", plural(p.model.Tree().Totals().Total, "goal"), path))
			if then != nil {
				then(path)
			}
		}
	})
}

// writeCopy writes a document and makes sure that it can be read back as it was written.
func writeCopy(to fyne.URIWriteCloser, document interchange.Document) error {
	written := sha256.New()
	err := interchange.Export(io.MultiWriter(to, written), interchange.JSON, document)
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	if to.URI().Scheme() == "file" {
		if err := forceToDisk(to.URI().Path()); err != nil {
			return err
		}
	}
	from, err := files.Reader(to.URI())
	if err != nil {
		return err
	}
	defer from.Close()
	read := sha256.New()
	if _, err := io.Copy(read, from); err != nil {
		return err
	}
	if [sha256.Size]byte(read.Sum(nil)) != [sha256.Size]byte(written.Sum(nil)) {
		return errors.New("the copy reads differently from what was written")
	}
	return nil
}

// forceToDisk forces a file to its disk.
func forceToDisk(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
