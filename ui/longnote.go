package ui

import (
	"fmt"
	"sort"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
)

// mostPasted is how long, in bytes, a description can become by pasting: each time it is
// saved the file keeps it as it was, too.
const mostPasted = 4 << 20

// turner says which stretch of a long description is typed in, and turns to the others.
type turner struct {
	bar   *fyne.Container
	where *widget.Label
}

func newTurner(n *note) turner {
	button := func(icon fyne.Resource, by int) fyne.CanvasObject {
		b := n.page.button("", func() { n.turnBy(by) })
		b.Icon, b.Importance = icon, widget.LowImportance
		return b
	}
	t := turner{where: look.Caption("")}
	t.bar = container.NewBorder(nil, nil,
		button(theme.NavigateBackIcon(), -1), button(theme.NavigateNextIcon(), +1), container.NewCenter(t.where))
	t.bar.Hide()
	return t
}

// whole is the description as it is typed.
func (n *note) whole() string { return n.before + n.entry.Text + n.after }

// fill puts the stretch of a text about a place, in bytes, into the text field, with the
// cursor there. The field forgets what it could undo.
func (n *note) fill(text string, at int) {
	for at = min(at, len(text)); at > 0 && at < len(text) && !utf8.RuneStart(text[at]); {
		at--
	}
	from, to := stretchAround(text, at, n.most)
	n.before, n.after = text[:from], text[to:]
	changed := n.entry.OnChanged
	n.entry.OnChanged = nil
	n.entry.SetText(text[from:to])
	n.entry.place(utf8.RuneCountInString(text[from:at]))
	n.entry.OnChanged = changed
	n.filled = true
	n.sayStretch()
}

// sayStretch tells which part of a long description is in the text field.
func (n *note) sayStretch() {
	text, from, to := n.text, 0, 0
	if n.filled {
		text, from, to = n.whole(), len(n.before), len(n.before)+len(n.entry.Text)
	}
	where := fmt.Sprintf("%d KB", kilobytes(len(text)))
	if to > 0 {
		where = fmt.Sprintf("KB %d to %d of %d", from>>10, kilobytes(to), kilobytes(len(text)))
	}
	if n.turner.where.Text != where {
		n.turner.where.SetText(where)
	}
	if hide := n.locked || typingIn(text) <= n.most; hide != n.turner.bar.Hidden {
		n.turner.bar.Hidden = hide
		n.box.Refresh()
	}
}

// kilobytes are rounded up: there is no text of 0 KB.
func kilobytes(bytes int) int { return (bytes + 1<<10 - 1) >> 10 }

// at is where the cursor is in the whole description, in bytes.
func (n *note) at() int {
	left := n.entry.CursorTextOffset()
	for i := range n.entry.Text {
		if left == 0 {
			return len(n.before) + i
		}
		left--
	}
	return len(n.before) + len(n.entry.Text)
}

// turn puts what is before and after the cursor into the text field.
func (n *note) turn() { n.fill(n.whole(), n.at()) }

// turnBy goes on with the typing where the stretch ends, or begins: the one before with -1.
func (n *note) turnBy(direction int) {
	at := len(n.before)
	if direction > 0 {
		at += len(n.entry.Text)
	}
	text := n.text
	if n.pending != nil {
		text = n.whole()
	} else if !n.filled {
		at = 0
	}
	n.write()
	n.fill(text, at)
	n.page.w.win.Canvas().Focus(n.entry)
}

// reach has more of the description in the text field when a key is about to leave it.
func (n *note) reach(key fyne.KeyName) {
	e := n.entry
	if e.SelectedText() != "" || n.page.view.held()&shift != 0 {
		return // what is selected would not be any more
	}
	switch at := n.at() - len(n.before); key {
	case fyne.KeyLeft, fyne.KeyBackspace, fyne.KeyPageUp:
		if at == 0 && n.before != "" {
			n.turn()
		}
	case fyne.KeyRight, fyne.KeyDelete, fyne.KeyPageDown:
		if at == len(e.Text) && n.after != "" {
			n.turn()
		}
	case fyne.KeyUp:
		if e.CursorRow == 0 && n.before != "" {
			n.turn()
		}
	case fyne.KeyDown:
		if n.after != "" && e.lastRow() {
			n.turn()
		}
	}
}

// settle has less in the text field when it has become too much.
func (n *note) settle() {
	if typingIn(n.entry.Text) > 2*n.most {
		n.turn()
	}
}

// insert puts a text that is too long for the text field where the cursor is.
func (n *note) insert(text string) {
	if n.entry.SelectedText() != "" {
		n.entry.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	}
	whole, at := n.whole(), n.at()
	n.fill(whole[:at]+text+whole[at:], at+len(text))
	n.typed()
}

// place puts the cursor after so many letters.
func (e *noteEntry) place(letters int) {
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the last row
	rows := e.CursorRow + 1
	begins := func(row int) int {
		e.CursorRow, e.CursorColumn = row, 0
		return e.CursorTextOffset()
	}
	row := max(sort.Search(rows, func(row int) bool { return begins(row) > letters })-1, 0)
	e.CursorColumn = letters - begins(row)
	e.Refresh()
}

// lastRow tells whether the cursor is in the last row.
func (e *noteEntry) lastRow() bool {
	row, column := e.CursorRow, e.CursorColumn
	e.CursorRow, e.CursorColumn = row+1, 0
	beyond := e.CursorTextOffset() == 0 // the toolkit's answer for a row that is not there
	e.CursorRow, e.CursorColumn = row, column
	return beyond
}
