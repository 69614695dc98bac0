package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestParseBenchmark(t *testing.T) {
	b, ok := parseBenchmark("BenchmarkScale/100000/fold_half_of_all-2    20   11.14 ms/median   39.07 ms/p99   0.6682 ×frame/median")
	if !ok || b.name != "Scale/100000/fold half of all" || b.metrics["ms/median"] != 11.14 || b.metrics["ms/p99"] != 39.07 {
		t.Errorf("got %v, %v", b, ok)
	}
	for _, line := range []string{"", "PASS", "ok  \toverachiever/ui\t28.252s", "BenchmarkScale/10000", "BenchmarkX-2 10 many ns/op"} {
		if b, ok := parseBenchmark(line); ok {
			t.Errorf("%q is read as %v", line, b)
		}
	}
}

func TestFiguresOfBenchmarks(t *testing.T) {
	var all benchmarks
	for _, line := range []string{
		"BenchmarkScale/10000/rename-2 20 1 ms/median 5 ms/p99",
		"BenchmarkScale/10000/search_rare_word-2 20 1 ms/median 5 ms/p99",
		"BenchmarkScale/10000/scroll_step-2 20 0.02 ms/list 0.07 ms/median 3.5 ×list",
		"BenchmarkScale/100000/rename-2 20 3 ms/median 8 ms/p99",
		"BenchmarkScale/100000/search_rare_word-2 20 10 ms/median 17 ms/p99",
		"BenchmarkScale/100000/scroll_step-2 20 0.02 ms/list 0.03 ms/median 1.5 ×list",
		"BenchmarkCommit-2 20 40 µs/edit 20 µs/raw",
		"BenchmarkCommitImport-2 1 3000 ms/import 6000 ms/raw",
		"BenchmarkExport/json-2 3 240 ms/export 100 ms/raw",
		"BenchmarkTransfer/import-2 1 20 ms/worst",
	} {
		b, ok := parseBenchmark(line)
		if !ok {
			t.Fatalf("%q is not read", line)
		}
		all = append(all, b)
	}
	var out bytes.Buffer
	if err := writeTable(&out, all.figures()); err != nil {
		t.Fatal(err)
	}
	printed := regexp.MustCompile(` {2,}`).ReplaceAllString(out.String(), " | ")
	for _, want := range []string{
		"rename, median | 3.00 ms | 16.7 ms | 0.180× | ≤ 0.125× | missed",
		"rename, p99 | 8.00 ms | 16.7 ms | 0.480× | ≤ 0.5× | ok",
		"search rare word, p99 | 17.0 ms | 16.7 ms | 1.02× | ≤ 1× | missed",
		"scroll step | 0.0300 ms | 0.0200 ms | 1.50× | ≤ 2× | ok",
		"ten times the goals: rename | 3.00 ms | 1.00 ms | 3.00× | ≤ 2× | missed",
		"ten times the goals: search rare word | 10.0 ms | 1.00 ms | 10.0× | ≤ 12× | ok",
		"an edit saved, a bare insert | 40.0 µs | 20.0 µs | 2.00× | ≤ 1.3× | missed",
		"an import saved, bare inserts of the same rows | 3000 ms | 6000 ms | 0.500× | ≤ 1.5× | ok",
		"an export to its last byte, the rows read | 240 ms | 100 ms | 2.40× | ≤ 2× | missed",
		"window held up by import, at most | 20.0 ms | 16.7 ms | 1.20× | ≤ 2× | ok",
	} {
		if !strings.Contains(printed, "\n"+want) {
			t.Errorf("no line %q in\n%s", want, printed)
		}
	}
}

func TestFiguresOfTransfers(t *testing.T) {
	var out bytes.Buffer
	all := []activity{
		{name: "importing", frames: []time.Duration{16 * time.Millisecond, 17 * time.Millisecond, 50 * time.Millisecond}},
		{name: "loading", frames: []time.Duration{20 * time.Millisecond}, first: 300 * time.Millisecond},
	}
	if err := writeTable(&out, transferFigures(all, activity{name: "loading", first: 200 * time.Millisecond})); err != nil {
		t.Fatal(err)
	}
	printed := regexp.MustCompile(` {2,}`).ReplaceAllString(out.String(), " | ")
	for _, want := range []string{
		"worst frame while importing | 50.0 ms | 16.7 ms | 3.00× | ≤ 2× | missed",
		"first frame of the window | 300 ms | 200 ms | 1.50× |",
		"worst frame while loading | 20.0 ms | 16.7 ms | 1.20× | ≤ 2× | ok",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("no line %q in\n%s", want, printed)
		}
	}
}

func TestDigits(t *testing.T) {
	for value, want := range map[float64]string{1100: "1100", 100: "100", 16.67: "16.7", 2: "2.00", 0.0301: "0.0301", -0.5: "-0.500"} {
		if got := digits(value); got != want {
			t.Errorf("%v is written as %s, want %s", value, got, want)
		}
	}
}

func TestAFigureWithoutANumberIsMissed(t *testing.T) {
	if f := against("never measured", "ms", 0, 0, 2); !f.missed {
		t.Errorf("%+v is good enough", f)
	}
}

func TestRank(t *testing.T) {
	var sorted []time.Duration
	for i := range 200 {
		sorted = append(sorted, time.Duration(i+1)*time.Millisecond)
	}
	for percent, want := range map[int]float64{50: 100, 99: 198, 100: 200} {
		if got := rank(sorted, percent); got != want {
			t.Errorf("%d%% are at most %v ms, want %v", percent, got, want)
		}
	}
	if rank(nil, 99) != 0 {
		t.Error("no frames have a rank")
	}
}
