// Command bare opens an empty window and does nothing: what Overachiever's start, memory and idling are measured against.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	window := app.NewWithID("io.github.overachiever.bare").NewWindow("Bare window")
	window.SetContent(widget.NewLabel("Bare window"))
	window.Resize(fyne.NewSize(1100, 720))
	window.ShowAndRun()
}
