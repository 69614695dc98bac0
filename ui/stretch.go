package ui

import (
	"strings"
	"unicode/utf8"
)

// With each key the toolkit's text field takes time by the length of its text times the rows
// that this has: so of a long text a stretch is typed in.
const (
	mostTyping = 800_000 // bytes times rows: a frame or two, drawing and all
	rowBytes   = 36      // in a row of the pane, about
	mostPiece  = 1 << 10 // bytes of a line that stay together
)

// typingIn is how much work a text makes that is typed in: its bytes times its rows.
func typingIn(text string) int {
	return len(text) * (1 + strings.Count(text, "\n") + len(text)/rowBytes)
}

// stretchAround is the stretch of a text, from byte to byte, that is typed in about a place:
// no more work than that, and all of the text if that is none. It begins and ends with
// lines, where those are not very long.
func stretchAround(text string, at, most int) (from, to int) {
	if typingIn(text) <= most {
		return 0, len(text)
	}
	bytes, rows := 0, 0
	grow := func(by int) bool { // to a half of the bytes and the rows, before the place and after it
		bytes, rows = bytes+by, rows+1+by/rowBytes
		return 4*bytes*rows <= most
	}
	for from = at; from > 0; {
		before := pieceBefore(text, from)
		if !grow(from-before) && from < at {
			break
		}
		from = before
	}
	bytes, rows = 0, 0
	for to = at; to < len(text); {
		after := pieceAfter(text, to)
		if !grow(after-to) && to > at {
			break
		}
		to = after
	}
	return from, to
}

// pieceBefore is where the line begins that ends at a place, or a piece of it.
func pieceBefore(text string, at int) int {
	least := max(at-mostPiece, 0)
	if line := strings.LastIndexByte(text[least:at-1], '\n'); line >= 0 {
		return least + line + 1
	}
	for least > 0 && least < at-1 && !utf8.RuneStart(text[least]) {
		least++
	}
	return least
}

// pieceAfter is where the line ends that begins at a place, or a piece of it.
func pieceAfter(text string, at int) int {
	most := min(at+mostPiece, len(text))
	if line := strings.IndexByte(text[at:most], '\n'); line >= 0 {
		return at + line + 1
	}
	for most < len(text) && !utf8.RuneStart(text[most]) {
		most++
	}
	return most
}
