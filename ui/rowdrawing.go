package ui

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/look"
	"overachiever/ui/marks"
	"overachiever/ui/query"
)

// The measures of what a row draws, and its columns at the right edge.
const (
	checkSize  = 16
	foldSize   = 9
	countWidth = 52
	whenWidth  = 84
)

// rowDrawing is what a row consists of. It hands on to be drawn only what is to be seen:
// each thing costs, also a hidden one.
type rowDrawing struct {
	row         *row
	ground      *canvas.Rectangle
	guides      []*canvas.Line
	fold        *canvas.RegularPolygon
	ring        *canvas.Circle
	part        *canvas.Arc // the completed part of what is below
	tick        [2]*canvas.Line
	rule        *canvas.Rectangle // right of a heading
	name        *nameDrawing
	where       *canvas.Text
	when, count *canvas.Text
	objects     []fyne.CanvasObject
}

func newRowDrawing(r *row) *rowDrawing {
	d := &rowDrawing{
		row:    r,
		ground: canvas.NewRectangle(nil),
		fold:   canvas.NewRegularPolygon(3, nil),
		ring:   canvas.NewCircle(nil),
		part:   canvas.NewArc(0, 0, 0.72, nil),
		tick:   [2]*canvas.Line{canvas.NewLine(nil), canvas.NewLine(nil)},
		rule:   canvas.NewRectangle(nil),
		name:   &nameDrawing{},
		where:  look.NewText(0), when: look.NewText(0), count: look.NewText(0),
	}
	d.ground.CornerRadius = 6
	d.fold.CornerRadius = 1
	d.tick[0].StrokeWidth, d.tick[1].StrokeWidth = 1.8, 1.8
	d.when.Alignment, d.count.Alignment = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	d.Refresh()
	return d
}

func (d *rowDrawing) MinSize() fyne.Size           { return d.row.MinSize() }
func (d *rowDrawing) Objects() []fyne.CanvasObject { return d.objects }
func (d *rowDrawing) Destroy()                     {}

func (d *rowDrawing) Refresh() {
	l := d.row.line
	d.objects = d.objects[:0]
	switch {
	case l.veiled:
	case l.heading:
		d.drawHeading(l)
	default:
		d.drawGround(l)
		d.drawGuides(l)
		d.drawFold(l)
		d.drawCheck(l)
		d.drawTexts(l)
	}
	d.Layout(d.row.Size())
	canvas.Refresh(d.row)
}

// hovered tells whether the pointer is on the row, and would do something there.
func (d *rowDrawing) hovered() bool { return d.row.under != nowhere && !d.row.view.drag.going() }

func (d *rowDrawing) add(object fyne.CanvasObject) { d.objects = append(d.objects, object) }

// drawGround shades the row when it is selected, and when the pointer is on it.
func (d *rowDrawing) drawGround(l line) {
	d.ground.StrokeWidth = 0
	switch {
	case l.naming:
		return
	case l.target:
		d.ground.FillColor = look.Color(theme.ColorNameFocus)
	case l.selected:
		d.ground.FillColor = look.Color(theme.ColorNameSelection)
	case d.hovered():
		d.ground.FillColor = look.Color(theme.ColorNameHover)
	case !l.cursor:
		return
	default:
		d.ground.FillColor = nil
	}
	if l.cursor {
		d.ground.StrokeWidth, d.ground.StrokeColor = 1, look.Color(look.ColorCursor)
	}
	d.add(d.ground)
}

// drawHeading is the caption of the rows below, with a line to the right edge.
func (d *rowDrawing) drawHeading(l line) {
	d.name.size, d.name.colour, d.name.quiet = theme.CaptionTextSize(), look.Color(look.ColorMuted), true
	d.name.style, d.name.struck = fyne.TextStyle{Bold: true}, false
	d.name.draw(l.name, nil, d.add)
	d.rule.FillColor = look.Color(look.ColorFaint)
	d.add(d.rule)
}

// drawGuides draws lines: the toolkit takes half as long for one as for a narrow rectangle,
// and a page has a hundred.
func (d *rowDrawing) drawGuides(l line) {
	for len(d.guides) < int(indentation(l.depth, d.row.Size().Width)/look.Indent) {
		d.guides = append(d.guides, canvas.NewLine(nil))
	}
	faint := look.Color(look.ColorFaint)
	for _, guide := range d.guides[:min(l.depth, len(d.guides))] {
		guide.StrokeColor = faint
		d.add(guide)
	}
}

