package ui

import (
	"context"
	"fmt"

	spot "overachiever/storage/place"
)

// settingPlaceSeen is where it is kept of which place a person was told already.
const settingPlaceSeen = "placeSeen"

// readOnly tells whether nothing can be changed in the file that is open.
func (w *window) readOnly() bool { return w.desk != nil && w.desk.Store.ReadOnly() }

func (p *goalsPage) readOnly() bool { return p.model.Tree().ReadOnly() }

// refuseChange says why a key or a click changes nothing.
func (p *goalsPage) refuseChange() {
	p.status.jot("Read only: the file with your goals cannot be written to here.")
}

// refuseSignIn says why nobody can sign in where nothing can be written, and tells
// whether that is so.
func (w *window) refuseSignIn() bool {
	if w.readOnly() {
		w.tell("Nobody can sign in here", "The file with the goals can only be read, and who signs in is written down in it. "+
			"Copy the data folder to where it can be written, and start Overachiever there with --data.")
	}
	return w.readOnly()
}

// tellPlace says what is to be known of the place that the goals are in: each time that
// nothing can be changed there, and once what it needs of the person.
func (p *goalsPage) tellPlace() {
	if p.readOnly() {
		p.status.saved.SetText("Read only")
		p.banner.show(bannerPlace, "Read only: the file with your goals, or the disk it is on, cannot be written to. "+
			"You can look, search and export. To change goals, copy the data folder to where it can be written.", nil)
		return
	}
	store := p.w.desk.Store
	text := aboutPlace(store.Place())
	if text == "" {
		return
	}
	here := store.Place().By + " " + p.w.Folder
	seen := func() {
		p.w.later(func(ctx context.Context) func() {
			if err := store.SetSetting(ctx, settingPlaceSeen, here); err != nil {
				p.w.Log(err)
			}
			return nil
		})
	}
	p.w.later(func(ctx context.Context) func() {
		told, err := store.Setting(ctx, settingPlaceSeen)
		return func() {
			if err != nil {
				p.w.Log(err)
			}
			if told != here {
				p.banner.showUntil(bannerPlace, text, seen)
			}
		}
	})
}

// aboutPlace is what a person has to know of a place, and can do; "" of an ordinary disk.
func aboutPlace(at spot.Place) string {
	const move = " Safer: quit, move the data folder to a disk of this computer, and start with --data FOLDER."
	switch at.Kind {
	case spot.Network:
		return fmt.Sprintf("Your goals are on a disk that is reached over a network (%s). Open them on one computer at a time.", at.By) + move
	case spot.Synced:
		return fmt.Sprintf("Your goals are in a folder that %s synchronizes. Open them on one computer at a time, and let %s finish in between.", at.By, at.By) + move
	}
	return ""
}
