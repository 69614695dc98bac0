package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// signInPanel is one visit to a provider, from the first try to how it ended:
// with the browser (waiting.go), or with a code on another device (code.go).
type signInPanel struct {
	w       *window
	visit   account.Visit
	byCode  bool
	sheet   *sheet
	attempt int // tells a late answer of a cancelled attempt from the present one
	cancel  context.CancelFunc

	waiting oauth.Waiting   // how the browser is waited for
	aside   bool            // the person looks at other ways meanwhile: see showOthers
	unkept  *account.Unkept // to be decided about before the panel closes

	// What the present state moves by itself; see turn.
	deadline time.Time
	whole    time.Duration // of the wait, to its deadline
	left     *widget.Label
	sand     *widget.ProgressBar // what is left, to look at; nil where it was never shown
	clock    *time.Timer
	activity *widget.ProgressBarInfinite
}

const signInWidth = 480

// openVisit is the sign-in panel.
func (w *window) openVisit(v account.Visit) {
	p := &signInPanel{w: w, visit: v, cancel: func() {}}
	p.sheet = w.openSheet(signInWidth, p.closed)
	p.start()
}

// start begins anew; what was begun before is over.
func (p *signInPanel) start() {
	p.stop()
	p.aside = false
	ctx, cancel := context.WithCancel(p.w.ctx)
	p.cancel = cancel
	attempt := p.attempt
	unlessOver := func(then func()) func() {
		return func() {
			if p.attempt == attempt {
				then()
			}
		}
	}
	visit := p.visit
	visit.Browser = func(waiting oauth.Waiting) { p.w.do(unlessOver(func() { p.inBrowser(waiting) })) }
	if p.byCode {
		visit.Code = func(code oauth.Code) { p.w.do(unlessOver(func() { p.byCodeNow(code) })) }
	}
	p.showStarting()
	p.w.atDesk(func(_ context.Context, desk *account.Desk) func() {
		defer cancel()
		person, err := desk.SignIn(ctx, visit)
		return unlessOver(func() { p.ended(person, err) })
	})
}

// stop ends the attempt and all that moves on its behalf.
func (p *signInPanel) stop() {
	p.attempt++
	p.cancel()
	p.rest()
}

// closed ends the visit. Who was asked what is to become of a sign-in that cannot
// be remembered, and went away, has not said yes.
func (p *signInPanel) closed() {
	p.stop()
	if unkept := p.unkept; unkept != nil {
		p.w.atDesk(func(ctx context.Context, desk *account.Desk) func() { desk.Discard(ctx, unkept); return nil })
	}
}

// withBrowser and withCode begin anew another way.
func (p *signInPanel) withBrowser() { p.byCode = false; p.start() }
func (p *signInPanel) withCode()    { p.byCode = true; p.start() }

// turn shows the next state, and stops what moved in the one before.
func (p *signInPanel) turn(focus fyne.Focusable, content ...fyne.CanvasObject) {
	p.rest()
	p.sheet.show(focus, content...)
}

func (p *signInPanel) rest() {
	if p.clock != nil {
		p.clock.Stop()
		p.clock = nil // it may have struck already: see after
	}
	if p.activity != nil {
		p.activity.Stop()
	}
	p.left = nil
}

// moving shows that something is going on.
func (p *signInPanel) moving() fyne.CanvasObject {
	p.activity = widget.NewProgressBarInfinite()
	return look.Thin(4, p.activity)
}

// hourglass shows how much of the wait is left. It moves once a second: a picture that
// moves all the time would take half a processor for as long as the person is away.
func (p *signInPanel) hourglass() fyne.CanvasObject {
	p.sand = widget.NewProgressBar()
	p.sand.TextFormatter = func() string { return "" }
	return look.Thin(4, p.sand)
}

// after calls then in the window, should this state last so long.
func (p *signInPanel) after(wait time.Duration, then func()) {
	attempt := p.attempt
	var clock *time.Timer
	clock = time.AfterFunc(wait, func() {
		p.w.do(func() {
			if p.attempt == attempt && p.clock == clock {
				then()
			}
		})
	})
	p.clock = clock
}

// countDown shows in p.left how long the wait still lasts, second by second.
func (p *signInPanel) countDown(words string) {
	left := max(p.deadline.Sub(p.w.Now()).Round(time.Second), 0)
	if p.sand != nil {
		p.sand.SetValue(left.Seconds() / max(p.whole, time.Second).Seconds())
	}
	p.left.SetText(fmt.Sprintf(words, fmt.Sprintf("%d:%02d", int(left.Minutes()), int(left.Seconds())%60)))
	if left > 0 {
		p.after(time.Second, func() { p.countDown(words) })
	}
}

