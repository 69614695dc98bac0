package look

import (
	"hash/fnv"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Tag is the colour of a tag and that of its ground, the same wherever the tag is seen. It
// is made from its letters, so that nobody has to choose one.
func Tag(tag string) (text, ground color.Color) {
	hues := [...]shades{
		{rgb(0x3d49c2), rgb(0xa9b0ff)}, // indigo
		{rgb(0x0b6e99), rgb(0x74cbf0)}, // blue
		{rgb(0x12715b), rgb(0x6dd6ba)}, // green
		{rgb(0x8a5a00), rgb(0xedbf6b)}, // amber
		{rgb(0xa63d57), rgb(0xffa0b4)}, // rose
		{rgb(0x7a3aa8), rgb(0xd5a3fa)}, // violet
		{rgb(0x9a4a1c), rgb(0xf6ab80)}, // rust
		{rgb(0x4d6614), rgb(0xb9d66e)}, // olive
	}
	hash := fnv.New32a()
	hash.Write([]byte(tag)) // never fails
	hue := hues[hash.Sum32()%uint32(len(hues))]
	shade := hue.light
	if fyne.CurrentApp().Settings().ThemeVariant() == theme.VariantDark {
		shade = hue.dark
	}
	return shade, Tint(shade)
}

// Tint is a colour so thin that text is to be read on it.
func Tint(c color.Color) color.Color {
	r, g, b, _ := c.RGBA()
	return color.NRGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: 0x22}
}
