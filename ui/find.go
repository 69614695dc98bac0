package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

const (
	searchWidth = 280
	searchHelp  = `Filters: is:open  is:done  is:overdue  due:today  due:week  due:none  due:<2027-01-31  #tag  !!  -word  "two words"`
)

// searchField is the field in which a person looks for goals: the hits are shown as they type.
type searchField struct {
	field
	page *goalsPage
	star *star
	from *standing // where they were before; nil while nothing is searched for
}

// standing is where a person was.
type standing struct {
	view outline.View
	zoom storage.GoalID
	goal storage.GoalID
}

func newSearchField(p *goalsPage) *searchField {
	f := &searchField{page: p, star: newStar(p.keepSearch)}
	f.Wrapping = fyne.TextWrapOff
	f.Scroll = container.ScrollHorizontalOnly
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder("Find. Try is:open due:week #tag")
	f.Icon = theme.SearchIcon()
	f.ActionItem = f.star
	f.OnChanged = f.find
	f.OnSubmitted = func(string) { f.jump() }
	f.onEscape = f.giveUp
	f.onDown = p.view.focus
	f.onKey = p.w.typedAnywhere
	f.onFocus = func() {
		p.model.ReadyToSearch()
		p.status.tell(searchHelp)
	}
	f.onLeave = func() {
		p.w.left = p.w.goOn(f)
		p.status.untell(searchHelp)
	}
	return f
}

// find shows the hits while the words are typed; the keyboard stays in the field.
func (f *searchField) find(text string) {
	m := f.page.model
	if text == "" && m.Query() == "" {
		return
	}
	f.remember()
	m.Search(text)
	f.page.view.refresh()
	if at := m.SelectedRow(); at >= 0 {
		f.page.view.list.reveal(at)
	}
	f.page.changed()
}

// remember notes where the person is before a search.
func (f *searchField) remember() {
	if m := f.page.model; m.Query() == "" {
		goal, _ := m.Selected()
		f.from = &standing{m.View(), m.Zoom(), goal.ID}
	}
}

// jump goes to where the selected hit stands.
func (f *searchField) jump() {
	m := f.page.model
	if m.SelectedRow() < 0 {
		return // nothing found: the person goes on typing
	}
	goal, _ := m.Selected()
	f.page.view.do(func() { m.Reveal(goal.ID) })
}

// giveUp ends the search, and goes back to where the person was.
func (f *searchField) giveUp() {
	f.page.view.do(f.goBack)
}

func (f *searchField) goBack() {
	m, from := f.page.model, f.from
	if from == nil {
		m.Search("")
		return
	}
	m.Select(from.goal)
	m.Search("")
	if m.Zoom() != from.zoom {
		m.ZoomTo(from.zoom)
	}
	if m.View() != from.view {
		m.Show(from.view)
	}
}

// refresh shows whether what is searched for is kept, and forgets a search that is over.
func (f *searchField) refresh() {
	query := f.page.model.Query()
	if query == "" {
		f.from = nil
		if f.Text != "" && f.page.w.win.Canvas().Focused() != f {
			f.SetText("")
		}
	}
	f.star.show(query != "", slices.Contains(f.page.model.Searches(), query))
}

// find gives the keyboard to the search.
func (p *goalsPage) find() {
	search := p.header.search
	p.w.win.Canvas().Focus(search)
	search.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// search looks for something, a tag for one.
func (p *goalsPage) search(text string) {
	p.keepTyped()
	if p.model.View() == outline.Trash {
		p.model.Show(outline.Goals) // a search in the trash stays there, one from elsewhere is meant for the goals
	}
	p.header.search.SetText(text)
	p.view.show()
}

// searchAll looks among all goals for something that is kept, whatever is zoomed into.
func (p *goalsPage) searchAll(text string) {
	field := p.header.search
	field.remember()
	from := field.from
	if p.model.Zoom() != storage.TopLevel {
		field.SetText("")
		p.model.ZoomTo(storage.TopLevel)
	}
	p.search(text)
	field.from = from
}

// keepSearch keeps what is searched for beside the views, or forgets it.
func (p *goalsPage) keepSearch() {
	query := p.model.Query()
	p.model.KeepSearch()
	p.changed()
	if slices.Contains(p.model.Searches(), query) {
		p.status.jot("‘" + short(query) + "’ is kept at the left.")
	} else {
		p.status.jot("‘" + short(query) + "’ is not kept any more.")
	}
}

// star keeps a search by a click. It takes no keyboard from the field that it is in.
type star struct {
	widget.Icon
	tapped func()
	kept   bool
}

func newStar(tapped func()) *star {
	s := &star{tapped: tapped}
	s.ExtendBaseWidget(s)
	s.SetResource(look.IconStar.In(look.ColorMuted))
	s.Hide()
	return s
}

func (s *star) show(searching, kept bool) {
	if s.kept != kept {
		s.kept = kept
		if kept {
			s.SetResource(look.IconStarFull.In(theme.ColorNamePrimary))
		} else {
			s.SetResource(look.IconStar.In(look.ColorMuted))
		}
	}
	if searching != s.Visible() {
		s.Hidden = !searching
		s.Refresh()
	}
}

// Tapped keeps the search, or forgets it.
func (s *star) Tapped(*fyne.PointEvent) { s.tapped() }

// Cursor is the arrow, in the midst of a text.
func (s *star) Cursor() desktop.Cursor { return desktop.DefaultCursor }
