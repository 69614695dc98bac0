// Command measure prints what Overachiever takes with 100,000 goals, each figure against its floor in the same run: the
// whole program against a bare window of the same toolkit, the benchmarks against theirs, and the frames of a window
// that is used for a minute. It judges, and fails for none of it. Linux only.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"overachiever/ui/robot"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("measure", flag.ContinueOnError)
	app := flags.String("app", "build/overachiever", "the `program` to measure")
	goals := flags.Int("goals", 100_000, "how many goals it opens with; a tenth of them for the growth")
	runs := flags.Int("runs", 5, "how often each is started; 0 leaves that out")
	idle := flags.Duration("idle", 10*time.Second, "how long each is watched doing nothing")
	inUse := flags.Duration("use", time.Minute, "how long the window is used, for its frames; 0 leaves that out")
	inAndOut := flags.Bool("transfers", true, "import, export, back up and undo in the window, for its frames meanwhile")
	inside := flags.Bool("benchmarks", true, "run the benchmarks, too")
	if err := flags.Parse(args); err != nil {
		return err
	}
	path, err := filepath.Abs(*app)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "measure-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)

	var all []figure
	if *inside {
		found, err := runBenchmarks(ctx, out)
		if err != nil {
			return err
		}
		all = found.figures()
	}
	if *runs > 0 || *inUse > 0 || *inAndOut {
		window, err := measureWindow(ctx, out, work, path, *goals, *runs, *idle, *inUse, *inAndOut)
		if err != nil {
			return err
		}
		all = append(window, all...)
	}
	fmt.Fprintf(out, "\nOverachiever with %d goals, five levels deep, all unfolded:\n\n", *goals)
	return writeTable(out, all)
}

// measureWindow measures the whole program on a desktop of its own.
func measureWindow(ctx context.Context, out io.Writer, work, app string, goals, runs int, idle, inUse time.Duration, inAndOut bool) (all []figure, err error) {
	bare := &contestant{name: "bare window", path: filepath.Join(work, "bare"), title: "Bare window"}
	list := &contestant{name: "bare list", path: bare.path, title: bare.title, args: []string{"-rows", strconv.Itoa(goals)}}
	small, full := overachiever(app, work, goals/10), overachiever(app, work, goals)
	fmt.Fprintln(out, "Building the bare window")
	if built, err := exec.CommandContext(ctx, "go", "build", "-ldflags", "-s -w", "-o", bare.path, "overachiever/ui/robot/bare").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the bare window: %w: %s", err, built)
	}
	desktop, err := robot.Start(ctx, robot.Options{Keyring: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, desktop.Close()) }()
	prepared := []*contestant{full}
	if runs > 0 {
		prepared = append(prepared, small)
	}
	for _, c := range prepared {
		fmt.Fprintf(out, "Importing %d goals\n", c.goals)
		if err := c.prepare(ctx, desktop, filepath.Join(work, "goals.md")); err != nil {
			return nil, err
		}
	}
	for i := range runs {
		for _, c := range []*contestant{bare, small, full} {
			if err := c.measure(ctx, desktop, idle); err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			fmt.Fprintf(out, "run %d  %-26s %s\n", i+1, c.name, c.runs[i])
		}
	}
	if runs > 0 {
		all = startFigures(*bare, *small, *full)
	}
	if inUse > 0 {
		fmt.Fprintf(out, "Using the window for %s, and the bare list for a quarter of that\n", inUse)
		floor, err := list.use(ctx, desktop, []activity{arrows()}, inUse/4, filepath.Join(work, "floor"))
		if err != nil {
			return nil, err
		}
		used, err := full.use(ctx, desktop, everything(), inUse/4, filepath.Join(work, "trace"))
		if err != nil {
			return nil, err
		}
		all = append(all, frameFigures(used, floor[0])...)
	}
	if inAndOut {
		fmt.Fprintf(out, "Bringing %d goals into a window and out of it\n", goals)
		if err := full.verb(ctx, desktop, "export", filepath.Join(work, "all.json")); err != nil {
			return nil, err
		}
		floor, err := bare.load(ctx, desktop, filepath.Join(work, "opened"))
		if err != nil {
			return nil, err
		}
		loaded, err := full.load(ctx, desktop, filepath.Join(work, "loaded"))
		if err != nil {
			return nil, err
		}
		brought, err := transfers(ctx, desktop, overachiever(app, work, 0), work)
		if err != nil {
			return nil, err
		}
		all = append(all, transferFigures(append(brought, loaded), floor)...)
	}
	return all, nil
}
