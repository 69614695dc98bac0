// Package ui is the window: what a person sees and types. It draws, and sends
// what is pressed on; it waits for no disk, no network and no keyring. What is
// done in the background comes back through one door, window.later.
package ui

import (
	"context"
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"overachiever/oauth"
	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/frames"
	"overachiever/ui/look"
)

// appID names the program to the desktop; the toolkit keeps the window's size under it.
const appID = "app.overachiever.Overachiever"

// Config is all that the window is handed.
type Config struct {
	// Open opens the goals file, in the background; again after it did, but what is in it
	// could not be read.
	Open func(ctx context.Context) (*account.Desk, error)
	// Recover puts a sound file in the place of a damaged one, and opens that. What it is
	// given is filled in but for the path and the clock.
	Recover func(ctx context.Context, r storage.Rescue) (*account.Desk, storage.Recovery, error)
	// OpenFolder shows a folder in the person's file manager, and tells if it did not.
	OpenFolder func(ctx context.Context, path string) error
	// Browse opens a link in the person's browser, and tells if it did not.
	Browse func(ctx context.Context, url string) error
	// OnShow is given what to do when a second start asks this window to come forward.
	OnShow func(show func())
	// TakeSignals is called when the toolkit has started: it listens for SIGTERM
	// by itself, and would end the program without asking the window.
	TakeSignals func()
	// GiveUp ends the program at once. It is called when everything is saved and
	// the window is closed, but the toolkit does not come to its end.
	GiveUp func()
	Now    func() time.Time
	Log    func(err error) // the one place where errors are written down
	Icon   []byte          // PNG
	Trace  io.Writer       // takes how long each frame took; nil: nobody asks

	// FirstBackup is how long after the first page the first backup is made, if there is
	// anything new to back up; 0: none is made but those that are asked for.
	FirstBackup time.Duration

	Version string
	Folder  string // of the data
}

// window is the program's one window, and the page that it shows.
type window struct {
	Config
	ctx   context.Context
	app   fyne.App
	win   fyne.Window
	do    func(func()) // runs a function on the window's goroutine
	body  *fyne.Container
	first fyne.Focusable // what has the keyboard first on a page without goals
	desk  *account.Desk  // of the file that is open, nil while none is; see atDesk
	goals *goalsPage     // nil while nobody's goals are open
	// leaving is the goals that are being saved before something else is shown;
	// quitting, that the person asked to quit meanwhile.
	leaving  *goalsPage
	quitting bool
	// recovered tells that a file was recovered since the start; looked, of which file the
	// look for damage has begun.
	recovered bool
	looked    *account.Desk
	menus     *menus
	backups   *backups // nil until the file is open
	sheets    []*sheet
	browsing  *dialog.FileDialog // over the sheets; nil while there is none
	left      func()             // goes on with the text that lost the keyboard last; nil for none
	labours   atomic.Int32       // how much goes on that takes much of the processor
	closed    bool               // everything is saved, and nothing more is to be shown
	ended     chan struct{}      // closed with it
}

// endLimit is how long the toolkit may take to end once the window is closed. Its
// version 2.8.1 sometimes waits for ever for an event that its loop, ending, has dropped.
const endLimit = time.Second

