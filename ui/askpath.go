package ui

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	files "fyne.io/fyne/v2/storage"

	"overachiever/ui/look"
)

// pathQuestion asks for a file or a folder: to be typed or pasted, because the toolkit's own
// dialogs can only be used with the mouse, or to be looked for with one of those.
type pathQuestion struct {
	title, text, label string
	proposed           string // stands there, to be taken or changed
	example            string // is shown while nothing stands there
	browse             func(chosen func(path string))
	yes                string // goes on, with the answer
	then               func(path string)
}

func (w *window) askPath(q pathQuestion) {
	s := w.openSheet(restoreWidth, nil)
	where, trouble := s.field(q.example), s.trouble()
	where.SetText(q.proposed)
	take := func() {
		path := w.fullPath(where.Text)
		if path == "" {
			trouble.tell("Type or paste a path here, or choose one.")
			w.win.Canvas().Focus(where)
			return
		}
		s.close()
		q.then(path)
	}
	where.OnSubmitted = func(string) { take() }
	choose := s.button("Choose…", func() { q.browse(func(path string) { where.SetText(path); take() }) })
	content := []fyne.CanvasObject{look.Title(q.title), look.Body(q.text), label(q.label)}
	if usual := w.usualFolder(); usual != "" && q.proposed == "" {
		content = append(content, look.Caption("In "+usual+", or with its whole path"))
	}
	s.show(where, append(content, container.NewBorder(nil, nil, nil, choose, where), trouble.label, look.Space(8),
		buttons(s.button("Cancel", s.close), s.primary(q.yes, take)))...)
	where.TypedShortcut(&fyne.ShortcutSelectAll{}) // what is typed takes its place
}

// fullPath is a path as people type or paste it: perhaps in quotation marks, perhaps from
// home, perhaps as file managers copy it (RFC 8089). What is no whole path is below the
// usual folder.
func (w *window) fullPath(typed string) string {
	typed = strings.Trim(strings.TrimSpace(typed), `"'`)
	if address, err := url.Parse(typed); err == nil && address.Scheme == "file" && address.Path != "" {
		typed = address.Path
		if filepath.VolumeName(typed[1:]) != "" { // a drive of Windows
			typed = typed[1:]
		}
		return filepath.FromSlash(typed)
	}
	if below, ok := strings.CutPrefix(typed, "~"); ok && (below == "" || os.IsPathSeparator(below[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			typed = home + below
		}
	}
	if typed == "" || filepath.IsAbs(typed) {
		return typed
	}
	return filepath.Join(w.usualFolder(), typed)
}

// transferFolder is the preference: where goals went to or came from last.
const transferFolder = "transferFolder"

// usualFolder is where files are looked for first; "" when not even the person's home is known.
func (w *window) usualFolder() string {
	if kept := w.app.Preferences().String(transferFolder); kept != "" {
		return kept
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// chooseFile lets a file be chosen that is there, with the toolkit's dialog.
func (w *window) chooseFile(filter files.FileFilter, chosen func(path string)) {
	d := dialog.NewFileOpen(func(from fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.tell("The file cannot be opened", said(err))
		case from != nil:
			from.Close() // whoever asked opens it in a way of their own
			chosen(filepath.FromSlash(from.URI().Path()))
		}
	}, w.win)
	d.SetFilter(filter)
	w.showDialog(d, w.usualFolder())
}

// chooseFolder lets a folder be chosen with the toolkit's dialog, which begins in one.
func (w *window) chooseFolder(first string, chosen func(path string)) {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		switch {
		case err != nil:
			w.tell("The folder cannot be opened", said(err))
		case folder != nil:
			chosen(filepath.FromSlash(folder.Path()))
		}
	}, w.win)
	w.showDialog(d, first)
}

// showDialog shows one of the toolkit's dialogs, which begins in a folder, if that is there.
// Escape closes it alone: see typedNowhere.
func (w *window) showDialog(d *dialog.FileDialog, folder string) {
	if now, err := files.ListerForURI(files.NewFileURI(folder)); err == nil {
		d.SetLocation(now)
	}
	d.SetOnClosed(func() { w.browsing = nil })
	d.Show()
	w.browsing = d
}
