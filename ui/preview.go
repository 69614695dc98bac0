package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
	"overachiever/ui/markdown"
)

const describeHint = "Why, how, what it takes…"

// preview shows a description as it reads. A click on it, or Enter, edits it.
type preview struct {
	widget.BaseWidget
	page   *goalsPage
	edit   func()
	shown  string
	text   *markdown.View
	hint   *canvas.Text // instead of an empty text
	scroll *container.Scroll
	frame  *look.Frame
}

func newPreview(p *goalsPage, edit func()) *preview {
	v := &preview{page: p, edit: edit, text: markdown.New(), hint: look.NewText(theme.TextSize())}
	v.hint.Text = describeHint
	v.text.OnLink = p.w.follow
	v.text.OnKey = v.typed
	v.text.OnFocus = v.reveal
	v.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, previewInset), v.text))
	v.frame = look.NewFrame()
	v.ExtendBaseWidget(v)
	return v
}

// show shows a text from its beginning, unless that is what is to be seen.
func (v *preview) show(text string) {
	if text == v.shown && v.scroll.Offset.Y == 0 {
		return
	}
	v.shown = text
	v.text.Write(text)
	v.hint.Hidden = text != ""
	v.scroll.Offset = fyne.Position{}
	v.Refresh()
	v.revealHit()
}

// mark shows where the words are that are searched for, the first of them in view.
func (v *preview) mark(words []string) {
	if v.text.Mark(words) {
		v.Refresh()
		v.revealHit()
	}
}

func (v *preview) revealHit() {
	if top, ok := v.text.Hit(); ok {
		v.reveal(top, look.RowHeight)
	}
}

// invite says, where there is no text, what to write, or that there is none.
func (v *preview) invite(open bool) {
	v.hint.Text = describeHint
	if !open {
		v.hint.Text = "No description"
	}
	v.Refresh()
}

// Tapped edits the description; a click on a link in it comes to the link.
func (v *preview) Tapped(*fyne.PointEvent) { v.edit() }

// Cursor says that one can type here.
func (v *preview) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained is the toolkit's news that the keys go to the description.
func (v *preview) FocusGained() { v.frame.Focus(true) }

// FocusLost is its news that they do not any more.
func (v *preview) FocusLost() { v.frame.Focus(false) }

func (v *preview) TypedRune(rune) {}

func (v *preview) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		v.edit()
	default:
		v.typed(key.Name)
	}
}

// typed is a key pressed on the preview, or on a link in it.
func (v *preview) typed(key fyne.KeyName) bool {
	line, page := float32(40), v.scroll.Size().Height-40
	by := map[fyne.KeyName]float32{
		fyne.KeyUp: -line, fyne.KeyDown: line, fyne.KeyPageUp: -page, fyne.KeyPageDown: page,
		fyne.KeyHome: -v.text.Size().Height, fyne.KeyEnd: v.text.Size().Height,
	}[key]
	switch {
	case by != 0:
		v.scrollTo(v.scroll.Offset.Y + by)
	case key == fyne.KeyEscape:
		v.page.view.focus()
	default:
		return v.page.w.typedAnywhere(key)
	}
	return true
}

func (v *preview) scrollTo(y float32) {
	lowest := max(v.scroll.Content.Size().Height-v.scroll.Size().Height, 0)
	v.scroll.ScrollToOffset(fyne.NewPos(0, min(max(y, 0), lowest)))
}

// reveal scrolls to the link that has the keyboard.
func (v *preview) reveal(top, height float32) {
	switch y := v.scroll.Offset.Y; {
	case top < y:
		v.scrollTo(top)
	case top+height > y+v.scroll.Size().Height:
		v.scrollTo(top + height - v.scroll.Size().Height)
	}
}

func (v *preview) CreateRenderer() fyne.WidgetRenderer {
	d := &previewDrawing{preview: v}
	d.paint()
	return d
}

type previewDrawing struct{ preview *preview }

// The text stands where the text field has it.
const previewInset = 7

func (d *previewDrawing) Layout(size fyne.Size) {
	v := d.preview
	v.frame.Resize(size)
	inner := size.SubtractWidthHeight(2*previewInset, 2*previewInset)
	v.text.HeightAt(inner.Width)
	v.hint.Move(fyne.NewSquareOffsetPos(previewInset))
	v.hint.Resize(v.hint.MinSize())
	v.scroll.Move(fyne.NewSquareOffsetPos(previewInset))
	v.scroll.Resize(inner.AddWidthHeight(previewInset, 0))
}

func (d *previewDrawing) MinSize() fyne.Size { return fyne.NewSize(40, 40) }

func (d *previewDrawing) Refresh() {
	d.paint()
	d.Layout(d.preview.Size())
	d.preview.scroll.Refresh()
	canvas.Refresh(d.preview)
}

func (d *previewDrawing) paint() {
	v := d.preview
	v.hint.Color, v.hint.TextSize = look.Color(theme.ColorNamePlaceHolder), theme.TextSize()
}

func (d *previewDrawing) Objects() []fyne.CanvasObject {
	v := d.preview
	return []fyne.CanvasObject{v.frame, v.hint, v.scroll}
}

func (d *previewDrawing) Destroy() {}
