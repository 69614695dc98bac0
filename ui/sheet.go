package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
)

// sheet is a page that lies over the window until it is closed, by a button or Escape.
type sheet struct {
	w        *window
	over     *fyne.Container // the whole window
	paper    *fyne.Container
	scroll   *container.Scroll // for windows that are lower than the sheet
	content  *fyne.Container
	foot     *fyne.Container // stays in sight when the content is scrolled
	width    float32
	meter    *meter // of what goes on, nil if nothing does
	onClosed func()
	onEscape func() // closes the sheet, or what has to be done before
}

const (
	sheetInset  = 20 // around what is on a sheet
	sheetMargin = 16 // between a sheet and the window's edge, at least
)

func (w *window) openSheet(width float32, onClosed func()) *sheet {
	s := &sheet{w: w, width: width, content: container.NewVBox(), onClosed: onClosed}
	s.onEscape = s.close
	s.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(sheetInset, 0, sheetInset, sheetInset), s.content))
	s.foot = container.New(layout.NewCustomPaddedLayout(0, sheetInset, sheetInset, sheetInset))
	s.paper = container.NewStack(look.NewPaper(), container.NewBorder(nil, s.foot, nil, nil, s.scroll))
	// The toolkit's own dialogs darken what is behind them by a rectangle like those that a Ground replaces.
	s.over = container.NewStack(look.NewGround(theme.ColorNameShadow), container.NewCenter(s.paper))
	s.over.Hide()
	w.sheets = append(w.sheets, s)
	return s
}

// show fills the sheet and gives the keyboard to focus. What comes last, the buttons as a
// rule, is at the foot.
func (s *sheet) show(focus fyne.Focusable, content ...fyne.CanvasObject) {
	s.meter.stop()
	last := len(content) - 1
	s.content.Objects, s.foot.Objects = content[:last], content[last:]
	s.content.Refresh()
	s.foot.Refresh()
	if !s.over.Visible() {
		s.over.Show()
		s.w.win.Canvas().Overlays().Add(s.over)
	}
	s.scroll.Offset = fyne.Position{}
	s.fit()
	if focus != nil {
		s.w.win.Canvas().Focus(focus)
	}
}

// fit makes the sheet as high as what is on it, or as the window lets it be.
func (s *sheet) fit() {
	width := s.width + 2*sheetInset
	for _, part := range []fyne.CanvasObject{s.scroll.Content, s.foot} {
		part.Resize(fyne.NewSize(width, 0)) // a text knows its height once it knows its width
	}
	room := s.w.win.Canvas().Size().Height - 2*sheetMargin - s.foot.MinSize().Height - theme.Padding()
	high := min(s.scroll.Content.MinSize().Height, room)
	s.scroll.SetMinSize(fyne.NewSize(width, high))
	for _, overlay := range s.w.win.Canvas().Overlays().List() {
		overlay.Refresh() // stands in the middle again
	}
}

// reveal scrolls to what has the keyboard now; the foot is in sight. The toolkit knows no
// place of what it has not painted yet.
func (s *sheet) reveal(o fyne.CanvasObject) {
	top, ok := topIn(s.scroll.Content, o)
	if !ok {
		return
	}
	bottom := top + o.Size().Height
	switch y := s.scroll.Offset.Y; {
	case top-sheetInset < y:
		s.scroll.ScrollToOffset(fyne.NewPos(0, max(0, top-sheetInset)))
	case bottom+sheetInset > y+s.scroll.Size().Height:
		end := min(bottom+sheetInset, s.scroll.Content.Size().Height)
		s.scroll.ScrollToOffset(fyne.NewPos(0, max(0, end-s.scroll.Size().Height)))
	}
}

// topIn is how far something is below the upper edge of what it is in; false when it is not
// in there.
func topIn(in, o fyne.CanvasObject) (float32, bool) {
	if in == o {
		return 0, true
	}
	if box, ok := in.(*fyne.Container); ok {
		for _, part := range box.Objects {
			if y, ok := topIn(part, o); ok {
				return part.Position().Y + y, true
			}
		}
	}
	return 0, false
}

