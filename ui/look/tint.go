package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Tint is the theme with letters in another of its colours. The toolkit's text fields
// have no colour of their own.
type Tint struct {
	Theme
	Name fyne.ThemeColorName
}

// NewTint is the theme with letters in a colour.
func NewTint(name fyne.ThemeColorName) *Tint { return &Tint{New(), name} }

// Color is as in Theme, but for the letters.
func (t *Tint) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameForeground {
		name = t.Name
	}
	return t.Theme.Color(name, variant)
}
