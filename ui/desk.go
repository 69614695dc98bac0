package ui

import (
	"context"

	"overachiever/ui/account"
)

// atDesk is later for work at the desk of the file that is open; while none is open, nothing
// is done. Work is handed the desk, since only the window's goroutine may look which it is: a
// file that is recovered comes with another. What work returns is about the file that was put
// aside then, and is not done.
func (w *window) atDesk(work func(ctx context.Context, desk *account.Desk) (then func())) {
	desk := w.desk
	if desk == nil {
		return
	}
	w.later(func(ctx context.Context) func() {
		then := work(ctx, desk)
		return func() {
			if then != nil && w.desk == desk {
				then()
			}
		}
	})
}
