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
	size    float32
	colour  color.Color
	quiet   bool // marks have no colours of their own
	hits    []query.Range
	pieces  []piece
	labels  []*canvas.Text      // one for each piece, and spare ones
	grounds []*canvas.Rectangle // of tags and hits, and spare ones
	spots   []spot
	last    int     // the last piece that is to be seen
	lastAt  float32 // and where
}

// piece is a part of the name that looks the same.
type piece struct {
	text  string
	start int // where in the name, in bytes
	kind  marks.Kind
}

// words is the kind of a piece that is no mark.
const words marks.Kind = -1

// spot is where in a row a click opens something.
type spot struct {
	from, to float32
	kind     marks.Kind
	text     string
}

// The grounds of tags and hits are a little larger than their texts.
const (
	chipPadding  = 6
	chipHeight   = 20
	hitPadding   = 1
	ellipsisOnly = "…"
)

// cut divides a name at its marks.
func (n *nameDrawing) cut(name string) {
	n.pieces = n.pieces[:0]
	at := 0
	add := func(end int, kind marks.Kind) {
		if end > at {
			n.pieces = append(n.pieces, piece{name[at:end], at, kind})
			at = end
		}
	}
	for _, span := range marks.Find(name) {
		add(span.Start, words)
		add(span.End, span.Kind)
	}
	add(len(name), words)
}

// draw takes a name and hands on what it is drawn with; hits are where it has what was
// searched for.
func (n *nameDrawing) draw(name string, style fyne.TextStyle, hits []query.Range, add func(fyne.CanvasObject)) {
	n.cut(name)
	n.hits = hits
	for len(n.labels) < len(n.pieces) {
		n.labels = append(n.labels, look.NewText(0))
	}
	grounds := 0
	ground := func(fill color.Color, radius float32) {
		if grounds == len(n.grounds) {
			n.grounds = append(n.grounds, canvas.NewRectangle(nil))
		}
		n.grounds[grounds].FillColor, n.grounds[grounds].CornerRadius = fill, radius
		add(n.grounds[grounds])
		grounds++
	}
	for i, p := range n.pieces {
		label := n.labels[i]
		label.TextSize, label.TextStyle, label.Color = n.size, style, n.colour
		if p.kind == marks.Tag {
			ground(n.dress(label, p), chipHeight/2)
		} else {
			n.dress(label, p)
		}
		for range overlaps(p, hits) {
			ground(look.Color(look.ColorHit), 3)
		}
	}
	for _, label := range n.labels[:len(n.pieces)] {
		add(label)
	}
}

// dress gives a mark its colour, and tells that of a tag's ground.
func (n *nameDrawing) dress(label *canvas.Text, p piece) (ground color.Color) {
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
func overlaps(p piece, hits []query.Range) []query.Range {
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
// after it are not shown.
func (n *nameDrawing) layout(at fyne.Position, size fyne.Size) {
	n.spots = n.spots[:0]
	n.last, n.lastAt = 0, at.X
	x, end, grounds, cut := at.X, at.X+size.Width, 0, false
	for i, p := range n.pieces {
		label, padding := n.labels[i], float32(0)
		label.Text = ""
		if p.kind == marks.Tag {
			padding = chipPadding
		}
		if !cut {
			label.Text = look.Fit(p.text, end-x-2*padding, label.TextSize, label.TextStyle)
			cut = label.Text != p.text
			n.last, n.lastAt = i, x+padding
			label.Move(fyne.NewPos(x+padding, at.Y))
			label.Resize(fyne.NewSize(max(end-x-padding, 0), size.Height))
		}
		if len(n.pieces) == 1 && p.kind == words && len(n.hits) == 0 {
			return // nobody asks how wide it is
		}
		width := wide(label, label.Text)
		if p.kind == marks.Tag {
			box(n.grounds[grounds], x, width+2*padding, at.Y, size.Height, label.Text == "" || label.Text == ellipsisOnly)
			grounds++
		}
		grounds += n.layoutHits(n.grounds[grounds:], p, label, x+padding, at.Y, size.Height)
		if p.kind == marks.Link || p.kind == marks.Tag {
			n.spots = append(n.spots, spot{x, x + width + 2*padding, p.kind, p.text})
		}
		x += width + 2*padding
	}
}

// layoutHits puts the grounds of a piece's hits under its text, and tells how many there are.
func (n *nameDrawing) layoutHits(grounds []*canvas.Rectangle, p piece, label *canvas.Text, x, y, height float32) int {
	if len(n.hits) == 0 {
		return 0
	}
	visible := len(strings.TrimSuffix(label.Text, ellipsisOnly))
	if label.Text == p.text {
		visible = len(p.text)
	}
	inside := overlaps(p, n.hits)
	for i, hit := range inside {
		from, to := min(hit.Start, visible), min(hit.End, visible)
		left := wide(label, p.text[:from])
		width := wide(label, p.text[:to]) - left
		box(grounds[i], x+left-hitPadding, width+2*hitPadding, y, height, from == to)
	}
	return len(inside)
}

// box puts a ground in the middle of a row.
func box(ground *canvas.Rectangle, x, width, y, height float32, hidden bool) {
	ground.Hidden = hidden
	ground.Move(fyne.NewPos(x, y+(height-chipHeight)/2))
	ground.Resize(fyne.NewSize(width, chipHeight))
}

// end is where the name ends.
func (n *nameDrawing) end() float32 {
	if len(n.pieces) == 0 {
		return n.lastAt
	}
	label := n.labels[n.last]
	return n.lastAt + wide(label, label.Text)
}

func wide(label *canvas.Text, text string) float32 {
	return fyne.MeasureText(text, label.TextSize, label.TextStyle).Width
}

// spotAt is the link or tag at a place.
func (n *nameDrawing) spotAt(x float32) (spot, bool) {
	for _, s := range n.spots {
		if s.from <= x && x < s.to {
			return s, true
		}
	}
	return spot{}, false
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
		shown = ellipsisOnly + pathSeparator + rest
	}
	return shown
}
