package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
)

// picker is a list on a sheet that the keyboard goes through: of any length, because only
// what is in view is drawn.
type picker struct {
	widget.List
	lines    []pickLine
	at       int // where the cursor stands; -1 for nowhere
	focused  bool
	onEnter  func()
	onEscape func()
}

// pickLine is one line of a picker. The cursor passes over headings.
type pickLine struct {
	text, about string
	heading     bool
}

// picker is a list of the sheet; Escape closes the sheet from there too.
func (s *sheet) picker(lines []pickLine, onEnter func()) *picker {
	p := &picker{lines: lines, at: -1, onEnter: onEnter, onEscape: s.close}
	p.Length = func() int { return len(p.lines) }
	p.CreateItem = func() fyne.CanvasObject { return newPickRow() }
	p.UpdateItem = func(at int, row fyne.CanvasObject) {
		row.(*pickRow).show(p.lines[at], at == p.at, p.focused)
	}
	p.OnSelected = func(at int) {
		p.Unselect(at) // the row itself shows where the cursor stands
		p.put(at, 1)
	}
	p.HideSeparators = true
	p.ExtendBaseWidget(p)
	p.put(0, 1)
	return p
}

// put moves the cursor to a line, or to the next in that direction that is no heading.
func (p *picker) put(at, step int) {
	at = min(max(at, 0), len(p.lines)-1)
	for at >= 0 && at < len(p.lines) && p.lines[at].heading {
		at += step
	}
	if at < 0 || at >= len(p.lines) {
		p.ScrollToTop() // there is only a heading above
		return
	}
	before := p.at
	p.at = at
	if before >= 0 {
		p.RefreshItem(before)
	}
	p.RefreshItem(at)
	p.ScrollTo(at)
}

// change shows a line anew.
func (p *picker) change(at int, line pickLine) {
	p.lines[at] = line
	p.RefreshItem(at)
}

// TypedKey is a key pressed while the list has the keyboard.
func (p *picker) TypedKey(key *fyne.KeyEvent) {
	page := max(1, int(p.Size().Height/look.RowHeight)-1)
	switch key.Name {
	case fyne.KeyUp:
		p.put(p.at-1, -1)
	case fyne.KeyDown:
		p.put(p.at+1, 1)
	case fyne.KeyPageUp:
		p.put(p.at-page, -1)
	case fyne.KeyPageDown:
		p.put(p.at+page, 1)
	case fyne.KeyHome:
		p.put(0, 1)
	case fyne.KeyEnd:
		p.put(len(p.lines)-1, -1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if p.onEnter != nil {
			p.onEnter()
		}
	case fyne.KeyEscape:
		p.onEscape()
	}
}

// FocusGained is the toolkit's news that the list has the keyboard.
func (p *picker) FocusGained() { p.focus(true) }

// FocusLost is its news that it has not any more.
func (p *picker) FocusLost() { p.focus(false) }

func (p *picker) focus(focused bool) {
	p.focused = focused
	if p.at >= 0 {
		p.RefreshItem(p.at)
	}
}

// pickRow draws a line of a picker.
type pickRow struct {
	widget.BaseWidget
	ground      *canvas.Rectangle
	text, about *widget.Label
	content     fyne.CanvasObject
}

func newPickRow() *pickRow {
	r := &pickRow{ground: canvas.NewRectangle(nil), text: widget.NewLabel(""), about: look.Caption("")}
	r.ground.CornerRadius = 6
	r.text.Truncation = fyne.TextTruncateEllipsis
	about := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 6), r.about) // beside the scroll bar
	r.content = container.NewStack(r.ground, container.NewBorder(nil, nil, nil, container.NewCenter(about), r.text))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is the toolkit's way to draw it.
func (r *pickRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.content) }

func (r *pickRow) show(line pickLine, chosen, focused bool) {
	r.text.TextStyle.Bold = line.heading
	r.text.SetText(line.text)
	r.about.SetText(line.about)
	r.ground.Hidden, r.ground.StrokeWidth = !chosen, 0
	r.ground.FillColor = look.Color(theme.ColorNameSelection)
	if focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 1, look.Color(look.ColorCursor)
	}
	r.ground.Refresh()
}
