// Package prose is running text in which words can be links, tags or code. It breaks
// into lines as wide as there is room, and never asks for more.
package prose

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
)

// Style is how a span looks.
type Style struct {
	Bold, Italic, Strike bool
	Code                 bool                // letters of one width, on a ground of their own
	Tag                  bool                // in the colours of the tag that it is
	Hit                  bool                // it was searched for
	Color                fyne.ThemeColorName // "" is that of the text, or a link's own
}

// Span is a part of a text that looks alike. With Open it is a link.
type Span struct {
	Text string
	Style
	Open func()
}

// Plain is a span that is nothing special.
func Plain(text string) Span { return Span{Text: text} }

// Text is a paragraph.
type Text struct {
	widget.BaseWidget
	SizeName  fyne.ThemeSizeName
	Color     fyne.ThemeColorName
	MostLines int // 0 is any number; what does not fit ends with an ellipsis
	// OnKey hears the keys of a link that has the keyboard, besides Enter and Space.
	OnKey func(fyne.KeyName) bool
	// OnFocus is told which part of the text has come to have the keyboard.
	OnFocus func(top, height float32)

	spans  []Span
	links  map[int]*link // by their spans
	pieces []piece
	flowed float32   // at which width pieces are broken; 0 is not yet
	tops   []float32 // of the lines
	height float32
	drawn  *drawing // nil until it is on the screen
}

// New is an empty paragraph.
func New(size fyne.ThemeSizeName, color fyne.ThemeColorName) *Text {
	t := &Text{SizeName: size, Color: color}
	t.ExtendBaseWidget(t)
	return t
}

// Write replaces what is written.
func (t *Text) Write(spans ...Span) {
	t.spans, t.links = spans, map[int]*link{}
	for i, span := range spans {
		t.spans[i].Text = strings.ToValidUTF8(span.Text, "\uFFFD")
		if span.Open != nil {
			t.links[i] = newLink(t, span.Open)
		}
	}
	t.Refresh()
}

// String is what is written, without its looks.
func (t *Text) String() string {
	var text strings.Builder
	for _, span := range t.spans {
		text.WriteString(span.Text)
	}
	return text.String()
}

// Links are the spans that are links, in their order.
func (t *Text) Links() []Span {
	return slices.DeleteFunc(slices.Clone(t.spans), func(s Span) bool { return s.Open == nil })
}

// Refresh breaks the text anew: its letters may have changed with the theme.
func (t *Text) Refresh() {
	t.flowed = 0
	t.BaseWidget.Refresh()
}

// HeightAt breaks the text at a width, and tells how high it is then.
func (t *Text) HeightAt(width float32) float32 {
	if width == t.flowed || width <= 0 {
		return t.height
	}
	t.flowed = width
	t.pieces = flow(t.spans, width, t.MostLines, t.measure)
	t.stack()
	return t.height
}

// stack puts the lines one below the other.
func (t *Text) stack() {
	t.tops, t.height = t.tops[:0], 0
	for at := 0; at < len(t.pieces); {
		line, height := t.pieces[at].line, float32(0)
		for ; at < len(t.pieces) && t.pieces[at].line == line; at++ {
			height = max(height, t.pieces[at].room.Height)
		}
		if line > 0 {
			t.height += lineSpacing
		}
		t.tops = append(t.tops, t.height)
		t.height += height
	}
}

const lineSpacing = 2

func (t *Text) measure(text string, span int) extent {
	if text == "" {
		room := t.measure("M", span)
		room.Width = 0
		return room
	}
	style := t.spans[span].Style
	size, baseline := fyne.CurrentApp().Driver().RenderedTextSize(text, t.letters(style), style.font(), nil)
	return extent{size.AddWidthHeight(2*style.padding(), 0), baseline}
}

// letters is how large they are. A tag's are as in the rows, not larger.
func (t *Text) letters(style Style) float32 {
	if style.Tag {
		return min(theme.Size(t.SizeName), theme.TextSize()-1)
	}
	return theme.Size(t.SizeName)
}

// padding is the room between the letters and the ends of their ground.
func (s Style) padding() float32 {
	if s.Tag {
		return 6
	}
	return 0
}

func (s Style) font() fyne.TextStyle {
	return fyne.TextStyle{Bold: s.Bold, Italic: s.Italic, Monospace: s.Code, Strikethrough: s.Strike}
}

// MinSize is narrow, and as high as the text is at the width it was last broken for.
func (t *Text) MinSize() fyne.Size {
	if t.flowed == 0 {
		t.HeightAt(t.Size().Width)
	}
	return fyne.NewSize(0, t.height)
}

// CreateRenderer is the toolkit's way to draw it.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.drawn = &drawing{text: t}
	t.drawn.Refresh()
	return t.drawn
}