// Run opens the window and returns when it is closed, or ctx ends: then with
// everything saved.
func Run(ctx context.Context, cfg Config) error {
	divideDrawing(runtime.NumCPU())
	debug.SetGCPercent(-1) // until settle
	debug.SetMemoryLimit(startingMemory)
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + besides)
	w := newWindow(ctx, cfg, fyne.Do)
	first := make(chan func(), 1)
	go func() { first <- w.firstPage(w.ctx) }() // the toolkit takes as long to start as the goals to read
	a := app.NewWithID(appID)
	a.Settings().SetTheme(look.New())
	a.SetIcon(fyne.NewStaticResource("overachiever.png", cfg.Icon))
	fonts := make(chan struct{})
	go func() {
		defer close(fonts)
		readFonts()
	}()
	w.frame(a, a.NewWindow("Overachiever"))
	w.win.Show()
	<-fonts
	w.furnish()
	a.Lifecycle().SetOnStarted(func() {
		cfg.TakeSignals()
		w.showFirst(func(context.Context) func() { return <-first })
		w.settleSoon()
		go w.watchPauses()
		go func() {
			<-ctx.Done()
			w.do(w.quit)
		}()
	})
	endTrace := func() error { return nil }
	if cfg.Trace != nil {
		endTrace = frames.Record(cfg.Trace).Stop
	}
	cfg.OnShow(func() { w.do(w.win.RequestFocus) })
	returned := make(chan struct{})
	go giveUpUnless(returned, w.ended, endLimit, cfg.GiveUp)
	a.Run()
	close(returned)
	return errors.Join(w.saveAtLast(), endTrace())
}

// besides is how many threads may be busy besides the window's: it gives its turn up with each
// call into the graphics library, and threads that are behind it may hold all there are. With
// two processors and none besides, a frame took half a second while an import was undone.
const besides = 2

// readFonts has the toolkit read its fonts, which it does with the first text. It may do so
// beside the window's goroutine only for as long as that has nothing to do with text.
func readFonts() {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		fyne.MeasureText("Overachiever", theme.TextSize(), style)
	}
}

// giveUpUnless gives up when the toolkit has not returned in time after the end.
func giveUpUnless(returned, ended <-chan struct{}, limit time.Duration, giveUp func()) {
	select {
	case <-returned:
		return
	case <-ended:
	}
	select {
	case <-returned:
	case <-time.After(limit):
		giveUp()
	}
}

// saveAtLast saves what a normal close has saved already, should the toolkit
// ever end by itself, without asking the window.
func (w *window) saveAtLast() error {
	page := w.leaving
	if w.goals != nil {
		page = w.goals
		page.keepTyped()
	}
	if w.closed || page == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(w.ctx, saveLimit)
	defer cancel()
	return page.writer.Close(ctx)
}

func newWindow(ctx context.Context, cfg Config, do func(func())) *window {
	w := &window{Config: cfg, ctx: context.WithoutCancel(ctx), ended: make(chan struct{})}
	w.do = func(f func()) {
		select {
		case <-w.ended: // the toolkit panics at who comes while it closes
		default:
			do(f)
		}
	}
	return w
}

// frame makes it a window of the toolkit, with nothing in it: without any text.
func (w *window) frame(a fyne.App, win fyne.Window) {
	w.app, w.win, w.body = a, win, container.NewStack()
	win.SetMaster()
	win.SetPadded(false)
	win.SetContent(w.body)
	win.Resize(w.rememberedSize())
	win.SetCloseIntercept(w.quit)
}

// furnish gives it its menus and keys, still without a page.
func (w *window) furnish() {
	w.menus = newMenus(w)
	w.win.Canvas().SetOnTypedKey(w.typedNowhere)
	w.addShortcuts()
	w.menus.refresh()
	w.body.Add(rehearsal())
}

const (
	minWidth, minHeight   = 800, 560
	usualWidth, usualHigh = 1100, 720
)

func (w *window) rememberedSize() fyne.Size {
	p := w.app.Preferences()
	return fyne.NewSize(
		max(minWidth, float32(p.FloatWithFallback("width", usualWidth))),
		max(minHeight, float32(p.FloatWithFallback("height", usualHigh))))
}

func (w *window) rememberSize() {
	size := w.win.Canvas().Size()
	w.app.Preferences().SetFloat("width", float64(size.Width))
	w.app.Preferences().SetFloat("height", float64(size.Height))
}

// addShortcuts adds the keys that no menu entry can show, because it shows another.
func (w *window) addShortcuts() {
	w.win.Canvas().AddShortcut(&fyne.ShortcutRedo{}, func(fyne.Shortcut) { w.redo() })
}

