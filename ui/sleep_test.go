package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestAfterTheComputerHasSleptAllIsDrawnAnew(t *testing.T) {
	b := onFriday(t, "Learn Go")
	drawn := 0
	b.w.app.Settings().AddListener(func(fyne.Settings) { drawn++ })
	ask, times := make(chan time.Time), make(chan time.Time)
	go b.w.afterSleep(ask, func() time.Time { return <-times })
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	times <- at
	for _, gap := range []time.Duration{time.Second, 8 * time.Hour, time.Second, -time.Hour, 6 * time.Second} {
		at = at.Add(gap)
		ask <- at
		times <- at
	}
	b.until("everything drawn anew twice", func() bool { return drawn == 2 })
	b.reads("Learn Go")
}
