package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

const (
	searchWidth = 210
	mostCrumbs  = 2 // ancestors shown by name; Zoom out reaches the others
)

// header is the strip on top: where one is in the tree, the search, and who one is.
type header struct {
	page   *goalsPage
	crumbs *fyne.Container
	search *field
	zoom   storage.GoalID // what the crumbs show
	names  string
	chip   *personChip
}

func newHeader(p *goalsPage) *header {
	h := &header{page: p, crumbs: container.NewHBox(), search: newField(), zoom: storage.Nowhere}
	h.search.SetPlaceHolder("Find")
	h.search.Icon = theme.SearchIcon()
	h.search.OnChanged = h.find
	h.search.onEscape = func() { p.view.do(func() { p.model.Search("") }) }
	h.search.onDown = p.view.focus
	h.search.OnSubmitted = func(string) { p.view.focus() }
	h.search.onKey = p.w.typedAnywhere
	h.chip = newPersonChip(p.person, func(at fyne.Position) {
		widget.ShowPopUpMenuAtPosition(p.w.menus.account(), p.w.win.Canvas(), at)
	})
	return h
}

func (h *header) object() fyne.CanvasObject {
	right := container.NewHBox(container.NewCenter(look.Wide(searchWidth, h.search)), h.chip)
	strip := container.NewBorder(nil, nil, nil, right, container.NewClip(h.crumbs))
	return container.NewVBox(container.New(layout.NewCustomPaddedLayout(6, 6, 12, 8), strip), widget.NewSeparator())
}

// find shows the hits while the words are typed; the keyboard stays in the field.
func (h *header) find(text string) {
	if text == "" && h.page.model.Query() == "" {
		return
	}
	h.page.model.Search(text)
	h.page.view.refresh()
	h.page.view.list.ScrollToTop()
	h.page.changed()
}

func (h *header) refresh() {
	if h.page.model.Query() == "" && h.search.Text != "" && h.page.w.win.Canvas().Focused() != h.search {
		h.search.SetText("")
	}
	zoom, names := h.page.model.Zoom(), h.path()
	if zoom == h.zoom && names == h.names {
		return
	}
	h.zoom, h.names = zoom, names
	h.crumbs.Objects = h.trail(zoom)
	h.crumbs.Refresh()
}

// path tells the names on the way, to notice a rename.
func (h *header) path() string {
	names := ""
	for _, id := range append(h.page.model.Tree().Path(h.zoom), h.zoom) {
		goal, _ := h.page.model.Tree().Goal(id)
		names += goal.Name + "\x00"
	}
	return names
}

func (h *header) trail(zoom storage.GoalID) []fyne.CanvasObject {
	if zoom == storage.TopLevel {
		return []fyne.CanvasObject{title("Goals")}
	}
	m := h.page.model
	objects := []fyne.CanvasObject{h.crumb("Goals", storage.TopLevel)}
	path := m.Tree().Path(zoom)
	if len(path) > mostCrumbs {
		path = path[len(path)-mostCrumbs:]
		objects = append(objects, look.Caption("› …"))
	}
	for _, id := range path {
		goal, _ := m.Tree().Goal(id)
		objects = append(objects, look.Caption("›"), h.crumb(shortTo(goal.Name, 18), id))
	}
	goal, _ := m.Tree().Goal(zoom)
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

// personChip shows who one is, and opens the Account menu.
type personChip struct {
	widget.BaseWidget
	person account.Person
	tapped func(at fyne.Position)
}

func newPersonChip(person account.Person, tapped func(fyne.Position)) *personChip {
	c := &personChip{person: person, tapped: tapped}
	c.ExtendBaseWidget(c)
	return c
}

func (c *personChip) set(person account.Person) {
	c.person = person
	c.Refresh()
}

func (c *personChip) Tapped(*fyne.PointEvent) {
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(c)
	c.tapped(corner.AddXY(0, c.Size().Height))
}

func (c *personChip) CreateRenderer() fyne.WidgetRenderer {
	d := &chipDrawing{
		chip: c,
		name: look.NewText(13), login: look.NewText(11),
		arrow: widget.NewIcon(theme.MenuDropDownIcon()),
	}
	d.name.TextStyle = fyne.TextStyle{Bold: true}
	d.Refresh()
	return d
}

type chipDrawing struct {
	chip        *personChip
	avatar      fyne.CanvasObject
	name, login *canvas.Text
	arrow       *widget.Icon
}

const avatarSize = 28

func (d *chipDrawing) Refresh() {
	p := d.chip.person
	d.avatar = avatar(p, avatarSize)
	d.name.Text, d.name.Color = shortTo(p.Name(), 24), look.Color(theme.ColorNameForeground)
	d.login.Text, d.login.Color = "no account", look.Color(look.ColorMuted)
	if !p.Local() {
		d.login.Text = shortTo(handle(p.Profile), 25)
	}
	if p.Demo() {
		d.login.Text += " · demo"
		d.login.Color = look.Color(theme.ColorNameWarning)
	}
	d.Layout(d.chip.Size())
	canvas.Refresh(d.chip)
}

func (d *chipDrawing) Layout(size fyne.Size) {
	middle := size.Height / 2
	d.avatar.Resize(fyne.NewSquareSize(avatarSize))
	d.avatar.Move(fyne.NewPos(8, middle-avatarSize/2))
	x := float32(8 + avatarSize + 8)
	d.name.Move(fyne.NewPos(x, middle-d.name.MinSize().Height+2))
	d.login.Move(fyne.NewPos(x, middle))
	d.arrow.Resize(fyne.NewSquareSize(18))
	d.arrow.Move(fyne.NewPos(size.Width-20, middle-9))
}

func (d *chipDrawing) MinSize() fyne.Size {
	width := max(d.name.MinSize().Width, d.login.MinSize().Width)
	return fyne.NewSize(8+avatarSize+8+width+24, 36)
}

func (d *chipDrawing) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.avatar, d.name, d.login, d.arrow}
}
func (d *chipDrawing) Destroy() {}

// avatar is a person's picture, round; a silhouette for who has none.
func avatar(p account.Person, size float32) fyne.CanvasObject {
	if len(p.Profile.Avatar) == 0 {
		return widget.NewIcon(theme.AccountIcon())
	}
	// The name tells pictures apart in the toolkit's cache.
	name := "avatar-" + p.Profile.Issuer + "#" + p.Profile.Subject + "-" + p.Profile.Fetched.String() + ".png"
	image := canvas.NewImageFromResource(fyne.NewStaticResource(name, p.Profile.Avatar))
	image.FillMode = canvas.ImageFillContain
	image.ScaleMode = canvas.ImageScaleSmooth
	image.CornerRadius = size / 2
	image.SetMinSize(fyne.NewSquareSize(size))
	return image
}
