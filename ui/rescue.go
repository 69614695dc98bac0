package ui

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

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
	text := "Your latest changes are not saved yet. " + said(state.Err) + " Those changes are kept here, and saved as soon as that works."
	if storage.Recoverable(state.Err) {
		text = "Your latest changes are not saved. They are kept here, and come along when you recover your goals."
	}
	if state.Refused > 0 && state.Pending == 0 {
		text = plural(state.Refused, "change") + " could not be taken into the file, and can only be seen in this window. " +
			"Save a copy, then quit and start Overachiever again."
	}
	if p.unsaved != text { // each try says the same
		p.unsaved = text
		p.w.Log(state.Err)
		p.banner.show(bannerSave, text, &choice{saveCopy, func() { p.askCopy(nil) }})
		if storage.Recoverable(state.Err) {
			p.fileDamaged(state.Err)
		}
	}
}

// unsavedAtQuit lets the person decide what becomes of changes that cannot be saved.
func (p *goalsPage) unsavedAtQuit(err error) {
	p.w.ask("Some changes could not be saved yet", said(err)+" Those changes are only in this window.",
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
	p.askCopyTo(filepath.Join(p.w.usualFolder(), p.copyName()), then)
}

func (p *goalsPage) copyName() string { return "goals-" + p.w.Now().Format("2006-01-02") + ".json" }

func (p *goalsPage) askCopyTo(proposed string, then func(path string)) {
	p.keepTyped()
	p.view.show()
	p.w.askPath(pathQuestion{
		title: "Save a copy elsewhere", text: "All goals that you see go there, with everything about them. Another disk or a stick is best.",
		label: "Into the file", proposed: proposed, yes: "Save the copy",
		then: func(path string) { p.copyTo(path, then) },
		browse: func(chosen func(string)) {
			p.w.chooseFolder(p.w.usualFolder(), func(folder string) { chosen(filepath.Join(folder, p.copyName())) })
		},
	})
}

func (p *goalsPage) copyTo(path string, then func(path string)) {
	document := p.document(storage.TopLevel)
	p.status.tell("Saving a copy to " + path + "…")
	p.w.later(func(ctx context.Context) func() {
		err := writeCopy(ctx, p.w.Folder, path, document())
		return func() {
			if err != nil {
				p.w.Log(err)
				p.status.tell("")
				p.w.ask("The copy was not made", said(err), choice{"OK", nil},
					choice{"Choose another place…", func() { p.askCopyTo(path, then) }})
				return
			}
			p.status.tell(fmt.Sprintf("A copy with %s is in %s", plural(p.model.Tree().Totals().Total, "goal"), path))
			if then != nil {
				then(path)
			}
		}
	})
}

// writeCopy writes a document into a new file, and makes sure that it can be read back as it
// was written. Errors: a *interchange.FileError.
func writeCopy(ctx context.Context, own, path string, document interchange.Document) error {
	if isThere(path) {
		return &interchange.FileError{File: path, Err: errors.New("it is there already")}
	}
	written, read := sha256.New(), sha256.New()
	err := interchange.WriteFile(ctx, own, path, func(to io.Writer) error {
		return interchange.Export(io.MultiWriter(to, written), interchange.JSON, document)
	})
	if err != nil {
		return err
	}
	from, err := os.Open(path)
	if err != nil {
		return &interchange.FileError{File: path, Err: err}
	}
	defer from.Close()
	if _, err := io.Copy(read, from); err != nil {
		return &interchange.FileError{File: path, Err: err}
	}
	if !bytes.Equal(read.Sum(nil), written.Sum(nil)) {
		return &interchange.FileError{File: path, Err: errors.New("it reads differently from what was written")}
	}
	return nil
}
