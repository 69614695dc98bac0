package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

const mostCrumbs = 2 // ancestors shown by name; Zoom out reaches the others

// header is the strip on top: where one is in the tree, the search, and who one is.
type header struct {
	page   *goalsPage
	crumbs *fyne.Container
	search *searchField
	where  where // what the crumbs show
	chip   *personChip
}

// where is all that the crumbs depend on.
type where struct {
	view  outline.View
	zoom  storage.GoalID
	names string
}

func newHeader(p *goalsPage) *header {
	h := &header{page: p, crumbs: container.NewHBox(), search: newSearchField(p), where: where{zoom: storage.Nowhere}}
	h.chip = newPersonChip(p.person, func(at fyne.Position) {
		widget.ShowPopUpMenuAtPosition(p.w.menus.account(), p.w.win.Canvas(), at)
	})
	return h
}

func (h *header) object() fyne.CanvasObject {
	right := container.NewHBox(container.NewCenter(look.Wide(searchWidth, h.search)), h.chip)
	middle := container.NewVBox(layout.NewSpacer(), h.crumbs, layout.NewSpacer())
	strip := container.NewBorder(nil, nil, nil, right, container.NewClip(middle))
	return container.NewVBox(container.New(layout.NewCustomPaddedLayout(6, 6, 12, 8), strip), widget.NewSeparator())
}

func (h *header) refresh() {
	h.search.refresh()
	now := where{h.page.model.View(), h.page.model.Zoom(), h.path()}
	if now == h.where {
		return
	}
	h.where = now
	h.crumbs.Objects = h.trail(now)
	h.crumbs.Refresh()
}

// path tells the names on the way, to notice a rename.
func (h *header) path() string {
	names, m := "", h.page.model
	if m.Zoom() == storage.TopLevel {
		return names
	}
	for _, id := range append(m.Tree().Path(m.Zoom()), m.Zoom()) {
		goal, _ := m.Tree().Goal(id)
		names += goal.Name + "\x00"
	}
	return names
}

func (h *header) trail(now where) []fyne.CanvasObject {
	if now.view != outline.Goals || now.zoom == storage.TopLevel {
		return []fyne.CanvasObject{title(viewName(now.view))}
	}
	m := h.page.model
	objects := []fyne.CanvasObject{h.crumb("Goals", storage.TopLevel)}
	path := m.Tree().Path(now.zoom)
	if len(path) > mostCrumbs {
		path = path[len(path)-mostCrumbs:]
		objects = append(objects, look.Caption("› …"))
	}
	for _, id := range path {
		goal, _ := m.Tree().Goal(id)
		objects = append(objects, look.Caption("›"), h.crumb(shortTo(goal.Name, 18), id))
	}
	goal, _ := m.Tree().Goal(now.zoom)
	return append(objects, look.Caption("›"), title(short(goal.Name)))
}

func title(text string) *widget.Label {
	return widget.NewLabelWithStyle(text, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
}

func (h *header) crumb(name string, id storage.GoalID) fyne.CanvasObject {
	b := look.NewButton(name, func() { h.page.view.do(func() { h.page.model.ZoomTo(id) }) })
	b.Importance = widget.LowImportance
	return b
}

// short keeps a name to what fits among others.
func short(name string) string { return shortTo(name, 32) }

func shortTo(name string, most int) string {
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return name
}
