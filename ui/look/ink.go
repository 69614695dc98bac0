package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Ink is the theme with letters in another of its colours. The toolkit's text fields
// have no colour of their own.
type Ink struct {
	Theme
	Name fyne.ThemeColorName
}

// NewInk is the theme with letters in a colour.
func NewInk(name fyne.ThemeColorName) *Ink { return &Ink{New(), name} }

// Color is as in Theme, but for the letters.
func (t *Ink) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameForeground {
		name = t.Name
	}
	return t.Theme.Color(name, variant)
}