// repaint shows which link is pointed at and which has the keyboard.
func (t *Text) repaint() {
	if t.drawn != nil {
		t.drawn.paint()
		canvas.Refresh(t)
	}
}

type drawing struct {
	text    *Text
	objects []fyne.CanvasObject
	drawn   []drawnPiece
	width   float32
}

// drawnPiece is a piece and what is drawn for it.
type drawnPiece struct {
	span   int
	letter *canvas.Text
	ground *canvas.Rectangle // of code, tags and hits
	under  *canvas.Rectangle // the line under a link
	ring   *canvas.Rectangle // around the link that has the keyboard
}

func (d *drawing) MinSize() fyne.Size           { return fyne.NewSize(0, d.text.height) }
func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }
func (d *drawing) Destroy()                     {}

// Layout draws the text anew at another width.
func (d *drawing) Layout(size fyne.Size) {
	if size.Width != d.width {
		d.Refresh()
	}
}

func (d *drawing) Refresh() {
	d.width = d.text.Size().Width
	d.objects, d.drawn = d.objects[:0], d.drawn[:0]
	if d.width > 0 {
		d.text.HeightAt(d.width)
		d.draw()
		d.paint()
	}
	canvas.Refresh(d.text)
}

func (d *drawing) draw() {
	t := d.text
	var areas []fyne.CanvasObject
	reached := map[*link]bool{}
	for from, to := 0, 0; from < len(t.pieces); from = to {
		line := t.pieces[from].line
		base := float32(0)
		for to = from; to < len(t.pieces) && t.pieces[to].line == line; to++ {
			base = max(base, t.pieces[to].room.baseline)
		}
		for _, p := range t.pieces[from:to] {
			if p.text == "" {
				continue
			}
			at := fyne.NewPos(p.x, t.tops[line]+base-p.room.baseline)
			d.add(p, at)
			if l := t.links[p.span]; l != nil {
				area := l.area(!reached[l])
				reached[l] = true
				area.Move(at)
				area.Resize(p.room.Size)
				areas = append(areas, area)
			}
		}
	}
	d.objects = append(d.objects, areas...)
}

func (d *drawing) add(p piece, at fyne.Position) {
	span := d.text.spans[p.span]
	one := drawnPiece{span: p.span, letter: canvas.NewText(p.text, nil)}
	padding := span.padding()
	switch {
	case span.Code, span.Hit:
		one.ground = d.rectangle(at, p.room.Size)
		one.ground.CornerRadius = 3
	case span.Tag:
		one.ground = d.rectangle(at.SubtractXY(0, 0.5), p.room.Size.AddWidthHeight(0, 1))
		one.ground.CornerRadius = (p.room.Height + 1) / 2
	}
	one.letter.TextSize, one.letter.TextStyle = d.text.letters(span.Style), span.font()
	one.letter.Move(at.AddXY(padding, 0))
	one.letter.Resize(p.room.SubtractWidthHeight(2*padding, 0))
	d.objects = append(d.objects, one.letter)
	if span.Open != nil {
		one.under = d.rectangle(at.AddXY(padding, p.room.baseline+1), fyne.NewSize(p.room.Width-2*padding, 1))
		one.ring = d.rectangle(at.AddXY(-2, 0), p.room.AddWidthHeight(4, 0))
		one.ring.CornerRadius, one.ring.StrokeWidth = 4, 2
	}
	d.drawn = append(d.drawn, one)
}

func (d *drawing) rectangle(at fyne.Position, size fyne.Size) *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.Move(at)
	r.Resize(size)
	d.objects = append(d.objects, r)
	return r
}

// paint colours what is drawn, as it is now.
func (d *drawing) paint() {
	for _, one := range d.drawn {
		span, l := d.text.spans[one.span], d.text.links[one.span]
		one.letter.Color = look.Color(d.text.color(span))
		switch {
		case span.Tag:
			one.letter.Color, one.ground.FillColor = look.Tag(strings.ToLower(span.Text))
		case span.Hit:
			one.ground.FillColor = look.Color(look.ColorHit)
		case span.Code:
			one.ground.FillColor = look.Color(look.ColorCode)
		}
		if l != nil {
			one.under.FillColor, one.under.Hidden = one.letter.Color, !l.hovered && !l.focused
			one.ring.StrokeColor, one.ring.Hidden = look.Color(theme.ColorNamePrimary), !l.focused
		}
	}
}

// color is that of a span's letters.
func (t *Text) color(span Span) fyne.ThemeColorName {
	switch {
	case span.Color != "":
		return span.Color
	case span.Open != nil:
		return theme.ColorNameHyperlink
	}
	return t.Color
}
