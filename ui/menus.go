package ui

import (
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
}

// menuState is all that the menu bar depends on; it is rebuilt when that changes.
type menuState struct {
	file, open, local, done bool
	selected                bool
	undo, redo              string
}

func newMenus(w *window) *menus { return &menus{w: w} }

func (m *menus) state() menuState {
	p := m.w.goals
	file := m.w.desk != nil
	if p == nil {
		return menuState{file: file, undo: "Undo", redo: "Redo"}
	}
	s := menuState{file: file, open: true, local: p.person.Local(), undo: "Undo", redo: "Redo"}
	goal, selected := p.model.Selected()
	s.selected, s.done = selected, !goal.Completed.IsZero()
	if step, ok := p.model.Tree().NextUndo(); ok {
		s.undo += " " + actName(step)
	}
	if step, ok := p.model.Tree().NextRedo(); ok {
		s.redo += " " + actName(step)
	}
	return s
}

// refresh rebuilds the menu bar, if anything in it has changed.
func (m *menus) refresh() {
	state := m.state()
	if m.w.win.MainMenu() != nil && state == m.shown {
		return
	}
	m.shown = state
	m.w.win.SetMainMenu(fyne.NewMainMenu(m.file(), m.edit(), m.view(), m.account(), m.help()))
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

// onGoals is a command on the outline; disabled while no goals are open.
func (m *menus) onGoals(label string, shortcut fyne.Shortcut, command func(*outline.Model)) *fyne.MenuItem {
	i := item(label, shortcut, func() {
		if p := m.w.goals; p != nil && len(m.w.sheets) == 0 {
			p.details.keep()
			p.view.do(func() { command(p.model) })
		}
	})
	i.Disabled = !m.shown.open
	return i
}

// onSelected is a command on the selected goal; disabled while there is none.
func (m *menus) onSelected(label string, shortcut fyne.Shortcut, command func(*outline.Model)) *fyne.MenuItem {
	i := m.onGoals(label, shortcut, command)
	i.Disabled = !m.shown.selected
	return i
}

// onPage is a command of the goals page.
func (m *menus) onPage(label string, shortcut fyne.Shortcut, command func(*goalsPage)) *fyne.MenuItem {
	i := item(label, shortcut, func() {
		if p := m.w.goals; p != nil && len(m.w.sheets) == 0 {
			command(p)
		}
	})
	i.Disabled = !m.shown.open
	return i
}

func (m *menus) file() *fyne.Menu {
	quit := item("Quit", key(fyne.KeyQ, ctrl), m.w.quit)
	quit.IsQuit = true
	return fyne.NewMenu("File",
		m.onGoals("New goal", key(fyne.KeyN, ctrl), (*outline.Model).NameTop),
		m.onGoals("New goal below", key(fyne.KeyReturn), (*outline.Model).NameBelow),
		m.onGoals("New goal inside", key(fyne.KeyN, ctrl, shift), (*outline.Model).NameChild),
		fyne.NewMenuItemSeparator(),
		m.onPage("Import…", key(fyne.KeyO, ctrl), (*goalsPage).askImport),
		m.onPage("Export as JSON…", key(fyne.KeyS, ctrl), (*goalsPage).askExportJSON),
		m.onPage("Export as Markdown…", key(fyne.KeyS, ctrl, shift), (*goalsPage).askExportMarkdown),
		fyne.NewMenuItemSeparator(),
		quit)
}

func (m *menus) edit() *fyne.Menu {
	undo := item(m.shown.undo, &fyne.ShortcutUndo{}, m.w.undo)
	redo := item(m.shown.redo, key(fyne.KeyZ, ctrl, shift), m.w.redo)
	undo.Disabled, redo.Disabled = !m.shown.open, !m.shown.open
	items := []*fyne.MenuItem{undo, redo, fyne.NewMenuItemSeparator()}
	return fyne.NewMenu("Edit", append(items, m.goalItems()...)...)
}

// goalItems are the commands on the selected goal, for the menu bar and the context menu.
func (m *menus) goalItems() []*fyne.MenuItem {
	complete := "Complete"
	if m.shown.done {
		complete = "Reopen"
	}
	return []*fyne.MenuItem{
		m.onSelected("Rename", key(fyne.KeyF2), (*outline.Model).Rename),
		m.onSelected(complete, key(fyne.KeySpace), (*outline.Model).Toggle),
		m.onPage("Description", key(fyne.KeyE, ctrl), (*goalsPage).describe),
		m.onPage("Due date", key(fyne.KeyL, ctrl), func(p *goalsPage) { p.focusDetail(p.details.due) }),
		fyne.NewMenuItemSeparator(),
		m.onSelected("Indent", key(fyne.KeyTab), (*outline.Model).Indent),
		m.onSelected("Outdent", key(fyne.KeyTab, shift), (*outline.Model).Outdent),
		m.onSelected("Move up", key(fyne.KeyUp, alt), func(o *outline.Model) { o.Move(-1) }),
		m.onSelected("Move down", key(fyne.KeyDown, alt), func(o *outline.Model) { o.Move(+1) }),
		fyne.NewMenuItemSeparator(),
		m.onSelected("Delete", key(fyne.KeyDelete), (*outline.Model).Delete),
	}
}

// context is the menu of a right click on a goal.
func (m *menus) context() *fyne.Menu {
	items := append([]*fyne.MenuItem{
		m.onGoals("New goal below", key(fyne.KeyReturn), (*outline.Model).NameBelow),
		m.onGoals("New goal inside", key(fyne.KeyN, ctrl, shift), (*outline.Model).NameChild),
	}, m.goalItems()...)
	return fyne.NewMenu("", append(items,
		fyne.NewMenuItemSeparator(),
		m.onSelected("Zoom in", key(fyne.KeyRightBracket, ctrl), (*outline.Model).ZoomIn))...)
}

func (m *menus) view() *fyne.Menu {
	return fyne.NewMenu("View",
		m.onPage("Find", key(fyne.KeyF, ctrl), func(p *goalsPage) { p.w.win.Canvas().Focus(p.header.search) }),
		fyne.NewMenuItemSeparator(),
		m.onGoals("Fold", key(fyne.KeyLeft), (*outline.Model).Fold),
		m.onGoals("Unfold", key(fyne.KeyRight), (*outline.Model).Unfold),
		m.onGoals("Fold all", key(fyne.KeyLeft, ctrl, shift), (*outline.Model).FoldAll),
		m.onGoals("Unfold all", key(fyne.KeyRight, ctrl, shift), (*outline.Model).UnfoldAll),
		fyne.NewMenuItemSeparator(),
		m.onGoals("Zoom in", key(fyne.KeyRightBracket, ctrl), (*outline.Model).ZoomIn),
		m.onGoals("Zoom out", key(fyne.KeyLeftBracket, ctrl), (*outline.Model).ZoomOut))
}

func (m *menus) account() *fyne.Menu {
	local := m.onFile("Goals without an account", nil, m.w.openLocal)
	local.Disabled = local.Disabled || m.shown.open && m.shown.local
	return fyne.NewMenu("Account",
		m.onAccount("Profile", key(fyne.KeyP, ctrl), m.w.showProfile),
		m.onAccount("Connected accounts…", nil, m.w.showAccounts),
		m.onAccount("Connect another account…", nil, m.w.connectAnother),
		m.onFile("Switch person…", nil, m.w.switchPerson),
		fyne.NewMenuItemSeparator(),
		m.onFile("Sign in with GitHub", nil, m.w.signInWithGitHub),
		m.onFile("Other ways to sign in…", nil, func() { m.w.chooseProvider(nil) }),
		m.onFile("Demo account", nil, m.w.signInWithDemo),
		local,
		m.onAccount("Bring in goals from this computer…", nil, m.w.askClaim),
		fyne.NewMenuItemSeparator(),
		m.onFile("Registrations…", nil, m.w.showRegistrations),
		fyne.NewMenuItemSeparator(),
		m.onAccount("Sign out", nil, m.w.askSignOut),
		m.onFile("Sign out everywhere on this computer…", nil, m.w.askSignOutEverywhere))
}

// onFile is a command that needs the goals file, whoever is open.
func (m *menus) onFile(label string, shortcut fyne.Shortcut, command func()) *fyne.MenuItem {
	i := item(label, shortcut, command)
	i.Disabled = !m.shown.file
	return i
}

// onAccount is a command for who is signed in.
func (m *menus) onAccount(label string, shortcut fyne.Shortcut, command func()) *fyne.MenuItem {
	i := item(label, shortcut, command)
	i.Disabled = !m.shown.open || m.shown.local
	return i
}

func (m *menus) help() *fyne.Menu {
	return fyne.NewMenu("Help",
		item("Keyboard shortcuts", key(fyne.KeyF1), m.w.showShortcuts),
		item("About Overachiever", nil, m.w.showAbout))
}

// undo takes back typing while something is typed, else the newest step.
func (w *window) undo() {
	w.travel(&fyne.ShortcutUndo{}, (*outline.Model).Undo, (*storage.Tree).NextUndo)
}

func (w *window) redo() {
	w.travel(&fyne.ShortcutRedo{}, (*outline.Model).Redo, (*storage.Tree).NextRedo)
}

func (w *window) travel(typing fyne.Shortcut, goals func(*outline.Model), next func(*storage.Tree) (storage.Step, bool)) {
	if text, ok := w.win.Canvas().Focused().(fyne.Shortcutable); ok {
		text.TypedShortcut(typing)
		return
	}
	if p := w.goals; p != nil && len(w.sheets) == 0 {
		p.details.keep()
		step, _ := next(p.model.Tree())
		p.view.do(func() { goals(p.model) })
		switch step.Act {
		case storage.ActMerge:
			p.checkAccounts()
			fallthrough
		case storage.ActClaim:
			p.status.tell("") // it said how to take this back
		}
	}
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

// actName says what a step did: "move of ‘Learn Go’".
func actName(step storage.Step) string {
	names := map[storage.Act]string{
		storage.ActCreate: "new goal", storage.ActRename: "rename", storage.ActDescribe: "description",
		storage.ActDue: "due date", storage.ActMove: "move", storage.ActIndent: "indent",
		storage.ActOutdent: "outdent", storage.ActComplete: "completion", storage.ActReopen: "reopening",
		storage.ActDelete: "deletion", storage.ActRestore: "restoring", storage.ActImport: "import",
		storage.ActMerge: "bringing together", storage.ActClaim: "bringing in goals",
	}
	switch {
	case step.Subject == "", step.Act == storage.ActImport, step.Act == storage.ActMerge, step.Act == storage.ActClaim: // of many goals
		return names[step.Act]
	}
	return names[step.Act] + " of ‘" + short(step.Subject) + "’"
}
