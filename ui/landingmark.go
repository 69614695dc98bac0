package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
)

// landingMark shows, above the rows, where goals that are dragged would land: a line that
// begins where their marks would be. What is dragged is said beside the pointer.
type landingMark struct {
	widget.BaseWidget
	line, ground *canvas.Rectangle
	start        *canvas.Circle
	text         *canvas.Text
}

func newLandingMark() *landingMark {
	m := &landingMark{
		line: canvas.NewRectangle(nil), start: canvas.NewCircle(nil),
		ground: canvas.NewRectangle(nil), text: look.NewText(0),
	}
	m.line.CornerRadius, m.start.StrokeWidth = 1, 2
	m.ground.CornerRadius, m.ground.StrokeWidth = 6, 1
	m.ExtendBaseWidget(m)
	m.Hide()
	return m
}

func (m *landingMark) CreateRenderer() fyne.WidgetRenderer {
	return &landingDrawing{m, []fyne.CanvasObject{m.line, m.start, m.ground, m.text}}
}

const (
	startSize   = 9  // of the circle at the start of the line
	labelBeside = 14 // from the pointer
	labelHeight = 26
)

// show marks where a drag would land.
func (m *landingMark) show(d *drag, list *goalList, text string) {
	m.Hidden = false
	m.layoutLine(d, list)
	m.layoutLabel(d.at, list.Size(), text)
	m.Refresh()
}

func (m *landingMark) layoutLine(d *drag, list *goalList) {
	size := list.Size()
	x := rowInset + indentation(d.landing.Depth, size.Width) + foldWidth + (checkWidth-startSize)/2
	y := float32(d.landing.Row)*look.RowHeight - list.GetScrollOffset()
	m.line.Hidden = !d.lodged || y < 0 || y > size.Height
	y = min(max(y, startSize/2), size.Height-startSize/2) // all of it is seen at the edges, too
	m.start.Hidden = m.line.Hidden
	m.start.Move(fyne.NewPos(x, y-startSize/2))
	m.start.Resize(fyne.NewSquareSize(startSize))
	m.line.Move(fyne.NewPos(x+startSize-1, y-1))
	m.line.Resize(fyne.NewSize(max(size.Width-rowInset-x-startSize, 0), 2))
}

func (m *landingMark) layoutLabel(at fyne.Position, size fyne.Size, text string) {
	m.text.Text, m.text.TextSize = text, theme.CaptionTextSize()
	width := fyne.MeasureText(text, m.text.TextSize, m.text.TextStyle).Width
	x := max(min(at.X+labelBeside, size.Width-width-2*look.Gap-rowInset), 0)
	y := max(min(at.Y+labelBeside, size.Height-labelHeight), 0)
	m.ground.Move(fyne.NewPos(x, y))
	m.ground.Resize(fyne.NewSize(width+2*look.Gap, labelHeight))
	m.text.Move(fyne.NewPos(x+look.Gap, y))
	m.text.Resize(fyne.NewSize(width, labelHeight))
}

// landingDrawing is what the mark consists of; its show has put that in place.
type landingDrawing struct {
	mark    *landingMark
	objects []fyne.CanvasObject
}

func (d *landingDrawing) Layout(fyne.Size)             {}
func (d *landingDrawing) MinSize() fyne.Size           { return fyne.Size{} }
func (d *landingDrawing) Objects() []fyne.CanvasObject { return d.objects }
func (d *landingDrawing) Destroy()                     {}

func (d *landingDrawing) Refresh() {
	m := d.mark
	primary := look.Color(theme.ColorNamePrimary)
	m.line.FillColor, m.start.StrokeColor, m.start.FillColor = primary, primary, look.Color(look.ColorSurface)
	m.ground.FillColor, m.ground.StrokeColor = look.Color(theme.ColorNameMenuBackground), look.Color(look.ColorCursor)
	m.text.Color = look.Color(theme.ColorNameForeground)
	canvas.Refresh(m)
}
