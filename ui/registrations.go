package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"overachiever/oauth"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// showRegistrations lists where the person has registered the program themself.
func (w *window) showRegistrations() {
	if len(w.sheets) > 0 {
		return
	}
	w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		known, err := desk.Registrations(ctx)
		return func() {
			if err != nil {
				w.tell("The registrations could not be read", said(err))
				return
			}
			w.listRegistrations(known)
		}
	})
}

func (w *window) listRegistrations(known []account.Registration) {
	s := w.openSheet(500, nil)
	text := "Here you have registered Overachiever yourself."
	if len(known) == 0 {
		text = "You have not registered Overachiever anywhere yourself."
	}
	content := []fyne.CanvasObject{look.Title("Registrations"), look.Body(text)}
	for _, r := range known {
		content = append(content, w.registrationLine(s, r))
	}
	done := s.primary("Close", s.close)
	add := s.button("Add…", func() {
		s.close()
		w.choose("Register Overachiever", "Where?", kindNames(), func(i int) {
			w.openRegistration(oauth.Kinds()[i], account.Registration{}, account.Visit{})
		})
	})
	s.show(done, append(content, look.Space(8), buttons(add, done))...)
}

func (w *window) registrationLine(s *sheet, r account.Registration) fyne.CanvasObject {
	kind := kindOf(r.Kind)
	name := title(kind.Name)
	id := look.Caption(hostOf(kind, r.Base) + " · " + r.ClientID)
	name.Truncation, id.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	change := s.button("Change", func() {
		s.close()
		w.openRegistration(kind, r, account.Visit{})
	})
	remove := s.button("Remove", func() {
		s.close()
		w.askForget(kind, r)
	})
	return container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(change, remove)), look.Tight(name, id))
}

func (w *window) askForget(kind oauth.Kind, r account.Registration) {
	w.ask("Remove the registration with "+hostOf(kind, r.Base)+"?",
		"Your goals stay, and whoever is signed in stays so. Signing in there again needs a registration.",
		choice{"Cancel", w.showRegistrations},
		choice{"Remove", func() {
			w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
				err := desk.Forget(ctx, r)
				return func() {
					if err != nil {
						w.tell("The registration could not be removed", said(err))
						return
					}
					w.showRegistrations()
				}
			})
		}})
}
