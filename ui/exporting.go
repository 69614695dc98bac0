package ui

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/look"
)

// exporting is goals on their way into a file.
type exporting struct {
	page    *goalsPage
	sheet   *sheet
	cancel  context.CancelFunc
	file    *field
	trouble *trouble

	format interchange.Format
	only   storage.GoalID // this goal and what is below it; TopLevel: everything
}

const (
	exportWidth  = 520
	exportFormat = "exportFormat" // the preference: in which format the last export was
)

// askExport asks what to write down, how and where.
func (p *goalsPage) askExport() {
	p.keepTyped()
	p.view.show()
	e := &exporting{page: p, cancel: func() {}}
	e.format = interchange.Format(p.w.app.Preferences().StringWithFallback(exportFormat, string(interchange.JSON)))
	if !slices.Contains(interchange.Writable(), e.format) {
		e.format = interchange.JSON
	}
	e.sheet = p.w.openSheet(exportWidth, func() { e.cancel() })
	e.file = e.sheet.field("")
	e.file.SetText(filepath.Join(p.w.usualFolder(), "goals"+ending(e.format)))
	e.file.OnSubmitted = func(string) { e.export(false) }
	e.show()
}

func ending(format interchange.Format) string {
	if endings := format.Endings(); len(endings) > 0 {
		return endings[0]
	}
	return ".txt"
}

func (e *exporting) show() {
	e.sheet.onEscape = e.sheet.close
	e.trouble = e.sheet.trouble()
	export := e.sheet.primary("Export", func() { e.export(false) })
	content := append([]fyne.CanvasObject{look.Title("Export goals")}, e.what()...)
	content = append(content, e.formats()...)
	choose := e.sheet.button("Folder…", e.chooseFolder)
	// In a low window only the formats are scrolled.
	content = append(content, container.NewVBox(label("Into the file"), container.NewBorder(nil, nil, nil, choose, e.file), e.trouble.label,
		look.Space(8), buttons(e.sheet.button("Cancel", e.sheet.close), export)))
	e.sheet.show(export, content...)
}

// what lets the person choose between everything and the selected goal.
func (e *exporting) what() []fyne.CanvasObject {
	tree := e.page.model.Tree()
	selected, ok := e.page.model.Selected()
	if !ok || tree.IsBelow(selected.ID, storage.Trash) {
		return nil
	}
	return []fyne.CanvasObject{label("What"), e.choices([]option{
		{"Everything: " + plural(tree.Totals().Total, "goal"), "", func() { e.only = storage.TopLevel }, func() bool { return e.only == storage.TopLevel }},
		{goalsAnd(firstLineOf(selected.Name), countBelow(tree.Entry(selected.ID))), "", func() { e.only = selected.ID }, func() bool { return e.only == selected.ID }},
	})}
}

// formats lets the person choose how the goals are written down.
func (e *exporting) formats() []fyne.CanvasObject {
	var options []option
	for _, format := range interchange.Writable() {
		options = append(options, option{format.Title(), format.Keeps(),
			func() { e.writeAs(format) }, func() bool { return e.format == format }})
	}
	return []fyne.CanvasObject{label("As"), e.choices(options)}
}

// writeAs changes the format, and with it how the file's name ends, if that told the format.
func (e *exporting) writeAs(format interchange.Format) {
	name := e.file.Text
	if now := filepath.Ext(name); now != "" && slices.Contains(e.format.Endings(), strings.ToLower(now)) {
		e.file.SetText(strings.TrimSuffix(name, now) + ending(format))
	}
	e.format = format
}

// option is one of several things of which one is chosen.
type option struct {
	label, about string
	choose       func()
	chosen       func() bool
}

// choices are options one below the other, each with what there is to say about it.
func (e *exporting) choices(options []option) fyne.CanvasObject {
	var all []*look.Button
	mark := func() {
		for i, button := range all {
			button.SetIcon(radioIcon(options[i].chosen()))
		}
	}
	rows, widest := container.NewVBox(), float32(0)
	for _, o := range options {
		all = append(all, e.sheet.quiet(o.label, func() { o.choose(); mark() }))
	}
	mark()
	list := e.sheet.list(all...)
	if options[0].about == "" {
		return list
	}
	for _, button := range all {
		widest = max(widest, button.MinSize().Width)
	}
	for i, button := range all {
		about := look.Caption(options[i].about)
		about.Truncation = fyne.TextTruncateEllipsis
		rows.Add(container.NewBorder(nil, nil, look.Wide(widest, button), nil, about))
	}
	return rows
}

// chooseFolder looks for a folder in the system's folders.
func (e *exporting) chooseFolder() {
	w := e.page.w
	w.chooseFolder(filepath.Dir(w.fullPath(e.file.Text)), func(folder string) {
		e.file.SetText(filepath.Join(folder, filepath.Base(e.file.Text)))
	})
}

// export writes the goals into the file, unless that is there and is not to be replaced.
func (e *exporting) export(replace bool) {
	path := e.page.w.fullPath(e.file.Text)
	if path == "" {
		e.trouble.tell("Type or paste the name of a file.")
		e.page.w.win.Canvas().Focus(e.file)
		return
	}
	ctx, cancel := context.WithCancel(e.page.w.ctx)
	e.cancel = cancel
	moving := e.showWriting(filepath.Base(path))
	w := e.page.w
	w.labour(func(context.Context) func() {
		picture := make(chan func() interchange.Document, 1)
		w.do(func() { picture <- e.page.document(e.only) })
		var err error
		select {
		case document := <-picture:
			err = e.write(ctx, path, document, replace)
		case <-w.ended:
			return nil
		}
		return func() {
			moving.Stop()
			e.written(path, err)
		}
	})
}

func (e *exporting) write(ctx context.Context, path string, document func() interchange.Document, replace bool) error {
	if !replace && isThere(path) {
		return fs.ErrExist
	}
	return interchange.WriteFile(ctx, e.page.w.Folder, path, func(to io.Writer) error {
		return interchange.Export(to, e.format, document())
	})
}

func (e *exporting) showWriting(name string) *widget.ProgressBarInfinite {
	moving := widget.NewProgressBarInfinite()
	stop := e.sheet.button("Cancel", e.sheet.close)
	e.sheet.show(stop, look.Title("Exporting to "+shortTo(name, 40)+"…"), look.Thin(4, moving), look.Space(8), buttons(stop))
	return moving
}

// written tells what became of it. After an error everything is as it was, and the person
// may choose another place.
func (e *exporting) written(path string, err error) {
	p := e.page
	switch {
	case p.w.goals != p || errors.Is(err, context.Canceled):
	case errors.Is(err, fs.ErrExist):
		e.askReplace(path)
	case err != nil:
		p.w.Log(err)
		e.show()
		e.trouble.say(err)
	default:
		e.sheet.close()
		p.w.app.Preferences().SetString(transferFolder, filepath.Dir(path))
		p.w.app.Preferences().SetString(exportFormat, string(e.format))
		p.status.tellAnd("Exported to "+path, "Show in folder", func() { p.w.openFolder(filepath.Dir(path)) })
	}
}

func (e *exporting) askReplace(path string) {
	back := e.sheet.primary("Choose another name", e.show)
	e.sheet.onEscape = e.show
	e.sheet.show(back, look.Title(shortTo(filepath.Base(path), 40)+" is there already"),
		look.Body("What is in it now would be lost."), look.Space(8),
		buttons(e.sheet.button("Replace it", func() { e.export(true) }), back))
}

// isThere tells whether there is a file whose content writing would lose. A device has none.
func isThere(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
