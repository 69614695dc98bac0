package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
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
