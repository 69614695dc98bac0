package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/oauth"
	"overachiever/ui/look"
)

// slowKeyring is how long the keyring may take before the person is told to look for
// its question: it may lie behind this window.
const slowKeyring = 2 * time.Second

// inBrowser hears how the wait for the browser goes.
func (p *signInPanel) inBrowser(waiting oauth.Waiting) {
	if !waiting.Deadline.Equal(p.waiting.Deadline) {
		p.whole = waiting.Deadline.Sub(p.w.Now())
	}
	p.waiting = waiting
	switch {
	case waiting.Finishing:
		p.showFinishing(waiting.Keeping)
		return
	case waiting.OpenErr != nil:
		p.w.Log(waiting.OpenErr)
	}
	if !p.aside {
		p.showWaiting()
	}
}

// showWaiting shows the link, so that no browser problem is a dead end.
func (p *signInPanel) showWaiting() {
	p.aside = false
	text, hint := "Your browser has opened. Approve there, and you are back here.", "Wrong browser, or nothing opened? Use this link:"
	if p.waiting.OpenErr != nil {
		text, hint = said(p.waiting.OpenErr), "The link:"
	}
	link, copyLink := p.sheet.copyable(p.waiting.URL, "Copy link")
	if p.waiting.OpenErr != nil {
		copyLink.Importance = widget.HighImportance
	}
	trouble := p.sheet.trouble()
	p.turnWaiting(copyLink,
		[]fyne.CanvasObject{
			look.Body(text),
			p.hourglass(),
			warning(p.visit.Provider),
			look.Caption(hint),
			link,
			trouble.label,
		},
		p.sheet.quiet("Other ways…", p.showOthers),
		p.sheet.button("Open again", func() { p.inBackground(trouble, p.waiting.Open) }),
		p.sheet.button("Cancel", p.sheet.close),
	)
}

// turnWaiting shows a state in which the browser is waited for.
func (p *signInPanel) turnWaiting(focus fyne.Focusable, content []fyne.CanvasObject, row ...fyne.CanvasObject) {
	left := look.Caption("")
	content = append([]fyne.CanvasObject{p.title()}, content...)
	p.turn(focus, append(content, look.Space(8), container.NewBorder(nil, nil, left, buttons(row...)))...)
	p.left, p.deadline = left, p.waiting.Deadline
	p.countDown("Waiting %s more")
}

// inBackground does what may take a while, and says beside it what went wrong.
func (p *signInPanel) inBackground(trouble *trouble, do func(context.Context) error) {
	p.w.later(func(ctx context.Context) func() {
		err := do(ctx)
		return func() { trouble.say(err) }
	})
}

// showOthers is for whom the browser on this computer does not help. The wait goes on.
func (p *signInPanel) showOthers() {
	p.aside = true
	var ways []*look.Button
	content := []fyne.CanvasObject{look.Body("Your browser is still waited for. You can also choose another way:")}
	if p.visit.Provider.Another != "" {
		ways = append(ways, p.sheet.button("Use another account", func() {
			p.visit.Prompt = oauth.Prompt{Another: true}
			p.withBrowser()
		}))
	} else {
		start, _ := p.where()
		content = append(content, look.Body(start+" takes the account that your browser is signed in with. To use another one, sign out there first."))
	}
	if p.visit.Provider.HasCodes() {
		ways = append(ways, p.sheet.button("Use a code on another device", p.withCode))
	}
	ways = append(ways, p.sheet.button("Paste the address…", p.showPaste))
	p.turnWaiting(ways[0], append(content, p.sheet.list(ways...)),
		p.sheet.button("Back", p.showWaiting),
		p.sheet.button("Cancel", p.sheet.close))
}

// showPaste takes the address by hand where the browser cannot reach this program:
// it runs on another computer, or this one in a container.
func (p *signInPanel) showPaste() {
	p.aside = true
	trouble := p.sheet.trouble()
	address := p.sheet.field("http://…")
	use := func(text string) {
		take := p.waiting.Paste
		p.inBackground(trouble, func(context.Context) error { return take(text) })
	}
	address.OnSubmitted = use
	paste := p.sheet.button("Paste", func() {
		address.SetText(p.w.app.Clipboard().Content())
		use(address.Text)
	})
	p.turnWaiting(address,
		[]fyne.CanvasObject{
			look.Body("If your browser ends on a page that cannot be reached, copy the address from its address bar and paste it here."),
			container.NewBorder(nil, nil, nil, paste, address),
			trouble.label,
		},
		p.sheet.button("Back", p.showOthers),
		p.sheet.button("Cancel", p.sheet.close),
		p.sheet.primary("Go on", func() { use(address.Text) }),
	)
}

// showFinishing is when the person is done, and this program is not yet: the provider
// is asked who they are, and then the keyring to keep the sign-in.
func (p *signInPanel) showFinishing(keeping bool) {
	_, where := p.where()
	doing := look.Body("Asking " + where + " who you are…")
	cancel := p.sheet.button("Cancel", p.sheet.close)
	p.turn(cancel, p.title(), doing, p.moving(), look.Space(8), buttons(cancel))
	if keeping { // most take no time, and nothing is said of them
		p.after(slowKeyring, func() {
			doing.SetText("Your keyring may be asking for its password. Look for its window.")
			p.sheet.fit()
		})
	}
}
