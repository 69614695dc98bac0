package look

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Card is a ground with round corners.
type Card struct {
	widget.BaseWidget
	ground  fyne.ThemeColorName
	corner  func() float32 // its radius
	shadow  float32        // how far it falls
	stroked bool
}

// NewCard is a card in the colour that goals are written on, with a hair line around it.
func NewCard() *Card {
	return newCard(&Card{ground: ColorSurface, corner: func() float32 { return 12 }, stroked: true})
}

// NewPaper is what a sheet is written on: it lies above all else, as the toolkit's dialogs do.
func NewPaper() *Card {
	return newCard(&Card{
		ground: theme.ColorNameOverlayBackground, shadow: 14,
		corner: func() float32 { return theme.Size(theme.SizeNamePopupRadius) },
	})
}

func newCard(c *Card) *Card {
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is the toolkit's way to draw it.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	d := &cardDrawing{c, newEdges(), NewGround(c.ground)}
	d.paint()
	return d
}

// cardDrawing is the round corners, with a ground inside.
type cardDrawing struct {
	card   *Card
	edges  *edges
	inside *Ground
}

func (d *cardDrawing) paint() {
	d.edges.paint(func(r *canvas.Rectangle) {
		r.CornerRadius, r.FillColor = d.card.corner(), Color(d.card.ground)
		if d.card.stroked {
			r.StrokeWidth, r.StrokeColor = 1, Color(theme.ColorNameSeparator)
		}
		if blur := d.card.shadow; blur > 0 {
			r.Shadow = canvas.Shadow{Color: Color(theme.ColorNameShadow), Offset: fyne.NewPos(0, shadowDrop), BlurRadius: blur, Variant: canvas.DropShadow}
		}
	})
}

// shadowDrop is how much lower than a card its shadow falls.
const shadowDrop = 4

func (d *cardDrawing) Refresh() {
	d.paint()
	d.inside.Refresh()
	canvas.Refresh(d.card)
}

func (d *cardDrawing) Layout(size fyne.Size) {
	// In whole pixels the edges meet; what is written on a card may end between two.
	size = fyne.NewSize(whole(size.Width), whole(size.Height))
	outwards := float32(0)
	if d.card.shadow > 0 {
		outwards = d.card.shadow + shadowDrop
	}
	inwards := whole(d.card.corner()) + 1
	d.edges.layout(size, inwards, outwards)
	d.inside.Move(fyne.NewPos(inwards-1, inwards-1)) // under the edges, not beside them
	d.inside.Resize(size.SubtractWidthHeight(2*inwards-2, 2*inwards-2))
}

func whole(v float32) float32 { return float32(math.Ceil(float64(v))) }

func (d *cardDrawing) MinSize() fyne.Size { return fyne.Size{} }
func (d *cardDrawing) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{d.inside}, d.edges.objects()...)
}
func (d *cardDrawing) Destroy() {}
