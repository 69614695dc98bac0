package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
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
	d := &frameDrawing{frame: f}
	for i := range d.edges {
		d.edges[i] = canvas.NewRectangle(nil)
		d.clips[i] = container.NewClip(container.NewWithoutLayout(d.edges[i]))
	}
	d.paint()
	return d
}

// frameDrawing is the same rectangle four times, each clipped to one of its edges. Drawn
// whole, it would have the toolkit work out each pixel inside, in vain.
type frameDrawing struct {
	frame *Frame
	edges [4]*canvas.Rectangle // top, bottom, left, right
	clips [4]*container.Clip
}

func (d *frameDrawing) Layout(size fyne.Size) {
	corner := theme.Size(theme.SizeNameInputRadius) + 2 // and the stroke
	high := max(size.Height-2*corner, 0)
	for i, band := range []struct {
		at   fyne.Position
		size fyne.Size
	}{
		{fyne.NewPos(0, 0), fyne.NewSize(size.Width, corner)},
		{fyne.NewPos(0, size.Height-corner), fyne.NewSize(size.Width, corner)},
		{fyne.NewPos(0, corner), fyne.NewSize(corner, high)},
		{fyne.NewPos(size.Width-corner, corner), fyne.NewSize(corner, high)},
	} {
		d.clips[i].Move(band.at)
		d.clips[i].Resize(band.size)
		d.edges[i].Move(fyne.NewPos(-band.at.X, -band.at.Y))
		d.edges[i].Resize(size)
	}
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
	for _, edge := range d.edges {
		edge.CornerRadius = theme.Size(theme.SizeNameInputRadius)
		edge.StrokeWidth, edge.StrokeColor = width, Color(name)
	}
}

func (d *frameDrawing) MinSize() fyne.Size { return fyne.Size{} }
func (d *frameDrawing) Destroy()           {}

func (d *frameDrawing) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.clips[0], d.clips[1], d.clips[2], d.clips[3]}
}
