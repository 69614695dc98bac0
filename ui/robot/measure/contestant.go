package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"overachiever/ui/robot"
	"overachiever/ui/robot/forest"
)

// contestant is a program that is measured.
type contestant struct {
	name, path, title string
	args              []string
	goals             int
	rows              image.Rectangle // where its window shows goals; zero: it shows none
	files             []string        // that its last run had read
	runs              []outcome
}

// overachiever is a contestant that opens with so many goals.
func overachiever(path, work string, goals int) *contestant {
	return &contestant{
		name: fmt.Sprintf("Overachiever, %d goals", goals), path: path, title: "Overachiever",
		args: []string{"--data", filepath.Join(work, strconv.Itoa(goals))}, goals: goals, rows: image.Rect(190, 90, 600, 660),
	}
}

func (c *contestant) start(desktop *robot.Desktop, args ...string) (*robot.Program, error) {
	return desktop.Run(c.path, slices.Concat(args, c.args), nil)
}

// prepare fills the data folder with goals and passes the welcome, once.
func (c *contestant) prepare(ctx context.Context, desktop *robot.Desktop, file string) error {
	if c.goals > 0 {
		if err := os.WriteFile(file, forest.Markdown(c.goals), 0o600); err != nil {
			return err
		}
		if err := c.verb(ctx, desktop, "import", file); err != nil {
			return err
		}
	}
	window, err := c.start(desktop)
	if err != nil {
		return err
	}
	if _, err := window.WaitWindow(ctx, c.title); err != nil {
		return err
	}
	if c.files, err = filesOf(window.PID()); err != nil {
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

// verb has the program do something without a window.
func (c *contestant) verb(ctx context.Context, desktop *robot.Desktop, name, file string) error {
	program, err := c.start(desktop, name, file)
	if err != nil {
		return err
	}
	slow, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	code, err := program.Wait(slow)
	if err == nil && code != 0 {
		err = fmt.Errorf("%s ended with code %d: %s", name, code, program.Output())
	}
	return err
}

// outcome is what one run gave.
type outcome struct {
	window time.Duration // from the start of the process to its window
	drawn  time.Duration // from the start of the process until it shows what it has to show: its first goals
	memory int           // PSS in bytes, once it stands still
	idle   float64       // CPU seconds a second, doing nothing
}

func (o outcome) String() string {
	return fmt.Sprintf("%.2f s to the window, %.2f s until drawn, %.1f MB, %.2f ms/s idle", o.window.Seconds(), o.drawn.Seconds(), float64(o.memory)/1e6, o.idle*1e3)
}

func (c contestant) medians() outcome {
	var m outcome
	m.window = median(c.runs, func(a, b outcome) int { return cmp.Compare(a.window, b.window) }).window
	m.drawn = median(c.runs, func(a, b outcome) int { return cmp.Compare(a.drawn, b.drawn) }).drawn
	m.memory = median(c.runs, func(a, b outcome) int { return cmp.Compare(a.memory, b.memory) }).memory
	m.idle = median(c.runs, func(a, b outcome) int { return cmp.Compare(a.idle, b.idle) }).idle
	return m
}

// measure starts the program once, lets it settle, watches it, and ends it.
func (c *contestant) measure(ctx context.Context, desktop *robot.Desktop, idle time.Duration) (err error) {
	news, err := desktop.WatchWindows(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, news.Close()) }()
	if err := readAll(c.files); err != nil {
		return err
	}
	start := time.Now()
	program, err := c.start(desktop)
	if err != nil {
		return err
	}
	defer program.Kill()
	came, err := news.Next(ctx)
	if err != nil {
		return err
	}
	o := outcome{window: came.Sub(start)}
	window, err := program.WaitWindow(ctx, c.title)
	if err != nil {
		return err
	}
	changed, err := c.still(ctx, desktop, window)
	if err != nil {
		return err
	}
	o.drawn = changed.Sub(start)
	if c.files, err = filesOf(program.PID()); err != nil {
		return err
	}
	if o.memory, err = settledMemory(ctx, desktop, program.PID()); err != nil {
		return err
	}
	if o.idle, err = cpuShare(ctx, program.PID(), idle); err != nil {
		return err
	}
	c.runs = append(c.runs, o)
	return nil
}

// still waits until what the window has to show has been there for a while, and returns since when.
func (c *contestant) still(ctx context.Context, desktop *robot.Desktop, window robot.Window) (time.Time, error) {
	const quiet = 5 * time.Second
	if c.rows.Empty() {
		return desktop.Still(ctx, window, quiet)
	}
	return desktop.StillIn(ctx, window, c.rows, quiet)
}

// settledMemory waits until the memory has not changed by more than a hundredth for two seconds.
func settledMemory(ctx context.Context, desktop *robot.Desktop, pid int) (int, error) {
	var base, now int
	since := time.Now()
	err := desktop.Await(ctx, "the memory to stand still", func(context.Context) (bool, error) {
		var err error
		if now, err = memory(pid); err != nil {
			return false, err
		}
		if max(now-base, base-now) > base/100 {
			base, since = now, time.Now()
		}
		return time.Since(since) > 2*time.Second, nil
	})
	return now, err
}

// memory is the process's proportional set size in bytes: its own pages, and its share of those it shares.
// https://www.kernel.org/doc/Documentation/ABI/testing/procfs-smaps_rollup
func memory(pid int) (int, error) {
	rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(rollup)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "Pss:" {
			kibibytes, err := strconv.Atoi(fields[1])
			return kibibytes * 1024, err
		}
	}
	return 0, fmt.Errorf("no Pss in smaps_rollup of %d", pid)
}

// cpuShare watches a process for a while and returns how many CPU seconds it takes a second.
func cpuShare(ctx context.Context, pid int, watch time.Duration) (float64, error) {
	before, err := cpuTime(pid)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	select {
	case <-time.After(watch):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	after, err := cpuTime(pid)
	return (after - before).Seconds() / time.Since(start).Seconds(), err
}

// cpuTime sums what the scheduler counted for each of the threads, to the nanosecond.
// https://www.kernel.org/doc/html/latest/scheduler/sched-stats.html
func cpuTime(pid int) (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil {
		return 0, err
	}
	if len(files) == 0 {
		return 0, fmt.Errorf("process %d has no threads: it has ended", pid)
	}
	var sum time.Duration
	for _, file := range files {
		stat, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		running, _, _ := strings.Cut(string(stat), " ")
		nanoseconds, err := strconv.ParseInt(running, 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(nanoseconds)
	}
	return sum, nil
}

func median[T any](values []T, compare func(a, b T) int) T {
	sorted := slices.SortedFunc(slices.Values(values), compare)
	return sorted[len(sorted)/2]
}
