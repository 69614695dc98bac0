package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
)

// describeAfter is how long after the last key a description is saved.
const describeAfter = 300 * time.Millisecond

// note is a goal's description: read as Markdown, and typed as what it is written in. A long
// one is typed in a stretch at a time; see longnote.go.
type note struct {
	page    *goalsPage
	goal    storage.GoalID
	text    string // as the goal has it, as far as was seen here
	preview *preview
	entry   *noteEntry
	pending *time.Timer // until what was typed is saved
	locked  bool        // only to be read
	box     *fyne.Container
	turner  turner
	most    int    // work in the text field at once
	before  string // of the description, the part before what is in the text field,
	after   string // and the one after it
	filled  bool   // the text field has something of this goal
	goOn    func() // with typing, where the cursor was
}

func newNote(p *goalsPage) *note {
	n := &note{page: p, most: mostTyping}
	n.preview = newPreview(p, n.edit)
	n.entry = newNoteEntry(n)
	n.turner = newTurner(n)
	n.box = container.NewBorder(nil, n.turner.bar, nil, nil, container.NewStack(n.preview, n.entry))
	n.entry.OnChanged = func(string) { n.typed() }
	n.goOn = func() { n.write(); p.w.win.Canvas().Focus(n.entry) }
	n.entry.Hide()
	return n
}

func (n *note) object() fyne.CanvasObject { return n.box }

// show shows a goal's description. What is being typed is kept first if it is another
// goal's, and left alone if it is this one's.
func (n *note) show(goal storage.Goal, locked bool) {
	other := n.goal != goal.ID
	if other {
		n.keep()
		n.read()
		n.goal, n.filled, n.before, n.after = goal.ID, false, "", ""
	}
	n.preview.mark(n.page.model.Words())
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
		n.fill(n.text, n.at())
	}
	n.sayStretch()
}

// edit gives the keyboard to the text field.
func (n *note) edit() {
	switch {
	case n.page.readOnly():
		n.page.refuseChange()
		fallthrough
	case n.locked:
		n.page.w.win.Canvas().Focus(n.preview)
	case n.entry.Visible():
		n.page.w.win.Canvas().Focus(n.entry)
	default:
		at := len(n.text)
		if typingIn(n.text) > n.most {
			at = 0 // the preview shows the beginning of a long one
		}
		n.write()
		n.fill(n.text, at)
		n.page.w.win.Canvas().Focus(n.entry)
	}
}

// write shows the text field instead of the preview.
func (n *note) write() {
	if !n.entry.Visible() {
		n.preview.Hide()
		n.entry.Show()
	}
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
	n.page.model.Describe(n.goal, n.whole())
	goal, _ := n.page.model.Tree().Goal(n.goal)
	n.text = goal.Description
	n.sayStretch()
	return true
}

// noteEntry is where a description is typed. Escape goes back to the outline, Tab on.
type noteEntry struct {
	widget.Entry
	note *note
	page *goalsPage
}

func newNoteEntry(n *note) *noteEntry {
	e := &noteEntry{note: n, page: n.page}
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
		e.note.reach(key.Name)
		e.Entry.TypedKey(key)
		e.note.settle()
	}
}

// TypedRune is a letter typed.
func (e *noteEntry) TypedRune(letter rune) {
	e.Entry.TypedRune(letter)
	e.note.settle()
}

// TypedShortcut is keys pressed together.
func (e *noteEntry) TypedShortcut(shortcut fyne.Shortcut) {
	paste, ok := shortcut.(*fyne.ShortcutPaste)
	if !ok {
		e.Entry.TypedShortcut(shortcut)
		return
	}
	switch text := paste.Clipboard.Content(); {
	case len(e.note.before)+len(e.Text)+len(e.note.after)+len(text) > mostPasted:
		e.page.status.jot(fmt.Sprintf("That is too long for a description: the most is %d MB.", mostPasted>>20))
	case typingIn(e.Text+text) > e.note.most:
		e.note.insert(text)
	default:
		e.Entry.TypedShortcut(shortcut)
	}
}

// FocusGained shows the field: the window gives the keyboard back to whoever had it when
// the person left.
func (e *noteEntry) FocusGained() {
	e.note.write()
	e.Entry.FocusGained()
}

func (e *noteEntry) FocusLost() {
	e.Entry.FocusLost()
	e.note.leave()
}
