package robot

import (
	"image"
	"slices"
	"testing"
)

func TestFind(t *testing.T) {
	at := func(text string, x, y int) word { return word{text, image.Rect(x, y, x+40, y+10)} }
	screen := []word{
		at("Sign", 100, 50), at("1n", 150, 50), at("with", 200, 51), at("GitHub", 250, 50), at("©", 90, 20), at("Sign", 100, 20), at("in.", 150, 20),
		at("out", 150, 70), at("|", 0, 90), at("Demo", 10, 90), at("account…", 60, 90),
	}
	for _, c := range []struct {
		words string
		want  []image.Point
	}{
		{"sign in", []image.Point{{145, 25}, {145, 55}}},
		{"Sign in with GitHub", []image.Point{{195, 55}}},
		{"demo account", []image.Point{{55, 95}}},
		{"in out", nil}, // below each other
		{"account Demo", nil},
		{"De mo acc ount", []image.Point{{55, 95}}}, // gaps between words are hard to tell
		{"", nil},
	} {
		if got := find(screen, c.words); !slices.Equal(got, c.want) {
			t.Errorf("find %q: %v, want %v", c.words, got, c.want)
		}
	}
}

func TestParseReadsTheTable(t *testing.T) {
	table := "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
		"4\t1\t1\t1\t1\t0\t10\t10\t90\t20\t-1\t\n" +
		"5\t1\t1\t1\t1\t1\t250\t500\t100\t50\t96.1\tGoals\n"
	words := parse(table)
	want := word{"Goals", image.Rect(100, 200, 140, 220)}
	if !slices.Equal(words, []word{want}) {
		t.Errorf("parse: %+v, want %+v", words, want)
	}
}

func TestEvenedTurnsAnyGroundWhite(t *testing.T) {
	g := grey{80, 80, make([]byte, 80*80)}
	for i := range g.pixels {
		g.pixels[i] = 60 // dark ground
	}
	g.pixels[40*80+40] = 160 // a light dot
	out := g.evened().pixels
	if out[0] != 255 || out[40*80+40] != 255-150 {
		t.Errorf("ground %d, want 255; dot %d, want %d", out[0], out[40*80+40], 255-150)
	}
}
