// Command bare opens an empty window and does nothing: what Overachiever's start, memory and idling are measured
// against. With -rows it shows the toolkit's list of so many labels: what Overachiever's frames are measured against.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"

	"overachiever/ui/frames"
)

func main() {
	rows := flag.Int("rows", 0, "how many labels to list")
	trace := flag.String("trace", "", "the `file` that takes how long each frame took")
	flag.Parse()
	if err := run(*rows, *trace); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}

func run(rows int, trace string) error {
	a := app.NewWithID("io.github.overachiever.bare")
	window := a.NewWindow("Bare window")
	window.SetContent(widget.NewLabel("Bare window"))
	if rows > 0 {
		list := labels(rows)
		window.SetContent(list)
		window.Canvas().Focus(list)
	}
	window.Resize(fyne.NewSize(1100, 720))
	if trace == "" {
		window.ShowAndRun()
		return nil
	}
	file, err := os.Create(trace)
	if err != nil {
		return err
	}
	record := frames.Record(file) // the first frame makes the window
	window.ShowAndRun()
	return errors.Join(record.Stop(), file.Close())
}

func labels(rows int) *widget.List {
	return widget.NewList(
		func() int { return rows },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(at int, label fyne.CanvasObject) {
			label.(*widget.Label).SetText(fmt.Sprint("Goal number ", at+1))
		})
}
