package ui

import (
	"math"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// goalList is the toolkit's list with our keys, and without its own selection.
type goalList struct {
	widget.List
	view     *outlineView
	focused  bool
	rows     int          // how many there were when it was last drawn as a whole
	shown    map[int]*row // what draws which row; also some that are not in view any more
	unveiled int          // the rows before this one are to be seen
}

func newGoalList(v *outlineView) *goalList {
	l := &goalList{view: v, shown: map[int]*row{}, unveiled: math.MaxInt}
	l.Length = func() int { return v.model.Len() }
	l.CreateItem = func() fyne.CanvasObject { return newRow(v) }
	l.UpdateItem = func(at int, object fyne.CanvasObject) { l.update(at, object.(*row)) }
	l.HideSeparators = true // with them, deep scrolling keeps allocating
	l.ExtendBaseWidget(l)
	return l
}

func (l *goalList) update(at int, r *row) {
	if l.shown[r.at] == r {
		delete(l.shown, r.at)
	}
	l.shown[at], r.at = r, at
	r.show(l.view.lineAt(at))
}

// redraw shows what has become of the rows. The toolkit draws all anew, which takes as
// long for one changed row as for a page of them: it is only asked when there are more rows
// than before, or fewer.
func (l *goalList) redraw() {
	if l.rows != l.view.model.Len() {
		l.Refresh()
		return
	}
	first, last := l.inView()
	for at, r := range l.shown {
		if first <= at && at <= last {
			r.show(l.view.lineAt(at))
		} else {
			delete(l.shown, at)
			r.at = -1
		}
	}
}

// inView are the first and the last row of which something is in view.
func (l *goalList) inView() (first, last int) {
	first = int(l.GetScrollOffset() / look.RowHeight)
	return first, min(first+int(l.Size().Height/look.RowHeight)+1, l.rows-1)
}

// rowsAFrame is for how many rows of new texts a frame has the time.
const rowsAFrame = 4

// veil takes all rows from the eye, until unveil shows them again from the top.
func (l *goalList) veil() { l.unveiled = 0 }

// unveil shows a few rows more of those in view, and tells whether that is all of them.
func (l *goalList) unveil() bool {
	first, last := l.inView()
	l.unveiled = max(l.unveiled, first) + rowsAFrame
	if l.unveiled > last {
		l.unveiled = math.MaxInt
	}
	l.redraw()
	return l.unveiled == math.MaxInt
}

// Refresh draws everything again.
func (l *goalList) Refresh() {
	l.rows = l.view.model.Len()
	l.List.Refresh()
}

// reveal scrolls no further than it takes to see a row, and the heading or the path above it.
func (l *goalList) reveal(at int) {
	first := at
	for m := l.view.model; first > 0 && leadsTo(m, m.Row(first-1)) && at-first < l.view.page()/2; {
		first--
	}
	top, bottom := float32(first)*look.RowHeight, float32(at+1)*look.RowHeight
	if height := l.Size().Height; bottom > l.GetScrollOffset()+height {
		l.ScrollToOffset(bottom - height)
	}
	if top < l.GetScrollOffset() {
		l.ScrollToOffset(top)
	}
}

// leadsTo tells whether a row is only there for the one below it.
func leadsTo(m *outline.Model, r outline.Row) bool { return r.Path || m.Heading(r) != "" }

// rowAt is the row at a height within the list, and how far down in it; it may be one
// before the first, or after the last.
func (l *goalList) rowAt(y float32) float32 { return (y + l.GetScrollOffset()) / look.RowHeight }

// FocusGained is the toolkit's news that the keys go to the outline.
func (l *goalList) FocusGained() {
	l.focused = true
	l.view.left(nil)
	l.redraw()
}

// FocusLost is its news that they do not any more.
func (l *goalList) FocusLost() {
	l.focused = false
	l.redraw()
}

// AcceptsTab: Tab indents here instead of moving on.
func (l *goalList) AcceptsTab() bool { return true }

// TypedKey is a key pressed while the keys go to the outline.
func (l *goalList) TypedKey(key *fyne.KeyEvent) {
	l.view.typed(key.Name, l.view.held()&shift != 0)
}

// TypedRune is a letter: the beginning of a name to go to.
func (l *goalList) TypedRune(letter rune) {
	if unicode.IsPrint(letter) && letter != ' ' {
		l.view.typedLetter(letter)
	}
}

// heldKeys are the keys Shift, Ctrl and so on that are held now.
func heldKeys() fyne.KeyModifier {
	if driver, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return driver.CurrentKeyModifiers()
	}
	return 0
}

func shiftHeld() bool { return heldKeys()&shift != 0 }
