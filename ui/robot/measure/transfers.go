package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"overachiever/ui/robot"
)

// transfer is something that goes on behind the window with all goals. It is done once.
type transfer struct {
	activity
	ready func(context.Context) error         // is done before
	over  func(context.Context) (bool, error) // is asked when the program has nothing to do: reading the screen would take from what it has
}

// What comes after is part of it: goals are shown, and what it took is given back to the system.
const aftermath = 3 * time.Second

// calm is how much of a processor a program takes that does nothing.
const calm = 0.1

// transfers brings the goals of a file in work into a window without any, out of it again, and away, by keyboard as a
// person does it.
func transfers(ctx context.Context, desktop *robot.Desktop, empty *contestant, work string) ([]activity, error) {
	file, traceFile := filepath.Join(work, "all.json"), filepath.Join(work, "transfers")
	if err := empty.prepare(ctx, desktop, ""); err != nil {
		return nil, err
	}
	exported := filepath.Join(work, "goals.json") // as the window suggests
	kept := filepath.Join(empty.args[1], "backups", "*.db")
	keys := func(keys ...string) func(context.Context, *robot.Desktop, robot.Window) error {
		return func(ctx context.Context, d *robot.Desktop, _ robot.Window) error { return d.Key(ctx, keys...) }
	}
	title, status := image.Rect(280, 60, 1000, 500), image.Rect(90, 740, 1190, 800)
	all := []transfer{
		{
			activity: activity{name: "reading a file to import", once: keys("Return")},
			ready: func(ctx context.Context) error {
				if err := desktop.Key(ctx, "ctrl+o"); err != nil {
					return err
				}
				if _, err := desktop.WaitWords(ctx, "From the file"); err != nil {
					return err
				}
				return desktop.Type(ctx, file)
			},
			over: shows(desktop, title, "new goals"),
		},
		{activity: activity{name: "importing", once: keys("Return")}, over: shows(desktop, status, "imported from")},
		{
			activity: activity{name: "exporting", once: keys("Return")},
			ready: func(ctx context.Context) error {
				if err := desktop.Key(ctx, "ctrl+s"); err != nil {
					return err
				}
				_, err := desktop.WaitWords(ctx, "Into the file")
				return err
			},
			over: func(context.Context) (bool, error) { return exists(exported) },
		},
		backingUp(desktop, kept),
		{activity: activity{name: "undoing the import", once: keys("ctrl+z")}, over: shows(desktop, title, "What do you want")},
	}
	err := empty.traced(ctx, desktop, traceFile, func(program *robot.Program, window robot.Window) error {
		if err := desktop.Activate(ctx, window); err != nil {
			return err
		}
		for i := range all {
			if err := all[i].measure(ctx, desktop, program, window); err != nil {
				return fmt.Errorf("%s: %w", all[i].name, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var done []activity
	for _, t := range all {
		done = append(done, t.activity)
	}
	return done, assign(done, traceFile)
}

// load starts the program, and looks how its window does until all is settled. The first frame, which makes the window,
// is not among the others.
func (c *contestant) load(ctx context.Context, desktop *robot.Desktop, traceFile string) (activity, error) {
	loading := []activity{{name: "loading", from: time.Now()}}
	err := c.traced(ctx, desktop, traceFile, func(*robot.Program, robot.Window) error {
		err := pass(ctx, aftermath)
		loading[0].to = time.Now()
		return err
	})
	if err == nil {
		err = assign(loading, traceFile)
	}
	if err != nil {
		return activity{}, err
	}
	l := &loading[0]
	first := slices.Index(l.frames, l.first)
	l.frames = slices.Delete(l.frames, first, first+1)
	return *l, nil
}

// backingUp makes a backup from the menu, while goals are gone through.
func backingUp(desktop *robot.Desktop, kept string) transfer {
	var entry image.Point
	before := 0
	return transfer{
		activity: activity{name: "backing up", once: func(ctx context.Context, d *robot.Desktop, _ robot.Window) error {
			if err := d.Click(ctx, entry.X, entry.Y); err != nil {
				return err
			}
			return d.Hold(ctx, "Down", time.Second)
		}},
		ready: func(ctx context.Context) (err error) {
			if err := desktop.ClickWords(ctx, "File"); err != nil {
				return err
			}
			files, err := filepath.Glob(kept)
			if err != nil {
				return err
			}
			before = len(files)
			entry, err = desktop.WaitWords(ctx, "Back up now")
			return err
		},
		over: func(context.Context) (bool, error) {
			files, err := filepath.Glob(kept)
			return len(files) > before, err
		},
	}
}

func (t *transfer) measure(ctx context.Context, desktop *robot.Desktop, program *robot.Program, window robot.Window) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	if t.ready != nil {
		if err := t.ready(ctx); err != nil {
			return err
		}
	}
	files, err := filesOf(program.PID())
	if err == nil {
		err = readAll(files)
	}
	if err != nil {
		return err
	}
	t.from = time.Now()
	if err := t.once(ctx, desktop, window); err != nil {
		return err
	}
	for over := false; !over; {
		busy, err := cpuShare(ctx, program.PID(), time.Second)
		if err != nil {
			return err
		}
		if busy > calm {
			continue
		}
		if err := pass(ctx, aftermath); err != nil {
			return err
		}
		t.to = time.Now()
		if over, err = t.over(ctx); err != nil {
			return err
		}
	}
	return nil
}

// shows tells whether words stand in a part of the screen: a small one takes little time to read.
func shows(desktop *robot.Desktop, part image.Rectangle, words string) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		defer desktop.LookAt(desktop.LookAt(part))
		places, err := desktop.Find(ctx, words)
		return len(places) > 0, err
	}
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// pass lets time pass.
func pass(ctx context.Context, long time.Duration) error {
	select {
	case <-time.After(long):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
