package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/look"
	"overachiever/ui/outline"
)

const (
	sidebarWidth  = 168
	sideRowHeight = 30
)

// sidebar is the strip at the left: the views, and the searches that are kept.
type sidebar struct {
	page     *goalsPage
	views    []*sideRow
	searches *fyne.Container
	head     fyne.CanvasObject // above the searches
	kept     []string          // as shown
	strip    fyne.CanvasObject
}

func newSidebar(p *goalsPage) *sidebar {
	s := &sidebar{page: p, searches: container.New(layout.NewCustomPaddedVBoxLayout(2))}
	views := container.New(layout.NewCustomPaddedVBoxLayout(2))
	for _, view := range outline.Views() {
		row := newSideRow(sideLine{icon: viewIcon(view), label: viewName(view)}, func() { p.showView(view) })
		s.views = append(s.views, row)
		views.Add(row)
	}
	s.head = label("Searches")
	all := container.NewVBox(views, s.head, s.searches)
	rows := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(8, 8, 8, 8), all))
	s.strip = look.Wide(sidebarWidth, rows)
	return s
}

func (s *sidebar) object() fyne.CanvasObject { return s.strip }

// refresh shows what is selected, how much is due, and what is kept.
func (s *sidebar) refresh() {
	m, c := s.page.model, s.page.counts
	for i, view := range outline.Views() {
		l := s.views[i].line
		l.selected = m.View() == view && m.Query() == ""
		if view == outline.Today {
			l.count, l.urgent = "", c.overdue > 0
			if due := c.overdue + c.today; due > 0 {
				l.count = strconv.Itoa(due)
			}
		}
		s.views[i].show(l)
	}
	if kept := m.Searches(); !slices.Equal(kept, s.kept) || len(s.searches.Objects) != len(kept) {
		s.kept = slices.Clone(kept)
		s.list()
	}
	s.head.(*widget.Label).Hidden = len(s.kept) == 0
	for i, text := range s.kept {
		row := s.searches.Objects[i].(*sideRow)
		l := row.line
		l.selected = m.Query() == text
		row.show(l)
	}
}

// list makes the rows of the searches anew.
func (s *sidebar) list() {
	s.searches.Objects = nil
	for _, text := range s.kept {
		row := newSideRow(sideLine{icon: look.IconStar, label: text}, func() { s.page.searchAll(text) })
		row.menu = func(at fyne.Position) {
			forget := item("Forget this search", nil, func() {
				s.page.model.ForgetSearch(text)
				s.page.changed()
			})
			widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", forget), s.page.w.win.Canvas(), at)
		}
		s.searches.Add(row)
	}
	s.searches.Refresh()
}

// settingSidebar remembers, for this computer, that the sidebar is hidden.
const settingSidebar = "sidebarHidden"

func (w *window) sidebarShown() bool { return !w.app.Preferences().Bool(settingSidebar) }

// toggleSidebar hides the sidebar, or shows it again.
func (p *goalsPage) toggleSidebar() {
	p.w.app.Preferences().SetBool(settingSidebar, p.w.sidebarShown())
	p.layoutSidebar()
	p.changed()
}

func (p *goalsPage) layoutSidebar() {
	if p.w.sidebarShown() {
		p.sidebar.strip.Show()
	} else {
		p.sidebar.strip.Hide()
	}
	p.page.Refresh()
}

// sideLine is all that a row of the sidebar shows.
type sideLine struct {
	icon     look.Icon
	label    string
	count    string
	urgent   bool
	selected bool
}

// sideRow is one line of the sidebar. It takes a click, and no keyboard: each has a key
// of its own in the View menu.
type sideRow struct {
	widget.BaseWidget
	line    sideLine
	hovered bool
	tapped  func()
	menu    func(at fyne.Position) // nil for none
}

func newSideRow(line sideLine, tapped func()) *sideRow {
	r := &sideRow{line: line, tapped: tapped}
	r.ExtendBaseWidget(r)
	return r
}

func (r *sideRow) show(line sideLine) {
	if r.line != line {
		r.line = line
		r.Refresh()
	}
}

// Tapped shows what the row stands for.
func (r *sideRow) Tapped(*fyne.PointEvent) { r.tapped() }

// TappedSecondary opens the row's menu.
func (r *sideRow) TappedSecondary(at *fyne.PointEvent) {
	if r.menu != nil {
		r.menu(at.AbsolutePosition)
	}
}

// MouseIn shades the row.
func (r *sideRow) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved is not needed.
func (r *sideRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the shade away.
func (r *sideRow) MouseOut() { r.hovered = false; r.Refresh() }

// CreateRenderer is the toolkit's way to draw it.
func (r *sideRow) CreateRenderer() fyne.WidgetRenderer {
	d := &sideDrawing{
		row: r, ground: canvas.NewRectangle(nil), icon: widget.NewIcon(nil),
		label: look.NewText(theme.TextSize()), count: look.NewText(theme.CaptionTextSize()),
	}
	d.ground.CornerRadius = 6
	d.count.Alignment = fyne.TextAlignTrailing
	d.Refresh()
	return d
}

type sideDrawing struct {
	row          *sideRow
	ground       *canvas.Rectangle
	icon         *widget.Icon
	label, count *canvas.Text
}

func (d *sideDrawing) MinSize() fyne.Size { return fyne.NewSize(sidebarWidth-16, sideRowHeight) }
func (d *sideDrawing) Destroy()           {}

func (d *sideDrawing) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ground, d.icon, d.label, d.count}
}

func (d *sideDrawing) Refresh() {
	l := d.row.line
	d.ground.Hidden = !l.selected && !d.row.hovered
	d.ground.FillColor = look.Color(theme.ColorNameHover)
	color, tint := look.ColorMuted, theme.ColorNameForeground
	if l.selected {
		d.ground.FillColor = look.Color(theme.ColorNameSelection)
		color = theme.ColorNamePrimary
	}
	d.icon.SetResource(l.icon.In(color))
	d.label.Color, d.label.TextStyle = look.Color(tint), fyne.TextStyle{Bold: l.selected}
	d.count.Text, d.count.Color = l.count, look.Color(look.ColorMuted)
	d.count.TextStyle = fyne.TextStyle{Bold: l.urgent}
	if l.urgent {
		d.count.Color = look.Color(theme.ColorNameError)
	}
	d.label.TextSize, d.count.TextSize = theme.TextSize(), theme.CaptionTextSize()
	d.Layout(d.row.Size())
	canvas.Refresh(d.row)
}

func (d *sideDrawing) Layout(size fyne.Size) {
	d.ground.Resize(size)
	d.icon.Resize(fyne.NewSquareSize(18))
	d.icon.Move(fyne.NewPos(8, (size.Height-18)/2))
	right := size.Width - 8
	if d.row.line.count != "" {
		width := d.count.MinSize().Width
		d.count.Resize(fyne.NewSize(width, size.Height))
		d.count.Move(fyne.NewPos(right-width, 0))
		right -= width + look.Gap
	}
	d.label.Text = look.Fit(d.row.line.label, right-34, d.label.TextSize, d.label.TextStyle)
	d.label.Resize(fyne.NewSize(right-34, size.Height))
	d.label.Move(fyne.NewPos(34, 0))
}
