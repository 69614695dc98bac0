package storage

import "slices"

// Abandon stops the writer without trying to save again, and returns the steps that are not
// in the file: for whoever saves them into another one. A commit that runs is waited for.
func (w *Writer) Abandon() []Step {
	w.stop.Do(func() { close(w.quit) })
	<-w.stopped
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.pending)
}
