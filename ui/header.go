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

// header is the strip on top: where one is in the tree, the search, and who one is.
type header struct {
	page   *goalsPage
	crumbs *crumbs
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
	h := &header{page: p, crumbs: newCrumbs(p), search: newSearchField(p), where: where{zoom: storage.Nowhere}}
	h.chip = newPersonChip(p.person, func(at fyne.Position) {
		widget.ShowPopUpMenuAtPosition(p.w.menus.account(), p.w.win.Canvas(), at)
	})
	return h
}

func (h *header) object() fyne.CanvasObject {
	right := container.NewHBox(container.NewCenter(look.Wide(searchWidth, h.search)), h.chip)
	middle := container.NewVBox(layout.NewSpacer(), h.crumbs.line, layout.NewSpacer())
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
	h.crumbs.show(now)
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

// short keeps a name to what fits among others.
func short(name string) string { return shortTo(name, 32) }

func shortTo(name string, most int) string {
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return name
}
