package ui

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"overachiever/assets"
	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
	"overachiever/ui/prose"
)

// limit is how long a test waits for what happens in the background.
const limit = time.Minute

// bench is a window under test, with a real store on a temporary file. All that
// comes from the background waits in door until the test lets it in.
type bench struct {
	t        testing.TB
	w        *window
	door     chan func()
	sessions *fakeSessions
	logged   []error
}

func newBench(t *testing.T, dir string) *bench {
	t.Helper()
	return benchOn(t, dir, func(ctx context.Context, path string) (*storage.Store, error) {
		return storage.Open(ctx, path, time.Now)
	})
}

// benchOn is a bench whose file is opened in a way of its own.
func benchOn(t *testing.T, dir string, open func(ctx context.Context, path string) (*storage.Store, error)) *bench {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(look.New())
	b := &bench{t: t, door: make(chan func(), 1000), sessions: newFakeSessions()}
	opened := make(chan struct{})
	tried := sync.OnceFunc(func() { close(opened) })
	// A test may be over before its file is open: its folder can't go before that.
	t.Cleanup(func() { <-opened })
	config := Config{
		Open: func(ctx context.Context) (*account.Desk, error) {
			defer tried()
			store, err := open(ctx, filepath.Join(dir, "goals.db"))
			if err != nil {
				return nil, err
			}
			t.Cleanup(func() { store.Close() })
			return &account.Desk{
				Store: store, Sessions: b.sessions,
				Environment: oauth.App{ClientID: "Iv1.0123456789abcdef"},
				Demo: func(context.Context) (oauth.Provider, error) {
					p, err := oauth.GitHub("http://127.0.0.1:1", oauth.App{ClientID: "demo"})
					return p.Demo(), err
				},
			}, nil
		},
		Browse:      func(context.Context, string) error { return nil },
		TakeSignals: func() {},
		Now:         time.Now,
		Log:         func(err error) { b.logged = append(b.logged, err) },
		Icon:        assets.Icon(),
		Folder:      dir,
	}
	b.w = newWindow(t.Context(), config, func(f func()) { b.door <- f })
	b.w.frame(a, a.NewWindow("Overachiever"))
	b.w.furnish()
	b.w.openFile()
	return b
}

// until lets the background in until a condition holds.
func (b *bench) until(what string, holds func() bool) {
	b.t.Helper()
	timeout := time.After(limit)
	for !holds() {
		select {
		case f := <-b.door:
			f()
		case <-timeout:
			b.t.Fatalf("%s: not within %v. On the screen: %q", what, limit, b.screen())
		}
	}
}

// reads waits for words on the screen.
func (b *bench) reads(words string) {
	b.t.Helper()
	b.until("reading "+words, func() bool { return strings.Contains(strings.Join(b.screen(), "\n"), words) })
}

// local opens the goals kept without an account.
func (b *bench) local() {
	b.t.Helper()
	b.reads("Start without an account")
	b.press("Start without an account")
	b.until("goals", func() bool { return b.w.goals != nil })
}

// name types names of goals one after the other: Ctrl+N, name, Enter, …, Escape.
func (b *bench) name(names ...string) {
	b.w.goals.view.do(b.w.goals.model.NameTop)
	for _, name := range names {
		b.typeText(name)
		b.key(fyne.KeyReturn)
	}
	b.key(fyne.KeyEscape)
}

func (b *bench) typeText(text string) {
	for _, r := range text {
		b.w.win.Canvas().Focused().TypedRune(r)
	}
}

func (b *bench) key(name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if focused := b.w.win.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
	} else {
		b.w.typedNowhere(event)
	}
}

// press presses the button of that label that lies on top.
func (b *bench) press(label string) {
	b.t.Helper()
	var found *look.Button
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Button); ok && button.Text == label && !button.Disabled() {
			found = button
		}
	})
	if found == nil {
		b.t.Fatalf("no button %q. On the screen: %q", label, b.screen())
	}
	found.Tapped(nil)
}

// screen is every visible text: of the topmost sheet, if there is one.
func (b *bench) screen() []string {
	var texts []string
	b.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Label:
			texts = append(texts, o.Text)
		case *look.Button:
			texts = append(texts, o.Text)
		case *field:
			texts = append(texts, o.Text)
		case *prose.Text:
			texts = append(texts, o.String())
		case *row:
			texts = append(texts, o.line.name)
		}
	})
	return texts
}

func (b *bench) walk(visit func(fyne.CanvasObject)) {
	var down func(o fyne.CanvasObject)
	down = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		visit(o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				down(child)
			}
		case *container.ThemeOverride:
			down(o.Content)
		case *container.Scroll:
			down(o.Content)
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				down(child)
			}
		}
	}
	if top := b.w.win.Canvas().Overlays().Top(); top != nil {
		down(top)
		return
	}
	down(b.w.win.Content())
}
