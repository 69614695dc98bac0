package robot

import (
	"fmt"
	"os"
)

// even writes a copy of a grey picture to a file, in which each pixel is as dark as it differs from what is around it: words on
// any ground, light on dark or dark on light, come out dark on white. The format is a short head, then one byte a
// pixel: https://netpbm.sourceforge.net/doc/pgm.html
func even(picture []byte, path string) error {
	var width, height, white int
	head := string(picture[:min(64, len(picture))])
	if _, err := fmt.Sscanf(head, "P5\n%d %d\n%d\n", &width, &height, &white); err != nil {
		return fmt.Errorf("unexpected picture format: %w", err)
	}
	if white != 255 || width <= 0 || height <= 0 || width*height > len(picture) {
		return fmt.Errorf("unexpected picture format: %d×%d, %d shades", width, height, white)
	}
	start := len(picture) - width*height
	g := grey{width, height, picture[start:]}
	evened := append(picture[:start:start], g.evened()...)
	return os.WriteFile(path, evened, 0o600)
}

type grey struct {
	width, height int
	pixels        []byte
}

// evened computes the ground for tiles of 8 by 8 pixels: words are larger than that.
func (g grey) evened() []byte {
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
	return out
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
