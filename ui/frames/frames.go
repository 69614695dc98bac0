// Package frames has a window of the toolkit tell a trace of its frames.
package frames

import (
	"io"
	"time"

	"fyne.io/fyne/v2"

	"overachiever/ui/trace"
)

// Record writes down each frame from now on. The toolkit ticks animations once in each turn of its loop, between input
// and drawing; one that changes nothing makes it draw nothing.
func Record(out io.Writer) *trace.Trace {
	t := trace.Start(out, fyne.Do, time.Now)
	turns := fyne.NewAnimation(time.Second, func(float32) { t.Turn() })
	turns.RepeatCount = fyne.AnimationRepeatForever
	turns.Start()
	return t
}
