package look_test

import (
	"fmt"
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"overachiever/ui/look"
)

// A frame, which is drawn in four pieces, looks as a rectangle drawn whole does, pixel for
// pixel, whether it has the keyboard or not.
func TestAFrameLooksLikeARectangle(t *testing.T) {
	for _, size := range []fyne.Size{fyne.NewSize(300, 120), fyne.NewSize(61, 37), fyne.NewSize(24, 18)} {
		for _, focused := range []bool{false, true} {
			t.Run(fmt.Sprint(size.Width, "x", size.Height, " focused ", focused), func(t *testing.T) {
				test.NewTempApp(t).Settings().SetTheme(look.New())
				frame, whole := look.NewFrame(), canvas.NewRectangle(nil)
				frame.Focus(focused)
				whole.CornerRadius = theme.Size(theme.SizeNameInputRadius)
				whole.StrokeWidth, whole.StrokeColor = 1, look.Color(theme.ColorNameInputBorder)
				if focused {
					whole.StrokeWidth, whole.StrokeColor = 2, look.Color(theme.ColorNamePrimary)
				}
				for _, piece := range edges(size) {
					got, want := drawn(frame, size, piece), drawn(whole, size, piece)
					if got.Bounds() != want.Bounds() || differences(want, drawn(canvas.NewRectangle(color.Transparent), size, piece)) == 0 {
						t.Fatalf("%v: the pictures are %v and %v, and may be empty", piece, got.Bounds(), want.Bounds())
					}
					if pixels := differences(got, want); pixels > 0 {
						t.Errorf("%v: %d pixels differ", piece, pixels)
					}
				}
			})
		}
	}
}

// edges are the parts of a frame that something is drawn in.
func edges(size fyne.Size) []image.Rectangle {
	wide, high, corner := int(size.Width), int(size.Height), int(theme.Size(theme.SizeNameInputRadius))+2
	return []image.Rectangle{
		image.Rect(0, 0, wide, corner), image.Rect(0, high-corner, wide, high),
		image.Rect(0, corner, corner, high-corner), image.Rect(wide-corner, corner, wide, high-corner),
	}
}

// drawn is a picture of a part of something. It begins where the part does: of what begins
// left of a clip and not of the picture, the painter of tests draws the wrong piece.
func drawn(o fyne.CanvasObject, size fyne.Size, part image.Rectangle) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(container.NewWithoutLayout(o))
	c.Resize(fyne.NewSize(float32(part.Dx()), float32(part.Dy())))
	o.Resize(size)
	o.Move(fyne.NewPos(-float32(part.Min.X), -float32(part.Min.Y)))
	return c.Capture()
}

// differences counts the pixels that are not alike in two pictures of one size.
func differences(a, b image.Image) int {
	count := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if color.RGBAModel.Convert(a.At(x, y)) != color.RGBAModel.Convert(b.At(x, y)) {
				count++
			}
		}
	}
	return count
}

// The edges of a card, which are drawn in four pieces, look as those of a rectangle drawn whole do. The
// painter of tests does not draw what is inside, which is a ground.
func TestACardLooksLikeARectangle(t *testing.T) {
	for name, c := range map[string]struct {
		card  func() *look.Card
		whole func(*canvas.Rectangle)
	}{
		"card": {look.NewCard, func(r *canvas.Rectangle) {
			r.CornerRadius, r.StrokeWidth = 12, 1
			r.FillColor, r.StrokeColor = look.Color(look.ColorSurface), look.Color(theme.ColorNameSeparator)
		}},
		"paper": {look.NewPaper, func(r *canvas.Rectangle) {
			r.CornerRadius, r.FillColor = theme.Size(theme.SizeNamePopupRadius), look.Color(theme.ColorNameOverlayBackground)
			r.Shadow = canvas.Shadow{Color: look.Color(theme.ColorNameShadow), Offset: fyne.NewPos(0, 4), BlurRadius: 14, Variant: canvas.DropShadow}
		}},
	} {
		for _, size := range []fyne.Size{fyne.NewSize(80, 50), fyne.NewSize(61, 37)} {
			t.Run(fmt.Sprint(name, " ", size.Width, "x", size.Height), func(t *testing.T) {
				test.NewTempApp(t).Settings().SetTheme(look.New())
				whole := canvas.NewRectangle(nil)
				c.whole(whole)
				corner := int(whole.CornerRadius) + 1
				wide, high := int(size.Width), int(size.Height)
				for _, piece := range []image.Rectangle{
					image.Rect(0, 0, wide, corner), image.Rect(0, high-corner, wide, high),
					image.Rect(0, corner, corner, high-corner), image.Rect(wide-corner, corner, wide, high-corner),
				} {
					got, want := drawn(c.card(), size, piece), drawn(whole, size, piece)
					if pixels := differences(got, want); pixels > 0 {
						t.Errorf("%v: %d pixels differ", piece, pixels)
					}
				}
			})
		}
	}
}
