package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
)

const (
	// describeAfter is how long after the last key a description is saved.
	describeAfter = 300 * time.Millisecond
	// mostTyped is how long, in bytes, a description can be that is typed here: each key
	// costs the toolkit's text field time by the square of the text's length.
	mostTyped = 24 << 10
)

// note is a goal's description: read as Markdown, and typed as what it is written in.
type note struct {
	page    *goalsPage
	goal    storage.GoalID
	text    string // as the goal has it, as far as was seen here
	preview *preview
	entry   *noteEntry
	pending *time.Timer // until what was typed is saved
	locked  bool        // only to be read
	goOn    func()      // with typing, where the cursor was
}

func newNote(p *goalsPage) *note {
	n := &note{page: p}
	n.preview = newPreview(p, n.edit)
	n.entry = newNoteEntry(p)
	n.entry.OnChanged = func(string) { n.typed() }
	n.entry.onFocus, n.entry.onLeave = n.write, n.leave
	n.goOn = func() { n.write(); p.w.win.Canvas().Focus(n.entry) }
	n.entry.Hide()
	return n
}

func (n *note) object() fyne.CanvasObject { return container.NewStack(n.preview, n.entry) }

// show shows a goal's description. What is being typed is kept first if it is another
// goal's, and left alone if it is this one's.
func (n *note) show(goal storage.Goal, locked bool) {
	other := n.goal != goal.ID
	if other {
		n.keep()
		n.read()
		n.goal = goal.ID
	}
	if n.locked != locked {
		n.locked = locked
		n.preview.invite(!locked)
	}
	if !other && (n.pending != nil || n.text == goal.Description) {
		return
	}
	n.text = goal.Description
	n.preview.show(n.text)
	if n.entry.Visible() {
		n.fill()
	}
}

// edit gives the keyboard to the text field.
func (n *note) edit() {
	switch {
	case n.page.readOnly():
		n.page.refuseChange()
		fallthrough
	case n.locked:
		n.page.w.win.Canvas().Focus(n.preview)
	case len(n.text) > mostTyped:
		n.page.w.win.Canvas().Focus(n.preview)
		n.page.status.jot(fmt.Sprintf("This description is too long to be changed here: more than %d KB.", mostTyped>>10))
	case n.entry.Visible():
		n.page.w.win.Canvas().Focus(n.entry)
	default:
		n.fill()
		n.write()
		n.page.w.win.Canvas().Focus(n.entry)
		n.entry.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // to the end of the text
	}
}

// write shows the text field instead of the preview.
func (n *note) write() {
	if !n.entry.Visible() {
		n.preview.Hide()
		n.entry.Show()
	}
}

// fill puts the description into the text field, which forgets what it could undo.
func (n *note) fill() {
	changed := n.entry.OnChanged
	n.entry.OnChanged = nil
	n.entry.SetText(n.text)
	n.entry.OnChanged = changed
}

// leave keeps what was typed and shows it as it reads.
func (n *note) leave() {
	n.page.w.left = n.goOn
	n.keep()
	n.read()
}

// read shows the preview instead of the text field.
func (n *note) read() {
	if n.entry.Visible() {
		n.entry.Hide()
		n.preview.show(n.text)
		n.preview.Show()
	}
}

// typed saves the description a moment after the last key.
func (n *note) typed() {
	if n.pending != nil {
		n.pending.Stop()
	}
	n.pending = time.AfterFunc(describeAfter, func() { n.page.w.do(n.keep) })
}

// keep saves the description if it was changed here, and shows that.
func (n *note) keep() {
	if n.take() {
		n.page.view.refresh()
		n.page.changed()
	}
}

// take saves the description if it was changed here, and tells whether it was.
func (n *note) take() bool {
	if n.pending == nil {
		return false
	}
	n.pending.Stop()
	n.pending = nil
	n.page.model.Describe(n.goal, n.entry.Text)
	goal, _ := n.page.model.Tree().Goal(n.goal)
	n.text = goal.Description
	return true
}

// noteEntry is where a description is typed. Escape goes back to the outline, Tab on.
type noteEntry struct {
	widget.Entry
	page             *goalsPage
	onFocus, onLeave func()
}

func newNoteEntry(p *goalsPage) *noteEntry {
	e := &noteEntry{page: p}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.PlaceHolder = describeHint
	e.ExtendBaseWidget(e)
	return e
}

// AcceptsTab: Tab leads through the pane.
func (e *noteEntry) AcceptsTab() bool { return false }

func (e *noteEntry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		e.page.view.focus()
	case e.page.w.typedAnywhere(key.Name):
	default:
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut refuses to paste what would be too long to be typed in.
func (e *noteEntry) TypedShortcut(shortcut fyne.Shortcut) {
	if paste, ok := shortcut.(*fyne.ShortcutPaste); ok && len(e.Text)+len(paste.Clipboard.Content()) > mostTyped {
		e.page.status.jot(fmt.Sprintf("That is too long for a description: the most is %d KB.", mostTyped>>10))
		return
	}
	e.Entry.TypedShortcut(shortcut)
}

// FocusGained shows the field: the window gives the keyboard back to whoever had it when
// the person left.
func (e *noteEntry) FocusGained() {
	e.onFocus()
	e.Entry.FocusGained()
}

func (e *noteEntry) FocusLost() {
	e.Entry.FocusLost()
	e.onLeave()
}
