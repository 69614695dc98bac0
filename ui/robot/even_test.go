package robot

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"
)

// What is enlarged here looks as another package has it, but for the rounding and the very edges.
func TestEnlargedAsOthersDo(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []image.Point{{10, 30}, {64, 42}} {
		picture := image.NewRGBA(image.Rectangle{Max: size})
		for i := range picture.Pix {
			picture.Pix[i] = byte(64+random.IntN(128)) | byte(i%4/3*255) // opaque; the curve stays between black and white
		}
		got := enlarged(picture)
		plain := image.NewGray(picture.Bounds())
		draw.Draw(plain, plain.Rect, picture, image.Point{}, draw.Src)
		want := image.NewGray(image.Rect(0, 0, got.width, got.height))
		draw.CatmullRom.Scale(want, want.Rect, plain, plain.Rect, draw.Src, nil)
		const edge = 5 // two pixels of the picture
		for y := edge; y < got.height-edge; y++ {
			for x := edge; x < got.width-edge; x++ {
				is, be := int(got.pixels[y*got.width+x]), int(want.At(x, y).(color.Gray).Y)
				if max(is-be, be-is) > 2 {
					t.Fatalf("%v: at %d,%d it is %d, not %d", size, x, y, is, be)
				}
			}
		}
	}
}
