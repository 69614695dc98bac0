package ui

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/account"
	"overachiever/ui/look"
	"overachiever/ui/robot/forest"
)

// BenchmarkTransfer is how long an import, an export and the loading of 100,000 goals hold up
// the window at most: its slowest answer meanwhile, to whatever comes from the background.
func BenchmarkTransfer(b *testing.B) {
	const goals = 100_000
	document, err := interchange.Import("goals.md", bytes.NewReader(forest.Markdown(goals)), interchange.Markdown, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	var text strings.Builder
	if err := interchange.Export(&text, interchange.JSON, document); err != nil {
		b.Fatal(err)
	}
	folder := b.TempDir()
	from := filepath.Join(folder, "from.json")
	if err := os.WriteFile(from, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	h := newHall(b, filepath.Join(folder, "goals.db"))
	b.Run("import", func(b *testing.B) {
		h.measure(b, func() { h.w.goals.startImport(from) }, func() bool { return strings.Contains(strings.Join(h.screen(), " "), "new goals.") })
		h.measure(b, func() { h.press("Import " + plural(goals, "goal")) }, func() bool { return len(h.w.sheets) == 0 })
		if got := len(h.w.goals.model.Rows()); got != goals {
			b.Fatalf("%d rows", got)
		}
	})
	b.Run("export", func(b *testing.B) {
		h.w.goals.askExport()
		h.press("Overachiever (JSON)")
		h.fileField().SetText(filepath.Join(folder, "to.json"))
		h.measure(b, func() { h.press("Export") }, func() bool { return len(h.w.sheets) == 0 })
	})
	b.Run("load", func(b *testing.B) {
		page := h.w.goals
		h.measure(b, func() {
			h.w.later(func(ctx context.Context) func() { return h.w.load(ctx, h.w.desk, page.person) })
		}, func() bool { return h.w.goals != page && !h.w.goals.reading })
	})
	b.Run("undo", func(b *testing.B) {
		h.measure(b, h.w.undo, func() bool { return len(h.w.goals.model.Rows()) == 0 })
	})
}

// hall is a window whose answers to what comes from the background are timed.
type hall struct {
	*bench
	worst map[*testing.B]time.Duration
}

func newHall(b *testing.B, path string) *hall {
	store, err := storage.Open(b.Context(), path, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	person, err := store.Local(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	a := test.NewTempApp(b)
	a.Settings().SetTheme(look.New())
	h := &hall{bench: &bench{t: b, door: make(chan func(), 1000)}, worst: map[*testing.B]time.Duration{}}
	h.w = newWindow(b.Context(), Config{Now: time.Now, Log: func(err error) { b.Error(err) }, Folder: filepath.Dir(path)}, func(f func()) { h.door <- f })
	h.w.frame(a, a.NewWindow("Overachiever"))
	h.w.furnish()
	h.w.desk = &account.Desk{Store: store, Sessions: newFakeSessions()}
	h.w.load(b.Context(), h.w.desk, account.Person{User: person})()
	b.Cleanup(func() { h.w.goals.writer.Close(context.Background()) })
	return h
}

// measure begins something and lets the background in until it is done.
func (h *hall) measure(b *testing.B, begin func(), done func() bool) {
	began := time.Now()
	worst := timed(begin)
	for !done() {
		select {
		case f := <-h.door:
			worst = max(worst, timed(f))
		case <-time.After(2 * time.Minute):
			b.Fatalf("still not done. On the screen: %q", h.screen())
		}
	}
	b.Logf("%v in all, the window held up %v at most", time.Since(began), worst)
	b.ReportMetric(0, "ns/op")
	h.worst[b] = max(h.worst[b], worst)
	b.ReportMetric(milliseconds(h.worst[b]), "ms/worst")
}
