package salvage

import (
	"encoding/binary"
	"math"
)

// Row is one record as it is stored.
type Row struct {
	Keyed  bool  // of a table with row ids, not of an index or a table WITHOUT ROWID
	ID     int64 // the row id, when Keyed
	Values []any // nil, int64, float64, string or []byte
}

// The kinds of pages that hold records: https://sqlite.org/fileformat2.html#b_tree_pages
const (
	indexInterior = 0x02
	indexLeaf     = 0x0a
	tableLeaf     = 0x0d
)

// Rows hands over every record that can be read, page by page, until yield returns false.
// Records of free pages are left out: they are old.
func (i *Image) Rows(yield func(Row) bool) {
	free := i.free()
	for number := 1; number <= i.pages; number++ {
		if free[number] {
			continue
		}
		content := i.page(number)
		if content == nil {
			continue
		}
		start := 0
		if number == 1 {
			start = headerSize
		}
		if !i.rowsOf(content, start, yield) {
			return
		}
	}
}

func (i *Image) rowsOf(content []byte, start int, yield func(Row) bool) bool {
	kind := content[start]
	cells := start + 8
	switch kind {
	case indexInterior:
		cells += 4
	case indexLeaf, tableLeaf:
	default:
		return true
	}
	count := int(binary.BigEndian.Uint16(content[start+3:]))
	for cell := range count {
		pointer := cells + 2*cell
		if pointer+2 > i.usable {
			break // there are not as many
		}
		at := int(binary.BigEndian.Uint16(content[pointer:]))
		if at < cells || at >= i.usable {
			continue
		}
		if row, ok := i.row(content[at:i.usable], kind); ok && !yield(row) {
			return false
		}
	}
	return true
}

// row reads the cell at the beginning of these bytes.
func (i *Image) row(cell []byte, kind byte) (Row, bool) {
	if kind == indexInterior {
		if len(cell) < 4 {
			return Row{}, false
		}
		cell = cell[4:] // the page below
	}
	size, cell, ok := varint(cell)
	if !ok || size < 1 || size > int64(i.pages+1)*int64(i.pageSize) {
		return Row{}, false
	}
	row := Row{Keyed: kind == tableLeaf}
	if row.Keyed {
		if row.ID, cell, ok = varint(cell); !ok {
			return Row{}, false
		}
	}
	payload, ok := i.payload(cell, int(size), row.Keyed)
	if !ok {
		return Row{}, false
	}
	row.Values, ok = values(payload)
	return row, ok
}

// payload puts a record together that goes on in overflow pages.
func (i *Image) payload(cell []byte, size int, keyed bool) ([]byte, bool) {
	most := i.usable - 35
	least := (i.usable-12)*32/255 - 23
	if !keyed {
		most = (i.usable-12)*64/255 - 23
	}
	if size <= most {
		return cell[:min(size, len(cell))], size <= len(cell)
	}
	here := least + (size-least)%(i.usable-4)
	if here > most {
		here = least
	}
	if here+4 > len(cell) {
		return nil, false
	}
	payload := append([]byte{}, cell[:here]...)
	next := int(binary.BigEndian.Uint32(cell[here:]))
	for len(payload) < size { // each page adds something, so it ends
		content := i.page(next)
		if content == nil {
			return nil, false
		}
		next = int(binary.BigEndian.Uint32(content))
		payload = append(payload, content[4:min(i.usable, 4+size-len(payload))]...)
	}
	return payload, true
}

// values reads a record. It has to fill its bytes exactly: then it is hardly another thing.
// https://sqlite.org/fileformat2.html#record_format
func values(payload []byte) ([]any, bool) {
	length, kinds, ok := varint(payload)
	read := len(payload) - len(kinds)
	if !ok || length < int64(read) || length > int64(len(payload)) {
		return nil, false
	}
	kinds, body := payload[read:length], payload[length:]
	var list []any
	for len(kinds) > 0 {
		var kind int64
		if kind, kinds, ok = varint(kinds); !ok {
			return nil, false
		}
		size, ok := sizeOf(kind)
		if !ok || size > int64(len(body)) {
			return nil, false
		}
		list = append(list, value(kind, body[:size]))
		body = body[size:]
	}
	return list, len(body) == 0
}

// sizeOf is how many bytes a value of a kind takes.
func sizeOf(kind int64) (int64, bool) {
	switch {
	case kind >= 12:
		return (kind - 12) / 2, true
	case kind < 0, kind >= 10:
		return 0, false
	}
	return []int64{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}[kind], true
}

func value(kind int64, bytes []byte) any {
	switch {
	case kind == 0:
		return nil
	case kind == 7:
		return math.Float64frombits(binary.BigEndian.Uint64(bytes))
	case kind == 8, kind == 9:
		return kind - 8
	case kind < 7:
		number := int64(int8(bytes[0]))
		for _, b := range bytes[1:] {
			number = number<<8 | int64(b)
		}
		return number
	case kind%2 == 0:
		return append([]byte{}, bytes...)
	}
	return string(bytes)
}

// varint reads a number and returns what comes after it.
func varint(bytes []byte) (int64, []byte, bool) {
	var number uint64
	for at := range min(len(bytes), 8) {
		number = number<<7 | uint64(bytes[at]&0x7f)
		if bytes[at] < 0x80 {
			return int64(number), bytes[at+1:], true
		}
	}
	if len(bytes) < 9 {
		return 0, nil, false
	}
	return int64(number<<8 | uint64(bytes[8])), bytes[9:], true
}
