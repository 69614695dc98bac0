package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
)

// nameEntry is where the name of a goal is typed, inside its row.
type nameEntry struct {
	widget.Entry
	view   *outlineView
	naming bool           // a name is being typed here
	goal   storage.GoalID // of which goal, "" for a draft
}

func newNameEntry(v *outlineView) *nameEntry {
	e := &nameEntry{view: v}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = container.ScrollHorizontalOnly
	e.PlaceHolder = "Name of the goal"
	e.OnChanged = func(text string) { v.model.Typed(text) }
	e.ExtendBaseWidget(e)
	return e
}

// follow shows the name that the model says is being typed. The cursor stays where it
// is, unless that is another name than before.
func (e *nameEntry) follow() {
	m := e.view.model
	at, text, naming := m.Naming()
	if !naming {
		e.naming = false
		return
	}
	goal := m.Row(at).ID()
	if e.naming && e.goal == goal && e.Text == text {
		return
	}
	e.naming, e.goal = true, goal
	e.SetText(text)
	// The toolkit leaves selected what was: End without Shift selects nothing.
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if caret := m.Caret(); caret >= 0 {
		e.CursorColumn = min(caret, e.CursorColumn)
	}
	e.Refresh()
}

// TypedKey is a key pressed while a name is typed.
func (e *nameEntry) TypedKey(key *fyne.KeyEvent) {
	v := e.view
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		v.do(func() { v.model.Split(e.CursorColumn) })
	case fyne.KeyEscape:
		v.do(v.model.Keep)
	case fyne.KeyUp:
		v.do(func() { v.model.Step(-1) })
	case fyne.KeyDown:
		v.do(func() { v.model.Step(+1) })
	case fyne.KeyTab:
		if v.held()&shift != 0 {
			v.do(v.model.Outdent)
		} else {
			v.do(v.model.Indent)
		}
	case fyne.KeyBackspace:
		if e.CursorColumn == 0 && e.SelectedText() == "" {
			v.do(func() { v.model.Join() })
		} else {
			e.Entry.TypedKey(key)
		}
	case fyne.KeyDelete:
		if e.CursorColumn == len([]rune(e.Text)) && e.SelectedText() == "" {
			v.do(func() { v.model.JoinBelow() })
		} else {
			e.Entry.TypedKey(key)
		}
	default:
		if !v.key(key.Name) {
			e.Entry.TypedKey(key)
		}
	}
}

// TypedShortcut is keys pressed together while a name is typed.
func (e *nameEntry) TypedShortcut(keys fyne.Shortcut) {
	switch keys := keys.(type) {
	case *desktop.CustomShortcut:
		if keys.Modifier == ctrl && (keys.KeyName == fyne.KeyReturn || keys.KeyName == fyne.KeyEnter) {
			e.view.do(func() { e.view.model.ToggleNamed(e.CursorColumn) })
			return
		}
	case *fyne.ShortcutPaste:
		e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: oneLine{keys.Clipboard}, Secondary: keys.Secondary})
		return
	}
	e.Entry.TypedShortcut(keys)
}

// oneLine is a clipboard whose lines are one after the other: a name is one line.
type oneLine struct{ fyne.Clipboard }

func (c oneLine) Content() string {
	lines := strings.FieldsFunc(c.Clipboard.Content(), func(r rune) bool { return r == '\n' || r == '\r' })
	if len(lines) == 1 {
		return lines[0] // the spaces around it are meant
	}
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, " ")
}

// AcceptsTab: Tab indents here instead of moving on.
func (e *nameEntry) AcceptsTab() bool { return true }

// FocusGained sends the keyboard on when there is nothing to name: the window
// gives focus back to whoever had it when the person left.
func (e *nameEntry) FocusGained() {
	e.Entry.FocusGained()
	if _, _, naming := e.view.model.Naming(); !naming {
		e.view.canvas.Focus(e.view.list)
	}
}

// FocusLost keeps what was typed, whatever the person turned to.
func (e *nameEntry) FocusLost() {
	e.Entry.FocusLost()
	if _, _, naming := e.view.model.Naming(); naming {
		e.view.left(e.goOn())
		e.view.model.Keep()
		e.view.refresh()
		e.view.changed()
	}
}
