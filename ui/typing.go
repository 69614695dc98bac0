package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// typing gives a shortcut to the text that has the keyboard; false when none has it. A
// click on the menu bar takes the keyboard from a text and gives it to nobody: then the
// text that had it goes on.
func (w *window) typing(shortcut fyne.Shortcut) bool {
	if w.win.Canvas().Focused() == nil && w.left != nil {
		w.left()
	}
	text, ok := w.win.Canvas().Focused().(fyne.Shortcutable)
	if ok {
		text.TypedShortcut(shortcut)
	}
	return ok
}

// goOn gives the keyboard to a text again.
func (w *window) goOn(text fyne.Focusable) func() {
	return func() { w.win.Canvas().Focus(text) }
}

// goOn returns what goes on with the name that is being typed, after it has been kept.
func (e *nameEntry) goOn() func() {
	v, caret, selected := e.view, e.CursorColumn, []rune(e.SelectedText())
	return func() {
		text := e.Text
		v.do(v.model.Rename)
		if v.canvas.Focused() != e || e.Text != text {
			return
		}
		from := caret - len(selected)
		if before := []rune(text)[:caret]; from < 0 || string(before[from:]) != string(selected) {
			from = caret // it was selected from its end on
		}
		e.CursorColumn = from
		e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		for range selected {
			e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
		e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		e.Refresh()
	}
}
