package query

import "unicode/utf8"

// Range is a piece of a text, in bytes.
type Range struct{ Start, End int }

// Highlight returns where a name as it was typed contains one of the words, which are as
// by Fold, from left to right. Hits that overlap or touch are one range.
func Highlight(name string, words []string) []Range {
	var ranges []Range
	for at := range name {
		end := at
		for _, word := range words {
			end = max(end, at+begins(name[at:], word))
		}
		switch last := len(ranges) - 1; {
		case end == at:
		case last >= 0 && ranges[last].End >= at:
			ranges[last].End = max(ranges[last].End, end)
		default:
			ranges = append(ranges, Range{at, end})
		}
	}
	return ranges
}

// begins tells how many bytes of a text, folded, are the word it begins with, or 0. They
// are not always as many as the word has: é takes two, and with an accent of its own three.
func begins(text, word string) int {
	size := 0
	for _, want := range word {
		r, n := utf8.DecodeRuneInString(text[size:])
		if n == 0 || folded(r) != want {
			return 0
		}
		size += n
		for r, n = utf8.DecodeRuneInString(text[size:]); accent(r); r, n = utf8.DecodeRuneInString(text[size:]) {
			size += n
		}
	}
	return size
}