// drawFold is a triangle that points right when something is hidden, else down.
func (d *rowDrawing) drawFold(l line) {
	if !l.foldable {
		return
	}
	d.fold.FillColor = look.Color(look.ColorRing)
	if d.row.under == onFold || l.folded {
		d.fold.FillColor = look.Color(look.ColorMuted)
	}
	d.fold.Angle = 180
	if l.folded {
		d.fold.Angle = 90
	}
	d.add(d.fold)
}

// drawCheck is the mark that completes a goal: a ring in the colour of the goal's
// priority, filled by so much as is completed below it.
func (d *rowDrawing) drawCheck(l line) {
	if l.deleted {
		return
	}
	primary := look.Color(theme.ColorNamePrimary)
	d.ring.FillColor, d.ring.StrokeColor, d.ring.StrokeWidth = nil, look.Color(look.ColorRing), 1.5
	switch {
	case l.done:
		d.ring.FillColor, d.ring.StrokeColor = primary, primary
		if l.struck {
			d.ring.FillColor, d.ring.StrokeColor = look.Color(look.ColorDone), look.Color(look.ColorDone)
		}
	case d.hovered() && d.row.under == onCheck:
		d.ring.FillColor, d.ring.StrokeColor = look.Color(theme.ColorNameHover), primary
	case l.progress.Total > 0:
		d.ring.StrokeColor = look.Color(look.ColorTrack)
		d.ring.StrokeWidth = 2.2
	}
	if priority := marks.Priority(l.name); priority > 0 && !l.done && !l.lifted {
		colour := look.Color(priorityColor(priority))
		d.ring.FillColor = look.Tint(colour)
		if l.progress.Total == 0 {
			d.ring.StrokeColor, d.ring.StrokeWidth = colour, 2
		}
	}
	d.add(d.ring)
	if l.done || d.hovered() && d.row.under == onCheck {
		d.drawTick(l, primary)
	} else if l.progress.Completed > 0 {
		d.part.FillColor = primary
		d.part.EndAngle = 360 * float32(l.progress.Completed) / float32(l.progress.Total)
		d.add(d.part)
	}
}

// drawTick is in the ring of a completed goal, and in the one that a click would complete.
func (d *rowDrawing) drawTick(l line, primary color.Color) {
	for _, stroke := range d.tick {
		stroke.StrokeColor = primary
		if l.done {
			stroke.StrokeColor = look.Color(theme.ColorNameForegroundOnPrimary)
		}
		d.add(stroke)
	}
}

func priorityColor(priority int) fyne.ThemeColorName {
	switch priority {
	case marks.MaxPriority:
		return theme.ColorNameError
	case 2:
		return theme.ColorNameWarning
	}
	return theme.ColorNamePrimary
}

func (d *rowDrawing) drawTexts(l line) {
	muted := look.Color(look.ColorMuted)
	if l.lifted {
		muted = look.Color(look.ColorRing)
	}
	if l.naming {
		d.add(d.row.view.nameEntry())
	} else {
		d.drawName(l, muted)
	}
	if l.where != "" {
		d.setText(d.where, l.where, muted)
	}
	if l.when != "" {
		d.setText(d.when, l.when, muted)
		if !l.done && !l.lifted {
			d.when.Color = look.Color(urgencyColor(l.urgency))
		}
	}
	if l.progress.Total > 0 {
		d.setText(d.count, progressText(l.progress), muted)
	}
}

func (d *rowDrawing) drawName(l line, muted color.Color) {
	d.name.size, d.name.colour = theme.TextSize(), look.Color(theme.ColorNameForeground)
	d.name.quiet = l.struck || l.path || l.lifted
	if d.name.quiet || l.deleted {
		d.name.colour = muted
	}
	var hits []query.Range
	if l.sought != "" && !l.path {
		hits = d.row.view.hits(l.name)
	}
	d.name.style, d.name.struck = fyne.TextStyle{Bold: l.foldable && l.depth == 0}, l.struck
	d.name.draw(l.name, hits, d.add)
}

// setText shows a small text of second rank.
func (d *rowDrawing) setText(text *canvas.Text, says string, colour color.Color) {
	text.Text, text.Color, text.TextSize = says, colour, theme.CaptionTextSize()
	d.add(text)
}

// urgencyColor is the colour of a day on which something is due.
func urgencyColor(urgency dates.Urgency) fyne.ThemeColorName {
	switch urgency {
	case dates.Overdue:
		return theme.ColorNameError
	case dates.Today:
		return theme.ColorNameWarning
	case dates.Soon:
		return theme.ColorNamePrimary
	}
	return look.ColorMuted
}

func progressText(p storage.Progress) string {
	if p.Total == 0 {
		return ""
	}
	return strconv.Itoa(p.Completed) + "/" + strconv.Itoa(p.Total)
}
