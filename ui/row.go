package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/look"
)

// The columns of a row, from the left edge and from the right one.
const (
	rowInset      = 12
	foldWidth     = 20
	checkWidth    = 26
	checkSize     = 16
	progressWidth = 60
	dueWidth      = 96
)

// line is all that a row shows.
type line struct {
	goal     storage.GoalID // "" for a draft and for a heading
	depth    int
	draft    bool
	heading  string
	foldable bool
	folded   bool
	path     bool // only there because a hit of the search is below it
	name     string
	due      string
	overdue  bool
	done     bool
	progress storage.Progress
	selected bool
	active   bool // selected, and the keys go to the outline
	naming   bool
}

// rowListener is who hears of clicks on a row.
type rowListener interface {
	foldTapped(line)
	checkTapped(line)
	nameTapped(line)
	menuTapped(line, fyne.Position)
	nameEntry() fyne.CanvasObject
}

// row draws one goal. The list recycles it: all it knows is the line it shows now.
type row struct {
	widget.BaseWidget
	listener rowListener
	line     line
}

func newRow(listener rowListener) *row {
	r := &row{listener: listener}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) show(l line) {
	if r.line == l && !l.naming {
		return
	}
	r.line = l
	r.Refresh()
}

func (r *row) left() float32 { return rowInset + float32(r.line.depth)*look.Indent }

// Tapped folds, completes or selects, by where the click is.
func (r *row) Tapped(at *fyne.PointEvent) {
	x := at.Position.X - r.left()
	switch {
	case r.line.draft:
	case x < 0 || x >= foldWidth+checkWidth:
		r.listener.nameTapped(r.line)
	case x < foldWidth:
		r.listener.foldTapped(r.line)
	default:
		r.listener.checkTapped(r.line)
	}
}

// TappedSecondary opens the goal's menu.
func (r *row) TappedSecondary(at *fyne.PointEvent) {
	if !r.line.draft {
		r.listener.menuTapped(r.line, at.AbsolutePosition)
	}
}

func (r *row) CreateRenderer() fyne.WidgetRenderer {
	d := &rowDrawing{
		row:      r,
		ground:   canvas.NewRectangle(nil),
		fold:     widget.NewIcon(nil),
		ring:     canvas.NewCircle(nil),
		part:     canvas.NewArc(0, 0, 0.8, nil),
		tick:     widget.NewIcon(nil),
		name:     look.NewText(theme.TextSize()),
		due:      look.NewText(theme.CaptionTextSize()),
		progress: look.NewText(theme.CaptionTextSize()),
	}
	d.ground.CornerRadius = 6
	d.ring.StrokeWidth = 1
	d.due.Alignment, d.progress.Alignment = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	d.Refresh()
	return d
}

type rowDrawing struct {
	row                 *row
	ground              *canvas.Rectangle
	guides              []*canvas.Rectangle
	fold, tick          *widget.Icon
	ring                *canvas.Circle
	part                *canvas.Arc
	name, due, progress *canvas.Text
	objects             []fyne.CanvasObject
	fitted              float32 // the width that name was last shortened to
}

func (d *rowDrawing) MinSize() fyne.Size           { return fyne.NewSize(240, look.RowHeight) }
func (d *rowDrawing) Objects() []fyne.CanvasObject { return d.objects }
func (d *rowDrawing) Destroy()                     {}

func (d *rowDrawing) Refresh() {
	l := d.row.line
	d.drawGround(l)
	d.drawMarks(l)
	d.drawTexts(l)
	d.collect(l)
	d.Layout(d.row.Size())
	canvas.Refresh(d.row)
}

func (d *rowDrawing) drawGround(l line) {
	d.ground.FillColor = look.Color(theme.ColorNameSelection)
	d.ground.Hidden = !l.selected || l.naming
	d.ground.StrokeWidth = 0
	if l.active {
		d.ground.StrokeWidth, d.ground.StrokeColor = 1, look.Color(theme.ColorNameFocus)
	}
	for len(d.guides) < l.depth {
		guide := canvas.NewRectangle(nil)
		d.guides = append(d.guides, guide)
	}
	for _, guide := range d.guides {
		guide.FillColor = look.Color(look.ColorFaint)
	}
}

func (d *rowDrawing) drawMarks(l line) {
	d.fold.Hidden = !l.foldable
	if l.folded {
		d.fold.SetResource(theme.NewThemedResource(theme.MenuExpandIcon()))
	} else {
		d.fold.SetResource(theme.NewThemedResource(theme.MenuDropDownIcon()))
	}
	d.ring.FillColor, d.ring.StrokeColor = nil, look.Color(look.ColorRing)
	if l.done {
		d.ring.FillColor, d.ring.StrokeColor = look.Color(theme.ColorNamePrimary), look.Color(theme.ColorNamePrimary)
	}
	d.tick.Hidden = !l.done
	d.tick.SetResource(theme.NewColoredResource(theme.ConfirmIcon(), theme.ColorNameForegroundOnPrimary))
	d.part.Hidden = l.done || l.progress.Completed == 0
	d.part.FillColor = look.Color(theme.ColorNamePrimary)
	if l.progress.Total > 0 {
		d.part.EndAngle = 360 * float32(l.progress.Completed) / float32(l.progress.Total)
	}
}

