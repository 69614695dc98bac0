package main

import (
	"context"
	"image"
	"os"
	"slices"
	"time"

	"overachiever/ui/robot"
	"overachiever/ui/trace"
)

// activity is what a person does with the window, over and over, and how long its frames took meanwhile.
type activity struct {
	name   string
	once   func(context.Context, *robot.Desktop) error
	from   time.Time
	to     time.Time
	frames []time.Duration
}

// activities are done one after the other; each begins wherever the one before has left the window.
func activities(window robot.Window) []activity {
	row := func(down int) image.Point { return window.Bounds.Min.Add(image.Pt(300, down)) }
	return []activity{
		{name: "arrow keys held", once: func(ctx context.Context, d *robot.Desktop) error {
			for _, key := range []string{"Down", "Up", "Next"} { // Next is Page Down
				if err := d.Hold(ctx, key, 2*time.Second); err != nil {
					return err
				}
			}
			return nil
		}},
		{name: "typing", once: func(ctx context.Context, d *robot.Desktop) error {
			if err := d.Key(ctx, "Return"); err != nil {
				return err
			}
			if err := d.Type(ctx, "What comes to mind"); err != nil {
				return err
			}
			return d.Key(ctx, "Escape")
		}},
		{name: "dragging", once: func(ctx context.Context, d *robot.Desktop) error {
			if err := d.Drag(ctx, row(200), row(500)); err != nil {
				return err
			}
			return d.Drag(ctx, row(500), row(300))
		}},
		{name: "folding", once: func(ctx context.Context, d *robot.Desktop) error {
			return d.Key(ctx, "Home", "Left", "Right", "Left", "Right", "ctrl+shift+Left", "ctrl+shift+Right")
		}},
	}
}

// use does each activity for its part of the time, and returns what the program itself says of its frames.
func use(ctx context.Context, desktop *robot.Desktop, c *contestant, long time.Duration, traceFile string) ([]activity, error) {
	program, err := c.start(desktop, "--trace", traceFile)
	if err != nil {
		return nil, err
	}
	defer program.Kill()
	window, err := program.WaitWindow(ctx, c.title)
	if err != nil {
		return nil, err
	}
	if _, err := c.still(ctx, desktop, window); err != nil {
		return nil, err
	}
	if err := desktop.Activate(ctx, window); err != nil {
		return nil, err
	}
	all := activities(window)
	for i := range all {
		all[i].from = time.Now()
		for time.Since(all[i].from) < long/time.Duration(len(all)) {
			if err := all[i].once(ctx, desktop); err != nil {
				return nil, err
			}
		}
		all[i].to = time.Now()
	}
	patient, cancel := context.WithTimeout(ctx, 2*time.Minute) // for a window that is behind
	defer cancel()
	if _, err := program.Quit(patient); err != nil {
		return nil, err
	}
	return all, assign(all, traceFile)
}

// assign reads a trace and gives each activity its frames.
func assign(all []activity, traceFile string) error {
	file, err := os.Open(traceFile)
	if err != nil {
		return err
	}
	defer file.Close()
	began, frames, err := trace.Read(file)
	if err != nil {
		return err
	}
	for i := range all {
		for _, f := range frames {
			if end := began.Add(f.End); end.After(all[i].from) && !end.After(all[i].to) {
				all[i].frames = append(all[i].frames, f.Took)
			}
		}
		slices.Sort(all[i].frames)
	}
	return nil
}
