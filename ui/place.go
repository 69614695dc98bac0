package ui

import (
	"context"
	"time"
)

// settingPlace is where it is kept what a person had folded, zoomed, selected and set.
const settingPlace = "outline"

// placeAfter is how long after a change it is written down: who is killed loses no more.
const placeAfter = 2 * time.Second

// placeKeeper writes down, in the background, where a person is.
type placeKeeper struct {
	page  *goalsPage
	kept  string      // as in the file, or on its way there
	timer *time.Timer // until it is written down; nil when nothing changed
	last  chan struct{}
}

func newPlaceKeeper(p *goalsPage, kept string) *placeKeeper {
	written := make(chan struct{})
	close(written)
	return &placeKeeper{page: p, kept: kept, last: written}
}

// soon writes the place down a moment later.
func (k *placeKeeper) soon() {
	if k.timer == nil {
		k.timer = time.AfterFunc(placeAfter, func() { k.page.w.do(k.now) })
	}
}

func (k *placeKeeper) now() {
	if k.page.w.goals != k.page || k.timer == nil {
		return // the goals are being left, which writes it down too
	}
	write := k.write()
	k.page.w.later(func(ctx context.Context) func() { write(ctx); return nil })
}

// write takes the place as it is now, and returns what writes it down, in the background.
// Where the cursor was is a comfort: nothing else fails for it.
func (k *placeKeeper) write() func(context.Context) {
	if k.timer != nil {
		k.timer.Stop()
		k.timer = nil
	}
	place := k.page.model.Place()
	if place == k.kept || k.page.readOnly() {
		return func(context.Context) {}
	}
	before, written := k.last, make(chan struct{})
	k.kept, k.last = place, written
	return func(ctx context.Context) {
		defer close(written)
		select {
		case <-before: // or an older place could come last
		case <-ctx.Done():
			return
		}
		if err := k.page.user.SetSetting(ctx, settingPlace, place); err != nil {
			k.page.w.Log(err)
		}
	}
}
