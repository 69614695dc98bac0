package robot

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// small is the head of a screen of 3×2 pixels, with a byte of a name after it and a palette of one colour.
func small(change func(n []uint32)) []byte {
	n := make([]uint32, headSize/4)
	n[0], n[1], n[2], n[3], n[4], n[5] = headSize+1, 7, 2, 24, 3, 2
	n[11], n[12], n[14], n[15], n[16], n[19] = 32, 16, 0xff0000, 0xff00, 0xff, 1
	if change != nil {
		change(n)
	}
	var head []byte
	for _, number := range n {
		head = binary.BigEndian.AppendUint32(head, number)
	}
	return head
}

func TestFrameBufferIsToldByItsHead(t *testing.T) {
	for name, c := range map[string]struct {
		head []byte
		want frameBuffer // zero: none
	}{
		"as Xvfb writes it":   {small(nil), frameBuffer{3, 2, 16, headSize + 1 + 12}},
		"no palette":          {small(func(n []uint32) { n[19] = 0 }), frameBuffer{3, 2, 16, headSize + 1}},
		"cut off":             {small(nil)[:headSize-1], frameBuffer{}},
		"nothing":             {nil, frameBuffer{}},
		"an older version":    {small(func(n []uint32) { n[1] = 6 }), frameBuffer{}},
		"planes":              {small(func(n []uint32) { n[2] = 1 }), frameBuffer{}},
		"16 bits":             {small(func(n []uint32) { n[3], n[11] = 16, 16 }), frameBuffer{}},
		"big-endian":          {small(func(n []uint32) { n[7] = 1 }), frameBuffer{}},
		"red and blue turned": {small(func(n []uint32) { n[14], n[16] = n[16], n[14] }), frameBuffer{}},
		"no pixels":           {small(func(n []uint32) { n[4] = 0 }), frameBuffer{}},
		"rows too short":      {small(func(n []uint32) { n[12] = 11 }), frameBuffer{}},
		"endless rows":        {small(func(n []uint32) { n[12] = 1<<32 - 1 }), frameBuffer{}},
		"endlessly many rows": {small(func(n []uint32) { n[5] = 1<<32 - 1 }), frameBuffer{}},
		"a head too small":    {small(func(n []uint32) { n[0] = 4 }), frameBuffer{}},
	} {
		got, err := parseFrameBuffer(c.head)
		if got != c.want || (err != nil) != (c.want == frameBuffer{}) {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, c.want)
		}
	}
}

// FuzzFrameBuffer: whatever a head says, the pixels lie after it, and a screen of them fits into memory.
func FuzzFrameBuffer(f *testing.F) {
	f.Add(small(nil))
	f.Add(small(func(n []uint32) { n[0], n[12], n[19] = 1<<32-1, 1<<17, 1<<32-1 }))
	f.Fuzz(func(t *testing.T, head []byte) {
		b, err := parseFrameBuffer(head)
		if err == nil && (b.start < headSize || b.width <= 0 || b.height <= 0 || b.stride < 4*b.width || b.stride*b.height > 4<<30) {
			t.Errorf("%+v", b)
		}
	})
}

func TestScreenShowsWhatIsInTheFile(t *testing.T) {
	// Blue, green, red and nothing; four bytes more at the end of each row.
	pixels := []byte{
		0, 0, 255, 9, 0, 255, 0, 9, 255, 0, 0, 9, 1, 1, 1, 1,
		10, 20, 30, 0, 40, 50, 60, 0, 70, 80, 90, 0, 1, 1, 1, 1,
	}
	path := filepath.Join(t.TempDir(), "screen")
	write := func(pixels []byte) {
		t.Helper()
		if err := os.WriteFile(path, slices.Concat(small(nil), make([]byte, 1+colourSize), pixels), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(pixels)
	s, err := openScreen(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	for _, c := range []struct {
		part, want image.Rectangle
		at         image.Point
		colour     color.RGBA
	}{
		{s.bounds(), image.Rect(0, 0, 3, 2), image.Pt(0, 0), color.RGBA{255, 0, 0, 255}},
		{s.bounds(), image.Rect(0, 0, 3, 2), image.Pt(2, 1), color.RGBA{90, 80, 70, 255}},
		{image.Rect(1, 0, 2, 2), image.Rect(1, 0, 2, 2), image.Pt(1, 1), color.RGBA{60, 50, 40, 255}},
		{image.Rect(-5, 1, 50, 50), image.Rect(0, 1, 3, 2), image.Pt(0, 1), color.RGBA{30, 20, 10, 255}},
		{image.Rect(5, 5, 9, 9), image.Rectangle{}, image.Pt(5, 5), color.RGBA{}},
	} {
		picture, err := s.picture(c.part)
		if err != nil || picture.Bounds() != c.want || picture.RGBAAt(c.at.X, c.at.Y) != c.colour {
			t.Errorf("%v: %v at %v in %v, %v", c.part, picture.RGBAAt(c.at.X, c.at.Y), c.at, picture.Bounds(), err)
		}
	}

	write(bytes.Repeat([]byte{7}, len(pixels)))
	if picture, err := s.picture(s.bounds()); err != nil || picture.RGBAAt(0, 0) != (color.RGBA{7, 7, 7, 255}) {
		t.Errorf("it is not seen that the screen has changed: %v, %v", picture.RGBAAt(0, 0), err)
	}
	write(pixels[:20])
	if _, err := s.picture(s.bounds()); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that has lost its end: %v", err)
	}
}
