package interchange

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"
)

// source hands a file's text on as it is read: without a byte order mark, checked to be
// UTF-8 and within the limit. It remembers where lines end only as far ahead as its reader
// has buffered.
type source struct {
	from  io.Reader
	file  string
	limit int64 // bytes

	buffer [32 << 10]byte
	ready  []byte // checked, not handed out yet
	tail   []byte // the beginning of a character whose rest is still to come
	err    error  // what follows after ready

	taken  int64 // bytes read from the file
	passed int64 // bytes checked, the byte order mark not counted
	ended  int   // line ends among them
	last   byte  // the last of them

	breaks  []byte // the line ends that lineAt has not passed yet: how far each is from the one before, as uvarints
	newest  int64  // where the last of breaks is
	line    int    // line ends that lineAt has passed
	lineEnd int64  // where the last of those is
}

func (s *source) Read(p []byte) (int, error) {
	for len(s.ready) == 0 {
		if s.err != nil {
			return 0, s.err
		}
		s.fill()
	}
	n := copy(p, s.ready)
	s.ready = s.ready[n:]
	return n, nil
}

// fill reads and checks the next stretch.
func (s *source) fill() {
	first := s.taken == 0
	held := copy(s.buffer[:], s.tail)
	n, err := s.from.Read(s.buffer[held:])
	data := s.buffer[:held+n]
	s.taken += int64(n)
	s.tail, s.err = nil, err

	if first && len(data) < len(byteOrderMark) && err == nil && bytes.HasPrefix([]byte(byteOrderMark), data) {
		s.tail, s.taken = data, 0 // too little to tell
		return
	}
	if first {
		data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	}
	whole := len(data)
	if err == nil {
		whole = wholeCharacters(data)
		s.tail = data[whole:]
	}
	good := validPrefix(data[:whole])
	if zero := bytes.IndexByte(data[:good], 0); zero >= 0 {
		good = zero
	}
	s.accept(data[:good])
	switch {
	case good < whole && data[good] == 0:
		s.err = s.refuse(s.ended+1, "this is not text, there is a NUL byte in it").advise("save the file as UTF-8 text")
	case good < whole:
		s.err = s.refuse(s.ended+1, "this is not UTF-8 text (it may be Latin-1)").advise("save the file as UTF-8")
	case s.taken > s.limit:
		s.err = s.refuse(s.ended+1, fmt.Sprintf("the file is larger than %d MiB", s.limit>>20)).advise("divide it")
	case err != nil && err != io.EOF:
		s.err = fmt.Errorf("read %s: %w", onOneLine(s.file), err)
	}
}

const byteOrderMark = "\uFEFF"

func (s *source) accept(data []byte) {
	s.ready = data
	for i := 0; ; i++ {
		next := bytes.IndexByte(data[i:], '\n')
		if next < 0 {
			break
		}
		i += next
		s.ended++
		at := s.passed + int64(i)
		s.breaks = binary.AppendUvarint(s.breaks, uint64(at-s.newest))
		s.newest = at
	}
	if len(data) > 0 {
		s.last = data[len(data)-1]
	}
	s.passed += int64(len(data))
}

// lineAt is the line that the byte at an offset stands on. Offsets may only grow.
func (s *source) lineAt(offset int64) int {
	for len(s.breaks) > 0 {
		distance, size := binary.Uvarint(s.breaks)
		if s.lineEnd+int64(distance) >= offset {
			break
		}
		s.breaks = s.breaks[size:]
		s.lineEnd += int64(distance)
		s.line++
	}
	return s.line + 1
}

// lastLine is the line that the last byte so far stands on.
func (s *source) lastLine() int {
	if s.last == '\n' {
		return s.ended
	}
	return s.ended + 1
}

func (s *source) refuse(line int, reason string) *Error {
	return &Error{File: s.file, Line: line, Reason: reason}
}

// wholeCharacters is how much of data can be judged without knowing what follows.
func wholeCharacters(data []byte) int {
	for back := 1; back < utf8.UTFMax && back <= len(data); back++ {
		if start := len(data) - back; utf8.RuneStart(data[start]) {
			if utf8.FullRune(data[start:]) {
				break
			}
			return start
		}
	}
	return len(data)
}

// validPrefix is how much of data is UTF-8.
func validPrefix(data []byte) int {
	if utf8.Valid(data) {
		return len(data)
	}
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}
