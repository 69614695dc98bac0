package ui

import (
	"fyne.io/fyne/v2"

	"overachiever/ui/outline"
)

func (m *menus) file() *fyne.Menu {
	quit := item("Quit", key(fyne.KeyQ, ctrl), m.w.quit)
	quit.IsQuit = true
	return fyne.NewMenu("File",
		m.changes(m.onGoals("New goal", key(fyne.KeyN, ctrl), menuState.isOpen, (*outline.Model).NameTop)),
		m.newBelow(), m.newInside(),
		fyne.NewMenuItemSeparator(),
		m.changes(m.onPage("Import…", key(fyne.KeyO, ctrl), menuState.isOpen, (*goalsPage).askImport)),
		m.onPage("Export…", key(fyne.KeyS, ctrl), menuState.isOpen, (*goalsPage).askExport),
		fyne.NewMenuItemSeparator(),
		m.changes(m.onPage("Back up now", nil, menuState.isOpen, (*goalsPage).backUpNow)),
		m.onPage("Back up to a folder…", nil, menuState.isOpen, (*goalsPage).askBackUpTo),
		m.changes(m.onPage("Restore a backup…", nil, menuState.isOpen, (*goalsPage).askRestore)),
		fyne.NewMenuItemSeparator(),
		quit)
}

func (m *menus) edit() *fyne.Menu {
	undo := item(m.shown.undo, &fyne.ShortcutUndo{}, m.w.undo)
	redo := item(m.shown.redo, key(fyne.KeyZ, ctrl, shift), m.w.redo)
	undo.Disabled, redo.Disabled = !m.shown.open || m.shown.readOnly, !m.shown.open || m.shown.readOnly
	items := []*fyne.MenuItem{undo, redo, fyne.NewMenuItemSeparator()}
	items = append(items, m.clipboard()...)
	items = append(items, m.inText("Select siblings, then all", &fyne.ShortcutSelectAll{}, menuState.hasGoal, (*goalsPage).selectAll),
		fyne.NewMenuItemSeparator())
	items = append(items, m.goalItems()...)
	return fyne.NewMenu("Edit", append(items,
		fyne.NewMenuItemSeparator(),
		m.changes(m.onPage("Move completed to trash", nil, menuState.isOpen, (*goalsPage).deleteCompleted)),
		m.restore(), m.emptyTrash(),
		fyne.NewMenuItemSeparator(),
		m.onPage("Settings…", key(fyne.KeyComma, ctrl), menuState.isOpen, (*goalsPage).showSettings))...)
}

func (m *menus) newBelow() *fyne.MenuItem {
	return m.changes(m.onGoals("New goal below", key(fyne.KeyReturn), menuState.isOpen, (*outline.Model).NameBelow))
}

func (m *menus) newInside() *fyne.MenuItem {
	return m.changes(m.onGoals("New goal inside", key(fyne.KeyN, ctrl, shift), menuState.alive, (*outline.Model).NameChild))
}

// clipboard is what goes through the clipboard, and what saves going through it.
func (m *menus) clipboard() []*fyne.MenuItem {
	clipboard := m.w.app.Clipboard()
	cut := m.inText("Cut", &fyne.ShortcutCut{Clipboard: clipboard}, menuState.alive, (*goalsPage).cut)
	paste := m.inText("Paste", &fyne.ShortcutPaste{Clipboard: clipboard}, menuState.takes, (*goalsPage).paste)
	if m.shown.readOnly { // their keys still go to a text that is typed in
		cut.Disabled, paste.Disabled = true, true
	}
	return []*fyne.MenuItem{
		cut,
		m.inText("Copy", &fyne.ShortcutCopy{Clipboard: clipboard}, menuState.hasGoal, (*goalsPage).copy),
		paste,
		m.changes(m.onGoals("Duplicate", key(fyne.KeyD, ctrl), menuState.arranges, (*outline.Model).Duplicate)),
	}
}

// goalItems are the commands on the selected goals, for the menu bar and the context menu.
func (m *menus) goalItems() []*fyne.MenuItem {
	complete := "Complete"
	if m.shown.done {
		complete = "Reopen"
	}
	return []*fyne.MenuItem{
		m.changes(m.onGoals("Rename", key(fyne.KeyF2), menuState.hasOne, (*outline.Model).Rename)),
		m.changes(m.onGoals(m.shown.these(complete), key(fyne.KeySpace), menuState.alive, (*outline.Model).Toggle)),
		m.onPage("Description", key(fyne.KeyE, ctrl), menuState.hasGoal, (*goalsPage).describe),
		m.onPage("Due date", key(fyne.KeyL, ctrl), menuState.hasGoal, func(p *goalsPage) { p.focusDetail(p.details.due) }),
		m.moves(),
		m.delete(),
	}
}

