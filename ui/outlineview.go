package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// outlineView draws an outline.Model on a list and sends it what is pressed.
type outlineView struct {
	model    *outline.Model
	canvas   fyne.Canvas
	now      func() time.Time
	inWindow func(func())                // runs a function on the window's goroutine
	held     func() fyne.KeyModifier     // Shift, Ctrl and so on
	changed  func()                      // after every command, to redraw what stands around the outline
	menu     func(at fyne.Position)      // the context menu of the selected goals
	key      func(key fyne.KeyName) bool // keys of the whole window, F1 for one
	open     func(url string)            // a link was clicked
	search   func(text string)           // a tag was clicked
	erase    func()                      // the selected goals are to leave the trash for good
	giveUp   func()                      // the search is to end
	left     func(goOn func())           // the name lost the keyboard; nil: the goals have it

	list  *goalList
	entry *nameEntry
	field fyne.CanvasObject // the entry, in its theme
	mark  *landingMark
	drag  *drag // nil while nothing is dragged
	last  click
	days  days
}

// click remembers a click, so that a second one soon after renames: the
// toolkit's own double click would hold every single one back.
type click struct {
	goal storage.GoalID
	at   time.Time
}

const doubleClick = 400 * time.Millisecond

func newOutlineView(model *outline.Model, canvas fyne.Canvas, now func() time.Time, inWindow func(func())) *outlineView {
	v := &outlineView{
		model: model, canvas: canvas, now: now, inWindow: inWindow, held: heldKeys,
		open: func(string) {}, search: func(string) {}, erase: func() {}, giveUp: func() { model.Search("") },
		left: func(func()) {},
	}
	v.entry = newNameEntry(v)
	v.field = container.NewThemeOverride(v.entry, look.Names{Rows: look.Rows{Theme: look.New()}})
	v.list = newGoalList(v)
	v.mark = newLandingMark()
	return v
}

func (v *outlineView) object() fyne.CanvasObject {
	return container.NewStack(container.NewThemeOverride(v.list, look.Rows{Theme: look.New()}), v.mark)
}

// do runs a command on the model and shows what it made of the outline.
func (v *outlineView) do(command func()) {
	command()
	v.show()
}

// show draws the model again, and what stands around it.
func (v *outlineView) show() {
	v.showRows()
	v.changed()
}

// showRows draws the model again, brings the cursor into view, and puts the
// keyboard where it belongs: into the name, else on the outline.
func (v *outlineView) showRows() {
	v.refresh()
	if at := v.model.SelectedRow(); at >= 0 {
		v.list.reveal(at)
	}
	v.focus()
}

func (v *outlineView) focus() {
	if v.canvas.Overlays().Top() != nil {
		return
	}
	if _, _, naming := v.model.Naming(); naming {
		v.field.MinSize() // makes what the toolkit forgot of it: it finds the entry by that
		v.canvas.Focus(v.entry)
	} else {
		v.canvas.Focus(v.list)
	}
}

func (v *outlineView) refresh() {
	v.entry.follow()
	v.list.redraw()
}

func (v *outlineView) foldTapped(l line)  { v.do(func() { v.model.ToggleFold(l.goal) }) }
func (v *outlineView) checkTapped(l line) { v.do(func() { v.model.ToggleGoal(l.goal) }) }

func (v *outlineView) nameTapped(l line) {
	held := v.held()
	again := v.last.goal == l.goal && v.now().Sub(v.last.at) < doubleClick
	v.last = click{}
	if held == 0 {
		v.last = click{l.goal, v.now()}
	}
	v.do(func() {
		switch {
		case held&shift != 0:
			v.model.ExtendTo(l.goal)
		case held&ctrl != 0:
			v.model.Mark(l.goal)
		default:
			v.model.Select(l.goal)
			if again {
				v.model.Rename()
			}
		}
	})
}

func (v *outlineView) linkTapped(l line, url string) {
	v.do(func() { v.model.Select(l.goal) })
	v.open(url)
}

func (v *outlineView) tagTapped(tag string) {
	v.do(v.model.Keep)
	v.search(tag)
}

// menuTapped opens the menu of the goal, or of all that are selected with it.
func (v *outlineView) menuTapped(l line, at fyne.Position) {
	v.do(func() {
		v.model.Keep()
		if !l.selected {
			v.model.Select(l.goal)
		}
	})
	v.menu(at)
}

func (v *outlineView) nameEntry() fyne.CanvasObject { return v.field }

// typed is a key pressed on the outline.
func (v *outlineView) typed(key fyne.KeyName, shift bool) {
	if v.drag.going() {
		if key == fyne.KeyEscape {
			v.cancelDrag()
		}
		return
	}
	m := v.model
	steps := map[fyne.KeyName]int{
		fyne.KeyUp: -1, fyne.KeyDown: +1, fyne.KeyPageUp: -v.page(), fyne.KeyPageDown: +v.page(),
		fyne.KeyHome: -m.Len(), fyne.KeyEnd: +m.Len(),
	}
	commands := map[fyne.KeyName]func(){
		fyne.KeyReturn: v.enter,
		fyne.KeyEnter:  v.enter,
		fyne.KeySpace:  m.Toggle,
		fyne.KeyF2:     m.Rename,
		fyne.KeyDelete: m.Delete,
		fyne.KeyLeft:   m.Fold,
		fyne.KeyRight:  m.Unfold,
		fyne.KeyTab:    m.Indent,
		fyne.KeyEscape: v.escape,
	}
	rows, moves := steps[key]
	command, known := commands[key]
	switch {
	case moves && shift:
		v.do(func() { m.Extend(rows) })
	case moves:
		v.do(func() { m.Step(rows) })
	case shift && key == fyne.KeyTab:
		v.do(m.Outdent)
	case key == fyne.KeyDelete && m.View() == outline.Trash:
		v.erase()
	case known:
		v.do(command)
	default:
		v.key(key)
	}
}

// enter opens a goal below in the tree. A goal that was found, or is in a list, it shows
// in its place.
func (v *outlineView) enter() {
	m := v.model
	switch goal, ok := m.Selected(); {
	case m.View() == outline.Trash:
	case m.View() == outline.Goals && m.Query() == "":
		m.NameBelow()
	case ok:
		m.Reveal(goal.ID)
	}
}

// escape takes back the marks, and then the search.
func (v *outlineView) escape() {
	if v.model.Marked() > 0 {
		v.model.Unmark()
	} else {
		v.giveUp()
	}
}

// typedLetter goes to the goal whose name begins so; a star shows all below this one.
func (v *outlineView) typedLetter(letter rune) {
	switch {
	case v.drag.going():
	case letter == '*':
		v.do(v.model.UnfoldBelow)
	default:
		v.do(func() { v.model.Jump(letter) })
	}
}

func (v *outlineView) page() int { return max(int(v.list.Size().Height/look.RowHeight)-1, 1) }
