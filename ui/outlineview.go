package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// outlineView draws an outline.Model on a list and sends it what is pressed.
type outlineView struct {
	model   *outline.Model
	canvas  fyne.Canvas
	now     func() time.Time
	changed func()                      // after every command, to redraw what stands around the outline
	menu    func(at fyne.Position)      // the context menu of the selected goal
	key     func(key fyne.KeyName) bool // keys of the whole window, F1 for one

	list  *goalList
	entry *nameEntry
	last  click
}

// click remembers a click, so that a second one soon after renames: the
// toolkit's own double click would hold every single one back.
type click struct {
	goal storage.GoalID
	at   time.Time
}

const doubleClick = 400 * time.Millisecond

func newOutlineView(model *outline.Model, canvas fyne.Canvas, now func() time.Time) *outlineView {
	v := &outlineView{model: model, canvas: canvas, now: now}
	v.entry = newNameEntry(v)
	v.list = newGoalList(v)
	return v
}

func (v *outlineView) object() fyne.CanvasObject {
	return container.NewThemeOverride(v.list, look.Rows{Theme: look.New()})
}

// do runs a command on the model and shows what it made of the outline.
func (v *outlineView) do(command func()) {
	command()
	v.show()
}

// show draws the model again, brings the cursor into view, and puts the
// keyboard where it belongs: into the name, else on the outline.
func (v *outlineView) show() {
	v.refresh()
	if at := v.model.SelectedRow(); at >= 0 {
		v.list.ScrollTo(at)
	}
	v.focus()
	v.changed()
}

func (v *outlineView) focus() {
	if v.canvas.Overlays().Top() != nil {
		return
	}
	if _, _, naming := v.model.Naming(); naming {
		v.canvas.Focus(v.entry)
	} else {
		v.canvas.Focus(v.list)
	}
}

func (v *outlineView) refresh() {
	if _, text, naming := v.model.Naming(); naming {
		v.entry.begin(text)
	}
	v.list.Refresh()
}

func (v *outlineView) lineAt(at int) line {
	m := v.model
	r := m.Rows()[at]
	named, _, naming := m.Naming()
	l := line{
		goal: r.ID(), depth: int(r.Depth), path: r.Path, draft: r.Draft(), heading: m.Heading(r),
		foldable: m.Foldable(r), folded: m.Folded(r), naming: naming && named == at,
	}
	l.selected = m.IsSelected(r)
	l.active = l.selected && v.list.focused
	if r.Entry == nil {
		l.name = l.heading
		return l
	}
	l.name, l.done, l.progress = r.Entry.Name(), r.Entry.Done(), r.Entry.Progress()
	if due := r.Entry.Due(); due != "" {
		now := v.now()
		l.due = dueText(due, now)
		l.overdue = !l.done && due < storage.Date(now.Format(time.DateOnly))
	}
	return l
}

func (v *outlineView) foldTapped(l line) {
	if l.foldable {
		v.do(func() { v.model.ToggleFold(l.goal) })
	} else {
		v.nameTapped(l)
	}
}

func (v *outlineView) checkTapped(l line) { v.do(func() { v.model.ToggleGoal(l.goal) }) }

func (v *outlineView) nameTapped(l line) {
	again := v.last.goal == l.goal && v.now().Sub(v.last.at) < doubleClick
	v.last = click{l.goal, v.now()}
	v.do(func() {
		v.model.Select(l.goal)
		if again {
			v.model.Rename()
		}
	})
}

func (v *outlineView) menuTapped(l line, at fyne.Position) {
	v.do(func() { v.model.Select(l.goal) })
	v.menu(at)
}

func (v *outlineView) nameEntry() fyne.CanvasObject { return v.entry }

