package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Frame is the border of a field, with nothing inside.
type Frame struct {
	widget.BaseWidget
	focused bool
}

// NewFrame is the border of a field that does not have the keyboard.
func NewFrame() *Frame {
	f := &Frame{}
	f.ExtendBaseWidget(f)
	return f
}

// Focus shows whether the field has the keyboard.
func (f *Frame) Focus(focused bool) {
	if f.focused != focused {
		f.focused = focused
		f.Refresh()
	}
}

// CreateRenderer is the toolkit's way to draw it.
func (f *Frame) CreateRenderer() fyne.WidgetRenderer {
	d := &frameDrawing{f, newEdges()}
	d.paint()
	return d
}

// frameDrawing is the border, and nothing inside.
type frameDrawing struct {
	frame *Frame
	edges *edges
}

func (d *frameDrawing) Layout(size fyne.Size) {
	d.edges.layout(size, theme.Size(theme.SizeNameInputRadius)+2, 0) // and the stroke
}

func (d *frameDrawing) Refresh() {
	d.paint()
	canvas.Refresh(d.frame)
}

func (d *frameDrawing) paint() {
	width, name := float32(1), theme.ColorNameInputBorder
	if d.frame.focused {
		width, name = 2, theme.ColorNamePrimary
	}
	d.edges.paint(func(r *canvas.Rectangle) {
		r.CornerRadius = theme.Size(theme.SizeNameInputRadius)
		r.StrokeWidth, r.StrokeColor = width, Color(name)
	})
}

func (d *frameDrawing) MinSize() fyne.Size           { return fyne.Size{} }
func (d *frameDrawing) Objects() []fyne.CanvasObject { return d.edges.objects() }
func (d *frameDrawing) Destroy()                     {}
