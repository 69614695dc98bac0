// Package markdown shows text written in Markdown: headings, lists, boxes to tick, quotes,
// code and links. It loads nothing from anywhere.
package markdown

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
	"overachiever/ui/prose"
	"overachiever/ui/query"
)

// Most is how many bytes of a text are shown: breaking it into lines takes time.
const Most = 16 << 10

// View shows a text. It is as high as that is at the width it has.
type View struct {
	widget.BaseWidget
	OnLink  func(url string)
	OnKey   func(fyne.KeyName) bool   // hears the keys of a link that has the keyboard
	OnFocus func(top, height float32) // is told where the link is that has the keyboard now

	source string
	words  []string // that are searched for
	blocks []*drawnBlock
	width  float32
	height float32
}

// New is an empty view.
func New() *View {
	v := &View{}
	v.ExtendBaseWidget(v)
	return v
}

// Write shows a text, or the beginning of a long one.
func (v *View) Write(source string) {
	v.source, v.blocks = source, nil
	whole := len(source)
	source = beginning(source)
	for _, b := range read(source, func(url string) { v.OnLink(url) }) {
		b.spans = withHits(b.spans, v.words)
		v.blocks = append(v.blocks, v.newBlock(b))
	}
	if len(source) < whole {
		text := fmt.Sprintf("This is the beginning: %d of %d KB are shown.", len(source)>>10, whole>>10)
		v.blocks = append(v.blocks, v.newBlock(block{kind: rule}),
			v.newBlock(block{spans: []prose.Span{{Text: text, Style: prose.Style{Italic: true, Color: look.ColorMuted}}}}))
	}
	v.width = 0
	v.Refresh()
}

// Mark shows where these words are, which are as by query.Fold. It tells whether that is
// anything new.
func (v *View) Mark(words []string) bool {
	if slices.Equal(words, v.words) {
		return false
	}
	v.words = words
	v.Write(v.source)
	return true
}

// withHits are the spans of a text, cut where the words are. Links stay as they are: each is
// one to the keyboard.
func withHits(spans []prose.Span, words []string) []prose.Span {
	if len(words) == 0 {
		return spans
	}
	var cut []prose.Span
	for _, span := range spans {
		var hits []query.Range
		if span.Open == nil {
			hits = query.Highlight(span.Text, words)
		}
		at := 0
		for _, hit := range hits {
			if hit.Start > at {
				cut = append(cut, part(span, at, hit.Start))
			}
			found := part(span, hit.Start, hit.End)
			found.Hit = true
			cut = append(cut, found)
			at = hit.End
		}
		if at < len(span.Text) || at == 0 {
			cut = append(cut, part(span, at, len(span.Text)))
		}
	}
	return cut
}

func part(span prose.Span, from, to int) prose.Span {
	span.Text = span.Text[from:to]
	return span
}

// Hit is how far down the first part is in which a word was found that is searched for;
// false for none.
func (v *View) Hit() (top float32, ok bool) {
	for _, b := range v.blocks {
		if slices.ContainsFunc(b.spans, func(s prose.Span) bool { return s.Hit }) {
			return b.text.Position().Y, true
		}
	}
	return 0, false
}

// beginning is what of a text is shown: whole lines, if they are not too long.
func beginning(source string) string {
	if len(source) <= Most {
		return source
	}
	at := strings.LastIndexByte(source[:Most], '\n')
	if at < Most/2 {
		for at = Most; at > 0 && !utf8.RuneStart(source[at]); at-- {
		}
	}
	return source[:at]
}

// Refresh lays everything out anew.
func (v *View) Refresh() {
	v.width = 0
	for _, b := range v.blocks {
		b.text.Refresh()
	}
	v.BaseWidget.Refresh()
}

// HeightAt lays the text out at a width, and tells how high it is then.
func (v *View) HeightAt(width float32) float32 {
	if width == v.width || width <= 0 {
		return v.height
	}
	v.width, v.height = width, 0
	for i, b := range v.blocks {
		if i > 0 {
			v.height += b.space()
		}
		v.height += b.layout(v.height, width)
	}
	return v.height
}

// MinSize is narrow, and as high as the text is at the width it was last laid out for.
func (v *View) MinSize() fyne.Size {
	if v.width == 0 {
		v.HeightAt(v.Size().Width)
	}
	return fyne.NewSize(0, v.height)
}

// CreateRenderer is the toolkit's way to draw it.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{view: v}
	d.Refresh()
	return d
}

type drawing struct {
	view    *View
	objects []fyne.CanvasObject
}

func (d *drawing) MinSize() fyne.Size           { return fyne.NewSize(0, d.view.height) }
func (d *drawing) Layout(size fyne.Size)        { d.view.HeightAt(size.Width) }
func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }
func (d *drawing) Destroy()                     {}

func (d *drawing) Refresh() {
	d.objects = d.objects[:0]
	for _, b := range d.view.blocks {
		b.paint()
		d.objects = append(d.objects, b.objects()...)
	}
	d.view.HeightAt(d.view.Size().Width)
	canvas.Refresh(d.view)
}

