package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"overachiever/ui/look"
	"overachiever/ui/marks"
	"overachiever/ui/query"
)

// nameDrawing draws a name on one line: its words, the marks among them, and what was
// searched for. A name without marks is one text: most are.
type nameDrawing struct {
	size   float32
	colour color.Color
	style  fyne.TextStyle
	quiet  bool // marks have no colours of their own
	struck bool

	pieces  []piece
	hits    []hit
	labels  []*canvas.Text      // those of the pieces, and spare ones
	grounds []*canvas.Rectangle // behind tags and hits, and spare ones
	strikes []*canvas.Rectangle // through the pieces, and spare ones
	left    float32             // where the name begins
}

// piece is a part of the name that looks the same.
type piece struct {
	text      string
	start     int // where in the name, in bytes
	kind      marks.Kind
	label     *canvas.Text
	chip      *canvas.Rectangle // behind a tag
	strike    *canvas.Rectangle // nil when the name is not struck out
	from      float32           // where in the row
	room      float32           // where the room for it ends
	shortened bool              // to that room
}

// words is the kind of a piece that is no mark.
const words marks.Kind = -1

// hit is a part of a piece that was searched for.
type hit struct {
	piece  int
	part   query.Range
	ground *canvas.Rectangle
}

// The grounds of tags and hits are a little larger than their texts.
const (
	chipPadding = 6
	chipHeight  = 20
	hitPadding  = 1
	ellipsis    = "…"
)

// draw takes a name, in which hits are what was searched for, and hands on what it is
// drawn with, from back to front.
func (n *nameDrawing) draw(name string, hits []query.Range, add func(fyne.CanvasObject)) {
	n.cut(name)
	grounds := 0
	ground := func(fill color.Color, radius float32) *canvas.Rectangle {
		if grounds == len(n.grounds) {
			n.grounds = append(n.grounds, canvas.NewRectangle(nil))
		}
		g := n.grounds[grounds]
		grounds++
		g.FillColor, g.CornerRadius = fill, radius
		add(g)
		return g
	}
	n.hits = n.hits[:0]
	for i := range n.pieces {
		p := &n.pieces[i]
		p.label = n.label(i)
		fill := n.dress(p)
		if p.kind == marks.Tag {
			p.chip = ground(fill, chipHeight/2)
		}
		for _, part := range p.overlaps(hits) {
			n.hits = append(n.hits, hit{i, part, ground(look.Color(look.ColorHit), 3)})
		}
	}
	for i := range n.pieces {
		p := &n.pieces[i]
		add(p.label)
		if n.struck {
			p.strike = n.strike(i, p.label.Color)
			add(p.strike)
		}
	}
}

// cut divides a name at its marks.
func (n *nameDrawing) cut(name string) {
	n.pieces = n.pieces[:0]
	at := 0
	add := func(end int, kind marks.Kind) {
		if end > at {
			n.pieces = append(n.pieces, piece{text: name[at:end], start: at, kind: kind})
			at = end
		}
	}
	for _, span := range marks.Find(name) {
		add(span.Start, words)
		add(span.End, span.Kind)
	}
	add(len(name), words)
}

func (n *nameDrawing) label(i int) *canvas.Text {
	if i == len(n.labels) {
		n.labels = append(n.labels, look.NewText(0))
	}
	return n.labels[i]
}

// strike is a line through a piece. Struck-out text of the toolkit's own would need
// another set of fonts in memory.
func (n *nameDrawing) strike(i int, colour color.Color) *canvas.Rectangle {
	if i == len(n.strikes) {
		n.strikes = append(n.strikes, canvas.NewRectangle(nil))
	}
	n.strikes[i].FillColor = colour
	return n.strikes[i]
}

// dress gives a piece its size and colour, and tells that of a tag's ground.
func (n *nameDrawing) dress(p *piece) (ground color.Color) {
	label := p.label
	label.TextSize, label.TextStyle, label.Color = n.size, n.style, n.colour
	switch {
	case p.kind == marks.Tag:
		label.TextSize--
		label.TextStyle.Bold = false
		ground = look.Color(look.ColorFaint)
		if !n.quiet {
			label.Color, ground = look.Tag(strings.ToLower(p.text))
		}
	case n.quiet:
	case p.kind == marks.Bang:
		label.TextStyle.Bold = true
		label.Color = look.Color(priorityColor(len(p.text)))
	case p.kind == marks.Link:
		label.Color = look.Color(theme.ColorNameHyperlink)
	}
	return ground
}