// later works in the background; what work returns is done in the window. This
// is the one door for all that comes from disk, network and keyring. What the window
// has changes meanwhile: work is to be handed what it needs of that; see atDesk.
func (w *window) later(work func(ctx context.Context) (then func())) {
	go func() {
		if then := work(w.ctx); then != nil {
			w.do(func() {
				if !w.closed {
					then()
				}
			})
		}
	}()
}

// openFile opens the goals file, and the page of whoever was open last.
func (w *window) openFile() { w.showFirst(w.firstPage) }

func (w *window) showFirst(page func(context.Context) func()) {
	w.later(func(ctx context.Context) func() {
		show := page(ctx)
		return func() {
			w.TakeSignals() // the toolkit is sure to listen by now
			show()
		}
	})
}

// firstPage opens the file, in the background, and returns what shows its first page.
func (w *window) firstPage(ctx context.Context) func() {
	desk, err := w.Open(ctx)
	if err != nil {
		return w.troubled(err)
	}
	return w.pageOf(ctx, desk)
}

// showPage puts a page into the window.
func (w *window) showPage(page fyne.CanvasObject) {
	w.first, w.left = nil, nil
	w.body.Objects = []fyne.CanvasObject{page}
	w.body.Refresh()
	w.menus.refresh()
}

// typedNowhere hears the keys that no widget has: they go to the goals.
func (w *window) typedNowhere(key *fyne.KeyEvent) {
	switch {
	case w.browsing != nil:
		if key.Name == fyne.KeyEscape {
			w.browsing.Hide()
		}
	case w.typedAnywhere(key.Name):
	case len(w.sheets) > 0:
		if key.Name == fyne.KeyEscape {
			w.sheets[len(w.sheets)-1].onEscape()
		}
	case w.goals != nil:
		w.goals.view.focus()
		w.goals.view.typed(key.Name, shiftHeld())
	}
}

// typedAnywhere handles the keys that mean the same everywhere.
func (w *window) typedAnywhere(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyF1:
		w.showShortcuts()
	case desktop.KeyMenu:
		if w.goals != nil {
			w.goals.openMenu(fyne.NewPos(rowInset, 2*look.RowHeight))
		}
	default:
		return false
	}
	return true
}

// quit saves what is not saved yet, and closes. Should that fail the person decides.
func (w *window) quit() {
	if w.closed {
		return
	}
	w.rememberSize()
	if w.leaving != nil {
		w.quitting = true
		return
	}
	if w.goals == nil {
		w.exit()
		return
	}
	page := w.goals
	page.leave(func(err error) {
		if err == nil {
			w.exit()
			return
		}
		page.stay()
		page.unsavedAtQuit(err)
	})
}

func (w *window) exit() {
	w.closed = true
	close(w.ended)
	stopEarly(w.app.Lifecycle())
	w.win.Close()
	w.app.Driver().Quit() // the application's own Quit panics where it could not watch its settings
}

// stopping is what the toolkit's lifecycle can do, but does not tell.
type stopping interface {
	OnStopped() func()
	SetOnStoppedHookExecuted(func())
}

// stopEarly does what the toolkit does last, while that is safe. Its version 2.8.1 sends
// it to its loop while that ends, and sometimes panics there or waits for ever.
func stopEarly(life fyne.Lifecycle) {
	if life, ok := life.(stopping); ok {
		if stop := life.OnStopped(); stop != nil {
			stop()
		}
		life.SetOnStoppedHookExecuted(nil)
	}
}

// said is an error in words for the person: what happened and what to do.
func said(err error) string {
	var explained interface {
		Explain() (sentence, next string)
	}
	switch {
	case errors.As(err, &explained):
		sentence, next := explained.Explain()
		if next == "" {
			return sentence
		}
		return sentence + " " + next
	case errors.Is(err, context.Canceled):
		return "It was cancelled."
	}
	return "Something went wrong: " + err.Error() + "."
}

// quiet tells whether an error needs no words: the person cancelled.
func quiet(err error) bool {
	return errors.Is(err, oauth.ErrCancelled) || errors.Is(err, context.Canceled)
}