func (d *rowDrawing) drawTexts(l line) {
	d.name.TextSize, d.due.TextSize, d.progress.TextSize = theme.TextSize(), theme.CaptionTextSize(), theme.CaptionTextSize()
	d.name.Color = look.Color(theme.ColorNameForeground)
	d.name.TextStyle = fyne.TextStyle{Bold: l.foldable && l.depth == 0, Strikethrough: l.done}
	if l.done || l.path {
		d.name.Color = look.Color(look.ColorMuted)
	}
	d.due.Text, d.due.Color = l.due, look.Color(look.ColorMuted)
	if l.overdue {
		d.due.Color = look.Color(theme.ColorNameError)
	}
	d.progress.Text, d.progress.Color = progressText(l.progress), look.Color(look.ColorMuted)
	d.fitted = -1
}

func (d *rowDrawing) collect(l line) {
	d.objects = append(d.objects[:0], d.ground)
	for _, guide := range d.guides[:l.depth] {
		d.objects = append(d.objects, guide)
	}
	d.objects = append(d.objects, d.fold, d.ring, d.part, d.tick, d.due, d.progress)
	if l.naming {
		d.objects = append(d.objects, d.row.listener.nameEntry())
	} else {
		d.objects = append(d.objects, d.name)
	}
}

func (d *rowDrawing) Layout(size fyne.Size) {
	l := d.row.line
	left, middle := d.row.left(), size.Height/2
	d.ground.Move(fyne.NewPos(4, 1))
	d.ground.Resize(fyne.NewSize(size.Width-8, size.Height-2))
	for i, guide := range d.guides {
		guide.Move(fyne.NewPos(rowInset+float32(i)*look.Indent+foldWidth/2, 0))
		guide.Resize(fyne.NewSize(1, size.Height))
	}
	d.fold.Move(fyne.NewPos(left+1, middle-9))
	d.fold.Resize(fyne.NewSize(18, 18))
	centre := left + foldWidth + checkWidth/2
	d.ring.Move(fyne.NewPos(centre-checkSize/2, middle-checkSize/2))
	d.ring.Resize(fyne.NewSize(checkSize, checkSize))
	d.part.Move(fyne.NewPos(centre-checkSize/2, middle-checkSize/2))
	d.part.Resize(fyne.NewSize(checkSize, checkSize))
	d.tick.Move(fyne.NewPos(centre-6, middle-6))
	d.tick.Resize(fyne.NewSize(12, 12))

	right := size.Width - rowInset
	d.progress.Resize(fyne.NewSize(progressWidth, size.Height))
	d.progress.Move(fyne.NewPos(right-progressWidth, 0))
	d.due.Resize(fyne.NewSize(dueWidth, size.Height))
	d.due.Move(fyne.NewPos(right-progressWidth-dueWidth, 0))
	if l.due != "" {
		right -= progressWidth + dueWidth
	} else if l.progress.Total > 0 {
		right -= progressWidth
	}
	d.layoutName(l, left+foldWidth+checkWidth, right-look.Gap, size.Height)
}

func (d *rowDrawing) layoutName(l line, left, right, height float32) {
	if l.naming {
		entry := d.row.listener.nameEntry()
		entry.Move(fyne.NewPos(left-2, 1))
		entry.Resize(fyne.NewSize(max(right-left, 80), height-2))
		return
	}
	d.name.Move(fyne.NewPos(left+4, 0))
	d.name.Resize(fyne.NewSize(right-left, height))
	if d.fitted != right-left {
		d.fitted = right - left
		d.name.Text = look.Fit(l.name, right-left-4, d.name.TextSize, d.name.TextStyle)
	}
}

func progressText(p storage.Progress) string {
	if p.Total == 0 {
		return ""
	}
	return strconv.Itoa(p.Completed) + "/" + strconv.Itoa(p.Total)
}

// dueText says a day as people do, near ones by name.
func dueText(due storage.Date, today time.Time) string {
	day, err := time.Parse(time.DateOnly, string(due))
	if err != nil {
		return string(due)
	}
	start := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	switch days := int(day.Sub(start).Hours() / 24); {
	case days == 0:
		return "Today"
	case days == 1:
		return "Tomorrow"
	case days == -1:
		return "Yesterday"
	case days > 1 && days < 7:
		return day.Format("Monday")
	case day.Year() == today.Year():
		return day.Format("2 Jan")
	}
	return day.Format("2 Jan 2006")
}
