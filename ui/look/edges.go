package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// edges is the same rectangle four times, each clipped to one of its edges: top, bottom,
// left, right. Drawn whole, it would have the toolkit work out each pixel inside, in vain.
type edges struct {
	rectangles [4]*canvas.Rectangle
	clips      [4]*container.Clip
}

func newEdges() *edges {
	e := &edges{}
	for i := range e.rectangles {
		e.rectangles[i] = canvas.NewRectangle(nil)
		e.clips[i] = container.NewClip(container.NewWithoutLayout(e.rectangles[i]))
	}
	return e
}

// layout makes room for the edges of a rectangle of this size, inwards for its corners and
// outwards for its shadow.
func (e *edges) layout(size fyne.Size, inwards, outwards float32) {
	across := inwards + outwards
	wide, high := size.Width+2*outwards, max(size.Height-2*inwards, 0)
	for i, band := range []struct {
		at   fyne.Position
		size fyne.Size
	}{
		{fyne.NewPos(-outwards, -outwards), fyne.NewSize(wide, across)},
		{fyne.NewPos(-outwards, size.Height-inwards), fyne.NewSize(wide, across)},
		{fyne.NewPos(-outwards, inwards), fyne.NewSize(across, high)},
		{fyne.NewPos(size.Width-inwards, inwards), fyne.NewSize(across, high)},
	} {
		e.clips[i].Move(band.at)
		e.clips[i].Resize(band.size)
		e.rectangles[i].Move(fyne.NewPos(-band.at.X, -band.at.Y))
		e.rectangles[i].Resize(size)
	}
}

func (e *edges) paint(draw func(*canvas.Rectangle)) {
	for _, r := range e.rectangles {
		draw(r)
	}
}

func (e *edges) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{e.clips[0], e.clips[1], e.clips[2], e.clips[3]}
}
