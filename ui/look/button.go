package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Button is the toolkit's button that Return presses too, that keeps the keyboard
// then, and that passes Escape on, as people expect of a dialog.
type Button struct {
	widget.Button
	OnEscape func()
	OnFocus  func()                  // it has the keyboard now
	OnKey    func(fyne.KeyName) bool // any other key; true when that was all of it

	focused bool
}

// NewButton is a plain button.
func NewButton(label string, tapped func()) *Button {
	b := &Button{Button: widget.Button{Text: label, OnTapped: tapped}}
	b.ExtendBaseWidget(b)
	return b
}

// NewPrimary is the one button of a page that most people want.
func NewPrimary(label string, tapped func()) *Button {
	b := NewButton(label, tapped)
	b.Importance = widget.HighImportance
	return b
}

// MinSize leaves room beside the label, which the toolkit's button does not
// when its theme is dense.
func (b *Button) MinSize() fyne.Size {
	return b.Button.MinSize().AddWidthHeight(12, 0)
}

// TypedKey presses the button on Return and Space. Not by Tapped: that takes the
// keyboard away, and the next Tab would begin at the top again.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if b.OnTapped != nil && !b.Disabled() {
			b.OnTapped()
		}
	case fyne.KeyEscape:
		if b.OnEscape != nil {
			b.OnEscape()
		}
	default:
		if b.OnKey == nil || !b.OnKey(key.Name) {
			b.Button.TypedKey(key)
		}
	}
}

// FocusGained is the toolkit's way to say that it has the keyboard now.
func (b *Button) FocusGained() {
	b.focused = true
	b.Button.FocusGained()
	if b.OnFocus != nil {
		b.OnFocus()
	}
}

// FocusLost is its way to say that it has not.
func (b *Button) FocusLost() {
	b.focused = false
	b.Button.FocusLost()
}

// CreateRenderer draws a ring around the button that has the keyboard: the toolkit
// only shades it, which on a button of the theme's own colour nobody sees.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(color.Transparent)
	ring.StrokeWidth = ringWidth
	d := &buttonDrawing{WidgetRenderer: b.Button.CreateRenderer(), button: b, ring: ring}
	d.paint()
	return d
}

const ringWidth = 2

type buttonDrawing struct {
	fyne.WidgetRenderer
	button *Button
	ring   *canvas.Rectangle
}

func (d *buttonDrawing) Layout(size fyne.Size) {
	d.WidgetRenderer.Layout(size)
	d.ring.Resize(size)
}

func (d *buttonDrawing) Refresh() {
	d.paint()
	d.WidgetRenderer.Refresh()
	d.ring.Refresh()
}

func (d *buttonDrawing) paint() {
	d.ring.Hidden = !d.button.focused
	d.ring.StrokeColor = Color(theme.ColorNameForeground)
	d.ring.CornerRadius = theme.Size(theme.SizeNameButtonRadius)
}

func (d *buttonDrawing) Objects() []fyne.CanvasObject {
	return append(d.WidgetRenderer.Objects(), d.ring)
}