func (s *sheet) close() {
	s.meter.stop()
	if s.over.Visible() {
		s.w.win.Canvas().Unfocus() // or a caret would blink on, where nobody sees it
		s.w.win.Canvas().Overlays().Remove(s.over)
		s.over.Hide()
	}
	for i, open := range s.w.sheets {
		if open == s {
			s.w.sheets = append(s.w.sheets[:i], s.w.sheets[i+1:]...)
			if s.onClosed != nil {
				s.onClosed()
			}
			break
		}
	}
	switch {
	case len(s.w.sheets) > 0:
	case s.w.goals != nil:
		s.w.goals.view.focus()
	case s.w.first != nil: // or the keyboard would be nowhere
		s.w.win.Canvas().Focus(s.w.first)
	}
}

// closeSheets closes all that lie over the window.
func (w *window) closeSheets() {
	for len(w.sheets) > 0 {
		w.sheets[0].close()
	}
}

// button is a button of the sheet; Escape closes the sheet from there too.
func (s *sheet) button(label string, tapped func()) *look.Button {
	b := look.NewButton(label, tapped)
	b.OnEscape = func() { s.onEscape() }
	b.OnFocus = func() { s.reveal(b) }
	return b
}

func (s *sheet) primary(label string, tapped func()) *look.Button {
	b := s.button(label, tapped)
	b.Importance = widget.HighImportance
	return b
}

// quiet is a button of the sheet, for what few people need.
func (s *sheet) quiet(label string, tapped func()) *look.Button {
	b := s.button(label, tapped)
	b.Importance = widget.LowImportance
	return b
}

// field is a line of text in the sheet; Escape closes the sheet from there too.
func (s *sheet) field(placeholder string) *field {
	f := newField()
	f.SetPlaceHolder(placeholder)
	f.onEscape = func() { s.onEscape() }
	f.onFocus = func() { s.reveal(f) }
	return f
}

// copyable is a line of text to be copied, not to be changed, and the button that copies it.
func (s *sheet) copyable(text, label string) (line fyne.CanvasObject, button *look.Button) {
	f := s.field("")
	f.SetText(text)
	f.OnChanged = func(string) { f.SetText(text) }
	button = s.copies(text, label)
	return container.NewBorder(nil, nil, nil, button, f), button
}

// copies is a button that copies a text, and says that it has.
func (s *sheet) copies(text, label string) *look.Button {
	b := s.button(label, nil)
	b.OnTapped = func() {
		s.w.app.Clipboard().SetContent(text)
		b.SetText("Copied")
	}
	return b
}

// list is buttons one below the other; the arrow keys go through them as Tab does.
func (s *sheet) list(of ...*look.Button) fyne.CanvasObject {
	box := container.New(layout.NewCustomPaddedVBoxLayout(6))
	for i, b := range of {
		b.Alignment = widget.ButtonAlignLeading
		b.OnKey = func(key fyne.KeyName) bool {
			step := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: +1}[key]
			if to := i + step; step != 0 && to >= 0 && to < len(of) {
				s.w.win.Canvas().Focus(of[to])
			}
			return step != 0
		}
		box.Add(b)
	}
	return box
}

// trouble is the place on a sheet where it says what went wrong.
type trouble struct {
	label *widget.Label
	sheet *sheet
}

func (s *sheet) trouble() *trouble {
	t := &trouble{look.Body(""), s}
	t.label.Importance = widget.DangerImportance
	t.label.Hide()
	return t
}

// say shows an error, or that there is none any more.
func (t *trouble) say(err error) {
	text := ""
	if err != nil {
		text = said(err)
	}
	t.tell(text)
}

// tell shows what is wrong, "" for nothing.
func (t *trouble) tell(text string) {
	t.label.SetText(text)
	t.label.Hidden = text == ""
	t.label.Refresh()
	t.sheet.fit()
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
	onFocus  func()
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

func (f *field) FocusGained() {
	f.Entry.FocusGained()
	if f.onFocus != nil {
		f.onFocus()
	}
}

func (f *field) FocusLost() {
	f.Entry.FocusLost()
	if f.onLeave != nil {
		f.onLeave()
	}
}
