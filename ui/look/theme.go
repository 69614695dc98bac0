// Package look is how Overachiever looks: one accent, one grid, denser than
// the toolkit's default, in light and in dark.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colours of ours besides the toolkit's own.
const (
	ColorSurface fyne.ThemeColorName = "surface" // what goals are written on
	ColorMuted   fyne.ThemeColorName = "muted"   // text of second rank
	ColorFaint   fyne.ThemeColorName = "faint"   // guides, empty rings
	ColorRing    fyne.ThemeColorName = "ring"    // the mark of an open goal
	ColorTrack   fyne.ThemeColorName = "track"   // the part of a goal that is not completed yet
	ColorDone    fyne.ThemeColorName = "done"    // the mark of a completed goal
	ColorCursor  fyne.ThemeColorName = "cursor"  // around what the keys are about
	ColorHit     fyne.ThemeColorName = "hit"     // behind what was searched for
	ColorNotice  fyne.ThemeColorName = "notice"  // the ground of a banner
	ColorCode    fyne.ThemeColorName = "code"    // the ground of code in a text
)

// The grid: everything stands on multiples of four.
const (
	RowHeight float32 = 32
	Indent    float32 = 24
	Gap       float32 = 8
)

// Theme is the toolkit's default theme in our colours and measures.
type Theme struct{ fyne.Theme }

// New is our theme. Light or dark is the system's choice.
func New() Theme { return Theme{theme.DefaultTheme()} }

// Color is the colour of that name for light or dark.
func (t Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	pair, ok := palette(name)
	if !ok {
		return t.Theme.Color(name, variant)
	}
	if variant == theme.VariantDark {
		return pair.dark
	}
	return pair.light
}

// Size is a measure in device-independent pixels.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 14
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNameSubHeadingText:
		return 17
	case theme.SizeNameHeadingText:
		return 24
	case theme.SizeNameInnerPadding:
		return 7
	case theme.SizeNameLineSpacing:
		return 3
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius, theme.SizeNameButtonRadius, theme.SizeNameMenuRadius:
		return 6
	case theme.SizeNameModalBlurRadius:
		return 0 // software rendering pays for a blur with dropped frames
	}
	return t.Theme.Size(name)
}

// Rows is the theme inside the outline, where rows touch each other.
type Rows struct{ Theme }

// Size is as in Theme, without the space between rows.
func (r Rows) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNamePadding:
		return 0
	case theme.SizeNameInnerPadding:
		return 6
	}
	return r.Theme.Size(name)
}

// Names is the theme where a name is typed in a row: it has no height for a bar below the
// text, which scrolls with the caret.
type Names struct{ Rows }

// Size is as in Rows, without scroll bars.
func (n Names) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall:
		return 0
	}
	return n.Rows.Size(name)
}

// large is the theme with headings to be read from afar.
type large struct{ Theme }

func (l large) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameHeadingText {
		return 34
	}
	return l.Theme.Size(name)
}

type shades struct{ light, dark color.NRGBA }

func palette(name fyne.ThemeColorName) (shades, bool) {
	switch name {
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return shades{rgb(0x4953d4), rgb(0x929aff)}, true
	case theme.ColorNameForegroundOnPrimary:
		return shades{rgb(0xffffff), rgb(0x14161b)}, true
	case theme.ColorNameBackground, theme.ColorNameHeaderBackground:
		return shades{rgb(0xf4f5f8), rgb(0x15171c)}, true
	case ColorSurface, theme.ColorNameInputBackground:
		return shades{rgb(0xffffff), rgb(0x1c1f26)}, true
	case theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return shades{rgb(0xffffff), rgb(0x23272f)}, true
	case theme.ColorNameForeground:
		return shades{rgb(0x1b1e25), rgb(0xe7e9ef)}, true
	case ColorMuted, theme.ColorNamePlaceHolder:
		return shades{rgb(0x667085), rgb(0x969eae)}, true
	case theme.ColorNameDisabled:
		return shades{rgb(0x727a8b), rgb(0x868e9e)}, true
	case ColorFaint, theme.ColorNameSeparator:
		return shades{rgb(0xe1e4ea), rgb(0x2d323c)}, true
	case theme.ColorNameInputBorder:
		return shades{rgb(0xd5d9e2), rgb(0x3a404c)}, true
	case theme.ColorNameButton:
		return shades{rgb(0xe8eaf0), rgb(0x2a2f39)}, true
	case theme.ColorNameDisabledButton:
		return shades{rgb(0xeef0f4), rgb(0x21252d)}, true
	case theme.ColorNameHover:
		return shades{alpha(0x1b1e25, 0x0a), alpha(0xffffff, 0x0c)}, true
	case theme.ColorNamePressed:
		return shades{alpha(0x1b1e25, 0x1a), alpha(0xffffff, 0x1a)}, true
	case theme.ColorNameSelection:
		return shades{alpha(0x4953d4, 0x22), alpha(0x929aff, 0x2e)}, true
	case theme.ColorNameFocus:
		return shades{alpha(0x4953d4, 0x33), alpha(0x929aff, 0x40)}, true
	case theme.ColorNameError:
		return shades{rgb(0xc2313f), rgb(0xff7b86)}, true
	case theme.ColorNameWarning:
		return shades{rgb(0xa86200), rgb(0xf0b35a)}, true
	case theme.ColorNameSuccess:
		return shades{rgb(0x23835a), rgb(0x5fce9c)}, true
	case ColorRing:
		return shades{rgb(0xaab1bf), rgb(0x6a7280)}, true
	case ColorTrack:
		return shades{rgb(0xcfd4e4), rgb(0x4b5368)}, true
	case ColorDone:
		return shades{rgb(0xa9afe6), rgb(0x565c94)}, true
	case ColorCursor:
		return shades{alpha(0x4953d4, 0x8c), alpha(0x929aff, 0x8c)}, true
	case ColorHit:
		return shades{rgb(0xffe08a), rgb(0x6b5717)}, true
	case ColorNotice:
		return shades{rgb(0xfff3dc), rgb(0x3a301c)}, true
	case ColorCode:
		return shades{rgb(0xf0f1f5), rgb(0x272b34)}, true
	case theme.ColorNameScrollBar:
		return shades{alpha(0x1b1e25, 0x55), alpha(0xffffff, 0x55)}, true
	case theme.ColorNameShadow:
		return shades{alpha(0x000000, 0x1a), alpha(0x000000, 0x66)}, true
	}
	return shades{}, false
}

func rgb(hex uint32) color.NRGBA { return alpha(hex, 0xff) }

func alpha(hex uint32, a uint8) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: a}
}

// Color is a colour of the theme in force.
func Color(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	return settings.Theme().Color(name, settings.ThemeVariant())
}
