// Package salvage reads the rows of a damaged SQLite file. It does not ask the file where
// they are: it looks at every page by itself, so a page that is broken costs no row of
// another. Which table a row is of is not known to a page; the caller tells by its shape.
//
// The format: https://sqlite.org/fileformat2.html
package salvage

import (
	"encoding/binary"
	"io"
)

// Sizes that the format fixes, in bytes.
const (
	headerSize    = 100
	walHeaderSize = 32
	frameHeader   = 24
	usualPage     = 4096
	leastPage     = 512
	mostPage      = 65536
)

const magic = "SQLite format 3\x00"

// Image is a database file with what its write-ahead log has committed on top. It is read
// while it is looked at; whoever made it keeps the files open as long.
type Image struct {
	file     io.ReaderAt
	log      io.ReaderAt
	pages    int     // in the file and the log
	inFile   int     // in the file
	pageSize int     // bytes
	usable   int     // bytes of a page that are not reserved
	frames   []int64 // by page number: where in the log its newest content is, 0: nowhere
	header   []byte  // of the database; nil when it cannot be read
}

// Open looks at a database file of a size in bytes and at its log; either may be empty.
func Open(file io.ReaderAt, size int64, log io.ReaderAt, logSize int64) *Image {
	i := &Image{file: file, log: log, pageSize: usualPage}
	w := readLog(log, logSize)
	header := make([]byte, headerSize)
	if _, err := file.ReadAt(header, 0); err == nil && isHeader(header) {
		i.pageSize = headerPageSize(header)
	} else if w.pageSize != 0 {
		i.pageSize = w.pageSize
	}
	i.inFile = int(size / int64(i.pageSize))
	i.pages = i.inFile
	if w.pageSize == i.pageSize {
		i.frames = make([]int64, 0, i.pages+1)
		for page, offset := range w.pages {
			for int(page) >= len(i.frames) {
				i.frames = append(i.frames, 0)
			}
			i.frames[page] = offset
			i.pages = max(i.pages, int(page))
		}
	}
	i.usable = i.pageSize
	if page := i.page(1); page != nil && isHeader(page) {
		i.header = page[:headerSize]
		if reserved := int(page[20]); i.pageSize-reserved >= 480 { // less is not allowed
			i.usable -= reserved
		}
	}
	return i
}

// Version returns user_version and application_id; false when the header cannot be read.
func (i *Image) Version() (version, application int, ok bool) {
	if i.header == nil {
		return 0, 0, false
	}
	return int(int32(binary.BigEndian.Uint32(i.header[60:]))), int(int32(binary.BigEndian.Uint32(i.header[68:]))), true
}

func isHeader(header []byte) bool {
	return string(header[:len(magic)]) == magic && headerPageSize(header) != 0
}

// headerPageSize returns 0 for a size that is none.
func headerPageSize(header []byte) int {
	size := int(binary.BigEndian.Uint16(header[16:]))
	if size == 1 { // 65536 does not fit
		size = mostPage
	}
	return validPageSize(size)
}

func validPageSize(size int) int {
	if size < leastPage || size > mostPage || size&(size-1) != 0 {
		return 0
	}
	return size
}

// page returns a page by its number, from 1, as it was committed last; nil when it is not there.
func (i *Image) page(number int) []byte {
	if number < 1 || number > i.pages {
		return nil
	}
	content := make([]byte, i.pageSize)
	if number < len(i.frames) && i.frames[number] != 0 {
		if _, err := i.log.ReadAt(content, i.frames[number]); err != nil {
			return nil
		}
		return content
	}
	if number > i.inFile {
		return nil
	}
	if read, err := i.file.ReadAt(content, int64(number-1)*int64(i.pageSize)); err != nil && read < len(content) {
		return nil
	}
	return content
}

// free returns the pages that are in no table any more, but may hold old rows.
func (i *Image) free() map[int]bool {
	free := map[int]bool{}
	if i.header == nil {
		return free
	}
	trunk := int(binary.BigEndian.Uint32(i.header[32:]))
	for content := i.page(trunk); content != nil && !free[trunk]; content = i.page(trunk) {
		free[trunk] = true
		count := int(binary.BigEndian.Uint32(content[4:]))
		if count > i.usable/4-2 {
			break // this is no trunk page
		}
		for leaf := range count {
			free[int(binary.BigEndian.Uint32(content[8+4*leaf:]))] = true
		}
		trunk = int(binary.BigEndian.Uint32(content))
	}
	return free
}
