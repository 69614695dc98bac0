package dates

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The kinds of token. A sign is a kind of its own: '+', '-', '.' and '/'.
const (
	number    = 'n' // of one to four digits
	count     = 'c' // a number in words; its value is one less
	ordinal   = 'o' // the "th" of "15th"
	near      = 'T' // yesterday, today, tomorrow
	weekday   = 'D'
	month     = 'M'
	unit      = 'u'
	endOfUnit = 'E'
	in        = 'i'
	this      = 't'
	next      = 'x'
	end       = 'e'
	filler    = ' '
	unknown   = '?'
)

type token struct {
	kind   byte
	value  int
	digits int // of a number
}

// read cuts a text into its tokens and gives its shape, one letter for each: "31 jan" is
// "nM". Spaces, commas, fillers and the full stop of "jan." are left out.
func (l *Language) read(text string) (tokens []token, shape string) {
	var kinds strings.Builder
	for abbreviation := false; text != ""; {
		r, size := utf8.DecodeRuneInString(text)
		t := token{kind: unknown}
		switch {
		case digit(r):
			size = run(text, digit)
			if size <= 4 {
				value, _ := strconv.Atoi(text[:size])
				t = token{kind: number, value: value, digits: size}
			}
		case letter(r):
			size = run(text, letter)
			t = l.meaning(text[:size])
		case unicode.IsSpace(r), r == ',', r == '.' && abbreviation:
			t.kind = filler
		case strings.ContainsRune("+-./", r):
			t.kind = byte(r)
		}
		abbreviation = letter(r)
		text = text[size:]
		if t.kind != filler {
			tokens = append(tokens, t)
			kinds.WriteByte(t.kind)
		}
	}
	return tokens, kinds.String()
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

// letter is also what stands on one: é may be written as e and an accent.
func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// run is how many bytes at the start of a text are all of one sort.
func run(text string, sort func(rune) bool) int {
	if size := strings.IndexFunc(text, func(r rune) bool { return !sort(r) }); size >= 0 {
		return size
	}
	return len(text)
}
