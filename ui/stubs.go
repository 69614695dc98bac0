package ui

import "overachiever/ui/account"

// Temporary, until the panel that has these is merged.

func (w *window) chooseProvider(*account.Person) { w.changeRegistration() }
func (w *window) openVisit(v account.Visit)      { w.openSignIn(v.Provider) }
func (w *window) showRegistrations()             { w.changeRegistration() }