// drawnBlock is a block and what is drawn for it.
type drawnBlock struct {
	block
	text   *prose.Text
	mark   *canvas.Text
	ring   *canvas.Circle // of a box to tick
	tick   *widget.Icon
	ground *canvas.Rectangle // of code; the line of a rule
	bars   []*canvas.Rectangle
}

// The measures of blocks.
const (
	listIndent  = 20
	quoteIndent = 12
	codeInset   = 8
	boxSize     = 13
)

func (v *View) newBlock(b block) *drawnBlock {
	d := &drawnBlock{block: b, text: prose.New(b.size(), theme.ColorNameForeground)}
	if b.quotes > 0 || b.task == doneTask {
		d.text.Color = look.ColorMuted
	}
	d.text.OnKey = func(key fyne.KeyName) bool { return v.OnKey != nil && v.OnKey(key) }
	d.text.OnFocus = func(top, height float32) {
		if v.OnFocus != nil {
			v.OnFocus(d.text.Position().Y+top, height)
		}
	}
	d.text.Write(b.spans...)
	if b.mark != "" {
		d.mark = look.NewText(theme.TextSize())
		d.mark.Text = b.mark
	}
	if b.task != noTask {
		d.ring = canvas.NewCircle(nil)
		d.ring.StrokeWidth = 1
		d.tick = widget.NewIcon(nil)
	}
	if b.kind == code || b.kind == rule {
		d.ground = canvas.NewRectangle(nil)
	}
	for range b.quotes {
		d.bars = append(d.bars, canvas.NewRectangle(nil))
	}
	return d
}

// size is that of the letters.
func (b block) size() fyne.ThemeSizeName {
	switch {
	case b.kind == heading && b.level == 1:
		return theme.SizeNameSubHeadingText
	case b.kind == code:
		return theme.SizeNameCaptionText
	}
	return theme.SizeNameText
}

// space is how far the block is from the one above.
func (b block) space() float32 {
	switch {
	case b.close:
		return 3
	case b.kind == heading:
		return 14
	}
	return 9
}

func (d *drawnBlock) objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	if d.ground != nil {
		all = append(all, d.ground)
	}
	for _, bar := range d.bars {
		all = append(all, bar)
	}
	if d.mark != nil {
		all = append(all, d.mark)
	}
	if d.ring != nil {
		all = append(all, d.ring, d.tick)
	}
	return append(all, d.text)
}

// layout puts the block at a height, and tells how high it is itself.
func (d *drawnBlock) layout(top, width float32) float32 {
	left := float32(d.quotes*quoteIndent + d.indent*listIndent)
	height, inset := float32(1), float32(0)
	if d.kind == code {
		inset = codeInset
	}
	if d.kind != rule {
		inner := max(width-left-2*inset, 1)
		height = max(d.text.HeightAt(inner), fyne.MeasureText("M", theme.Size(d.size()), fyne.TextStyle{}).Height)
		d.text.Move(fyne.NewPos(left+inset, top+inset))
		d.text.Resize(fyne.NewSize(inner, height))
		height += 2 * inset
	}
	if d.ground != nil {
		d.ground.Move(fyne.NewPos(left, top))
		d.ground.Resize(fyne.NewSize(max(width-left, 0), height))
	}
	for i, bar := range d.bars {
		bar.Move(fyne.NewPos(float32(i*quoteIndent), top))
		bar.Resize(fyne.NewSize(3, height))
	}
	if d.mark != nil {
		size := d.mark.MinSize()
		d.mark.Move(fyne.NewPos(max(left-6-size.Width, 0), top))
		d.mark.Resize(size)
	}
	if d.ring != nil {
		middle := fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{}).Height / 2
		corner := fyne.NewPos(left-6-boxSize, top+middle-boxSize/2)
		d.ring.Move(corner)
		d.ring.Resize(fyne.NewSquareSize(boxSize))
		d.tick.Move(corner.AddXY(2, 2))
		d.tick.Resize(fyne.NewSquareSize(boxSize - 4))
	}
	return height
}

// paint colours what is drawn besides the text.
func (d *drawnBlock) paint() {
	if d.ground != nil {
		d.ground.FillColor = look.Color(look.ColorCode)
		d.ground.CornerRadius = 6
	}
	if d.kind == rule {
		d.ground.FillColor, d.ground.CornerRadius = look.Color(look.ColorFaint), 0
	}
	for _, bar := range d.bars {
		bar.FillColor, bar.CornerRadius = look.Color(look.ColorFaint), 1.5
	}
	if d.mark != nil {
		d.mark.Color = look.Color(look.ColorMuted)
	}
	if d.ring != nil {
		d.tick.Hidden = d.task != doneTask
		d.tick.SetResource(theme.NewColoredResource(theme.ConfirmIcon(), theme.ColorNameForegroundOnPrimary))
		d.ring.FillColor, d.ring.StrokeColor = nil, look.Color(look.ColorRing)
		if d.task == doneTask {
			d.ring.FillColor, d.ring.StrokeColor = look.Color(theme.ColorNamePrimary), look.Color(theme.ColorNamePrimary)
		}
	}
}
