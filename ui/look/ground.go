package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Ground paints a colour of the theme behind things, also after the theme changes. One that is
// not opaque darkens what is behind it.
type Ground struct {
	widget.BaseWidget
	name fyne.ThemeColorName
}

// NewGround is a ground in a colour of the theme.
func NewGround(name fyne.ThemeColorName) *Ground {
	g := &Ground{name: name}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is the toolkit's way to draw it.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	d := &groundDrawing{ground: g, fill: canvas.NewShader("ground", []byte(fill), []byte(fillES))}
	d.clip = container.NewClip(d.fill)
	d.paint()
	return d
}

// The toolkit's own rectangle works out a stroke and a shadow for each pixel, also where
// there are none: where a processor draws, those behind the goals took a third of a frame.
const (
	fillUniforms = "uniform float red; uniform float green; uniform float blue; uniform float alpha;\n"
	fillMain     = "void main() { gl_FragColor = vec4(red, green, blue, alpha); }\n"

	fill   = "#version 110\n" + fillUniforms + fillMain
	fillES = "#version 100\nprecision mediump float;\n" + fillUniforms + fillMain
)

// groundDrawing is the colour, clipped to whole pixels.
type groundDrawing struct {
	ground *Ground
	fill   *canvas.Shader
	clip   *container.Clip
}

func (d *groundDrawing) Refresh() {
	d.paint()
	canvas.Refresh(d.ground)
}

func (d *groundDrawing) paint() {
	c := color.NRGBAModel.Convert(Color(d.ground.name)).(color.NRGBA)
	part := func(of uint8) float32 { return float32(of) / 0xff }
	d.fill.Uniforms = map[string]float32{"red": part(c.R), "green": part(c.G), "blue": part(c.B), "alpha": part(c.A)}
}

func (d *groundDrawing) Layout(size fyne.Size)        { d.clip.Resize(size) }
func (d *groundDrawing) MinSize() fyne.Size           { return fyne.Size{} }
func (d *groundDrawing) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.clip} }
func (d *groundDrawing) Destroy()                     {}

// Card is a ground with round corners.
type Card struct {
	widget.BaseWidget
	draw func(*canvas.Rectangle)
}

// NewCard is a card in the colour that goals are written on, with a hair line around it.
func NewCard() *Card {
	return newCard(func(r *canvas.Rectangle) {
		r.CornerRadius, r.StrokeWidth = 12, 1
		r.FillColor, r.StrokeColor = Color(ColorSurface), Color(theme.ColorNameSeparator)
	})
}

// NewPaper is what a sheet is written on: it lies above all else, as the toolkit's dialogs do.
func NewPaper() *Card {
	return newCard(func(r *canvas.Rectangle) {
		r.CornerRadius, r.FillColor = theme.Size(theme.SizeNamePopupRadius), Color(theme.ColorNameOverlayBackground)
		r.Shadow = canvas.Shadow{Color: Color(theme.ColorNameShadow), Offset: fyne.NewPos(0, 4), BlurRadius: 14, Variant: canvas.DropShadow}
	})
}

func newCard(draw func(*canvas.Rectangle)) *Card {
	c := &Card{draw: draw}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is the toolkit's way to draw it.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	d := &cardDrawing{card: c, rectangle: canvas.NewRectangle(nil)}
	c.draw(d.rectangle)
	return d
}

type cardDrawing struct {
	card      *Card
	rectangle *canvas.Rectangle
}

func (d *cardDrawing) Refresh() {
	d.card.draw(d.rectangle)
	canvas.Refresh(d.card)
}

func (d *cardDrawing) Layout(size fyne.Size)        { d.rectangle.Resize(size) }
func (d *cardDrawing) MinSize() fyne.Size           { return fyne.Size{} }
func (d *cardDrawing) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.rectangle} }
func (d *cardDrawing) Destroy()                     {}
