package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// benchmark is what go test -bench says of one.
type benchmark struct {
	name    string             // without "Benchmark", and spaces for underscores
	metrics map[string]float64 // by unit
}

type benchmarks []benchmark

// runBenchmarks runs the project's benchmarks and shows what they print as it comes.
func runBenchmarks(ctx context.Context, out io.Writer) (benchmarks, error) {
	var all benchmarks
	for _, b := range []struct{ room, pattern, time string }{
		{"overachiever/ui", "Scale|Transfer", "1x"}, // counts its own rounds
		{"overachiever/storage", "Commit|Load|Backup", "2s"},
		{"overachiever/storage/interchange", "^Benchmark(Export|Import)$", "3x"},
		{"overachiever/oauth", "CallbackToProfile", "100x"},
	} {
		fmt.Fprintln(out, "Benchmarks of", b.room)
		test := exec.CommandContext(ctx, "go", "test", b.room, "-run", "^$", "-bench", b.pattern, "-benchtime", b.time)
		test.Stderr = os.Stderr
		printed, err := test.StdoutPipe()
		if err != nil {
			return nil, err
		}
		if err := test.Start(); err != nil {
			return nil, err
		}
		lines := bufio.NewScanner(printed)
		for lines.Scan() {
			fmt.Fprintln(out, lines.Text())
			if found, ok := parseBenchmark(lines.Text()); ok {
				all = append(all, found)
			}
		}
		if err := test.Wait(); err != nil {
			return nil, fmt.Errorf("benchmarks of %s: %w", b.room, err)
		}
	}
	return all, nil
}

// Name, how often it ran, then values with their units.
// https://pkg.go.dev/golang.org/x/perf/benchfmt
var benchmarkLine = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.+)$`)

func parseBenchmark(line string) (benchmark, bool) {
	match := benchmarkLine.FindStringSubmatch(line)
	if match == nil {
		return benchmark{}, false
	}
	b := benchmark{name: strings.ReplaceAll(match[1], "_", " "), metrics: map[string]float64{}}
	fields := strings.Fields(match[2])
	for i := 0; i+1 < len(fields); i += 2 {
		value, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			return benchmark{}, false
		}
		b.metrics[fields[i+1]] = value
	}
	return b, true
}

// metric is 0 when there is no such benchmark.
func (all benchmarks) metric(name, unit string) float64 {
	for _, b := range all {
		if b.name == name {
			return b.metrics[unit]
		}
	}
	return 0
}

const (
	few, many = "Scale/10000/", "Scale/100000/"

	frame  = 1000.0 / 60 // milliseconds
	flat   = 2           // the most that what does not grow with the goals may take with ten times as many
	linear = 12          // and what grows with them
)

// figures is what the table says of the benchmarks: the commands, how each grows, and the rooms without a window.
func (all benchmarks) figures() []figure {
	var table, growth []figure
	for _, b := range all {
		what, ok := strings.CutPrefix(b.name, many)
		if !ok {
			continue
		}
		ours, grows := b.metrics["ms/median"], flat
		switch {
		case b.metrics["×list"] > 0:
			table = append(table, against(what, "ms", ours, b.metrics["ms/list"], 2))
		case what == "the machine itself":
			table = append(table, against(what+", median", "ms", ours, frame, none), against(what+", p99", "ms", b.metrics["ms/p99"], frame, none))
			continue
		case strings.HasPrefix(what, "search") || strings.Contains(what, "half of all"):
			grows = linear
			table = append(table, against(what+", median", "ms", ours, frame, 1), against(what+", p99", "ms", b.metrics["ms/p99"], frame, 1))
		default:
			table = append(table, against(what+", median", "ms", ours, frame, 1.0/8), against(what+", p99", "ms", b.metrics["ms/p99"], frame, 1.0/2))
		}
		growth = append(growth, against("ten times the goals: "+what, "ms", ours, all.metric(few+what, "ms/median"), float64(grows)))
	}
	table = append(table, growth...)
	table = append(table, against("ten times the goals: read from the file", "ms", all.metric("Load/100000", "ns/op")/1e6, all.metric("Load/10000", "ns/op")/1e6, linear))
	table = append(table, against("an edit saved, a bare insert", "µs", all.metric("Commit", "µs/edit"), all.metric("Commit", "µs/raw"), 1.3))
	table = append(table, all.transfers()...)
	table = append(table, against("a backup made and verified, VACUUM INTO", "ms", all.metric("Backup", "ms/backup"), all.metric("Backup", "ms/vacuum"), 1.3))
	signIn := all.metric("CallbackToProfile", "program-ms/op")
	return append(table, against("a sign-in finished, a bare exchange", "ms", signIn, signIn/all.metric("CallbackToProfile", "×floor"), none))
}

// transfers is what the table says of 100,000 goals on their way in and out.
func (all benchmarks) transfers() []figure {
	bare := all.metric("CommitImport", "ms/raw")
	table := []figure{
		against("an import saved, bare inserts of the same rows", "ms", all.metric("CommitImport", "ms/import"), bare, 1.5),
		against("an import from its first byte, the same inserts", "ms", all.metric("Import", "ms/import"), bare, 1.5),
		against("an export to its last byte, the rows read", "ms", all.metric("Export/json", "ms/export"), all.metric("Export/json", "ms/raw"), 2),
		against("goals read from the file, the rows read", "ms", all.metric("Load/100000", "ns/op")/1e6, all.metric("Load/100000", "ms/raw"), 1.3),
	}
	for _, doing := range []string{"import", "export", "load", "undo"} {
		table = append(table, against("window held up by "+doing+", at most", "ms", all.metric("Transfer/"+doing, "ms/worst"), frame, 2))
	}
	return table
}
