package query

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"overachiever/ui/marks"
)

// Typing reads what was typed as it is meant if its last word is not typed to the end yet:
// the beginning of a tag finds all tags that begin so, and the beginning of a filter does
// not count. It is false when the last word can be neither.
func Typing(text string, today time.Time) (Query, bool) {
	before, last := cutLast(text)
	if last == "" || strings.Count(text, `"`)%2 == 1 {
		return Query{}, false
	}
	q := Parse(before, today)
	begun := Fold(last)
	_, whole := filter(last, today)
	switch mark := marks.Find(last); {
	case whole == nil && beginsFilter(begun):
		return q, true
	case len(mark) == 1 && mark[0].Kind == marks.Tag && mark[0].End-mark[0].Start == len(last):
		q.parts = append(q.parts, part{needle: begun, check: func(f Fields) bool {
			return strings.Contains(Fold(f.Name), begun)
		}})
		return q, true
	}
	return Query{}, false
}

// cutLast cuts a text before its last word, which is "" when a space follows it.
func cutLast(text string) (before, last string) {
	space := strings.LastIndexFunc(text, unicode.IsSpace)
	if space < 0 {
		return "", text
	}
	_, size := utf8.DecodeRuneInString(text[space:])
	return text[:space], text[space+size:]
}

// beginsFilter tells whether a word, in lower case, could become a filter.
func beginsFilter(word string) bool {
	asked, due := strings.CutPrefix(word, "due:")
	if due && strings.Trim(asked, "<>=0123456789.-/") == "" {
		return true // the beginning of a day
	}
	if !due && !strings.HasPrefix(word, "is:") {
		return false
	}
	return slices.ContainsFunc(filters(), func(filter string) bool { return strings.HasPrefix(filter, word) })
}
