package robot

import (
	"fmt"
	"image"
	"os"

	"golang.org/x/image/draw"
)

// grey is a picture of one byte a pixel, from black to white.
type grey struct {
	width, height int
	pixels        []byte
}

// enlarged is a picture in grey, as large as the reader likes it.
func enlarged(picture *image.RGBA) grey {
	from := picture.Bounds()
	plain := image.NewGray(from)
	draw.Draw(plain, from, picture, from.Min, draw.Src)
	to := image.Rect(0, 0, int(float64(from.Dx())*enlargement), int(float64(from.Dy())*enlargement))
	large := image.NewGray(to)
	draw.CatmullRom.Scale(large, to, plain, from, draw.Src, nil)
	return grey{to.Dx(), to.Dy(), large.Pix}
}

// write leaves the picture in a file: a short head, then the pixels. https://netpbm.sourceforge.net/doc/pgm.html
func (g grey) write(path string) error {
	return os.WriteFile(path, append(fmt.Appendf(nil, "P5\n%d %d\n255\n", g.width, g.height), g.pixels...), 0o600)
}

// evened is the picture with each pixel as dark as it differs from what is around it: words on any ground, light on dark
// or dark on light, come out dark on white. The ground is found for tiles of 8 by 8 pixels: words are larger than that.
func (g grey) evened() grey {
	const tile = 8
	out := make([]byte, len(g.pixels))
	for top := 0; top < g.height; top += tile {
		for left := 0; left < g.width; left += tile {
			ground := g.ground(left+tile/2, top+tile/2)
			for y := top; y < min(top+tile, g.height); y++ {
				for x := left; x < min(left+tile, g.width); x++ {
					difference := int(g.pixels[y*g.width+x]) - ground
					out[y*g.width+x] = byte(255 - min(255, max(difference, -difference)*3/2)) // grey words are words too
				}
			}
		}
	}
	return grey{g.width, g.height, out}
}

// ground is the median of the pixels around a place: every fifth pixel, 30 in each direction, which is 12 on the screen.
func (g grey) ground(x, y int) int {
	const reach, step = 30, 5
	var counts [256]int
	total := 0
	for row := max(0, y-reach); row <= min(g.height-1, y+reach); row += step {
		for column := max(0, x-reach); column <= min(g.width-1, x+reach); column += step {
			counts[g.pixels[row*g.width+column]]++
			total++
		}
	}
	below := 0
	for shade, count := range counts {
		if below += count; below > total/2 {
			return shade
		}
	}
	return 255
}
