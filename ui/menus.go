package ui

import (
	"fmt"
	"runtime"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"overachiever/storage"
	"overachiever/ui/outline"
)

// menus is the menu bar. Every command is in it, with its key: commands live
// here because a focused text field keeps the canvas from hearing shortcuts.
type menus struct {
	w     *window
	shown menuState
	kept  []string // the searches that are kept, as shown
}

// menuState is all that the menu bar depends on, besides the kept searches.
type menuState struct {
	file, open, local bool
	readOnly          bool
	selected, done    bool
	many              int // goals that a command is about, when it is more than one
	view              outline.View
	zoomed, asks      bool // zoomed in; searching
	keeps             bool // what is searched for is kept
	hides, sidebar    bool
	undo, redo        string
}

func newMenus(w *window) *menus { return &menus{w: w} }

func (m *menus) state() menuState {
	p := m.w.goals
	s := menuState{file: m.w.desk != nil, readOnly: m.w.readOnly(), undo: "Undo", redo: "Redo", sidebar: m.w.sidebarShown()}
	if p == nil {
		return s
	}
	o := p.model
	_, s.selected = o.Selected()
	s.open, s.local, s.done, s.many = true, p.person.Local(), o.SelectionDone(), o.Marked()
	s.view, s.zoomed, s.asks, s.hides = o.View(), o.Zoom() != storage.TopLevel, o.Query() != "", o.Hides()
	s.keeps = slices.Contains(o.Searches(), o.Query())
	if step, ok := o.Tree().NextUndo(); ok {
		s.undo += " " + actName(step)
	}
	if step, ok := o.Tree().NextRedo(); ok {
		s.redo += " " + actName(step)
	}
	return s
}

// What commands need to make sense.
func (s menuState) isOpen() bool   { return s.open }
func (s menuState) hasGoal() bool  { return s.selected }
func (s menuState) hasOne() bool   { return s.alive() && s.many == 0 }
func (s menuState) alive() bool    { return s.selected && s.view != outline.Trash }
func (s menuState) arranges() bool { return s.selected && s.view == outline.Goals }
func (s menuState) takes() bool    { return s.open && s.view == outline.Goals }
func (s menuState) folds() bool {
	return s.open && !s.asks && (s.view == outline.Goals || s.view == outline.Trash)
}
func (s menuState) elsewhere() bool { return s.alive() && (s.asks || s.view != outline.Goals) }
func (s menuState) inTrash() bool   { return s.selected && s.view == outline.Trash }
func (s menuState) isAsking() bool  { return s.asks }
func (s menuState) isZoomed() bool  { return s.open && s.zoomed }

// these says how many goals a command is about, when it is not one.
func (s menuState) these(command string) string {
	if s.many > 1 {
		return fmt.Sprintf("%s %s", command, plural(s.many, "goal"))
	}
	return command
}

// refresh brings the menu bar up to date. The bar is only built anew when it has other
// entries: a menu that is open would close, and it takes ten times as long.
func (m *menus) refresh() {
	state, kept := m.state(), m.searches()
	bar := m.w.win.MainMenu()
	if bar != nil && state == m.shown && slices.Equal(kept, m.kept) {
		return
	}
	m.shown, m.kept = state, slices.Clone(kept)
	now := fyne.NewMainMenu(m.file(), m.edit(), m.view(), m.account(), m.help())
	// The menu bar of a Mac is not drawn by the toolkit, which copies what it is told.
	if runtime.GOOS == "darwin" || bar == nil || !overwrite(bar.Items, now.Items) {
		m.w.win.SetMainMenu(now)
	}
}

// overwrite makes the entries of menus the same as others, and tells whether it could:
// there have to be as many.
func overwrite(menus, by []*fyne.Menu) bool {
	if !sameShape(menus, by) {
		return false
	}
	for i, menu := range menus {
		for j, entry := range menu.Items {
			child := entry.ChildMenu
			*entry = *by[i].Items[j]
			if child != nil {
				overwrite([]*fyne.Menu{child}, []*fyne.Menu{entry.ChildMenu})
				entry.ChildMenu = child
			}
		}
	}
	return true
}

func sameShape(a, b []*fyne.Menu) bool {
	return slices.EqualFunc(a, b, func(a, b *fyne.Menu) bool {
		return slices.EqualFunc(a.Items, b.Items, func(a, b *fyne.MenuItem) bool {
			if a.IsSeparator != b.IsSeparator || (a.ChildMenu == nil) != (b.ChildMenu == nil) {
				return false
			}
			return a.ChildMenu == nil || sameShape([]*fyne.Menu{a.ChildMenu}, []*fyne.Menu{b.ChildMenu})
		})
	})
}

// searches are the searches that are kept.
func (m *menus) searches() []string {
	if m.w.goals == nil {
		return nil
	}
	return m.w.goals.model.Searches()
}

// key is a shortcut of one key and the modifiers held with it.
func key(name fyne.KeyName, held ...fyne.KeyModifier) fyne.Shortcut {
	s := &desktop.CustomShortcut{KeyName: name}
	for _, modifier := range held {
		s.Modifier |= modifier
	}
	return s
}

const (
	ctrl  = fyne.KeyModifierShortcutDefault // ⌘ on a Mac
	shift = fyne.KeyModifierShift
	alt   = fyne.KeyModifierAlt
)

// item is a command of the window.
func item(label string, shortcut fyne.Shortcut, action func()) *fyne.MenuItem {
	i := fyne.NewMenuItem(label, action)
	i.Shortcut = shortcut
	return i
}

// onPage is a command of the goals page, when it makes sense. The toolkit hears the keys
// of disabled entries too: so that is asked again.
func (m *menus) onPage(label string, shortcut fyne.Shortcut, when func(menuState) bool, command func(*goalsPage)) *fyne.MenuItem {
	i := item(label, shortcut, func() {
		if p := m.w.goals; p != nil && len(m.w.sheets) == 0 && when(m.state()) {
			command(p)
		}
	})
	i.Disabled = !when(m.shown)
	return i
}

// changes is a command that changes something: its key says so where there is only to be read.
func (m *menus) changes(i *fyne.MenuItem) *fyne.MenuItem {
	change := i.Action
	i.Action = func() {
		switch {
		case !m.w.readOnly():
			change()
		case m.w.goals != nil && len(m.w.sheets) == 0:
			m.w.goals.refuseChange()
		}
	}
	i.Disabled = i.Disabled || m.shown.readOnly
	return i
}

// onGoals is a command on the outline.
func (m *menus) onGoals(label string, shortcut fyne.Shortcut, when func(menuState) bool, command func(*outline.Model)) *fyne.MenuItem {
	return m.onPage(label, shortcut, when, func(p *goalsPage) {
		p.details.keep()
		p.view.do(func() { command(p.model) })
	})
}

// inText is a command on the text that has the keyboard, or else on the goals.
func (m *menus) inText(label string, shortcut fyne.Shortcut, when func(menuState) bool, command func(*goalsPage)) *fyne.MenuItem {
	i := m.onPage(label, shortcut, when, command)
	onGoals := i.Action
	i.Action = func() {
		if !m.w.typing(shortcut) {
			onGoals()
		}
	}
	return i
}

// focusDetail gives the keyboard to a field of the selected goal's details.
func (p *goalsPage) focusDetail(to fyne.Focusable) {
	p.model.Keep()
	p.view.refresh()
	p.changed()
	if _, ok := p.model.Selected(); ok {
		p.w.win.Canvas().Focus(to)
	}
}
