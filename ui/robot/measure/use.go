package main

import (
	"context"
	"fmt"
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
	once   func(context.Context, *robot.Desktop, robot.Window) error
	from   time.Time
	to     time.Time
	frames []time.Duration
	first  time.Duration // of the frames
}

// arrows is what can be done with a bare list, too.
func arrows() activity {
	return activity{name: "arrow keys held", once: func(ctx context.Context, d *robot.Desktop, _ robot.Window) error {
		if err := d.Hold(ctx, "Down", 4*time.Second); err != nil {
			return err
		}
		return d.Hold(ctx, "Up", 2*time.Second)
	}}
}

// everything is done one after the other; each begins wherever the one before has left the window.
func everything() []activity {
	return []activity{
		arrows(),
		{name: "typing", once: func(ctx context.Context, d *robot.Desktop, _ robot.Window) error {
			if err := d.Key(ctx, "Return"); err != nil {
				return err
			}
			if err := d.Type(ctx, "What comes to mind"); err != nil {
				return err
			}
			return d.Key(ctx, "Escape")
		}},
		{name: "dragging", once: func(ctx context.Context, d *robot.Desktop, window robot.Window) error {
			row := func(down int) image.Point { return window.Bounds.Min.Add(image.Pt(300, down)) }
			if err := d.Drag(ctx, row(200), row(500)); err != nil {
				return err
			}
			return d.Drag(ctx, row(500), row(300))
		}},
		{name: "folding", once: func(ctx context.Context, d *robot.Desktop, _ robot.Window) error {
			return d.Key(ctx, "Home", "Left", "Right", "Left", "Right", "ctrl+shift+Left", "ctrl+shift+Right")
		}},
	}
}

// use does each of the activities for a while, and says what the program itself tells of its frames.
func (c *contestant) use(ctx context.Context, desktop *robot.Desktop, all []activity, each time.Duration, traceFile string) ([]activity, error) {
	err := c.traced(ctx, desktop, traceFile, func(_ *robot.Program, window robot.Window) error {
		if _, err := c.still(ctx, desktop, window); err != nil {
			return err
		}
		if err := readAll(c.files); err != nil {
			return err
		}
		if err := desktop.Activate(ctx, window); err != nil {
			return err
		}
		for i := range all {
			all[i].from = time.Now()
			for time.Since(all[i].from) < each {
				if err := all[i].once(ctx, desktop, window); err != nil {
					return err
				}
			}
			all[i].to = time.Now()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, assign(all, traceFile)
}

// traced starts the program with a trace, has its window used as soon as it is there, and closes it.
func (c *contestant) traced(ctx context.Context, desktop *robot.Desktop, traceFile string, used func(*robot.Program, robot.Window) error) error {
	if err := readAll(c.files); err != nil {
		return err
	}
	program, err := c.start(desktop, "--trace", traceFile)
	if err != nil {
		return err
	}
	defer program.Kill()
	window, err := program.WaitWindow(ctx, c.title)
	if err != nil {
		return err
	}
	if err := used(program, window); err != nil {
		return err
	}
	if err := desktop.Key(ctx, "alt+F4"); err != nil {
		return err
	}
	patient, cancel := context.WithTimeout(ctx, 2*time.Minute) // for a window that is behind
	defer cancel()
	_, err = program.Wait(patient)
	return err
}

// assign reads a trace and gives each activity the frames that went on during it.
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
			end := began.Add(f.End)
			if end.After(all[i].from) && end.Add(-f.Took).Before(all[i].to) {
				all[i].frames = append(all[i].frames, f.Took)
			}
		}
		if len(all[i].frames) == 0 {
			return fmt.Errorf("no frame in the trace while %s", all[i].name)
		}
		all[i].first = all[i].frames[0]
		slices.Sort(all[i].frames)
	}
	return nil
}
