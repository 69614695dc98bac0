package look

import (
	"image/color"
	"math"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Heading is the largest text of a page.
func Heading(text string) *widget.Label {
	label := widget.NewLabelWithStyle(text, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	label.SizeName = theme.SizeNameHeadingText
	label.Wrapping = fyne.TextWrapWord
	return label
}

// Title heads a part of a page.
func Title(text string) *widget.Label {
	label := widget.NewLabelWithStyle(text, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	label.SizeName = theme.SizeNameSubHeadingText
	label.Wrapping = fyne.TextWrapWord
	return label
}

// Body is running text.
func Body(text string) *widget.Label {
	label := widget.NewLabel(text)
	label.Wrapping = fyne.TextWrapWord
	return label
}

// Caption is small text of second rank.
func Caption(text string) *widget.Label {
	label := widget.NewLabel(text)
	label.SizeName = theme.SizeNameCaptionText
	label.Importance = widget.LowImportance
	return label
}

// Code is text to be read off the screen and typed elsewhere, letter by letter.
func Code(text string) fyne.CanvasObject {
	label := widget.NewLabelWithStyle(text, fyne.TextAlignLeading, fyne.TextStyle{Bold: true, Monospace: true})
	label.SizeName = theme.SizeNameHeadingText
	return container.NewThemeOverride(label, large{New()})
}

// Fit shortens text to a width, in device-independent pixels, with an ellipsis.
func Fit(text string, width, size float32, style fyne.TextStyle) string {
	if width <= 0 {
		return ""
	}
	if widest(text)*size <= width {
		return text // most need no measuring, which takes longer than all else that is done for them
	}
	if float32(utf8.RuneCountInString(text))*size*0.4 < width && fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	if longest := int(width/size*8) + 1; len(runes) > longest {
		runes = runes[:longest]
	} else if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + "…"
}

// widest is what a text is wide at the most, measured by its size: its letters are Latin, Greek or Cyrillic, of which
// the plain ones are no wider than high, and the others no wider than that and a half. Of other texts it knows nothing.
func widest(text string) float32 {
	width := float32(0)
	for _, letter := range text {
		switch {
		case ' ' <= letter && letter <= '~':
			width++
		case 0xa0 <= letter && letter < 0x530:
			width += 1.5
		default:
			return math.MaxFloat32
		}
	}
	return width
}

// NewText is a line of text that its owner recolours on every refresh.
func NewText(size float32) *canvas.Text {
	text := canvas.NewText("", color.Transparent)
	text.TextSize = size
	return text
}