// overlaps are the parts of a piece that are hits, from its own start.
func (p *piece) overlaps(hits []query.Range) []query.Range {
	var inside []query.Range
	for _, hit := range hits {
		from, to := max(hit.Start-p.start, 0), min(hit.End-p.start, len(p.text))
		if from < to {
			inside = append(inside, query.Range{Start: from, End: to})
		}
	}
	return inside
}

// layout puts the pieces side by side. The one that does not fit is shortened, and those
// after it have no room at all.
func (n *nameDrawing) layout(at fyne.Position, size fyne.Size) {
	n.left = at.X
	for i := range n.pieces {
		p := &n.pieces[i]
		p.from, p.room = at.X, at.X+size.Width
		if i > 0 {
			p.from = n.pieces[i-1].to()
		}
		p.layout(at.Y, size.Height, i == len(n.pieces)-1)
	}
	for _, h := range n.hits {
		h.layout(&n.pieces[h.piece], at.Y, size.Height)
	}
}

// end is where the name ends.
func (n *nameDrawing) end() float32 {
	if len(n.pieces) == 0 {
		return n.left
	}
	return n.pieces[len(n.pieces)-1].to()
}

// to is where the piece ends. Most are never asked: to measure a text that was not seen before takes longer than all
// else that its row does.
func (p *piece) to() float32 {
	if p.shortened {
		return p.room
	}
	return min(p.from+p.wide(p.text)+2*p.padding(), p.room)
}

// padding is what a tag's ground needs on either side of it.
func (p *piece) padding() float32 {
	if p.kind == marks.Tag {
		return chipPadding
	}
	return 0
}

func (p *piece) layout(y, height float32, last bool) {
	text, padding := p.text, p.padding()
	if !last {
		text = strings.TrimRight(text, " ") // what strikes the name out ends with the word
	}
	p.label.Text = look.Fit(text, p.room-p.from-2*padding, p.label.TextSize, p.label.TextStyle)
	p.shortened = p.label.Text != text
	p.label.Move(fyne.NewPos(p.from+padding, y))
	p.label.Resize(fyne.NewSize(max(p.room-p.from-padding, 0), height))
	if p.kind == marks.Tag {
		box(p.chip, p.from, p.wide(p.label.Text)+2*padding, y, height)
		p.chip.Hidden = p.label.Text == "" || p.label.Text == ellipsis
	}
	if p.strike != nil {
		p.strike.Move(fyne.NewPos(p.from+padding, y+height/2))
		p.strike.Resize(fyne.NewSize(p.wide(p.label.Text), 1))
	}
}

// layout puts a hit's ground behind what is to be seen of it.
func (h hit) layout(p *piece, y, height float32) {
	visible := len(p.label.Text)
	if shown, cut := strings.CutSuffix(p.label.Text, ellipsis); cut && !strings.HasPrefix(p.text, p.label.Text) {
		visible = len(shown)
	}
	from, to := min(h.part.Start, visible), min(h.part.End, visible)
	left := p.from + p.padding() + p.wide(p.text[:from])
	box(h.ground, left-hitPadding, p.wide(p.text[from:to])+2*hitPadding, y, height)
	h.ground.Hidden = from == to
}

// box puts a ground in the middle of a row.
func box(ground *canvas.Rectangle, x, width, y, height float32) {
	ground.Move(fyne.NewPos(x, y+(height-chipHeight)/2))
	ground.Resize(fyne.NewSize(width, chipHeight))
}

func (p *piece) wide(text string) float32 {
	return fyne.MeasureText(text, p.label.TextSize, p.label.TextStyle).Width
}

// markAt is the link or tag at a place in the row.
func (n *nameDrawing) markAt(x float32) (piece, bool) {
	for _, p := range n.pieces {
		if (p.kind == marks.Link || p.kind == marks.Tag) && p.from <= x && x < p.to() {
			return p, true
		}
	}
	return piece{}, false
}

// fitEnd shortens the names of goals, each below the one before, to a width: the last
// ones say most, so the first ones are left out.
func fitEnd(names string, width, size float32) string {
	shown := names
	for fyne.MeasureText(shown, size, fyne.TextStyle{}).Width > width {
		_, rest, more := strings.Cut(names, pathSeparator)
		if !more {
			return look.Fit(shown, width, size, fyne.TextStyle{})
		}
		names = rest
		shown = ellipsis + pathSeparator + rest
	}
	return shown
}
