package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// crumbs is the way to the goal that is zoomed into, on one line: a click goes there. Names
// have the width there is; where that is too little for all of them those nearest to the
// top are left out.
type crumbs struct {
	page  *goalsPage
	line  *fyne.Container // laid out by crumbs itself
	way   []crumb         // from the top; the last one is where one is
	shown []crumb         // what of it is on the line
}

// crumb is one name on the way.
type crumb struct {
	name string
	id   storage.GoalID
}

const (
	crumbBeside = 7   // on both sides of a name
	crumbMark   = 12  // between two names
	leastCrumb  = 64  // a name is not made shorter before those above it are left out;
	leastTitle  = 140 // nor the one of where one is
)

func newCrumbs(p *goalsPage) *crumbs {
	c := &crumbs{page: p}
	c.line = container.New(c)
	return c
}

// show shows the way to where one is now.
func (c *crumbs) show(now where) {
	c.way = []crumb{{viewName(now.view), storage.TopLevel}}
	if now.view == outline.Goals && now.zoom != storage.TopLevel {
		tree := c.page.model.Tree()
		for _, id := range append(tree.Path(now.zoom), now.zoom) {
			goal, _ := tree.Goal(id)
			c.way = append(c.way, crumb{goal.Name, id})
		}
	}
	c.Layout(nil, c.line.Size())
	c.line.Refresh()
}

// MinSize does not depend on the names: a long one makes no window larger.
func (c *crumbs) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, look.NewButton("…", nil).MinSize().Height)
}

// Layout writes the names anew for this width, and puts them side by side.
func (c *crumbs) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	c.fill(size.Width)
	x := float32(0)
	for i, o := range c.line.Objects {
		if i%2 == 1 { // a mark, with space around it that it need not have here
			width := o.MinSize().Width
			o.Move(fyne.NewPos(x+(crumbMark-width)/2, 0))
			o.Resize(fyne.NewSize(width, size.Height))
			x += crumbMark
			continue
		}
		width := crumbWidth(c.shown[i/2].name)
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		x += width
	}
}

// fill makes what is on the line, of the names that fit into a width.
func (c *crumbs) fill(width float32) {
	shown := c.fitting(width)
	if slices.Equal(shown, c.shown) {
		return
	}
	c.shown, c.line.Objects = shown, nil
	for i, at := range shown {
		if i == len(shown)-1 {
			c.line.Objects = append(c.line.Objects, title(at.name))
			break
		}
		b := look.NewButton(at.name, func() { c.page.view.do(func() { c.page.model.ZoomTo(at.id) }) })
		b.Importance = widget.LowImportance
		c.line.Objects = append(c.line.Objects, b, look.Caption("›"))
	}
}

// fitting are the names that fit into a width, shortened if they have to be. "…" stands for
// those that are left out, and goes to the lowest of them.
func (c *crumbs) fitting(width float32) []crumb {
	way := slices.Clone(c.way)
	if len(way) > 2 && leastWidth(way) > width {
		way[1].name = "…"
		for len(way) > 3 && leastWidth(way) > width {
			way = slices.Delete(way, 1, 2)
			way[1].name = "…"
		}
	}
	wants := make([]float32, len(way))
	for i, at := range way {
		wants[i] = crumbWidth(at.name)
	}
	for i, share := range shares(wants, width-float32(len(way)-1)*crumbMark) {
		way[i].name = look.Fit(way[i].name, share-2*crumbBeside, theme.TextSize(), fyne.TextStyle{Bold: true})
	}
	return way
}

// leastWidth is how wide a way is when its names are as short as they may be.
func leastWidth(way []crumb) float32 {
	last := len(way) - 1
	width := min(crumbWidth(way[last].name), leastTitle)
	for _, at := range way[:last] {
		width += min(crumbWidth(at.name), leastCrumb) + crumbMark
	}
	return width
}

// crumbWidth is how much of the line a name takes.
func crumbWidth(name string) float32 {
	return fyne.MeasureText(name, theme.TextSize(), fyne.TextStyle{Bold: true}).Width + 2*crumbBeside
}

// shares divides a width among those who want some of it: who wants no more than an equal
// share gets that, and the others share equally what is left.
func shares(wants []float32, width float32) []float32 {
	all := slices.Clone(wants)
	left, open := width, len(all)
	for _, want := range slices.Sorted(slices.Values(wants)) {
		most := left / float32(open)
		if want > most {
			for i := range all {
				all[i] = min(all[i], most)
			}
			break
		}
		left, open = left-want, open-1
	}
	return all
}

func title(text string) *widget.Label {
	return widget.NewLabelWithStyle(text, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
}
