package robot

import (
	"context"
	"fmt"
	"image"
	"strconv"
	"strings"
	"time"
)

// Type types text into whatever has the focus, as a quick typist would.
func (d *Desktop) Type(ctx context.Context, text string) error {
	d.logf("type %q", text)
	return d.xdotool(ctx, "type", "--delay", "12", "--", text)
}

// Key presses keys, one after another, as xdotool names them: "ctrl+n", "Return", "alt+Up", "space".
func (d *Desktop) Key(ctx context.Context, keys ...string) error {
	d.logf("press %v", keys)
	return d.xdotool(ctx, append([]string{"key", "--clearmodifiers", "--delay", "60", "--"}, keys...)...)
}

// Hold holds a key down for a while, no longer than five seconds; the display repeats it as a keyboard does.
func (d *Desktop) Hold(ctx context.Context, key string, long time.Duration) error {
	d.logf("hold %s for %s", key, long)
	return d.xdotool(ctx, "keydown", key, "sleep", strconv.FormatFloat(long.Seconds(), 'f', 3, 64), "keyup", key)
}

// Click clicks a place on the screen, in pixels.
func (d *Desktop) Click(ctx context.Context, x, y int) error { return d.click(ctx, x, y, "1") }

// RightClick clicks a place with the right button.
func (d *Desktop) RightClick(ctx context.Context, x, y int) error { return d.click(ctx, x, y, "3") }

// DoubleClick clicks a place twice.
func (d *Desktop) DoubleClick(ctx context.Context, x, y int) error {
	return d.click(ctx, x, y, "--repeat", "2", "--delay", "60", "1")
}

func (d *Desktop) click(ctx context.Context, x, y int, button ...string) error {
	d.logf("click %d,%d %v", x, y, button)
	return d.xdotool(ctx, append([]string{"mousemove", strconv.Itoa(x), strconv.Itoa(y), "click"}, button...)...)
}

// ClickWith clicks a place while a key, "ctrl" or "shift", is held.
func (d *Desktop) ClickWith(ctx context.Context, key string, x, y int) error {
	d.logf("%s-click %d,%d", key, x, y)
	return d.xdotool(ctx, "keydown", key, "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1", "keyup", key)
}

// Point moves the pointer to a place.
func (d *Desktop) Point(ctx context.Context, x, y int) error {
	return d.xdotool(ctx, "mousemove", strconv.Itoa(x), strconv.Itoa(y))
}

// Drag drags from one place to another in twelve steps, at a hand's pace, and presses keys there, if any, before it
// lets go.
func (d *Desktop) Drag(ctx context.Context, from, to image.Point, keys ...string) error {
	d.logf("drag %v to %v", from, to)
	const steps = 12
	args := []string{"mousemove", strconv.Itoa(from.X), strconv.Itoa(from.Y), "mousedown", "1"}
	for i := 1; i <= steps; i++ {
		at := from.Add(to.Sub(from).Mul(i).Div(steps))
		args = append(args, "mousemove", strconv.Itoa(at.X), strconv.Itoa(at.Y), "sleep", "0.03")
	}
	for _, key := range keys {
		args = append(args, "key", key)
	}
	return d.xdotool(ctx, append(args, "mouseup", "1")...)
}

// ClickWords waits until words stand on the screen and clicks them; the topmost when they stand there more than once.
func (d *Desktop) ClickWords(ctx context.Context, words string) error {
	at, err := d.WaitWords(ctx, words)
	if err != nil {
		return err
	}
	return d.Click(ctx, at.X, at.Y)
}

// Clipboard waits until some text has been copied, in whatever program, and returns it.
func (d *Desktop) Clipboard(ctx context.Context) (string, error) {
	var text string
	err := d.Await(ctx, "something to be copied", func(ctx context.Context) (bool, error) {
		var err error
		text, err = d.output(ctx, "xclip", "-selection", "clipboard", "-out") // an error: nothing is there
		return text != "", err
	})
	if err != nil {
		return "", fmt.Errorf("robot: %w", err)
	}
	return text, nil
}

// Copy puts a text on the clipboard, as another program would, and waits until it is there. The desktop hands it out
// until something else is copied.
func (d *Desktop) Copy(ctx context.Context, text string) error {
	d.logf("copy %q", text)
	if _, err := d.spawn(spawnOptions{stdin: strings.NewReader(text)}, "xclip", "-selection", "clipboard", "-in", "-quiet"); err != nil {
		return fmt.Errorf("robot: %w", err)
	}
	return d.Await(ctx, "the clipboard to hold a text", func(ctx context.Context) (bool, error) {
		held, err := d.output(ctx, "xclip", "-selection", "clipboard", "-out")
		return held == text, err
	})
}

// xdotool runs one command of the robot's hand; see xdotool(1). It is given ten seconds, or less if the context says so.
func (d *Desktop) xdotool(ctx context.Context, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if _, err := d.output(ctx, "xdotool", args...); err != nil {
		return fmt.Errorf("robot: %w", err)
	}
	return nil
}