// typed is a key pressed on the outline.
func (v *outlineView) typed(key fyne.KeyName, shift bool) {
	m := v.model
	commands := map[fyne.KeyName]func(){
		fyne.KeyReturn:   m.NameBelow,
		fyne.KeyEnter:    m.NameBelow,
		fyne.KeySpace:    m.Toggle,
		fyne.KeyF2:       m.Rename,
		fyne.KeyDelete:   m.Delete,
		fyne.KeyLeft:     m.Fold,
		fyne.KeyRight:    m.Unfold,
		fyne.KeyUp:       func() { m.Step(-1) },
		fyne.KeyDown:     func() { m.Step(+1) },
		fyne.KeyPageUp:   func() { m.Step(-v.page()) },
		fyne.KeyPageDown: func() { m.Step(+v.page()) },
		fyne.KeyHome:     func() { m.Step(-len(m.Rows())) },
		fyne.KeyEnd:      func() { m.Step(+len(m.Rows())) },
		fyne.KeyTab:      m.Indent,
		fyne.KeyEscape:   func() { m.Search("") },
	}
	if shift && key == fyne.KeyTab {
		v.do(m.Outdent)
	} else if command, ok := commands[key]; ok {
		v.do(command)
	} else {
		v.key(key)
	}
}

func (v *outlineView) page() int { return max(int(v.list.Size().Height/look.RowHeight)-1, 1) }

// goalList is the toolkit's list with our keys, and without its own selection.
type goalList struct {
	widget.List
	view    *outlineView
	focused bool
}

func newGoalList(v *outlineView) *goalList {
	l := &goalList{view: v}
	l.Length = func() int { return len(v.model.Rows()) }
	l.CreateItem = func() fyne.CanvasObject { return newRow(v) }
	l.UpdateItem = func(at int, object fyne.CanvasObject) { object.(*row).show(v.lineAt(at)) }
	l.HideSeparators = true // with them, deep scrolling keeps allocating
	l.ExtendBaseWidget(l)
	return l
}

func (l *goalList) FocusGained() {
	l.focused = true
	l.Refresh()
}

func (l *goalList) FocusLost() {
	l.focused = false
	l.Refresh()
}

// AcceptsTab: Tab indents here instead of moving on.
func (l *goalList) AcceptsTab() bool { return true }

func (l *goalList) TypedKey(key *fyne.KeyEvent) { l.view.typed(key.Name, shiftHeld()) }
func (l *goalList) TypedRune(rune)              {}

// nameEntry is where the name of a goal is typed, inside its row.
type nameEntry struct {
	widget.Entry
	view *outlineView
}

func newNameEntry(v *outlineView) *nameEntry {
	e := &nameEntry{view: v}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = container.ScrollHorizontalOnly
	e.PlaceHolder = "Name of the goal"
	e.OnChanged = func(text string) { v.model.Typed(text) }
	e.ExtendBaseWidget(e)
	return e
}

// begin shows the text of the name, with the cursor at its end.
func (e *nameEntry) begin(text string) {
	if e.Text != text {
		e.SetText(text)
		e.CursorColumn = len([]rune(text))
		e.Refresh()
	}
}

func (e *nameEntry) TypedKey(key *fyne.KeyEvent) {
	v := e.view
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		v.do(v.model.KeepAndGoOn)
	case fyne.KeyEscape:
		v.do(v.model.Keep)
	case fyne.KeyUp:
		v.do(func() { v.model.Step(-1) })
	case fyne.KeyDown:
		v.do(func() { v.model.Step(+1) })
	case fyne.KeyTab:
		if shiftHeld() {
			v.do(v.model.Outdent)
		} else {
			v.do(v.model.Indent)
		}
	default:
		if !v.key(key.Name) {
			e.Entry.TypedKey(key)
		}
	}
}

func (e *nameEntry) AcceptsTab() bool { return true }

// FocusGained sends the keyboard on when there is nothing to name: the window
// gives focus back to whoever had it when the person left.
func (e *nameEntry) FocusGained() {
	e.Entry.FocusGained()
	if _, _, naming := e.view.model.Naming(); !naming {
		e.view.canvas.Focus(e.view.list)
	}
}

// FocusLost keeps what was typed, whatever the person turned to.
func (e *nameEntry) FocusLost() {
	e.Entry.FocusLost()
	if _, _, naming := e.view.model.Naming(); naming {
		e.view.model.Keep()
		e.view.list.Refresh()
		e.view.changed()
	}
}

func shiftHeld() bool {
	driver, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && driver.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
