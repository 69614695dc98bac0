package robot

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Window is a window that is shown, as X knows it.
type Window struct {
	ID     string
	Title  string
	Bounds image.Rectangle // of what the program draws, without the window manager's frame; in pixels of the screen
}

// Windows returns the windows shown now whose title contains the words, in any case, in the order they were made.
func (d *Desktop) Windows(ctx context.Context, title string) ([]Window, error) {
	return d.windows(ctx, "--name", regexp.QuoteMeta(title))
}

// WaitWindow waits for a window whose title contains the words. Mind that a browser's windows bear their page's title:
// where that may be, ask the Program.
func (d *Desktop) WaitWindow(ctx context.Context, title string) (Window, error) {
	return d.waitWindow(ctx, fmt.Sprintf("a window titled %q", title), func(ctx context.Context) ([]Window, error) {
		return d.Windows(ctx, title)
	})
}

// Windows returns the windows that the program shows now.
func (p *Program) Windows(ctx context.Context) ([]Window, error) {
	return p.desktop.windows(ctx, "--pid", strconv.Itoa(p.PID()))
}

// WaitWindow waits for a window of the program whose title contains the words. It fails at once when the program ends.
func (p *Program) WaitWindow(ctx context.Context, title string) (Window, error) {
	what := fmt.Sprintf("a window of %s titled %q", p.name(), title)
	window, err := p.desktop.waitWindow(ctx, what, func(ctx context.Context) ([]Window, error) {
		if !p.Running() {
			return nil, errEnded
		}
		windows, err := p.Windows(ctx)
		return titled(windows, title), err
	})
	if err != nil && p.Output() != "" {
		err = fmt.Errorf("%w; it wrote: %s", err, p.Output())
	}
	return window, err
}

var errEnded = errors.New("the program has ended")

func (d *Desktop) waitWindow(ctx context.Context, what string, look func(context.Context) ([]Window, error)) (Window, error) {
	var found []Window
	var fatal error
	err := await(ctx, what, 10*time.Millisecond, func(ctx context.Context) (bool, error) {
		windows, err := look(ctx)
		if errors.Is(err, errEnded) {
			fatal = err
		}
		found = windows
		return len(found) > 0 || fatal != nil, err
	})
	switch {
	case fatal != nil:
		return Window{}, fmt.Errorf("robot: %s: %w", what, fatal)
	case err != nil:
		return Window{}, fmt.Errorf("robot: %w", d.pictured(err))
	}
	return found[0], nil
}

// Activate brings the program's first window to the front, gives it the focus and waits until it has it.
func (p *Program) Activate(ctx context.Context) error {
	window, err := p.WaitWindow(ctx, "")
	if err != nil {
		return err
	}
	return p.desktop.Activate(ctx, window)
}

// Activate brings a window to the front, gives it the focus and waits until it has it.
func (d *Desktop) Activate(ctx context.Context, window Window) error {
	if err := d.xdotool(ctx, "windowactivate", window.ID); err != nil {
		return err
	}
	return d.Await(ctx, "the focus in "+window.Title, func(ctx context.Context) (bool, error) {
		active, err := d.output(ctx, "xdotool", "getactivewindow")
		return strings.TrimSpace(active) == window.ID, err
	})
}

// Resize gives a window a size in pixels and waits until it has it.
func (d *Desktop) Resize(ctx context.Context, window Window, width, height int) error {
	if err := d.xdotool(ctx, "windowsize", window.ID, strconv.Itoa(width), strconv.Itoa(height)); err != nil {
		return err
	}
	what := fmt.Sprintf("%s to be %d×%d", window.Title, width, height)
	return d.Await(ctx, what, func(ctx context.Context) (bool, error) {
		now, err := d.window(ctx, window.ID)
		return now.Bounds.Dx() == width && now.Bounds.Dy() == height, err
	})
}

// windows lists the visible windows that xdotool search finds. It exits with 1 when there is none.
func (d *Desktop) windows(ctx context.Context, search ...string) ([]Window, error) {
	out, err := d.output(ctx, "xdotool", append([]string{"search", "--onlyvisible"}, search...)...)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	var windows []Window
	for id := range strings.FieldsSeq(out) {
		window, err := d.window(ctx, id)
		if err == nil && window.Bounds.Dx() > 1 { // closed meanwhile, or a toolkit's hidden helper
			windows = append(windows, window)
		}
	}
	return windows, nil
}

// window asks two programs: what xdotool tells of a place counts the window manager's frame twice.
func (d *Desktop) window(ctx context.Context, id string) (Window, error) {
	title, err := d.output(ctx, "xdotool", "getwindowname", id)
	if err != nil {
		return Window{}, err
	}
	geometry, err := d.output(ctx, "xwininfo", "-id", id)
	if err != nil {
		return Window{}, err
	}
	values := map[string]int{}
	for line := range strings.Lines(geometry) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		if number, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
			values[name] = number
		}
	}
	at := image.Pt(values["Absolute upper-left X"], values["Absolute upper-left Y"])
	return Window{ID: id, Title: strings.TrimSuffix(title, "\n"), Bounds: image.Rect(0, 0, values["Width"], values["Height"]).Add(at)}, nil
}

func titled(windows []Window, title string) []Window {
	var hits []Window
	for _, w := range windows {
		if strings.Contains(strings.ToLower(w.Title), strings.ToLower(title)) {
			hits = append(hits, w)
		}
	}
	return hits
}
