package ui

import (
	"net/url"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

const rowAvatar = 36

// personRow is a line of a sheet's list: a picture, two lines of text, and what can be pressed.
func personRow(who account.Person, name, about string, press ...fyne.CanvasObject) fyne.CanvasObject {
	first := widget.NewLabelWithStyle(name, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	first.Truncation = fyne.TextTruncateEllipsis
	second := look.Caption(about)
	second.Truncation = fyne.TextTruncateEllipsis
	text := container.NewVBox(layout.NewSpacer(), look.Tight(first, second), layout.NewSpacer())
	return container.NewBorder(nil, nil, picture(who, rowAvatar), container.NewCenter(container.NewHBox(press...)), text)
}

// picture is an avatar beside text, of the same size also for who has none.
func picture(who account.Person, size float32) fyne.CanvasObject {
	return container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(size), avatar(who, size)))
}

// isOpen tells whether the sheet has not been closed meanwhile.
func (s *sheet) isOpen() bool { return slices.Contains(s.w.sheets, s) }

// handle is what a person is called at a provider: "@ada"; an address, and a name where there is no login, as it is.
func handle(p storage.Profile) string {
	switch {
	case p.Login == "":
		return p.Name
	case strings.ContainsAny(p.Login, "@ "):
		return p.Login
	}
	return "@" + p.Login
}

// providerName is where an account is, for the screen: by its host where people
// choose that themselves.
func providerName(p storage.Profile) string {
	if p.Provider == "demo" {
		return "Demo account"
	}
	for _, kind := range oauth.Kinds() {
		if kind.ID == p.Provider && kind.Host == "" {
			return kind.Name
		}
	}
	if issuer, err := url.Parse(p.Issuer); err == nil && issuer.Host != "" {
		return issuer.Host
	}
	return p.Provider
}
