package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
)

// shortcuts are the keys, as F1 shows them: in two columns, in groups.
func shortcuts() [2][]keyGroup {
	return [2][]keyGroup{{
		{"Goals", [][2]string{
			{"Ctrl+N", "New goal"},
			{"Enter", "New goal below"},
			{"Ctrl+Shift+N", "New goal inside"},
			{"F2", "Rename"},
			{"Space", "Complete or reopen"},
			{"Ctrl+E / Ctrl+L", "Description / due date"},
			{"Ctrl+D", "Duplicate"},
			{"Delete", "Into the trash"},
			{"Ctrl+Z", "Undo"},
			{"Ctrl+Shift+Z, Ctrl+Y", "Redo"},
		}},
		{"While a name is typed", [][2]string{
			{"Enter", "Next one; amid a name: split"},
			{"Backspace / Delete", "At the start / end: join"},
			{"Ctrl+Enter", "Complete or reopen"},
			{"Esc", "Keep it, and end"},
		}},
		{"Order", [][2]string{
			{"Tab / Shift+Tab", "Indent / outdent"},
			{"Alt+Up / Down", "Move up / down"},
			{"Ctrl+Shift+Up / Down", "Move to first / last"},
		}},
		{"Several goals", [][2]string{
			{"Shift+Up / Down", "Select from here"},
			{"Ctrl+A", "Select siblings, then all"},
			{"Ctrl+X, Ctrl+C, Ctrl+V", "Cut, copy, paste as a task list"},
		}},
	}, {
		{"Where to go", [][2]string{
			{"Up, Down, Home, End", "Go to a goal; PgUp, PgDn too"},
			{"Letters", "To the goal that begins with them"},
			{"Left / Right", "Fold / unfold, or to parent / child"},
			{"*", "Unfold all below"},
			{"Ctrl+Shift+Left / Right", "Fold / unfold all"},
			{"Ctrl+] / Ctrl+[", "Zoom in / out"},
		}},
		{"Views", [][2]string{
			{"Ctrl+1 … Ctrl+5", "Goals, Today … Trash"},
			{"Ctrl+6 … Ctrl+9", "The searches that you keep"},
			{"Ctrl+F", "Find; Down, Enter to a hit"},
			{"Ctrl+Shift+F", "Keep, or forget, the search"},
			{"Ctrl+G", "From a list to the goal’s place"},
			{"Ctrl+H / Ctrl+B", "Hide completed / hide the sidebar"},
			{"Ctrl+R", "Restore from the trash"},
		}},
		{"The rest", [][2]string{
			{"Down, in a due date", "The calendar"},
			{"Ctrl+P / Ctrl+,", "Profile / settings"},
			{"Ctrl+O / Ctrl+S", "Import / export"},
			{"Alt", "The menu bar"},
			{"Esc", "Leave a field, a search, a sheet"},
			{"F1 / Ctrl+Q", "This sheet / quit"},
		}},
	}}
}

// keyGroup is keys that belong together, and what each does.
type keyGroup struct {
	name string
	keys [][2]string
}

func (w *window) showShortcuts() {
	if len(w.sheets) > 0 {
		return
	}
	s := w.openSheet(712, nil)
	columns := container.NewGridWithColumns(2)
	for _, groups := range shortcuts() {
		var column []fyne.CanvasObject
		for i, group := range groups {
			if i > 0 {
				column = append(column, look.Space(16))
			}
			column = append(column, label(group.name))
			for _, line := range group.keys {
				column = append(column, keyLine(line[0], line[1]))
			}
		}
		columns.Add(look.Tight(column...))
	}
	done := s.primary("Close", s.close)
	done.OnKey = s.scrolls
	s.show(done, look.Title("Keyboard shortcuts"), columns, look.Space(4), buttons(done))
	s.scroll.ScrollToTop()
}

func keyLine(keys, does string) fyne.CanvasObject {
	key, text := look.Caption(forThisSystem(keys)), look.Caption(does)
	key.Importance, text.Importance = widget.HighImportance, widget.MediumImportance
	text.Wrapping = fyne.TextWrapWord
	return container.NewBorder(nil, nil, look.Wide(142, key), nil, text)
}

// scrolls scrolls a sheet by keys.
func (s *sheet) scrolls(key fyne.KeyName) bool {
	page := s.scroll.Size().Height - 2*sheetInset
	step := map[fyne.KeyName]float32{
		fyne.KeyUp: -40, fyne.KeyDown: +40, fyne.KeyPageUp: -page, fyne.KeyPageDown: +page,
		fyne.KeyHome: -s.scroll.Content.Size().Height, fyne.KeyEnd: +s.scroll.Content.Size().Height,
	}[key]
	if step == 0 {
		return false
	}
	most := s.scroll.Content.Size().Height - s.scroll.Size().Height
	s.scroll.ScrollToOffset(fyne.NewPos(0, min(max(s.scroll.Offset.Y+step, 0), max(most, 0))))
	return true
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
