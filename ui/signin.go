package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/oauth"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// signInWithGitHub signs in at GitHub, or first explains how to register the program there.
func (w *window) signInWithGitHub() {
	w.signIn(func(ctx context.Context) (oauth.Provider, error) { return w.desk.GitHub(ctx) })
}

// signInWithDemo signs in at the built-in stand-in, the same way.
func (w *window) signInWithDemo() {
	w.signIn(func(ctx context.Context) (oauth.Provider, error) { return w.desk.Demo(ctx) })
}

// signInAgain renews the session of whoever is open.
func (w *window) signInAgain() {
	if w.goals != nil && w.goals.person.Demo() {
		w.signInWithDemo()
	} else {
		w.signInWithGitHub()
	}
}

func (w *window) signIn(find func(ctx context.Context) (oauth.Provider, error)) {
	if w.desk == nil || len(w.sheets) > 0 {
		return
	}
	w.later(func(ctx context.Context) func() {
		provider, err := find(ctx)
		return func() {
			switch {
			case noApp(err):
				w.showRegistration(provider)
			case err != nil:
				w.Log(err)
				w.tell("Signing in did not start", said(err))
			default:
				w.openSignIn(provider)
			}
		}
	})
}

// signInPanel is one sign-in: the wait for the browser, and how it ended.
type signInPanel struct {
	w        *window
	provider oauth.Provider
	sheet    *sheet
	cancel   context.CancelFunc
	attempt  int // tells a late answer of a cancelled attempt from the present one
	left     *widget.Label
	deadline time.Time
	trouble  *widget.Label
}

func (w *window) openSignIn(provider oauth.Provider) {
	p := &signInPanel{w: w, provider: provider, cancel: func() {}}
	p.sheet = w.openSheet(460, func() { p.attempt++; p.cancel() })
	p.start()
}

func (p *signInPanel) start() {
	p.cancel()
	ctx, cancel := context.WithCancel(p.w.ctx)
	p.cancel = cancel
	p.attempt++
	attempt := p.attempt
	in := func(then func()) { // in the window, unless this attempt is over
		p.w.do(func() {
			if p.attempt == attempt {
				then()
			}
		})
	}
	p.showStarting()
	p.w.later(func(context.Context) func() {
		defer cancel()
		person, err := p.w.desk.SignIn(ctx, account.Visit{Provider: p.provider, Browser: func(waiting oauth.Waiting) {
			in(func() { p.showWaiting(waiting) })
		}})
		in(func() { p.ended(person, err) })
		return nil
	})
}

func (p *signInPanel) title() fyne.CanvasObject {
	if p.provider.ID == "demo" {
		return look.Title("Signing in with the demo account")
	}
	return look.Title("Signing in with " + p.provider.Name)
}

func (p *signInPanel) showStarting() {
	cancel := p.sheet.button("Cancel", p.sheet.close)
	p.sheet.show(cancel, p.title(), look.Body("Opening your browser…"), look.Space(8), buttons(cancel))
}

// showWaiting shows the link, so that no browser problem is a dead end.
func (p *signInPanel) showWaiting(waiting oauth.Waiting) {
	text := "Your browser has opened. Approve there, and you are back here."
	if waiting.OpenErr != nil {
		p.w.Log(waiting.OpenErr)
		text = said(waiting.OpenErr)
	}
	link := p.sheet.field("")
	link.SetText(waiting.URL)
	link.OnChanged = func(string) { link.SetText(waiting.URL) } // to be copied, not to be changed
	copyLink := p.sheet.button("Copy link", nil)
	copyLink.OnTapped = func() {
		p.w.app.Clipboard().SetContent(waiting.URL)
		copyLink.SetText("Copied")
	}
	again := p.sheet.button("Open again", func() { p.openAgain(waiting.URL) })
	cancel := p.sheet.button("Cancel", p.sheet.close)
	p.left = look.Caption("")
	p.trouble = look.Body("")
	p.trouble.Importance = widget.DangerImportance
	p.trouble.Hide()
	p.deadline = waiting.Deadline
	p.countDown(p.attempt)
	activity := widget.NewProgressBarInfinite()
	p.sheet.show(cancel,
		p.title(),
		look.Body(text),
		look.Thin(4, activity),
		look.Caption("Wrong browser, or nothing opened? Use this link:"),
		container.NewBorder(nil, nil, nil, copyLink, link),
		p.trouble,
		look.Space(8),
		container.NewBorder(nil, nil, p.left, buttons(again, cancel)),
	)
}

