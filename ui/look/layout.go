package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// On paints a ground behind content.
func On(name fyne.ThemeColorName, content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(NewGround(name), content)
}

// Inset leaves so much space around content on every side.
func Inset(space float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(space, space, space, space), content)
}

// Wide keeps content at least so wide.
func Wide(width float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(atLeast{fyne.NewSize(width, 0)}, content)
}

// Tall keeps content at least so high.
func Tall(height float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(atLeast{fyne.NewSize(0, height)}, content)
}

// Thin keeps content exactly so high, however high it wants to be.
func Thin(height float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(exactly(height), content)
}

type exactly float32

func (e exactly) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, float32(e))
}

func (e exactly) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, float32(e)))
	objects[0].Move(fyne.Position{})
}

type atLeast struct{ size fyne.Size }

func (a atLeast) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := a.size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

func (a atLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.Position{})
	}
}

// Column stacks content top down in a card of a readable width, in the middle of the page.
func Column(width float32, content ...fyne.CanvasObject) fyne.CanvasObject {
	card := container.NewStack(NewCard(), Inset(24, container.NewVBox(content...)))
	return container.NewCenter(Wide(width, card))
}

// Tight stacks texts that belong together: a label keeps room around itself that
// would tear them apart.
func Tight(content ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedVBoxLayout(-8), content...)
}

// Space is an empty strip of that height.
func Space(height float32) fyne.CanvasObject {
	strip := canvas.NewRectangle(nil)
	strip.SetMinSize(fyne.NewSize(1, height))
	return strip
}
