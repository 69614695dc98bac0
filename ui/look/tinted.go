package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Tinted is the theme with letters in another of its colours. The toolkit's text fields
// have no colour of their own.
type Tinted struct {
	Theme
	Name fyne.ThemeColorName
}

// NewTinted is the theme with letters in a colour.
func NewTinted(name fyne.ThemeColorName) *Tinted { return &Tinted{New(), name} }

// Color is as in Theme, but for the letters.
func (t *Tinted) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameForeground {
		name = t.Name
	}
	return t.Theme.Color(name, variant)
}