// moves are the ways to put goals elsewhere, in a menu of their own.
func (m *menus) moves() *fyne.MenuItem {
	move := func(label string, shortcut fyne.Shortcut, command func(*outline.Model)) *fyne.MenuItem {
		return m.changes(m.onGoals(label, shortcut, menuState.arranges, command))
	}
	among := func(label string, shortcut fyne.Shortcut, command func(*outline.Model)) *fyne.MenuItem {
		return m.changes(m.onPage(label, shortcut, menuState.arranges, func(p *goalsPage) { p.moveAmong(command) }))
	}
	moves := item("Move", nil, nil)
	moves.ChildMenu = fyne.NewMenu("",
		move("Indent", key(fyne.KeyTab), (*outline.Model).Indent),
		move("Outdent", key(fyne.KeyTab, shift), (*outline.Model).Outdent),
		among("Move up", key(fyne.KeyUp, alt), func(o *outline.Model) { o.Move(-1) }),
		among("Move down", key(fyne.KeyDown, alt), func(o *outline.Model) { o.Move(+1) }),
		among("Move to first", key(fyne.KeyUp, ctrl, shift), func(o *outline.Model) { o.MoveToEnd(true) }),
		among("Move to last", key(fyne.KeyDown, ctrl, shift), func(o *outline.Model) { o.MoveToEnd(false) }))
	moves.Disabled = !m.shown.arranges()
	return moves
}

// moveAmong moves goals among their siblings, or says why they stay.
func (p *goalsPage) moveAmong(move func(*outline.Model)) {
	p.details.keep()
	if p.model.Scattered() {
		p.status.jot("Goals of different parents cannot be moved together: select goals that stand side by side.")
	}
	p.view.do(func() { move(p.model) })
}

// delete puts goals into the trash; those that are there already are asked about.
func (m *menus) delete() *fyne.MenuItem {
	if m.shown.view == outline.Trash {
		return m.changes(m.onPage(m.shown.these("Delete")+" for ever…", key(fyne.KeyDelete), menuState.inTrash, (*goalsPage).askErase))
	}
	return m.changes(m.onGoals(m.shown.these("Delete"), key(fyne.KeyDelete), menuState.alive, (*outline.Model).Delete))
}

func (m *menus) restore() *fyne.MenuItem {
	return m.changes(m.onPage(m.shown.these("Restore"), key(fyne.KeyR, ctrl), menuState.inTrash, (*goalsPage).restore))
}

func (m *menus) emptyTrash() *fyne.MenuItem {
	return m.changes(m.onPage("Empty trash…", nil, menuState.isOpen, (*goalsPage).askEmptyTrash))
}

// reveal goes from a list or a search to where the goal stands.
func (m *menus) reveal() *fyne.MenuItem {
	return m.onPage("Show in its place", key(fyne.KeyG, ctrl), menuState.elsewhere, (*goalsPage).reveal)
}

// context is the menu of a right click on a goal.
func (m *menus) context() *fyne.Menu {
	m.refresh()
	if m.shown.view == outline.Trash {
		return fyne.NewMenu("", m.restore(), m.delete(), m.clipboard()[1], fyne.NewMenuItemSeparator(), m.emptyTrash())
	}
	items := []*fyne.MenuItem{m.newBelow(), m.newInside(), fyne.NewMenuItemSeparator()}
	if m.shown.elsewhere() {
		items = []*fyne.MenuItem{m.reveal(), fyne.NewMenuItemSeparator()}
	}
	items = append(items, m.goalItems()...)
	items = append(items, fyne.NewMenuItemSeparator())
	items = append(items, m.clipboard()...)
	return fyne.NewMenu("", append(items, fyne.NewMenuItemSeparator(), m.zoomIn())...)
}

func (m *menus) zoomIn() *fyne.MenuItem {
	return m.onGoals("Zoom in", key(fyne.KeyRightBracket, ctrl), menuState.hasOne, (*outline.Model).ZoomIn)
}

