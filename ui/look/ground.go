package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Ground paints a colour of the theme behind things, also after the theme changes.
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
	fillUniforms = "uniform float red; uniform float green; uniform float blue;\n"
	fillMain     = "void main() { gl_FragColor = vec4(red, green, blue, 1.0); }\n"

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
	r, g, b, _ := Color(d.ground.name).RGBA()
	const most = 0xffff
	d.fill.Uniforms = map[string]float32{"red": float32(r) / most, "green": float32(g) / most, "blue": float32(b) / most}
}

func (d *groundDrawing) Layout(size fyne.Size)        { d.clip.Resize(size) }
func (d *groundDrawing) MinSize() fyne.Size           { return fyne.Size{} }
func (d *groundDrawing) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.clip} }
func (d *groundDrawing) Destroy()                     {}

// Card is a ground with round corners and a hair line around it.
type Card struct{ widget.BaseWidget }

// NewCard is a card in the colour that goals are written on.
func NewCard() *Card {
	c := &Card{}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is the toolkit's way to draw it.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	d := &cardDrawing{card: c, rectangle: canvas.NewRectangle(nil)}
	d.rectangle.CornerRadius, d.rectangle.StrokeWidth = 12, 1
	d.paint()
	return d
}

type cardDrawing struct {
	card      *Card
	rectangle *canvas.Rectangle
}

func (d *cardDrawing) Refresh() {
	d.paint()
	canvas.Refresh(d.card)
}

func (d *cardDrawing) paint() {
	d.rectangle.FillColor, d.rectangle.StrokeColor = Color(ColorSurface), Color(theme.ColorNameSeparator)
}

func (d *cardDrawing) Layout(size fyne.Size)        { d.rectangle.Resize(size) }
func (d *cardDrawing) MinSize() fyne.Size           { return fyne.Size{} }
func (d *cardDrawing) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.rectangle} }
func (d *cardDrawing) Destroy()                     {}
