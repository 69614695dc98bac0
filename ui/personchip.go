package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/account"
	"overachiever/ui/look"
)

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
