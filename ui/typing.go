package ui

import "fyne.io/fyne/v2"

// typing gives a shortcut to the text that has the keyboard; false when none has it.
func (w *window) typing(shortcut fyne.Shortcut) bool {
	text, ok := w.text()
	if ok {
		text.TypedShortcut(shortcut)
	}
	return ok
}

// text is what has the keyboard, if text is typed there. A click on the menu bar takes
// the keyboard from a text and gives it to nobody: then the text that had it goes on.
func (w *window) text() (fyne.Shortcutable, bool) {
	if w.win.Canvas().Focused() == nil && w.left != nil {
		w.left()
	}
	text, ok := w.win.Canvas().Focused().(fyne.Shortcutable)
	return text, ok
}

// travelInText takes back typing, or does it again; false when no text has the keyboard.
// In the menu bar that is the goals' when there is none in the text: a key is the text's.
func (w *window) travelInText(shortcut fyne.Shortcut) bool {
	chosen := w.win.Canvas().Focused() == nil
	text, ok := w.text()
	if !ok {
		return false
	}
	before := typed(text)
	text.TypedShortcut(shortcut)
	return !chosen || typed(text) != before
}

// typed is what stands in a text.
func typed(in fyne.Shortcutable) string {
	switch in := in.(type) {
	case *nameEntry:
		return in.Text
	case *noteEntry:
		return in.Text
	case *field:
		return in.Text
	case *searchField:
		return in.Text
	}
	return ""
}

// goOn gives the keyboard to a text again.
func (w *window) goOn(text fyne.Focusable) func() {
	return func() { w.win.Canvas().Focus(text) }
}

// goOn returns what goes on with the name that is being typed, after it has been kept:
// the text field still has the text, the cursor, and what can be taken back of it.
func (e *nameEntry) goOn() func() {
	v, goal := e.view, e.goal
	return func() {
		v.do(func() {
			if v.model.Resume() {
				e.naming, e.goal = true, goal
			}
		})
	}
}
