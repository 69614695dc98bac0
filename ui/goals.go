package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// saveLimit is how long closing waits for the disk before it asks the person.
const saveLimit = 5 * time.Second

// goalsPage is the main view: one person's goals.
type goalsPage struct {
	w       *window
	person  account.Person
	user    *storage.User
	writer  *storage.Writer
	model   *outline.Model
	view    *outlineView
	header  *header
	sidebar *sidebar
	details *details
	status  *statusLine
	banner  *banner
	unsaved string // what the banner says of saving
	empty   *hint
	page    *fyne.Container
	split   *container.Split
	counts  counts
	save    func(storage.Step) // is given every step
	place   string             // where the person was when the goals were last open
	places  *placeKeeper
	retry   *time.Timer // until the provider is asked again

	reading, recalling bool           // parts of the history
	reworks            sync.WaitGroup // what goes on in the file; see rework
	copying            copying
}

// newGoalsPage is a page of which there is nothing to see yet. It is made in the
// background: the rows of many goals take their time.
func (w *window) newGoalsPage(person account.Person, user *storage.User, tree *storage.Tree, place string) *goalsPage {
	p := &goalsPage{w: w, person: person, user: user, place: place}
	p.model = outline.New(tree, func(step storage.Step) { p.save(step); p.counts.follow(step); p.status.changed() }, w.Now)
	p.model.Return(place)
	return p
}

func (w *window) showGoals(p *goalsPage) {
	p.writer = p.user.Writer(func(state storage.SaveState) { w.do(func() { p.saving(state) }) })
	p.save = p.writer.Save
	p.furnish()
	w.showPage(p.page)
	p.view.showRows()
	w.inFrames(
		func() bool { return false }, // of the rows: it has no time for what stands around them, too
		func() bool {
			if w.goals == p {
				p.changed()
			}
			return false
		},
	)
	p.tellPlace()
	w.tellOfBackups()
	w.afterDrawing(p.lookAround)
}

// lookAround begins what goes on beside the goals, in the background. All of it takes from
// the drawing of the first rows what that needs, so it waits for them.
func (p *goalsPage) lookAround() {
	if p.w.goals != p {
		return
	}
	p.readHistory()
	p.checkSession()
	p.lookThrough()
}

// furnish puts the page together.
func (p *goalsPage) furnish() {
	w := p.w
	p.status = newStatusLine(w.do)
	p.model.Ask, p.model.Refused, p.model.ReadOnly = p.askCompletion, p.refuseCompletion, p.refuseChange
	p.places = newPlaceKeeper(p, p.place)
	p.counts.stale = true
	p.view = newOutlineView(p.model, w.win.Canvas(), w.Now, w.do)
	p.view.changed, p.view.menu, p.view.key = p.changed, p.openMenu, w.typedAnywhere
	p.view.open, p.view.search, p.view.erase = w.follow, p.search, p.askErase
	p.view.left = func(goOn func()) { w.left = goOn }
	p.header = newHeader(p)
	p.view.giveUp = p.header.search.goBack
	p.sidebar = newSidebar(p)
	p.details = newDetails(p)
	p.banner = newBanner(func() { p.arrange() })
	p.empty = newHint()
	w.goals = p
	p.page = p.layout()
	p.layoutSidebar()
}

func (p *goalsPage) layout() *fyne.Container {
	rows := look.On(look.ColorSurface, container.NewStack(p.view.object(), p.empty.box))
	p.split = container.NewHSplit(rows, look.On(look.ColorSurface, p.details.object()))
	p.split.SetOffset(0.68)
	top := container.NewVBox(p.header.object(), p.banner.object())
	return container.NewBorder(top, p.status.object(), p.sidebar.object(), nil, p.split)
}

// arrange makes room for the banner. Twice: how high its text is shows when it is as wide
// as the window.
func (p *goalsPage) arrange() {
	for range 2 {
		p.page.Layout.Layout(p.page.Objects, p.page.Size())
	}
}

// changed redraws what stands around the outline.
func (p *goalsPage) changed() {
	p.empty.show(nothing(p.model))
	p.header.refresh()
	p.sidebar.refresh()
	p.details.refresh()
	p.status.counts(p.model, p.counts.hidden)
	p.w.menus.refresh()
	p.countSoon()
	p.places.soon()
}

// keepTyped takes over whatever is being typed, wherever that is.
func (p *goalsPage) keepTyped() {
	p.model.Keep()
	p.details.take()
	p.details.takeDue()
}

// leave keeps what is being typed, takes the goals off the screen, so that no
// edit comes that nobody would save, and saves everything; done is told in the
// window. After an error the goals are to stay.
func (p *goalsPage) leave(done func(error)) {
	p.takeLeave()
	p.w.showPage(container.NewCenter(look.Caption("Saving…")))
	writePlace := p.places.write()
	p.w.later(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, saveLimit)
		defer cancel()
		p.reworks.Wait() // the sheets are closed, which has ended them
		writePlace(ctx)
		err := p.writer.Flush(ctx)
		if err == nil {
			err = p.writer.Close(ctx)
		}
		return func() { p.left(err, done) }
	})
}

// takeLeave keeps what is being typed and takes the goals off the screen.
func (p *goalsPage) takeLeave() {
	p.keepTyped()
	p.stopRetry()
	p.counts.stop()
	p.w.goals, p.w.leaving = nil, p
	p.w.closeSheets() // what they show is being left too
	p.w.win.Canvas().Unfocus()
}

// left goes on after the saving: to the end of the program, if that was asked
// for meanwhile.
func (p *goalsPage) left(err error, done func(error)) {
	quitting := p.w.quitting
	p.w.leaving, p.w.quitting = nil, false
	if quitting && err == nil {
		p.w.exit()
		return
	}
	done(err)
}

// stay shows the goals again after a leave that could not save.
func (p *goalsPage) stay() {
	p.w.goals = p
	p.w.showPage(p.page)
	p.view.show()
	p.checkSession()
}

// openMenu is the context menu of the selected goal.
func (p *goalsPage) openMenu(at fyne.Position) {
	if _, ok := p.model.Selected(); ok {
		widget.ShowPopUpMenuAtPosition(p.w.menus.context(), p.w.win.Canvas(), at)
	}
}