func (m *menus) view() *fyne.Menu {
	var items []*fyne.MenuItem
	for i, view := range outline.Views() {
		show := m.onPage(viewName(view), digit(i+1), menuState.isOpen, func(p *goalsPage) { p.showView(view) })
		show.Checked = m.shown.view == view
		items = append(items, show)
	}
	if len(m.kept) > 0 {
		items = append(items, m.keptSearches())
	}
	keep := "Keep this search"
	if m.shown.keeps {
		keep = "Forget this search"
	}
	hide := m.onPage("Hide completed", key(fyne.KeyH, ctrl), menuState.isOpen, (*goalsPage).toggleHide)
	hide.Checked = m.shown.hides
	sidebar := m.onPage("Sidebar", key(fyne.KeyB, ctrl), menuState.isOpen, (*goalsPage).toggleSidebar)
	sidebar.Checked = m.shown.sidebar
	return fyne.NewMenu("View", append(items,
		fyne.NewMenuItemSeparator(),
		m.onPage("Find", key(fyne.KeyF, ctrl), menuState.isOpen, (*goalsPage).find),
		m.onPage(keep, key(fyne.KeyF, ctrl, shift), menuState.isAsking, (*goalsPage).keepSearch),
		m.reveal(),
		fyne.NewMenuItemSeparator(),
		hide, sidebar,
		fyne.NewMenuItemSeparator(),
		m.folds(),
		m.zoomIn(),
		m.onGoals("Zoom out", key(fyne.KeyLeftBracket, ctrl), menuState.isZoomed, (*outline.Model).ZoomOut))...)
}

// folds are the ways to hide and show what is below goals, in a menu of their own.
func (m *menus) folds() *fyne.MenuItem {
	fold := func(label string, shortcut fyne.Shortcut, command func(*outline.Model)) *fyne.MenuItem {
		return m.onGoals(label, shortcut, menuState.folds, command)
	}
	inText := func(i *fyne.MenuItem) *fyne.MenuItem {
		onGoals := i.Action
		i.Action = func() {
			if !m.w.typing(i.Shortcut) { // it marks the word beside the cursor there
				onGoals()
			}
		}
		return i
	}
	folds := item("Fold", nil, nil)
	folds.ChildMenu = fyne.NewMenu("",
		fold("Fold", key(fyne.KeyLeft), (*outline.Model).Fold),
		fold("Unfold", key(fyne.KeyRight), (*outline.Model).Unfold),
		fold("Unfold all below", key(fyne.KeyAsterisk), (*outline.Model).UnfoldBelow),
		inText(fold("Fold all", key(fyne.KeyLeft, ctrl, shift), (*outline.Model).FoldAll)),
		inText(fold("Unfold all", key(fyne.KeyRight, ctrl, shift), (*outline.Model).UnfoldAll)))
	folds.Disabled = !m.shown.folds()
	return folds
}

// keptSearches are shown by Ctrl and the digits that the views leave.
func (m *menus) keptSearches() *fyne.MenuItem {
	searches := item("Searches", nil, nil)
	searches.ChildMenu = fyne.NewMenu("")
	for i, text := range m.kept {
		search := m.onPage(short(text), digit(len(outline.Views())+1+i), menuState.isOpen, func(p *goalsPage) { p.searchAll(text) })
		searches.ChildMenu.Items = append(searches.ChildMenu.Items, search)
	}
	return searches
}

// digit is Ctrl with a digit, nil for more than 9.
func digit(n int) fyne.Shortcut {
	if n > 9 {
		return nil
	}
	return key(fyne.KeyName(rune('0'+n)), ctrl)
}

func (m *menus) account() *fyne.Menu {
	local := m.onFile("Goals without an account", nil, m.w.openLocal)
	local.Disabled = local.Disabled || m.shown.open && m.shown.local
	return fyne.NewMenu("Account",
		m.onAccount("Profile", key(fyne.KeyP, ctrl), m.w.showProfile),
		m.onAccount("Connected accounts…", nil, m.w.showAccounts),
		m.changes(m.onAccount("Connect another account…", nil, m.w.connectAnother)),
		m.onFile("Switch person…", nil, m.w.switchPerson),
		fyne.NewMenuItemSeparator(),
		m.changes(m.onFile("Sign in with GitHub", nil, m.w.signInWithGitHub)),
		m.changes(m.onFile("Other ways to sign in…", nil, m.w.chooseProvider)),
		m.changes(m.onFile("Demo account", nil, m.w.signInWithDemo)),
		local,
		m.changes(m.onAccount("Bring in goals from this computer…", nil, m.w.askClaim)),
		fyne.NewMenuItemSeparator(),
		m.changes(m.onFile("Registrations…", nil, m.w.showRegistrations)),
		fyne.NewMenuItemSeparator(),
		m.changes(m.onAccount("Sign out", nil, m.w.askSignOut)),
		m.changes(m.onFile("Sign out everywhere on this computer…", nil, m.w.askSignOutEverywhere)))
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
