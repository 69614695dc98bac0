package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Button is the toolkit's button that Return presses too, that keeps the keyboard
// then, and that passes Escape on, as people expect of a dialog.
type Button struct {
	widget.Button
	OnEscape func()
	OnFocus  func()                  // it has the keyboard now
	OnKey    func(fyne.KeyName) bool // any other key; true when that was all of it
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
	b.Button.FocusGained()
	if b.OnFocus != nil {
		b.OnFocus()
	}
}
