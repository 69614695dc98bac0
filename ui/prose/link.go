package prose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// link is a span that can be opened. It may stand on several lines.
type link struct {
	text             *Text
	open             func()
	focused, hovered bool
	stop             *stop
}

func newLink(t *Text, open func()) *link {
	l := &link{text: t, open: open}
	l.stop = &stop{area{link: l}}
	l.stop.ExtendBaseWidget(l.stop)
	return l
}

// area is where on one of its lines the link is: the first one takes the keyboard too.
func (l *link) area(first bool) fyne.CanvasObject {
	if first {
		return l.stop
	}
	a := &area{link: l}
	a.ExtendBaseWidget(a)
	return a
}

func (l *link) changed() { l.text.repaint() }

// area hears the mouse over a part of a link. The text itself draws it.
type area struct {
	widget.BaseWidget
	link *link
}

// Tapped opens the link.
func (a *area) Tapped(*fyne.PointEvent) { a.link.open() }

// Cursor is a hand.
func (a *area) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn underlines the link.
func (a *area) MouseIn(*desktop.MouseEvent) { a.link.hovered = true; a.link.changed() }

// MouseMoved changes nothing.
func (a *area) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the underline away.
func (a *area) MouseOut() { a.link.hovered = false; a.link.changed() }

// CreateRenderer draws nothing.
func (a *area) CreateRenderer() fyne.WidgetRenderer { return nothing{} }

type nothing struct{}

func (nothing) Destroy()                     {}
func (nothing) Layout(fyne.Size)             {}
func (nothing) MinSize() fyne.Size           { return fyne.Size{} }
func (nothing) Objects() []fyne.CanvasObject { return nil }
func (nothing) Refresh()                     {}

// stop is the area of a link that takes the keyboard.
type stop struct{ area }

// FocusGained shows that the link has the keyboard.
func (s *stop) FocusGained() {
	s.link.focused = true
	s.link.changed()
	if told := s.link.text.OnFocus; told != nil {
		told(s.Position().Y, s.Size().Height)
	}
}

// FocusLost shows that it has not.
func (s *stop) FocusLost() { s.link.focused = false; s.link.changed() }

// TypedKey opens the link on Enter and Space.
func (s *stop) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		s.link.open()
	default:
		if s.link.text.OnKey != nil {
			s.link.text.OnKey(key.Name)
		}
	}
}

// TypedRune: letters mean nothing to a link.
func (s *stop) TypedRune(rune) {}