func (p *signInPanel) openAgain(url string) {
	p.w.later(func(ctx context.Context) func() {
		err := p.w.Browse(ctx, url)
		return func() {
			p.trouble.Hidden = err == nil
			if err != nil {
				p.trouble.SetText(said(err))
			}
		}
	})
}

// countDown shows how long the wait still lasts, second by second.
func (p *signInPanel) countDown(attempt int) {
	if p.attempt != attempt || p.left == nil {
		return
	}
	left := max(p.deadline.Sub(p.w.Now()).Round(time.Second), 0)
	p.left.SetText(fmt.Sprintf("Waiting %d:%02d more", int(left.Minutes()), int(left.Seconds())%60))
	if left > 0 {
		time.AfterFunc(time.Second, func() { p.w.do(func() { p.countDown(attempt) }) })
	}
}

func (p *signInPanel) ended(person account.Person, err error) {
	p.left = nil
	var unkept *account.Unkept
	switch {
	case err == nil:
		p.sheet.close()
		p.w.welcomePerson(person)
	case errors.As(err, &unkept):
		p.showUnkept(unkept)
	case quiet(err):
		p.sheet.close()
	default:
		p.w.Log(err)
		p.showFailure(err)
	}
}

func (p *signInPanel) showFailure(err error) {
	again := p.sheet.primary("Try again", p.start)
	row := []fyne.CanvasObject{p.sheet.button("Close", p.sheet.close), again}
	if errors.Is(err, oauth.ErrWrongSecret) || errors.Is(err, oauth.ErrRedirect) {
		row = append([]fyne.CanvasObject{p.sheet.button("Registration…", func() {
			p.sheet.close()
			p.w.showRegistration(p.provider)
		})}, row...)
	}
	p.sheet.show(again, look.Title("You are not signed in"), look.Body(said(err)), look.Space(8), buttons(row...))
}

// showUnkept says why the keyring would not help, and lets the person decide.
func (p *signInPanel) showUnkept(unkept *account.Unkept) {
	p.w.Log(unkept)
	keep := p.sheet.primary("Keep me signed in until I quit", func() {
		p.sheet.close()
		p.w.later(func(ctx context.Context) func() {
			person, err := p.w.desk.KeepUntilQuit(ctx, unkept)
			if err != nil {
				return func() { p.w.tell("That did not work", said(err)) }
			}
			return func() { p.w.welcomePerson(person) }
		})
	})
	discard := p.sheet.button("Do not sign in", func() {
		p.sheet.close()
		p.w.later(func(ctx context.Context) func() { p.w.desk.Discard(ctx, unkept); return nil })
	})
	p.sheet.show(keep, look.Title("Your sign-in cannot be remembered"), look.Body(said(unkept.Err)), look.Space(8), buttons(discard, keep))
}

// welcomePerson opens the goals of who just signed in, and shows the profile.
func (w *window) welcomePerson(person account.Person) {
	w.leaveGoals(func() {
		w.later(func(ctx context.Context) func() {
			open := w.load(ctx, w.desk, person)
			return func() {
				open()
				w.win.RequestFocus() // the person is in the browser now
				w.showProfile()
			}
		})
	})
}

// browse opens a link, and says so when it cannot.
func (w *window) browse(url string) {
	w.later(func(ctx context.Context) func() {
		if err := w.Browse(ctx, url); err != nil {
			return func() { w.tell("The browser did not open", said(err)+" The link is "+url) }
		}
		return nil
	})
}
