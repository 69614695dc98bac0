package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/marks"
	"overachiever/ui/prose"
)

// pane lays out what is in the details, top down. One part takes the room that is left.
type pane struct {
	fills fyne.CanvasObject
	above map[fyne.CanvasObject]float32 // how much room is above each
}

// MinSize does not depend on what is written: a long name makes no window larger.
func (p pane) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 200) }

func (p pane) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := size.Height
	for _, o := range objects {
		if o.Visible() {
			left -= p.above[o] + p.height(o, size.Width)
		}
	}
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := p.height(o, size.Width)
		if o == p.fills {
			height = max(left, 60)
		}
		y += p.above[o]
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

// height is that of a part at a width, which a text knows once it has that width.
func (p pane) height(o fyne.CanvasObject, width float32) float32 {
	if o == p.fills {
		return 0
	}
	o.Resize(fyne.NewSize(width, o.Size().Height))
	return o.MinSize().Height
}

// How many of the goals above a goal the pane names, and in how many letters together;
// each of them may have leastLetters.
const (
	mostAbove    = 4
	mostLetters  = 96
	leastLetters = 22
)

// showPath shows the goals above the selected one; a click goes there.
func (d *details) showPath(id storage.GoalID) {
	tree := d.page.model.Tree()
	path := tree.Path(id)
	names := make([]string, len(path))
	for i, up := range path {
		names[i] = tree.Entry(up).Name()
	}
	key := string(id) + "\x00" + strings.Join(names, "\x00")
	d.path.Hidden = len(path) == 0
	if key == d.names {
		return
	}
	d.names = key
	var spans []prose.Span
	most := max(mostLetters/max(min(len(path), mostAbove), 1), leastLetters)
	for i, up := range path {
		if len(path)-i > mostAbove {
			continue
		}
		if i > 0 && len(spans) == 0 {
			spans = append(spans, prose.Plain("… › "))
		}
		span := prose.Plain(shortTo(names[i], most))
		if !d.shown.trash {
			span.Color = look.ColorMuted
			span.Open = func() { d.page.view.do(func() { d.page.model.Reveal(up) }) }
		}
		spans = append(spans, span)
		if i < len(path)-1 {
			spans = append(spans, prose.Plain(" › "))
		}
	}
	d.path.Write(spans...)
}

// showName shows a goal's name, with what it has of tags, links and urgency.
func (d *details) showName(name string) {
	if d.name.String() == name {
		return
	}
	var spans []prose.Span
	at := 0
	bold := prose.Style{Bold: true}
	for _, mark := range marks.Find(name) {
		if mark.Start > at {
			spans = append(spans, prose.Span{Text: name[at:mark.Start], Style: bold})
		}
		spans = append(spans, d.mark(name[mark.Start:mark.End], mark.Kind))
		at = mark.End
	}
	if at < len(name) {
		spans = append(spans, prose.Span{Text: name[at:], Style: bold})
	}
	d.name.Write(spans...)
}

// mark is a part of a name that says more than words.
func (d *details) mark(text string, kind marks.Kind) prose.Span {
	span := prose.Span{Text: text}
	switch kind {
	case marks.Tag:
		span.Tag, span.Open = true, func() { d.search(text) }
	case marks.Link:
		span.Open = func() { d.page.w.follow(text) }
	case marks.Bang:
		span.Bold, span.Color = true, priorityColor(len(text))
	}
	return span
}
