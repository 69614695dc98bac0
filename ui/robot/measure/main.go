// Command measure compares Overachiever with a bare window of the same toolkit: start to window, memory with 10,000
// goals, idle CPU. It prints medians of several interleaved runs, and their ratios. Linux only.
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
	"slices"
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

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet("measure", flag.ContinueOnError)
	app := flags.String("app", "build/overachiever", "the `program` to measure")
	goals := flags.Int("goals", 10_000, "how many goals it opens with")
	runs := flags.Int("runs", 5, "how often each is started")
	idle := flags.Duration("idle", 10*time.Second, "how long each is watched doing nothing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "measure-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	bare := contestant{name: "bare window", path: filepath.Join(work, "bare"), title: "Bare window"}
	full := contestant{name: "Overachiever", title: "Overachiever", args: []string{"--data", filepath.Join(work, "data")}}
	if full.path, err = filepath.Abs(*app); err != nil {
		return err
	}
	fmt.Fprintln(out, "Building the bare window")
	if built, err := exec.CommandContext(ctx, "go", "build", "-ldflags", "-s -w", "-o", bare.path, "overachiever/ui/robot/bare").CombinedOutput(); err != nil {
		return fmt.Errorf("build the bare window: %w: %s", err, built)
	}
	desktop, err := robot.Start(ctx, robot.Options{Keyring: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desktop.Close()) }()
	fmt.Fprintf(out, "Importing %d goals\n", *goals)
	if err := prepare(ctx, desktop, full, work, *goals); err != nil {
		return err
	}
	contestants := []*contestant{&bare, &full}
	for i := range *runs {
		for _, c := range contestants {
			if err := c.measure(ctx, desktop, *idle); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			last := c.runs[len(c.runs)-1]
			fmt.Fprintf(out, "run %d  %-13s %s\n", i+1, c.name, last)
		}
	}
	report(out, *goals, bare, full)
	return nil
}

// prepare fills the data folder with goals and passes the welcome, once.
func prepare(ctx context.Context, desktop *robot.Desktop, c contestant, work string, goals int) error {
	file := filepath.Join(work, "goals.md")
	if err := os.WriteFile(file, manyGoals(goals), 0o600); err != nil {
		return err
	}
	data := []string{"OVERACHIEVER_DATA_DIR=" + filepath.Join(work, "data")}
	imported, err := desktop.Run(c.path, []string{"import", file}, data)
	if err != nil {
		return err
	}
	slow, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	code, err := imported.Wait(slow)
	if err != nil {
		return err
	}
	if code != 0 {
		return fmt.Errorf("import ended with code %d: %s", code, imported.Output())
	}
	window, err := desktop.Run(c.path, c.args, nil)
	if err != nil {
		return err
	}
	if _, err := window.WaitWindow(ctx, c.title); err != nil {
		return err
	}
	if err := desktop.ClickWords(ctx, "Start without an account"); err != nil {
		return err
	}
	if err := desktop.WaitNoWords(ctx, "Start without an account"); err != nil {
		return err
	}
	_, err = window.Quit(ctx)
	return err
}

// manyGoals is a Markdown task list: ten goals below each of ten below each top-level one, a third of them completed.
func manyGoals(n int) []byte {
	var list []byte
	for i := range n {
		indent := [...]string{"", "  ", "    "}[depth(i)]
		mark := " "
		if i%3 == 0 && depth(i) == 2 {
			mark = "x"
		}
		list = fmt.Appendf(list, "%s- [%s] Goal number %d\n", indent, mark, i+1)
	}
	return list
}

// depth makes a pattern of 111 goals: one, ten below it, ten below each of those.
func depth(i int) int {
	switch i %= 111; {
	case i == 0:
		return 0
	case (i-1)%11 == 0:
		return 1
	default:
		return 2
	}
}

func report(out io.Writer, goals int, bare, full contestant) {
	b, f := bare.medians(), full.medians()
	fmt.Fprintf(out, "\nMedians of %d runs, Overachiever with %d goals:\n", len(bare.runs), goals)
	line := func(what, unit string, bare, full float64) {
		fmt.Fprintf(out, "  %-16s bare %8.2f %-5s Overachiever %8.2f %-5s ratio %.2f\n", what, bare, unit, full, unit, full/bare)
	}
	line("start to window", "s", b.start.Seconds(), f.start.Seconds())
	line("start to drawn", "s", b.drawn.Seconds(), f.drawn.Seconds())
	line("memory (PSS)", "MB", float64(b.memory)/1e6, float64(f.memory)/1e6)
	line("idle CPU", "ms/s", b.idle*1e3, f.idle*1e3)
}

func median[T any](values []T, compare func(a, b T) int) T {
	sorted := slices.SortedFunc(slices.Values(values), compare)
	return sorted[len(sorted)/2]
}
