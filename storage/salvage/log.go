package salvage

import (
	"encoding/binary"
	"io"
)

// log is what a write-ahead log has committed: https://sqlite.org/fileformat2.html#walformat
type log struct {
	pageSize int              // bytes; 0: there is no log that can be read
	pages    map[uint32]int64 // where in the log the newest content of a page is
}

// readLog reads up to the last commit before the first frame that is not whole: what
// comes after that was never promised to anybody.
func readLog(file io.ReaderAt, size int64) log {
	if size < walHeaderSize {
		return log{}
	}
	header, sum, pageSize := readLogHeader(file)
	if pageSize == 0 {
		return log{}
	}
	l := log{pageSize, map[uint32]int64{}}
	pending := map[uint32]int64{}
	frame := make([]byte, frameHeader+pageSize)
	for at := int64(walHeaderSize); at+int64(len(frame)) <= size; at += int64(len(frame)) {
		if _, err := file.ReadAt(frame, at); err != nil {
			break
		}
		sum.add(frame[:8])
		sum.add(frame[frameHeader:])
		if string(frame[8:16]) != string(header[16:24]) || !sum.is(frame[16:]) {
			break
		}
		pending[binary.BigEndian.Uint32(frame)] = at + frameHeader
		if pagesAfter := binary.BigEndian.Uint32(frame[4:]); pagesAfter != 0 { // a commit
			for page, offset := range pending {
				if page > 0 && page <= pagesAfter {
					l.pages[page] = offset
				}
			}
			clear(pending)
		}
	}
	return l
}

// IsLog tells whether a file begins as a write-ahead log does.
func IsLog(file io.ReaderAt) bool {
	_, _, pageSize := readLogHeader(file)
	return pageSize != 0
}

// readLogHeader returns the header, the checksum to go on with, and the size of pages in
// bytes, 0 when it is no header.
func readLogHeader(file io.ReaderAt) (header []byte, sum checksum, pageSize int) {
	header = make([]byte, walHeaderSize)
	if _, err := file.ReadAt(header, 0); err != nil {
		return nil, sum, 0
	}
	kind := binary.BigEndian.Uint32(header)
	if kind&^1 != 0x377f0682 {
		return nil, sum, 0
	}
	sum.order = binary.LittleEndian
	if kind&1 == 1 {
		sum.order = binary.BigEndian
	}
	sum.add(header[:24])
	if !sum.is(header[24:]) {
		return nil, sum, 0
	}
	return header, sum, validPageSize(int(binary.BigEndian.Uint32(header[8:])))
}

// checksum is the log's own: https://sqlite.org/fileformat2.html#checksum_algorithm
type checksum struct {
	order  binary.ByteOrder
	s0, s1 uint32
}

func (c *checksum) add(bytes []byte) {
	for ; len(bytes) >= 8; bytes = bytes[8:] {
		c.s0 += c.order.Uint32(bytes) + c.s1
		c.s1 += c.order.Uint32(bytes[4:]) + c.s0
	}
}

func (c *checksum) is(bytes []byte) bool {
	return c.s0 == binary.BigEndian.Uint32(bytes) && c.s1 == binary.BigEndian.Uint32(bytes[4:])
}
