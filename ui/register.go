package ui

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/oauth"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// registrationForm explains, in three steps, how to register the program with a
// provider, and takes what is given out there.
type registrationForm struct {
	w        *window
	kind     oauth.Kind
	base     string         // where it is; "" for the usual place, or to be asked for
	provider oauth.Provider // an example, until it is known
	known    bool           // where the provider is
	hasPage  bool           // there is a page to register on, at a known place
	visit    account.Visit  // to be made once the program is registered

	sheet            *sheet
	page             *widget.Label
	pageLine         *fyne.Container // hidden while it is not known
	callbacks        *fyne.Container
	open, save       *look.Button
	host, id, secret *field // host and secret: nil where there is none to ask for
	trouble          *trouble
}

// registerFor is the form for a visit whose provider does not know this program, or not any more.
func (w *window) registerFor(v account.Visit) {
	w.openRegistration(kindOf(v.Provider.ID), account.Registration{Base: v.Provider.Base}, v)
}

// openRegistration is the form for a kind of provider, filled in with what is known.
func (w *window) openRegistration(kind oauth.Kind, known account.Registration, v account.Visit) {
	f := &registrationForm{w: w, kind: kind, base: known.Base, visit: v}
	sample, err := kind.New(cmp.Or(known.Base, kind.Host), oauth.App{}) // for all that is the same at every address
	if err != nil {
		w.tell("That did not work", said(err))
		return
	}
	f.provider, f.known, f.hasPage = sample, kind.Host == "" || known.Base != "", sample.RegistrationPage != ""
	f.show(known.ClientID)
}

func (f *registrationForm) show(clientID string) {
	s := f.w.openSheet(500, nil)
	f.sheet, f.trouble = s, s.trouble()
	f.open = s.button("Open that page", func() { f.w.browse(f.provider.RegistrationPage) })
	f.page = widget.NewLabel("")
	f.page.Truncation = fyne.TextTruncateEllipsis
	f.pageLine = container.NewBorder(nil, nil, nil, f.open, f.page)
	f.callbacks = container.NewVBox()
	f.id = s.field(f.provider.IDName)
	f.id.SetText(clientID)
	f.save = s.primary("Save and sign in", f.keep)
	inputs := f.inputs()
	for i, input := range inputs {
		input.OnSubmitted = func(string) {
			if i == len(inputs)-1 {
				f.keep()
			} else {
				f.w.win.Canvas().Focus(inputs[i+1])
			}
		}
	}
	f.placeIs()

	content := []fyne.CanvasObject{look.Title("Register Overachiever with " + f.kind.Name), look.Caption(f.introduction(clientID == ""))}
	var first fyne.Focusable = f.open
	if f.pageLine.Hidden {
		first = f.id
	}
	if f.host != nil {
		first = f.host
		content = append(content, look.Caption("Its address:"), f.host)
	}
	content = append(content,
		look.Body(f.firstStep()),
		f.pageLine,
		look.Body(f.secondStep()),
		f.callbacks,
		look.Body(f.thirdStep()),
		f.id)
	if f.secret != nil {
		content = append(content, f.secret, look.Caption("The secret goes into your keyring, never into a file."))
	}
	content = append(content, warning(f.provider), f.trouble.label, buttons(s.button("Cancel", s.close), f.save))
	s.show(first, content...)
}

// inputs makes the fields that this provider needs, in their order.
func (f *registrationForm) inputs() []*field {
	inputs := []*field{f.id}
	if f.kind.Host != "" && f.base == "" {
		f.host = f.sheet.field(f.kind.Host)
		f.host.OnChanged = f.hostIs
		inputs = append([]*field{f.host}, inputs...)
	}
	if f.provider.Secret != oauth.SecretNone {
		f.secret = f.sheet.field("Client secret")
		f.secret.Password = true
		if f.provider.Secret == oauth.SecretOptional {
			f.secret.SetPlaceHolder("Client secret, if you were given one")
		}
		inputs = append(inputs, f.secret)
	}
	return inputs
}

// address is where the provider is, as far as it is known: people leave out how
// an address begins.
func (f *registrationForm) address() string {
	if f.host == nil {
		return f.base
	}
	text := strings.TrimSpace(f.host.Text)
	if strings.Contains(text, ".") && !strings.Contains(text, "://") {
		return "https://" + text
	}
	return text
}

// hostIs hears each letter of the address; what depends on it follows.
func (f *registrationForm) hostIs(string) {
	provider, err := f.kind.New(f.address(), oauth.App{})
	f.known = err == nil
	if f.known {
		f.provider = provider
	}
	f.placeIs()
	f.sheet.fit()
}

// placeIs shows the page to open and the callback addresses, which each place has of its own.
func (f *registrationForm) placeIs() {
	f.page.SetText(f.provider.RegistrationPage)
	f.pageLine.Hidden = !f.known || !f.hasPage
	f.callbacks.RemoveAll()
	if !f.known {
		f.callbacks.Add(look.Caption("It stands here once you have entered its address above."))
		return
	}
	for _, callback := range f.provider.CallbackURLs() {
		line, _ := f.sheet.copyable(callback, "Copy")
		f.callbacks.Add(line)
	}
}

func (f *registrationForm) keep() {
	if f.save.Disabled() {
		return
	}
	base, id, secret := f.address(), f.id.Text, ""
	if f.secret != nil {
		secret = f.secret.Text
	}
	f.save.Disable()
	f.w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		provider, err := desk.Register(ctx, f.kind.ID, base, id, secret)
		return func() {
			f.save.Enable()
			f.trouble.say(err)
			if err == nil {
				f.sheet.close()
				f.visit.Provider = provider
				f.w.openVisit(f.visit)
			}
		}
	})
}

// gitHub tells whether the page to register on is GitHub's, whose words are known.
func (f *registrationForm) gitHub() bool {
	return f.kind.ID == "github" || f.kind.ID == "github-enterprise"
}

func (f *registrationForm) introduction(anew bool) string {
	text := "Once for this computer, about a minute."
	if f.kind.ID == "github" && anew {
		text += " This build came without a registration of its own."
	}
	return text
}

func (f *registrationForm) firstStep() string {
	switch {
	case f.gitHub():
		return "1. Open GitHub's page for a new OAuth app. Any name and homepage do."
	case !f.hasPage:
		return "1. Add an application where you have the account. " + f.provider.Steps + " Any name will do."
	}
	return "1. Open its page for new applications. " + f.provider.Steps + " Any name will do."
}

func (f *registrationForm) secondStep() string {
	switch {
	case f.gitHub():
		return `2. Enter exactly this as the authorization callback URL, and tick "Enable Device Flow":`
	case len(f.provider.CallbackURLs()) > 1:
		return "2. Where it asks for callback or redirect addresses, enter exactly these, all of them:"
	}
	return "2. Where it asks for a callback or redirect address, enter exactly this:"
}

func (f *registrationForm) thirdStep() string {
	switch {
	case f.gitHub():
		return "3. Register, generate a client secret, and paste both here:"
	case f.provider.Secret == oauth.SecretNone:
		return "3. Save there, and paste the " + f.provider.IDName + " here:"
	}
	return "3. Save there, and paste what you were given here:"
}
