package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
)

// sheet is a page that lies over the window until it is closed, by a button or Escape.
type sheet struct {
	w        *window
	popup    *widget.PopUp
	content  *fyne.Container
	width    float32
	onClosed func()
}

func (w *window) openSheet(width float32, onClosed func()) *sheet {
	s := &sheet{w: w, width: width, content: container.NewVBox(), onClosed: onClosed}
	s.popup = widget.NewModalPopUp(look.Inset(20, look.Wide(width, s.content)), w.win.Canvas())
	w.sheets = append(w.sheets, s)
	return s
}

// show fills the sheet and gives the keyboard to focus.
func (s *sheet) show(focus fyne.Focusable, content ...fyne.CanvasObject) {
	s.content.Objects = content
	s.content.Refresh()
	s.popup.Show()
	s.popup.Resize(fyne.NewSize(s.width+40, 0).Max(s.popup.MinSize()))
	s.popup.Refresh()
	if focus != nil {
		s.w.win.Canvas().Focus(focus)
	}
}

func (s *sheet) close() {
	s.popup.Hide()
	for i, open := range s.w.sheets {
		if open == s {
			s.w.sheets = append(s.w.sheets[:i], s.w.sheets[i+1:]...)
			if s.onClosed != nil {
				s.onClosed()
			}
			break
		}
	}
	if len(s.w.sheets) == 0 && s.w.goals != nil {
		s.w.goals.view.focus()
	}
}

// button is a button of the sheet; Escape closes the sheet from there too.
func (s *sheet) button(label string, tapped func()) *look.Button {
	b := look.NewButton(label, tapped)
	b.OnEscape = s.close
	return b
}

func (s *sheet) primary(label string, tapped func()) *look.Button {
	b := look.NewPrimary(label, tapped)
	b.OnEscape = s.close
	return b
}

// field is a line of text in the sheet; Escape closes the sheet from there too.
func (s *sheet) field(placeholder string) *field {
	f := newField()
	f.SetPlaceHolder(placeholder)
	f.onEscape = s.close
	return f
}

// buttons stand at the right, the most wanted one last.
func buttons(of ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedHBoxLayout(8), append([]fyne.CanvasObject{layout.NewSpacer()}, of...)...)
}

// choice is one answer to a question.
type choice struct {
	label string
	do    func()
}

// ask puts a question; the last choice is the suggested one.
func (w *window) ask(title, text string, choices ...choice) {
	s := w.openSheet(400, nil)
	var row []fyne.CanvasObject
	var last *look.Button
	for i, c := range choices {
		tapped := func() {
			s.close()
			if c.do != nil {
				c.do()
			}
		}
		last = s.button(c.label, tapped)
		if i == len(choices)-1 {
			last.Importance = widget.HighImportance
		}
		row = append(row, last)
	}
	s.show(last, look.Title(title), look.Body(text), look.Space(8), buttons(row...))
}

// tell says something that needs no answer.
func (w *window) tell(title, text string) { w.ask(title, text, choice{"OK", nil}) }

// field is the toolkit's line of text that passes Escape on.
type field struct {
	widget.Entry
	onEscape func()
	onDown   func()
	onLeave  func()
	onKey    func(fyne.KeyName) bool
}

func newField() *field {
	f := &field{}
	f.Wrapping = fyne.TextWrapOff
	f.Scroll = container.ScrollHorizontalOnly
	f.ExtendBaseWidget(f)
	return f
}

func (f *field) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape && f.onEscape != nil:
		f.onEscape()
	case key.Name == fyne.KeyDown && f.onDown != nil:
		f.onDown()
	case f.onKey != nil && f.onKey(key.Name):
	default:
		f.Entry.TypedKey(key)
	}
}

func (f *field) FocusLost() {
	f.Entry.FocusLost()
	if f.onLeave != nil {
		f.onLeave()
	}
}
