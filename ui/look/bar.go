package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Bar shows how far something is: a thin line, of which a part is filled.
type Bar struct {
	widget.BaseWidget
	value float32
}

const barHeight = 5

// NewBar is an empty bar.
func NewBar() *Bar {
	b := &Bar{}
	b.ExtendBaseWidget(b)
	return b
}

// SetValue fills a part of it, from 0 to 1.
func (b *Bar) SetValue(value float32) {
	if b.value != value {
		b.value = value
		b.Refresh()
	}
}

// CreateRenderer is the toolkit's way to draw it.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	d := &barDrawing{bar: b, whole: canvas.NewRectangle(nil), part: canvas.NewRectangle(nil)}
	d.whole.CornerRadius, d.part.CornerRadius = barHeight/2.0, barHeight/2.0
	d.paint()
	return d
}

type barDrawing struct {
	bar         *Bar
	whole, part *canvas.Rectangle
}

func (d *barDrawing) MinSize() fyne.Size { return fyne.NewSize(barHeight, barHeight) }
func (d *barDrawing) Destroy()           {}
func (d *barDrawing) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.whole, d.part}
}

func (d *barDrawing) Layout(size fyne.Size) {
	d.whole.Resize(size)
	d.part.Resize(fyne.NewSize(max(size.Width*d.bar.value, barHeight), size.Height))
}

func (d *barDrawing) Refresh() {
	d.paint()
	d.Layout(d.bar.Size())
	canvas.Refresh(d.bar)
}

func (d *barDrawing) paint() {
	d.whole.FillColor, d.part.FillColor = Color(ColorFaint), Color(theme.ColorNamePrimary)
	d.part.Hidden = d.bar.value == 0
}
