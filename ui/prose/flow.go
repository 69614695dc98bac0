package prose

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// extent is the room that a text takes; baseline is counted from its top.
type extent struct {
	fyne.Size
	baseline float32
}

// piece is what of a span stands on one line.
type piece struct {
	span int
	text string
	line int
	x    float32
	room extent
}

// fragment is a part of a span.
type fragment struct {
	span int
	text string
}

const newLine = "\n"

// longestWord is where a word without an end is torn: measuring takes time.
const longestWord = 200

// words cuts spans into what is kept together: a word with the space after it, which may
// reach over several spans. A line break is a word of its own.
func words(spans []Span) iter.Seq[[]fragment] {
	return func(yield func([]fragment) bool) {
		var word []fragment
		length := 0
		end := func() bool {
			done := word
			word, length = nil, 0
			return len(done) == 0 || yield(done)
		}
		for i, span := range spans {
			text := span.Text
			for text != "" {
				size, ends := wordPart(text, longestWord-length)
				if span.Tag {
					size, ends = len(text), false
				}
				if text[:size] == newLine && !end() {
					return
				}
				word = append(word, fragment{i, text[:size]})
				length += size
				if ends && !end() {
					return
				}
				text = text[size:]
			}
		}
		end()
	}
}

// wordPart is how many bytes at the start of a text belong to one word, at most about so
// many, and whether the word ends there.
func wordPart(text string, most int) (size int, ends bool) {
	for at, r := range text {
		after := at + utf8.RuneLen(r)
		switch {
		case r == '\n' && at == 0:
			return after, true
		case r == '\n':
			return at, true
		case space(r) && at > 0:
			return at, false // the space is a fragment of its own: it is measured once for all
		case space(r):
			return after, true
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana), at >= most:
			return after, true // such scripts may break after every sign
		case r == '/' || r == '-':
			if at > 0 && breaksAfter(text[:at], text[after:]) {
				return after, true
			}
		}
	}
	return len(text), false
}

// space is where a line may end. The spaces that do not break are none.
func space(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// breaksAfter tells whether a line may end after a slash or a dash: between letters, so
// that addresses break where they can be read and 2027-01-31 does not.
func breaksAfter(before, after string) bool {
	left, _ := utf8.DecodeLastRuneInString(before)
	right, _ := utf8.DecodeRuneInString(after)
	return unicode.IsLetter(left) && unicode.IsLetter(right)
}

// setter puts words on lines.
type setter struct {
	width   float32
	most    int // lines; 0 is any number
	measure func(text string, span int) extent
	pieces  []piece
	x       float32
	line    int
	wrapped bool // the line began because the one before was full
	full    bool // there is more than the lines may hold
}

// flow breaks spans into lines that are no wider than width. When there are more than
// most lines, the last one ends with an ellipsis.
func flow(spans []Span, width float32, most int, measure func(string, int) extent) []piece {
	s := &setter{width: width, most: most, measure: measure}
	for word := range words(spans) {
		if s.set(word); s.full {
			s.shorten()
			break
		}
	}
	return s.pieces
}

func (s *setter) set(word []fragment) {
	if word[0].text == newLine {
		s.put(fragment{span: word[0].span}, s.measure("", word[0].span)) // an empty line is as high as its letters would be
		s.next(false)
		return
	}
	var whole float32 // without the space after it, which may stand out at the end of a line
	rooms := make([]extent, len(word))
	for i, f := range word {
		rooms[i] = s.measure(f.text, f.span)
		if !blank(f.text) || i < len(word)-1 {
			whole += rooms[i].Width
		}
	}
	if s.x > 0 && s.x+whole > s.width {
		s.next(true)
	}
	for i, f := range word {
		switch {
		case s.full:
			return
		case s.x == 0 && s.wrapped && blank(f.text):
		case whole > s.width && !blank(f.text):
			s.tear(f)
		default:
			s.put(f, rooms[i])
		}
	}
}

func blank(text string) bool { return strings.TrimFunc(text, space) == "" }

// tear puts a fragment that is wider than a line on as many lines as it takes.
func (s *setter) tear(f fragment) {
	for text := f.text; text != "" && !s.full; {
		size := s.fitting(text, f.span, s.width-s.x)
		if size == 0 && s.x > 0 {
			s.next(true)
			continue
		}
		if size == 0 { // not even one letter: it is cut off
			_, size = utf8.DecodeRuneInString(text)
		}
		s.put(fragment{f.span, text[:size]}, s.measure(text[:size], f.span))
		if text = text[size:]; text != "" {
			s.next(true)
		}
	}
}

// fitting is how many bytes at the start of a text are no wider than width.
func (s *setter) fitting(text string, span int, width float32) int {
	if s.measure(text, span).Width <= width {
		return len(text)
	}
	runes := []rune(text)
	low, high := 0, len(runes)-1
	for low < high {
		middle := (low + high + 1) / 2
		if s.measure(string(runes[:middle]), span).Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return len(string(runes[:low]))
}

// put adds text to the line.
func (s *setter) put(f fragment, room extent) {
	if last := len(s.pieces) - 1; last >= 0 && s.pieces[last].span == f.span && s.pieces[last].line == s.line {
		p := &s.pieces[last]
		p.text += f.text
		p.room.Width += room.Width
		p.room.Height, p.room.baseline = max(p.room.Height, room.Height), max(p.room.baseline, room.baseline)
	} else {
		s.pieces = append(s.pieces, piece{f.span, f.text, s.line, s.x, room})
	}
	s.x += room.Width
}

func (s *setter) next(wrapped bool) {
	if s.most > 0 && s.line == s.most-1 {
		s.full = true
		return
	}
	s.line++
	s.x, s.wrapped = 0, wrapped
}

// shorten ends the last line with an ellipsis.
func (s *setter) shorten() {
	for len(s.pieces) > 0 {
		p := &s.pieces[len(s.pieces)-1]
		if p.line != s.line {
			return
		}
		ellipsis := s.measure("…", p.span).Width
		size := s.fitting(p.text, p.span, s.width-p.x-ellipsis)
		if size > 0 || p.x == 0 {
			p.text = strings.TrimRightFunc(p.text[:size], space) + "…"
			p.room = s.measure(p.text, p.span)
			return
		}
		s.pieces = s.pieces[:len(s.pieces)-1]
	}
}
