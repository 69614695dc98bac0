package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"overachiever/storage"
	"overachiever/ui/look"
)

// afterDrawing does something in the window once what it shows now is drawn. The toolkit
// ticks animations just before it draws, and comes to what is sent to it just after.
func (w *window) afterDrawing(then func()) {
	fyne.NewAnimation(0, func(float32) {
		w.do(func() {
			if !w.closed {
				then()
			}
		})
	}).Start()
}

// inFrames does one thing after the other, each just before the window draws a frame of its
// own, and again before the next one for as long as it asks for that.
func (w *window) inFrames(things ...func() (again bool)) {
	if len(things) == 0 {
		return
	}
	fyne.NewAnimation(0, func(float32) {
		if w.closed {
			return
		}
		if !things[0]() {
			things = things[1:]
		}
		w.inFrames(things...)
	}).Start()
}

// rehearsal is drawn, where nobody sees it, until there is a first page: all that goals are
// drawn with. The graphics driver makes a program for each kind of shape that it draws for
// the first time, which takes longer than the frame with the first goals has.
func rehearsal() fyne.CanvasObject {
	r := newRow(&outlineView{})
	r.show(line{name: "Goal", depth: 1, foldable: true, progress: storage.Progress{Completed: 1, Total: 2}})
	return container.NewVBox(container.NewStack(r, look.NewGround(theme.ColorNameBackground)))
}
