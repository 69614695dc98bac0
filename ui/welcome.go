package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/account"
	"overachiever/ui/look"
)

// showWelcome is the page of a first start, and of who has signed out: three ways in,
// and a quiet door to the others.
func (w *window) showWelcome() {
	w.goals = nil
	github := look.NewPrimary("Sign in with GitHub", w.signInWithGitHub)
	demo := look.NewButton("Demo account", w.signInWithDemo)
	local := look.NewButton("Start without an account", w.openLocal)
	others := look.NewButton("Other ways to sign in…", w.chooseProvider)
	others.Importance = widget.LowImportance
	title := look.Heading("Overachiever")
	title.Alignment = fyne.TextAlignCenter
	line := look.Body("Your goals as a tree, on this computer.\nNo network needed, and everything can be undone.")
	line.Alignment = fyne.TextAlignCenter
	line.Importance = widget.LowImportance
	w.showPage(look.Column(460,
		container.NewCenter(w.picture(64)),
		title,
		line,
		look.Space(4),
		look.Tall(38, github),
		centred("In your own browser. Your password stays there."),
		look.Space(4),
		look.Tall(38, demo),
		centred("Try the whole sign-in with an invented person. Nothing leaves this computer."),
		look.Space(4),
		look.Tall(38, local),
		centred("Begin at once. You can sign in later."),
		container.NewCenter(others),
	))
	w.begin(github)
}

// begin gives the keyboard to where a page without goals begins.
func (w *window) begin(first fyne.Focusable) {
	w.first = first
	w.win.Canvas().Focus(first)
}

func centred(text string) *widget.Label {
	label := look.Caption(text)
	label.Alignment = fyne.TextAlignCenter
	label.Wrapping = fyne.TextWrapWord
	return label
}

// picture is the program's icon.
func (w *window) picture(size float32) fyne.CanvasObject {
	image := canvas.NewImageFromResource(fyne.NewStaticResource("overachiever.png", w.Icon))
	image.FillMode = canvas.ImageFillContain
	image.ScaleMode = canvas.ImageScaleSmooth
	image.SetMinSize(fyne.NewSquareSize(size))
	return image
}

// openLocal opens the goals kept without an account.
func (w *window) openLocal() {
	w.openGoals(func(ctx context.Context, desk *account.Desk) func() { return w.loadAs(ctx, desk, desk.Local) })
}

// openGoals leaves what is open, and shows what load returns, unless something else was
// asked for meanwhile: goals have one page, and one writer.
func (w *window) openGoals(load func(ctx context.Context, desk *account.Desk) (show func())) {
	w.leaveGoals(func() {
		waiting := opening()
		w.showPage(waiting)
		w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
			show := load(ctx, desk)
			return func() {
				if w.body.Objects[0] == waiting {
					show()
				}
			}
		})
	})
}

// opening is the page while goals are read.
func opening() fyne.CanvasObject { return container.NewCenter(look.Caption("Opening…")) }

// leaveGoals saves and closes what is open, if anything, and then goes on. If
// the goals can't be saved they stay open.
func (w *window) leaveGoals(then func()) {
	if w.leaving != nil {
		return // one change of page at a time
	}
	if w.goals == nil {
		then()
		return
	}
	page := w.goals
	page.leave(func(err error) {
		if err != nil {
			page.stay()
			w.tell("Some changes could not be saved yet", said(err)+" Your goals stay open until they are.")
			return
		}
		then()
	})
}

// load reads a person's goals, in the background, and returns what shows them.
// What can be undone is read once they are on the screen.
func (w *window) load(ctx context.Context, desk *account.Desk, person account.Person) func() {
	user := desk.Store.User(person.User)
	tree, err := user.Tree(ctx)
	if err != nil {
		return w.troubled(err)
	}
	place, err := user.Setting(ctx, settingPlace)
	if err != nil {
		return w.troubled(err)
	}
	page := w.newGoalsPage(person, user, tree, place)
	return func() { w.showGoals(page) }
}
