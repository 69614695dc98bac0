package ui

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Whatever the text and the place: the stretch is about the place, of whole letters, no more
// than can be typed in, and there is something on either side of the place if there is any.
func TestPropertyAStretchIsAboutAPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const most = 4 * mostPiece * (1 + mostPiece/rowBytes)
		text := strings.Repeat(rapid.StringN(1, 400, -1).Draw(t, "text"), rapid.IntRange(1, 100).Draw(t, "times"))
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		for at < len(text) && !utf8.RuneStart(text[at]) {
			at++
		}
		from, to := stretchAround(text, at, most)
		switch stretch := text[from:to]; {
		case from > at || to < at:
			t.Fatalf("%d to %d is not about %d", from, to, at)
		case !utf8.ValidString(stretch) && utf8.ValidString(text):
			t.Fatalf("%d to %d divides a letter", from, to)
		case typingIn(text) <= most && len(stretch) < len(text):
			t.Fatalf("%d to %d of %d bytes, which are not too many", from, to, len(text))
		case typingIn(stretch) > 2*most:
			t.Fatalf("%d bytes are typed in", len(stretch))
		case from == at && at > 0 || to == at && at < len(text):
			t.Fatalf("nothing before or after %d in %d to %d", at, from, to)
		}
	})
}

func TestAStretchIsOfWholeLines(t *testing.T) {
	text := strings.Repeat("a line of it\n", 10_000)
	from, to := stretchAround(text, len(text)/2, mostTyping)
	if stretch := text[from:to]; text[from-1] != '\n' || !strings.HasSuffix(stretch, "\n") || len(stretch) < 3000 {
		t.Errorf("%d bytes from %d to %d: %.20q", len(stretch), from, to, stretch)
	}
}
