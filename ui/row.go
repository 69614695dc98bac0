package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/look"
	"overachiever/ui/marks"
)

// The columns of a row, from the left edge.
const (
	rowInset   = 12
	foldWidth  = 20
	checkWidth = 26
	marksWidth = foldWidth + checkWidth // where the name begins
)

// line is all that a row shows.
type line struct {
	goal     storage.GoalID // "" for a draft and for a heading
	depth    int
	draft    bool
	heading  bool // the name is a caption of the rows below
	foldable bool
	folded   bool
	path     bool // only there because a hit of the search is below it
	deleted  bool
	flat     bool // in a list, where nothing is folded
	name     string
	where    string // the goals above it, where they are not in view
	when     string // the day it is due, or the time it was completed at
	urgency  dates.Urgency
	done     bool
	struck   bool // done, among others that are not
	progress storage.Progress
	sought   string // what is searched for: its hits are to be seen
	selected bool
	cursor   bool // the keys are about it
	naming   bool
	lifted   bool // being dragged
	veiled   bool // there is nothing to be seen of it yet
	target   bool // what is dragged would come to be in it
}

// isGoal tells whether it is a goal's, with which something can be done.
func (l line) isGoal() bool { return !l.draft && !l.heading && !l.veiled }

// row draws one goal. The list recycles it: all it knows is the line it shows now.
type row struct {
	widget.BaseWidget
	view    *outlineView
	line    line
	at      int   // which row it is
	shown   bool  // it has been given a line
	under   place // what the pointer is on
	drawing *rowDrawing
}

// place is a part of a row.
type place int

const (
	nowhere place = iota
	onFold
	onCheck
	onName
	onMark // a link, or a tag
)

func newRow(view *outlineView) *row {
	r := &row{view: view, at: -1}
	r.ExtendBaseWidget(r)
	return r
}

// show draws a line, unless it is drawn already.
func (r *row) show(l line) {
	if r.shown && r.line == l && !l.naming {
		return
	}
	if r.line.goal != l.goal {
		r.under = nowhere // the pointer is told about the next time it moves
	}
	r.line, r.shown = l, true
	r.Refresh()
}

// Refresh draws the row again. The list makes a row each time only to ask how high it
// is: drawing that would be in vain.
func (r *row) Refresh() {
	if r.shown {
		r.BaseWidget.Refresh()
	}
}

// MinSize is the toolkit's question how large it is at least.
func (r *row) MinSize() fyne.Size { return fyne.NewSize(240, look.RowHeight) }

// SetDeviceIsMobile is how the toolkit knows what has a theme of its own. A row has, in
// effect: otherwise each one made would empty the toolkit's caches of measured texts, and
// what it draws would be kept in another one for ever.
func (r *row) SetDeviceIsMobile(bool) {}

func (r *row) CreateRenderer() fyne.WidgetRenderer {
	r.drawing = newRowDrawing(r)
	return r.drawing
}

// left is where the row's own columns begin, right of its indentation.
func (r *row) left() float32 {
	if r.line.flat {
		return rowInset - foldWidth
	}
	return rowInset + indentation(r.line.depth, r.Size().Width)
}

// indentation is how far a depth is indented. What is very deep stands no further in: half
// of the row is for the name.
func indentation(depth int, width float32) float32 {
	most := max(int(width/2/look.Indent), 4)
	return float32(min(depth, most)) * look.Indent
}

// find tells what of the row is at a position, and the link or tag that is there.
func (r *row) find(at fyne.Position) (place, piece) {
	x := at.X - r.left()
	switch {
	case !r.line.isGoal():
		return nowhere, piece{}
	case x >= 0 && x < foldWidth && r.line.foldable:
		return onFold, piece{}
	case x >= foldWidth && x < marksWidth && !r.line.deleted:
		return onCheck, piece{}
	}
	if r.drawing != nil && !r.line.naming {
		if mark, ok := r.drawing.name.markAt(at.X); ok {
			return onMark, mark
		}
	}
	return onName, piece{}
}

// Tapped folds, completes, opens or selects, by where the click is.
func (r *row) Tapped(at *fyne.PointEvent) {
	where, mark := r.find(at.Position)
	switch {
	case where == nowhere:
	case where == onFold:
		r.view.foldTapped(r.line)
	case where == onCheck:
		r.view.checkTapped(r.line)
	case where == onMark && r.view.held() == 0 && mark.kind == marks.Link:
		r.view.linkTapped(r.line, mark.text)
	case where == onMark && r.view.held() == 0:
		r.view.tagTapped(mark.text)
	default:
		r.view.nameTapped(r.line)
	}
}

// TappedSecondary opens the goal's menu.
func (r *row) TappedSecondary(at *fyne.PointEvent) {
	if r.line.isGoal() {
		r.view.menuTapped(r.line, at.AbsolutePosition)
	}
}

// Dragged is the toolkit's news of the pointer while its button is held on the row.
func (r *row) Dragged(event *fyne.DragEvent) {
	r.view.dragged(r, event.AbsolutePosition, event.Dragged)
}

// DragEnd is its news that the button is not held any more.
func (r *row) DragEnd() { r.view.dropped() }

// MouseIn is the toolkit's news that the pointer is on the row.
func (r *row) MouseIn(event *desktop.MouseEvent) { r.MouseMoved(event) }

// MouseMoved is its news of where.
func (r *row) MouseMoved(event *desktop.MouseEvent) {
	under, _ := r.find(event.Position)
	r.hover(under)
}

// MouseOut is its news that the pointer has left the row.
func (r *row) MouseOut() { r.hover(nowhere) }

func (r *row) hover(under place) {
	if r.under != under {
		r.under = under
		r.Refresh()
	}
}

// Cursor is the pointer's shape: a hand on what a click opens.
func (r *row) Cursor() desktop.Cursor {
	if r.under == onMark {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
