package interchange

import (
	"bufio"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// The newest of TreeSheets' file versions whose bytes are known here, as its src/cell.h,
// src/grid.h, src/text.h and src/system.h tell.
const maxSheetVersion = 25

// What is in a cell.
const (
	cellText = iota
	cellGrid
	cellBoth
	cellNeither
	cellSelected = 0x80 // beside these
)

// sheetBytes reads the bytes of a .cts file. The first error stays, and all that is read
// after it is nothing.
type sheetBytes struct {
	*nursery
	from    *bufio.Reader
	left    int64 // bytes that may still come
	version byte
	met     int
	err     error
}

func readSheetBytes(n *nursery) (sheetCell, error) {
	b := &sheetBytes{nursery: n, from: n.raw, left: n.limit}
	b.skip(int64(len(treeSheetsMagic)))
	b.version = b.byte()
	if b.version > maxSheetVersion {
		b.fail("the file is of version %d, newer than is known here (%d)", b.version, maxSheetVersion)
	}
	b.skipIf(21, 2) // the selection
	b.skipIf(23, 1) // the zoom
	for b.err == nil {
		switch block := b.byte(); block {
		case 'I', 'J':
			b.image(block)
		case 'D':
			return b.document()
		default:
			b.fail("the file is damaged: it has a block of no known kind")
		}
	}
	return sheetCell{}, b.err
}

func (b *sheetBytes) document() (sheetCell, error) {
	packed, err := zlib.NewReader(b.from)
	if err != nil {
		b.failed(err)
		return sheetCell{}, b.err
	}
	b.from, b.left = bufio.NewReader(packed), b.limit
	root := b.cell(1)
	return root, b.err
}

func (b *sheetBytes) cell(depth int) sheetCell {
	cell := sheetCell{line: 1}
	if b.met++; b.met > MaxGoals {
		b.fail("the file holds more than %d cells", MaxGoals)
	}
	if err := b.tooDeep(depth, 1); err != nil && b.err == nil {
		b.err = err
	}
	if b.err != nil {
		return cell
	}
	cell.code = b.byte() != 0
	b.skipIf(8, 8)  // its colours
	b.skipIf(15, 1) // how it is drawn
	if b.version >= 25 {
		cell.note = b.text()
	}
	content := b.byte() &^ cellSelected
	if content == cellText || content == cellBoth {
		b.header(&cell)
	}
	if content == cellGrid || content == cellBoth {
		cell.rows = b.grid(depth)
	}
	if content > cellNeither {
		b.fail("the file is damaged: a cell has something of no known kind in it")
	}
	return cell
}

func (b *sheetBytes) header(cell *sheetCell) {
	cell.text = b.text()
	if b.version <= 11 {
		b.skip(4) // how many lines it had
	}
	b.skip(4) // how large it is
	cell.picture = int32(b.uint32()) >= 0
	if b.version >= 7 {
		cell.struck = b.uint32()&struckStyle != 0
	}
	if b.version >= 14 {
		edited := time.UnixMilli(int64(b.uint64())).UTC()
		if year := edited.Year(); year >= 1970 && year <= 9999 {
			cell.edited = edited
		}
	}
}

func (b *sheetBytes) grid(depth int) [][]sheetCell {
	columns, rows := b.uint32(), b.uint32()
	if b.err == nil && (columns == 0 || rows == 0 || uint64(columns)*uint64(rows) > MaxGoals) {
		b.fail("the file is damaged: a grid has %d × %d cells", columns, rows)
	}
	b.skipIf(10, 8) // its border
	b.skipIf(11, 1) // where its text is
	b.skipIf(16, 1) // whether it is folded
	b.skipIf(13, 4*int64(columns))
	var grid [][]sheetCell
	for y := uint32(0); y < rows && b.err == nil; y++ {
		var row []sheetCell
		for x := uint32(0); x < columns && b.err == nil; x++ {
			row = append(row, b.cell(depth+1))
		}
		grid = append(grid, row)
	}
	return grid
}

// image passes over a picture. Until version 22 nothing tells its length but itself.
func (b *sheetBytes) image(kind byte) {
	if b.version < 9 {
		b.text() // its file's name
	}
	b.skipIf(19, 10) // its scale, as an 80-bit floating point number
	switch {
	case b.version >= 22:
		length := b.uint64()
		b.skip(int64(min(length, uint64(b.limit)+1)))
	case kind == 'I':
		b.png()
	default:
		b.jpeg()
	}
}

// png passes over its signature and chunks (PNG, third edition, section 5).
func (b *sheetBytes) png() {
	b.skip(8)
	for b.err == nil {
		var chunk [8]byte // its length and its name
		b.read(chunk[:])
		b.skip(int64(binary.BigEndian.Uint32(chunk[:])) + 4) // its data and checksum
		if string(chunk[4:]) == "IEND" {
			return
		}
	}
}

// jpeg passes over segments up to the end of the image (ITU T.81 annex B): two bytes FF and a
// name, for most a length; what is packed follows one without, where FF is followed by 00.
func (b *sheetBytes) jpeg() {
	for b.err == nil {
		if b.byte() != 0xFF {
			continue
		}
		marker := b.byte()
		for marker == 0xFF {
			marker = b.byte()
		}
		switch {
		case marker == 0xD9:
			return
		case marker == 0 || marker == 1 || marker >= 0xD0 && marker <= 0xD8:
		default:
			var length [2]byte
			b.read(length[:])
			b.skip(max(0, int64(binary.BigEndian.Uint16(length[:]))-2))
		}
	}
}

// text reads a length in bytes and so many bytes of UTF-8.
func (b *sheetBytes) text() string {
	length := int64(b.uint32())
	if length > b.left {
		b.fail("the file is damaged, or larger than %d MiB", b.limit>>20)
	}
	if b.err != nil {
		return ""
	}
	// Read as it comes: what the file says of its length may be a lie.
	text, err := io.ReadAll(io.LimitReader(b.from, length))
	b.left -= int64(len(text))
	if err == nil && int64(len(text)) < length {
		err = io.ErrUnexpectedEOF
	}
	b.failed(err)
	return string(text)
}

func (b *sheetBytes) byte() byte {
	var one [1]byte
	b.read(one[:])
	return one[0]
}

func (b *sheetBytes) uint32() uint32 {
	var four [4]byte
	b.read(four[:])
	return binary.LittleEndian.Uint32(four[:])
}

func (b *sheetBytes) uint64() uint64 {
	var eight [8]byte
	b.read(eight[:])
	return binary.LittleEndian.Uint64(eight[:])
}

func (b *sheetBytes) read(into []byte) {
	if b.left -= int64(len(into)); b.left < 0 {
		b.fail("the file is larger than %d MiB", b.limit>>20)
	}
	if b.err == nil {
		_, err := io.ReadFull(b.from, into)
		b.failed(err)
	}
	if b.err != nil {
		clear(into)
	}
}

// skipIf passes over bytes that are there since a version.
func (b *sheetBytes) skipIf(since byte, bytes int64) {
	if b.version >= since {
		b.skip(bytes)
	}
}

func (b *sheetBytes) skip(bytes int64) {
	if b.left -= bytes; b.left < 0 {
		b.fail("the file is damaged, or larger than %d MiB", b.limit>>20)
	}
	if b.err == nil {
		_, err := io.CopyN(io.Discard, b.from, bytes)
		b.failed(err)
	}
}

func (b *sheetBytes) fail(format string, arguments ...any) {
	if b.err == nil {
		b.err = b.refuse(1, fmt.Sprintf(format, arguments...)).advise("export it in TreeSheets with File ▸ Export view to ▸ XML, and import that")
	}
}

// failed notes an error of reading: of what was packed, or of the disk.
func (b *sheetBytes) failed(err error) {
	switch {
	case err == nil:
	case errors.Is(err, io.EOF), damaged(err):
		b.fail("the file is damaged, or not whole")
	case b.err == nil:
		b.err = fmt.Errorf("read %s: %w", onOneLine(b.file), err)
	}
}
