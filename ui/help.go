package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
)

// shortcuts are the keys, as F1 shows them.
func shortcuts() [][][2]string {
	return [][][2]string{{
		{"Ctrl+N", "New goal"},
		{"Enter", "New goal below; in a name: keep it, next one"},
		{"Ctrl+Shift+N", "New goal inside"},
		{"F2", "Rename"},
		{"Esc", "End naming, leave a field"},
		{"Space", "Complete or reopen"},
		{"Tab / Shift+Tab", "Indent / outdent"},
		{"Alt+Up / Alt+Down", "Move up / down"},
		{"Delete", "Into the trash"},
		{"Ctrl+Z", "Undo"},
		{"Ctrl+Shift+Z, Ctrl+Y", "Redo"},
	}, {
		{"Up, Down, Home, End", "Go to a goal; PgUp, PgDn by the page"},
		{"Left / Right", "Fold / unfold, or to the parent / child"},
		{"Ctrl+Shift+Left / Right", "Fold / unfold all"},
		{"Ctrl+] / Ctrl+[", "Zoom in / out"},
		{"Ctrl+F", "Find; Down or Enter to the hits"},
		{"Ctrl+E", "Description"},
		{"Ctrl+L", "Due date"},
		{"Ctrl+P", "Profile"},
		{"Ctrl+O / Ctrl+S", "Import / export"},
		{"Alt", "The menu bar"},
		{"F1 / Ctrl+Q", "This sheet / quit"},
	}}
}

func (w *window) showShortcuts() {
	if len(w.sheets) > 0 {
		return
	}
	s := w.openSheet(720, nil)
	columns := container.NewGridWithColumns(2)
	for _, half := range shortcuts() {
		var column []fyne.CanvasObject
		for _, line := range half {
			keys := label(forThisSystem(line[0]))
			text := look.Caption(line[1])
			text.Importance = widget.MediumImportance
			text.Wrapping = fyne.TextWrapWord
			column = append(column, container.NewBorder(nil, nil, look.Wide(144, keys), nil, text))
		}
		columns.Add(look.Tight(column...))
	}
	done := s.primary("Close", s.close)
	s.show(done, look.Title("Keyboard shortcuts"), columns, look.Space(4), buttons(done))
}

// forThisSystem writes the keys as the keyboard has them.
func forThisSystem(keys string) string {
	if runtime.GOOS != "darwin" {
		return keys
	}
	return strings.NewReplacer("Ctrl+", "⌘", "Shift+", "⇧", "Alt+", "⌥").Replace(keys)
}

func (w *window) showAbout() {
	if len(w.sheets) > 0 {
		return
	}
	s := w.openSheet(460, nil)
	done := s.primary("Close", s.close)
	copyFolder := s.button("Copy", func() { w.app.Clipboard().SetContent(w.Folder) })
	folder := widget.NewLabel(w.Folder)
	folder.Truncation = fyne.TextTruncateEllipsis
	s.show(done,
		container.NewBorder(nil, nil, w.picture(56), nil,
			container.NewVBox(look.Title("Overachiever"), look.Caption("Version "+w.Version))),
		look.Body("A tree of your goals, in one file of your own."),
		label("Your data"),
		container.NewBorder(nil, nil, nil, copyFolder, folder),
		look.Caption("goals.db holds the goals; overachiever.log what went wrong, if anything did."),
		look.Space(4),
		buttons(done))
}
