package interchange_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// ids are those of all goals, in order.
func ids(document interchange.Document) string {
	var out strings.Builder
	var walk func([]storage.Branch)
	walk = func(goals []storage.Branch) {
		for _, branch := range goals {
			out.WriteString(string(branch.Goal.ID) + "\n")
			walk(branch.Children)
		}
	}
	walk(document.Goals)
	return out.String()
}

func packed(t testing.TB, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	packer := gzip.NewWriter(&out)
	if _, err := packer.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// cell is a cell of a TreeSheets file to be written.
type cell struct {
	text, note string
	style      uint32
	picture    bool
	columns    int // of its grid
	cells      []cell
}

// sheet is one of each kind of thing that there is in a TreeSheets file.
func sheet() cell {
	return cell{columns: 1, cells: []cell{
		{text: "Garden", columns: 2, cells: []cell{
			{text: "Dig", style: 16}, {text: "with a spade"},
			{text: "Sow ünï", note: "not too deep"}, {picture: true},
		}},
		{columns: 1, cells: []cell{{text: "No header"}, {}}},
	}}
}

var edited = time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC)

// sheetBytes writes a cell as TreeSheets does, before it is packed.
func sheetBytes(version byte, c cell) []byte {
	out := []byte{0}
	number := func(n uint32) { out = binary.LittleEndian.AppendUint32(out, n) }
	text := func(text string) {
		number(uint32(len(text)))
		out = append(out, text...)
	}
	if version >= 8 {
		number(0xFFFFFF)
		number(0)
	}
	if version >= 15 {
		out = append(out, 0)
	}
	if version >= 25 {
		text(c.note)
	}
	headed := c.text != "" || c.picture
	switch {
	case headed && c.columns > 0:
		out = append(out, 2)
	case headed:
		out = append(out, 0)
	case c.columns > 0:
		out = append(out, 1|0x80)
	default:
		return append(out, 3)
	}
	if headed {
		text(c.text)
		if version <= 11 {
			number(1)
		}
		number(0)
		if c.picture {
			number(0)
		} else {
			number(0xFFFFFFFF)
		}
		if version >= 7 {
			number(c.style)
		}
		if version >= 14 {
			out = binary.LittleEndian.AppendUint64(out, uint64(edited.UnixMilli()))
		}
	}
	if c.columns > 0 {
		number(uint32(c.columns))
		number(uint32(len(c.cells) / c.columns))
		if version >= 10 {
			number(0xA0A0A0)
			number(3)
		}
		if version >= 11 {
			out = append(out, 1)
		}
		if version >= 16 {
			out = append(out, 0)
		}
		if version >= 13 {
			for range c.columns {
				number(80)
			}
		}
		for _, inner := range c.cells {
			out = append(out, sheetBytes(version, inner)...)
		}
	}
	return out
}

// sheetHead is all up to what is packed.
func sheetHead(version byte) []byte {
	out := append([]byte("TSFF"), version)
	if version >= 21 {
		out = append(out, 1, 1)
	}
	if version >= 23 {
		out = append(out, 0)
	}
	return append(out, 'D')
}

// sheetFile writes a whole file, with a PNG and a JPEG picture if asked.
func sheetFile(version byte, pictures bool, root cell) []byte {
	head := sheetHead(version)
	out := head[:len(head)-1]
	if pictures {
		png := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x03IDATabcCRC!\x00\x00\x00\x00IENDCRC!")
		jpeg := []byte("\xff\xd8\xff\xe0\x00\x04\xff\xd9\xff\xda\x00\x02DATA\xff\x00DATA\xff\xd0DATA\xff\xff\xd9")
		for i, picture := range [][]byte{png, jpeg} {
			out = append(out, "IJ"[i])
			if version < 9 {
				out = append(out, 1, 0, 0, 0, 'x')
			}
			if version >= 19 {
				out = append(out, make([]byte, 10)...)
			}
			if version >= 22 {
				out = binary.LittleEndian.AppendUint64(out, uint64(len(picture)))
			}
			out = append(out, picture...)
		}
	}
	out = append(out, 'D')
	return append(out, deflated(append(sheetBytes(version, root), 0, 0, 0, 0))...)
}

func deflated(bytesOf []byte) []byte {
	var out bytes.Buffer
	packer := zlib.NewWriter(&out)
	_, _ = packer.Write(bytesOf) // into memory: it cannot fail
	_ = packer.Close()
	return out.Bytes()
}
