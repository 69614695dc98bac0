package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"
)

// figure is a line of the table: ours against its floor, both from this run.
type figure struct {
	name, ours, floor, ratio, reach string
	missed                          bool
}

// none is to be reached: the figure is only told.
const none = 0

// against is a figure that is to be at most so many times its floor.
func against(name, unit string, ours, floor, reach float64) figure {
	f := figure{name: name, ours: quantity(ours, unit), floor: quantity(floor, unit), ratio: digits(ours/floor) + "×"}
	if reach != none {
		f.reach, f.missed = fmt.Sprintf("≤ %v×", reach), !(ours/floor <= reach) // no number is no success
	}
	return f
}

// above is a figure that is to be at most so much more than its floor.
func above(name, unit string, ours, floor, reach float64) figure {
	return figure{
		name: name, ours: quantity(ours, unit), floor: quantity(floor, unit), ratio: fmt.Sprintf("%+.0f %s", ours-floor, unit),
		reach: fmt.Sprintf("≤ %+.0f %s", reach, unit), missed: !(ours-floor <= reach),
	}
}

// quantity tells three digits, and all there are before the point.
func quantity(value float64, unit string) string { return digits(value) + " " + unit }

func digits(value float64) string {
	decimals := 0
	for most := 100.0; most > 0.001 && math.Abs(value) < most; most /= 10 {
		decimals++
	}
	return strconv.FormatFloat(value, 'f', decimals, 64)
}

func startFigures(bare, small, full contestant) []figure {
	b, s, f := bare.medians(), small.medians(), full.medians()
	return []figure{
		against("start to window", "s", f.window.Seconds(), b.window.Seconds(), 1.3),
		against("start to first rows", "s", f.drawn.Seconds(), b.drawn.Seconds(), 2),
		above("memory (PSS)", "MB", float64(f.memory)/1e6, float64(b.memory)/1e6, 60),
		against("idle CPU", "ms/s", f.idle*1e3, b.idle*1e3, none),
		against("ten times the goals: start to first rows", "s", f.drawn.Seconds(), s.drawn.Seconds(), linear),
		against("ten times the goals: memory (PSS)", "MB", float64(f.memory)/1e6, float64(s.memory)/1e6, linear),
	}
}

// frameFigures tells of the frames of the window in use, all together and for each activity; of the arrow keys also
// against those of a bare list.
func frameFigures(used []activity, floor activity) []figure {
	var all []time.Duration
	for _, a := range used {
		all = append(all, a.frames...)
	}
	slices.Sort(all)
	figures := []figure{
		against("window in use: frame, median", "ms", rank(all, 50), frame, none),
		against("window in use: frame, p99", "ms", rank(all, 99), frame, 2),
		against("window in use: frame, slowest", "ms", rank(all, 100), frame, 6),
	}
	for _, a := range used {
		p99, slowest := frame, frame
		if a.name == floor.name {
			p99, slowest = rank(floor.frames, 99), rank(floor.frames, 100)
		}
		figures = append(figures,
			against("- "+a.name+": p99", "ms", rank(a.frames, 99), p99, none),
			against("- "+a.name+": slowest", "ms", rank(a.frames, 100), slowest, none))
	}
	return figures
}

// transferFigures tells of the slowest frame while goals go in and out behind the window, and while they are loaded as
// it opens: there, of the first frame by itself, against that of a bare window.
func transferFigures(all []activity, floor activity) []figure {
	var figures []figure
	for _, a := range all {
		if a.name == floor.name {
			figures = append(figures, against("first frame of the window", "ms", milliseconds(a.first), milliseconds(floor.first), none))
		}
		figures = append(figures,
			against("worst frame while "+a.name, "ms", rank(a.frames, 100), frame, 2),
			against("- frame, p99", "ms", rank(a.frames, 99), frame, none))
	}
	return figures
}

// rank is the value, in milliseconds, that so many of a hundred of the sorted ones do not exceed.
func rank(sorted []time.Duration, percent int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := (len(sorted)*percent+99)/100 - 1
	return milliseconds(sorted[max(at, 0)])
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func writeTable(out io.Writer, figures []figure) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "figure\tours\tfloor\tratio\tto reach\t")
	missed := 0
	for _, f := range figures {
		verdict := ""
		switch {
		case f.missed:
			verdict = "missed"
			missed++
		case f.reach != "":
			verdict = "ok"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", f.name, f.ours, f.floor, f.ratio, f.reach, verdict)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%d missed\n", missed)
	return err
}
