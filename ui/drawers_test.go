package ui

import (
	"os"
	"testing"
)

func TestDrawingIsDivided(t *testing.T) {
	for _, tt := range []struct {
		said       string // "" for nothing
		processors int
		want       string
	}{
		{"", 1, "4"},
		{"", 2, "4"},
		{"", 4, ""},
		{"", 16, ""},
		{"1", 2, "1"},
	} {
		t.Setenv("LP_NUM_THREADS", tt.said) // restores what was said at the end
		if tt.said == "" {
			os.Unsetenv("LP_NUM_THREADS")
		}
		if divideDrawing(tt.processors); os.Getenv("LP_NUM_THREADS") != tt.want {
			t.Errorf("%q with %d processors: %q, want %q", tt.said, tt.processors, os.Getenv("LP_NUM_THREADS"), tt.want)
		}
	}
}
