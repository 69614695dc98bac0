// Package robot is a person at a virtual desktop: a display, a window manager, a session bus, an unlocked keyring and
// a default browser, all private and gone at Close; and the hands and eyes to use programs on it: typing, clicking,
// reading words off the screen. The end-to-end tests, the tour of "make run" and the screenshots use it. Linux only.
//
// Nothing here sleeps: everything waits for a condition, until the context's deadline or for 30 seconds when it has
// none. An error of waiting says what was awaited and names a picture of the screen.
package robot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ErrUnsupported is returned by Start where there is no virtual display to be had.
var ErrUnsupported = errors.New("a virtual desktop needs Linux")

// Options say what kind of desktop to start. The zero value is a plain light one of 1280×860 pixels.
type Options struct {
	Width, Height int     // of the screen, in pixels
	Browser       bool    // Chromium as the default browser, started when the first link is opened
	Keyring       bool    // an unlocked gnome-keyring; without it no Secret Service answers on the bus
	Dark          bool    // programs are asked to be dark
	Scale         float32 // of what programs draw; 0 means 1
	Log           io.Writer
	Pictures      string // folder in which failures leave pictures; "" means the system's temporary folder
}

// Desktop is a running virtual desktop. Its methods may be used from one goroutine at a time.
type Desktop struct {
	options Options
	dir     string // everything of this desktop lies below it
	display string
	bus     string  // address of the session bus; "" until it runs
	screen  *screen // nil until the display runs
	eyes    eyes

	prompter *prompter // nil until somebody answers the keyring

	mu       sync.Mutex
	programs []*Program // in the order they were started
	browser  browserLink
}

// Start starts a desktop and returns when it is ready to be used. The context limits the starting only.
func Start(ctx context.Context, options Options) (*Desktop, error) {
	if !supported {
		return nil, fmt.Errorf("robot: start: %w", ErrUnsupported)
	}
	options.Width, options.Height = cmp.Or(options.Width, 1280), cmp.Or(options.Height, 860)
	options.Pictures = cmp.Or(options.Pictures, os.TempDir())
	dir, err := os.MkdirTemp("", "robot-")
	if err != nil {
		return nil, fmt.Errorf("robot: start: %w", err)
	}
	d := &Desktop{options: options, dir: dir}
	if err := d.start(ctx); err != nil {
		return nil, fmt.Errorf("robot: start: %w", errors.Join(err, d.Close()))
	}
	return d, nil
}

func (d *Desktop) start(ctx context.Context) error {
	if err := d.furnishHome(); err != nil {
		return err
	}
	if err := d.startDisplay(ctx); err != nil {
		return err
	}
	if err := d.startBus(ctx); err != nil {
		return err
	}
	if err := d.startWindowManager(ctx); err != nil {
		return err
	}
	if d.options.Keyring {
		return d.startKeyring(ctx)
	}
	return nil
}

// furnishHome makes the folders a person's home has, and the default browser's entry.
func (d *Desktop) furnishHome() error {
	for _, folder := range []string{d.runtimeDir(), d.tempDir(), d.home(".config"), d.home(".cache"), d.home(".local", "share", "applications")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	return d.furnishBrowser()
}

// startDisplay starts Xvfb, which picks a free display number and tells it through a pipe. It draws no pointer, which
// would cover what is looked at.
func (d *Desktop) startDisplay(ctx context.Context) error {
	told, tell, err := os.Pipe()
	if err != nil {
		return err
	}
	defer told.Close()
	size := fmt.Sprintf("%dx%dx24", d.options.Width, d.options.Height)
	_, err = d.spawn(spawnOptions{pass: tell}, "Xvfb", "-displayfd", "3", "-screen", "0", size, "-fbdir", d.dir, "-nocursor", "-nolisten", "tcp", "-noreset")
	tell.Close()
	if err != nil {
		return err
	}
	number, err := readLine(ctx, told)
	if err != nil {
		return fmt.Errorf("display of Xvfb: %w", err)
	}
	if d.screen, err = openScreen(filepath.Join(d.dir, "Xvfb_screen0")); err != nil {
		return err
	}
	d.display = ":" + number
	d.logf("display %s, home %s", d.display, d.Home())
	return nil
}

// startWindowManager starts openbox and waits until it lists the windows it manages, though there are none. When it says
// that it manages them (_NET_SUPPORTING_WM_CHECK) it is not ready yet: it forgets who asks it to be shown just then.
// https://specifications.freedesktop.org/wm-spec/latest/ar01s03.html (_NET_CLIENT_LIST)
func (d *Desktop) startWindowManager(ctx context.Context) error {
	if _, err := d.spawn(spawnOptions{}, "openbox", "--sm-disable"); err != nil {
		return err
	}
	return await(ctx, "the window manager", 50*time.Millisecond, func(ctx context.Context) (bool, error) {
		out, err := d.output(ctx, "xprop", "-root", "_NET_CLIENT_LIST")
		return strings.Contains(out, "window id"), err
	})
}

// Close ends every program of the desktop and removes its home. It is safe to call more than once.
func (d *Desktop) Close() error {
	d.mu.Lock()
	programs := d.programs
	d.programs = nil
	d.mu.Unlock()
	sessions := d.browserSessions()
	for i := len(programs) - 1; i >= 0; i-- {
		programs[i].end()
		sessions = append(sessions, programs[i].PID())
	}
	d.browser.forget()
	return errors.Join(endStrays(d.mark(), sessions...), d.screen.close(), os.RemoveAll(d.dir))
}

// Home is the home folder of the person at this desktop, below the temporary folder.
func (d *Desktop) Home() string { return filepath.Join(d.dir, "home") }

// Display is the X display, as in ":99".
func (d *Desktop) Display() string { return d.display }

func (d *Desktop) home(path ...string) string {
	return filepath.Join(append([]string{d.Home()}, path...)...)
}

func (d *Desktop) runtimeDir() string { return filepath.Join(d.dir, "run") }

func (d *Desktop) tempDir() string { return filepath.Join(d.dir, "tmp") }

// mark is an environment entry that every process of this desktop carries, and no other.
func (d *Desktop) mark() string { return "ROBOT_DESKTOP=" + d.dir }

// Env returns the environment of programs on this desktop. Of the robot's own environment only PATH is handed on (and
// where coverage goes), so that nothing of the real person's session shows.
func (d *Desktop) Env() []string {
	env := []string{
		d.mark(),
		"HOME=" + d.Home(),
		"TMPDIR=" + d.tempDir(),
		"LANG=C.UTF-8",
		"XDG_RUNTIME_DIR=" + d.runtimeDir(),
		"DISPLAY=" + d.display,
		"LIBGL_ALWAYS_SOFTWARE=1", // what a virtual display can do anyway, without the warning
		"NO_AT_BRIDGE=1",
		"FYNE_THEME=" + d.variant(),
	}
	if d.bus != "" {
		env = append(env, "DBUS_SESSION_BUS_ADDRESS="+d.bus)
	}
	if d.options.Scale != 0 {
		env = append(env, "FYNE_SCALE="+strconv.FormatFloat(float64(d.options.Scale), 'f', -1, 32))
	}
	for _, name := range []string{"PATH", "GOCOVERDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

func (d *Desktop) variant() string {
	if d.options.Dark {
		return "dark"
	}
	return "light"
}

// SetDark asks the programs started from now on to be dark, or light.
func (d *Desktop) SetDark(dark bool) { d.options.Dark = dark }

func (d *Desktop) logf(format string, args ...any) {
	if d.options.Log != nil {
		fmt.Fprintf(d.options.Log, "robot: "+format+"\n", args...)
	}
}
