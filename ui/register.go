package ui

import (
	"context"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/oauth"
	"overachiever/ui/look"
)

// showRegistration explains, in three steps, how to register the program with
// GitHub, and takes what GitHub gives out.
func (w *window) showRegistration(provider oauth.Provider) {
	s := w.openSheet(500, nil)
	callback := s.field("")
	callback.SetText(provider.CallbackURL())
	callback.OnChanged = func(string) { callback.SetText(provider.CallbackURL()) }
	copyCallback := s.button("Copy", func() { w.app.Clipboard().SetContent(provider.CallbackURL()) })
	id := s.field("Client ID")
	secret := s.field("Client secret")
	secret.Password = true
	trouble := look.Body("")
	trouble.Importance = widget.DangerImportance
	trouble.Hide()

	save := s.primary("Save and sign in", nil)
	save.OnTapped = func() {
		save.Disable()
		w.later(func(ctx context.Context) func() {
			_, err := w.desk.Register(ctx, "github", w.desk.URL, id.Text, secret.Text)
			return func() {
				save.Enable()
				if err != nil {
					trouble.SetText(said(err))
					trouble.Show()
					return
				}
				s.close()
				w.signInWithGitHub()
			}
		})
	}
	id.OnSubmitted = func(string) { w.win.Canvas().Focus(secret) }
	secret.OnSubmitted = func(string) { save.OnTapped() }
	open := s.button("Open that page", func() { w.browse(provider.RegistrationPage) })
	s.show(open,
		look.Title("Register Overachiever with GitHub"),
		look.Caption("Once for this computer, about a minute. This build came without a registration of its own."),
		look.Body("1. Open GitHub's page for a new OAuth app. Any name and homepage will do."),
		container.NewBorder(nil, nil, nil, open, widget.NewLabel(provider.RegistrationPage)),
		look.Body("2. Enter exactly this as the authorization callback URL:"),
		container.NewBorder(nil, nil, nil, copyCallback, callback),
		look.Body("3. Register, generate a client secret, and paste both here:"),
		id, secret,
		look.Caption("The secret goes into your keyring, never into a file."),
		trouble,
		buttons(s.button("Cancel", s.close), save),
	)
}

// changeRegistration opens the form for who has a registration of their own, or wants one.
func (w *window) changeRegistration() {
	if w.desk == nil || len(w.sheets) > 0 {
		return
	}
	w.later(func(ctx context.Context) func() {
		provider, err := w.desk.GitHub(ctx)
		return func() {
			if err != nil && !noApp(err) {
				w.tell("The registration could not be read", said(err))
				return
			}
			w.showRegistration(provider)
		}
	})
}
