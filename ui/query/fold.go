package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is a text as it is looked through: in lower case, and without the accents on
// letters, so that "cafe" finds "Café".
func Fold(text string) string {
	if ascii(text) {
		return strings.ToLower(text)
	}
	return strings.Map(folded, text)
}

// AppendFold appends Fold(text), mostly without new memory for it.
func AppendFold(to []byte, text string) []byte {
	if !ascii(text) {
		return append(to, Fold(text)...)
	}
	start := len(to)
	to = append(to, text...)
	for i, c := range to[start:] {
		if 'A' <= c && c <= 'Z' {
			to[start+i] = c + 'a' - 'A'
		}
	}
	return to
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// nothing is what becomes of an accent that is a character of its own.
const nothing = -1

// folded is what becomes of a character. Only Latin, Greek and Cyrillic letters lose their
// accents: elsewhere marks are letters of their own, vowels for one.
func folded(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
	case accent(r):
		return nothing
	case 'À' <= r && r <= '\u052f', '\u1e00' <= r && r <= '\u1fff':
		r = bare(r)
	}
	return unicode.ToLower(r)
}

// accent tells whether a character is in the block Combining Diacritical Marks.
func accent(r rune) bool { return '\u0300' <= r && r <= '\u036f' }

// bare is a letter without its accents.
func bare(r rune) rune {
	var room [utf8.UTFMax]byte
	parts := norm.NFD.Properties(utf8.AppendRune(room[:0], r)).Decomposition()
	if len(parts) == 0 {
		return r
	}
	letter, size := utf8.DecodeRune(parts)
	for _, mark := range string(parts[size:]) {
		if !accent(mark) {
			return r
		}
	}
	return letter
}
