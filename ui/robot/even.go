package robot

import (
	"fmt"
	"image"
	"math"
	"os"
)

// grey is a picture of one byte a pixel, from black to white.
type grey struct {
	width, height int
	pixels        []byte
}

// enlarged is a picture in grey, as large as the reader likes it. The packages that enlarge any kind of picture take
// seconds for it under the race detector.
func enlarged(picture *image.RGBA) grey { return greyOf(picture).wider().turned().wider().turned() }

// greyOf is how light the pixels are: https://www.itu.int/rec/R-REC-BT.601
func greyOf(picture *image.RGBA) grey {
	size := picture.Bounds().Size()
	g := grey{size.X, size.Y, make([]byte, 0, size.X*size.Y)}
	for y := range size.Y {
		row := picture.Pix[y*picture.Stride:][:4*size.X]
		for i := 0; i < len(row); i += 4 {
			g.pixels = append(g.pixels, byte((299*int(row[i])+587*int(row[i+1])+114*int(row[i+2]))/1000))
		}
	}
	return g
}

// wider is the picture enlarged in one direction.
func (g grey) wider() grey {
	places := places(g.width)
	out := grey{len(places), g.height, make([]byte, 0, len(places)*g.height)}
	for y := range g.height {
		row := g.pixels[y*g.width:][:g.width]
		for i := range places {
			p := &places[i]
			sum := p.weight[0]*int(row[p.at[0]]) + p.weight[1]*int(row[p.at[1]]) + p.weight[2]*int(row[p.at[2]]) + p.weight[3]*int(row[p.at[3]])
			out.pixels = append(out.pixels, byte(min(max((sum+whole/2)/whole, 0), 255)))
		}
	}
	return out
}

// turned is the picture with its rows as columns.
func (g grey) turned() grey {
	out := grey{g.height, g.width, make([]byte, 0, len(g.pixels))}
	for x := range g.width {
		for i := x; i < len(g.pixels); i += g.width {
			out.pixels = append(out.pixels, g.pixels[i])
		}
	}
	return out
}

// place is where a pixel of the enlarged picture comes from: the four around it, and how much each counts.
type place struct{ at, weight [4]int }

// whole is what the weights of a place come to.
const whole = 1 << 12

// places are those of a row, on the curve through its pixels: https://en.wikipedia.org/wiki/Catmull-Rom_spline
func places(width int) []place {
	all := make([]place, int(float64(width)*enlargement))
	for i := range all {
		left, t := math.Modf(max((float64(i)+0.5)/enlargement-0.5, 0))
		for k, weight := range []float64{
			-t/2 + t*t - t*t*t/2,
			1 - 5*t*t/2 + 3*t*t*t/2,
			t/2 + 2*t*t - 3*t*t*t/2,
			-t*t/2 + t*t*t/2,
		} {
			all[i].at[k] = min(max(int(left)-1+k, 0), width-1)
			all[i].weight[k] = int(math.Round(weight * whole))
		}
	}
	return all
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
