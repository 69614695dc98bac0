package robot

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
)

// screen is what a display without a screen shows: Xvfb draws into a file, and keeps that in memory. To read it takes a
// thousandth of a second and nothing of the display's own time, so that looking does not disturb what is looked at.
type screen struct {
	file *os.File
	frameBuffer
}

func openScreen(path string) (*screen, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	head := make([]byte, headSize)
	if _, err = file.ReadAt(head, 0); err == nil {
		var buffer frameBuffer
		if buffer, err = parseFrameBuffer(head); err == nil {
			return &screen{file, buffer}, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("frame buffer: %w", err), file.Close())
}

// close lets go of the file, if there is one and it has not done so before.
func (s *screen) close() error {
	if s == nil {
		return nil
	}
	if err := s.file.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// rows reads the rows of pixels from one, up to another, as they are now: stride bytes a row, 4 a pixel.
func (s *screen) rows(from, to int) ([]byte, error) {
	pixels := make([]byte, (to-from)*s.stride)
	_, err := s.file.ReadAt(pixels, s.start+int64(from)*int64(s.stride))
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return pixels, err
}

// picture is what a part of the screen shows now; its bounds are those of the part, as far as there is any screen.
func (s *screen) picture(part image.Rectangle) (*image.RGBA, error) {
	part = part.Intersect(s.bounds())
	rows, err := s.rows(part.Min.Y, part.Max.Y)
	if err != nil {
		return nil, fmt.Errorf("frame buffer: %w", err)
	}
	picture := image.NewRGBA(part)
	for y := range part.Dy() {
		row := rows[y*s.stride+4*part.Min.X:][:4*part.Dx()]
		out := picture.Pix[y*picture.Stride:]
		for i := 0; i < len(row); i += 4 {
			out[i], out[i+1], out[i+2], out[i+3] = row[i+2], row[i+1], row[i], 255
		}
	}
	return picture, nil
}

// frameBuffer is how the pixels lie in the file: row by row, each pixel as blue, green, red and nothing.
type frameBuffer struct {
	width, height int
	stride        int   // bytes from one row to the next
	start         int64 // where the first row begins
}

func (b frameBuffer) bounds() image.Rectangle { return image.Rect(0, 0, b.width, b.height) }

// The head of an X Window Dump: big-endian numbers of 32 bits, then the colours of a palette, which these pixels don't use.
// https://gitlab.freedesktop.org/xorg/proto/xorgproto/-/blob/master/include/X11/XWDFile.h
const (
	headSize    = 25 * 4
	colourSize  = 12
	dumpVersion = 7
	wholePixels = 2       // ZPixmap
	mostPixels  = 1 << 14 // the most an X screen may be wide or high, about
)

var errFrameBuffer = errors.New("not a picture of 24 bits a pixel, little-endian, as Xvfb draws it")

func parseFrameBuffer(head []byte) (frameBuffer, error) {
	if len(head) < headSize {
		return frameBuffer{}, errFrameBuffer
	}
	var n [headSize / 4]int64
	for i := range n {
		n[i] = int64(binary.BigEndian.Uint32(head[4*i:]))
	}
	size, version, format, depth, width, height := n[0], n[1], n[2], n[3], n[4], n[5]
	bigEndian, bits, stride, colours := n[7], n[11], n[12], n[19]
	red, green, blue := n[14], n[15], n[16]
	switch {
	case size < headSize, version != dumpVersion, format != wholePixels, depth != 24, bits != 32, bigEndian != 0,
		red != 0xff0000, green != 0xff00, blue != 0xff,
		width <= 0, width > mostPixels, height <= 0, height > mostPixels, stride < 4*width, stride > 8*mostPixels:
		return frameBuffer{}, errFrameBuffer
	}
	return frameBuffer{int(width), int(height), int(stride), size + colours*colourSize}, nil
}
