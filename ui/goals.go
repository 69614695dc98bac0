package ui

import (
	"context"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// settingPlace is where it is kept what a person had folded, zoomed and selected.
const settingPlace = "outline"

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
	details *details
	status  *statusLine
	banner  *banner
	empty   *fyne.Container
	page    fyne.CanvasObject
	split   *container.Split
	place   string      // as it is in the file
	retry   *time.Timer // until the provider is asked again
}

func (w *window) showGoals(person account.Person, user *storage.User, tree *storage.Tree, place string) {
	p := &goalsPage{w: w, person: person, user: user, place: place}
	p.status = newStatusLine()
	p.writer = user.Writer(func(state storage.SaveState) { w.do(func() { p.saving(state) }) })
	p.model = outline.New(tree, p.writer.Save, w.Now)
	p.model.Return(place)
	p.view = newOutlineView(p.model, w.win.Canvas(), w.Now, w.do)
	p.view.changed, p.view.menu, p.view.key = p.changed, p.openMenu, w.typedAnywhere
	p.header = newHeader(p)
	p.details = newDetails(p)
	p.banner = newBanner()
	p.empty = emptyHint()
	w.goals = p
	p.page = p.layout()
	w.showPage(p.page)
	p.view.show()
	p.readHistory()
	p.checkSession()
}

// readHistory reads what can be undone from earlier times.
func (p *goalsPage) readHistory() {
	p.w.later(func(ctx context.Context) func() {
		history, err := p.user.History(ctx)
		debug.FreeOSMemory() // reading leaves many times what is kept
		return func() {
			if err != nil {
				p.w.Log(err)
				p.status.tell("Earlier changes cannot be undone: " + said(err))
				return
			}
			p.model.Tree().AddHistory(history)
			p.w.menus.refresh()
		}
	})
}

func (p *goalsPage) layout() fyne.CanvasObject {
	rows := look.On(look.ColorSurface, container.NewStack(p.view.object(), p.empty))
	p.split = container.NewHSplit(rows, look.On(look.ColorSurface, p.details.object()))
	p.split.SetOffset(0.68)
	top := container.NewVBox(p.header.object(), p.banner.object())
	return container.NewBorder(top, p.status.object(), nil, nil, p.split)
}

// emptyHint says what to press when there are no goals yet.
func emptyHint() *fyne.Container {
	title := look.Title("What do you want to achieve?")
	title.Alignment = fyne.TextAlignCenter
	text := look.Body("Press Ctrl+N and type your first goal. Enter goes on with the next one, Tab puts it under the one above.")
	text.Alignment = fyne.TextAlignCenter
	text.Importance = widget.LowImportance
	return container.NewCenter(look.Wide(420, look.Tight(title, text)))
}

// changed redraws what stands around the outline.
func (p *goalsPage) changed() {
	nothing := len(p.model.Rows()) == 0 && p.model.Query() == "" && p.model.Zoom() == storage.TopLevel
	p.empty.Hidden = !nothing
	p.empty.Refresh()
	p.header.refresh()
	p.details.refresh()
	p.status.counts(p.model)
	p.w.menus.refresh()
}

// saving hears from the writer how far the file has followed.
func (p *goalsPage) saving(state storage.SaveState) {
	p.status.saving(state)
	if state.Err == nil {
		p.banner.clear(bannerSave)
		return
	}
	p.w.Log(state.Err)
	p.banner.show(bannerSave, "Your latest changes are not saved yet: "+said(state.Err)+" They are kept here, and saving is tried again.", nil)
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
	p.keepTyped()
	p.stopRetry()
	p.w.goals, p.w.leaving = nil, p
	for len(p.w.sheets) > 0 {
		p.w.sheets[0].close() // what they show is being left too
	}
	p.w.win.Canvas().Unfocus()
	p.w.showPage(container.NewCenter(look.Caption("Saving…")))
	place := p.model.Place()
	p.w.later(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, saveLimit)
		defer cancel()
		if place != p.place {
			// Where the cursor was is a comfort: closing doesn't fail for it.
			if err := p.user.SetSetting(ctx, settingPlace, place); err != nil {
				p.w.Log(err)
			}
		}
		err := p.writer.Flush(ctx)
		if err == nil {
			err = p.writer.Close(ctx)
		}
		return func() { p.left(err, done) }
	})
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
