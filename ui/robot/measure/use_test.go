package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A window that hangs when an activity ends, or begins, hung during it.
func TestAssignGivesActivitiesTheirFrames(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trace")
	text := "milliseconds-since-start duration-ms; started 2026-11-20T09:00:00Z\n" +
		"1000 1000\n1020 20\n1030 10\n5000 3970\n5010 10\n9000 3990\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	at := func(milliseconds int) time.Time {
		return time.Date(2026, 11, 20, 9, 0, 0, milliseconds*1e6, time.UTC)
	}
	all := []activity{{from: at(1010), to: at(2000)}, {from: at(2000), to: at(5005)}}
	if err := assign(all, file); err != nil {
		t.Fatal(err)
	}
	if err := assign([]activity{{name: "waiting", from: at(20_000), to: at(21_000)}}, file); err == nil || !strings.Contains(err.Error(), "while waiting") {
		t.Errorf("an activity without frames: %v", err)
	}
	for i, want := range [][]time.Duration{{10, 20, 3970}, {10, 3970}} {
		var got []time.Duration
		for _, took := range all[i].frames {
			got = append(got, took/time.Millisecond)
		}
		if !slices.Equal(got, want) {
			t.Errorf("activity %d has frames of %v ms, want %v", i, got, want)
		}
	}
}