func (p *signInPanel) title() fyne.CanvasObject {
	_, where := p.where()
	return look.Title("Signing in with " + where)
}

// where is the provider's name, at the beginning and in the middle of a sentence.
func (p *signInPanel) where() (start, middle string) {
	if p.visit.Provider.ID == "demo" {
		return "The demo account", "the demo account"
	}
	return p.visit.Provider.Name, p.visit.Provider.Name
}

// warning is what to know before saying yes at this provider; nothing, for most.
func warning(provider oauth.Provider) fyne.CanvasObject {
	label := look.Body(provider.Warning)
	label.Importance = widget.WarningImportance
	label.Hidden = provider.Warning == ""
	return label
}

func (p *signInPanel) showStarting() {
	_, where := p.where()
	text := "Opening your browser…"
	if p.byCode {
		text = "Asking " + where + " for a code…"
	}
	cancel := p.sheet.button("Cancel", p.sheet.close)
	p.turn(cancel, p.title(), look.Body(text), p.moving(), look.Space(8), buttons(cancel))
}

func (p *signInPanel) ended(person account.Person, err error) {
	var unkept *account.Unkept
	var taken *account.Taken
	switch {
	case err == nil && p.visit.Connect != nil:
		p.sheet.close()
		p.w.connected(person)
	case err == nil:
		p.sheet.close()
		p.w.welcomeWith(person, p.surprise())
	case errors.As(err, &taken):
		p.sheet.close()
		p.w.showTaken(p.visit, taken)
	case errors.As(err, &unkept):
		p.showUnkept(unkept)
	case quiet(err):
		p.sheet.close()
	case p.byCode && errors.Is(err, oauth.ErrCodeExpired):
		p.showRanOut()
	default:
		p.w.Log(err)
		p.showFailure(err)
	}
}

// surprise says so when somebody else signed in than was asked for.
func (p *signInPanel) surprise() func(account.Person) {
	login := p.visit.Prompt.Login
	var before storage.UserID
	if p.w.goals != nil {
		before = p.w.goals.person.User
	}
	return func(now account.Person) {
		if login == "" || login == now.Profile.Login || before == now.User { // under a new name, or with another of their accounts
			return
		}
		asked, came := handle(storage.Profile{Login: login}), handle(now.Profile)
		p.w.tell("You are now "+came+", not "+asked,
			"The goals of "+asked+" stay on this computer. To see them, sign in as "+asked+".")
	}
}

// showFailure says why there is no sign-in, and every way on that there is.
func (p *signInPanel) showFailure(err error) {
	again := p.sheet.primary("Try again", p.start)
	row := []fyne.CanvasObject{p.sheet.button("Close", p.sheet.close), again}
	before := func(label string, do func()) {
		row = append([]fyne.CanvasObject{p.sheet.button(label, do)}, row...)
	}
	switch {
	case p.byCode:
		before("Use the browser instead", p.withBrowser)
	case p.visit.Provider.HasCodes() && (errors.Is(err, oauth.ErrListen) || errors.Is(err, oauth.ErrTimedOut)):
		before("Use a code", p.withCode)
	}
	if p.visit.Provider.ID != "demo" && (errors.Is(err, oauth.ErrWrongSecret) || errors.Is(err, oauth.ErrRedirect)) {
		before("Registration…", func() {
			p.sheet.close()
			p.w.registerFor(p.visit)
		})
	}
	p.turn(again, look.Title("You are not signed in"), look.Body(said(err)), warning(p.visit.Provider), look.Space(8), buttons(row...))
}

// showUnkept says why the keyring would not help, and lets the person decide.
func (p *signInPanel) showUnkept(unkept *account.Unkept) {
	p.w.Log(unkept)
	p.w.win.RequestFocus() // the person is in the browser now, which cannot ask this
	p.unkept = unkept
	keep := p.sheet.primary("Keep me signed in until I quit", func() {
		p.unkept = nil
		p.sheet.close()
		p.w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
			person, err := desk.KeepUntilQuit(ctx, unkept)
			return func() { p.ended(person, err) }
		})
	})
	discard := p.sheet.button("Do not sign in", p.sheet.close)
	p.turn(keep, look.Title("Your sign-in cannot be remembered"), look.Body(said(unkept.Err)), look.Space(8), buttons(discard, keep))
}
