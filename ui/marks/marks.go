// Package marks finds what in a goal's name says more than words: #tags, priorities
// and links.
package marks

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is what a mark is.
type Kind int

// The kinds of mark there are.
const (
	Tag  Kind = iota // #home, #work/office
	Bang             // a priority: !, !! or !!!
	Link             // https://example.org
)

// Span is where in a text a mark stands, in bytes.
type Span struct {
	Start, End int
	Kind       Kind
}

// Find returns the marks in a name, in their order; none overlaps another.
//
// A tag begins with # outside a word and goes on with letters, digits, - _ and /, at
// least one letter among them: #1 is a number. A priority is one to three ! that stand
// alone, at the start or the end of the name; only tags may stand further out. In a link
// there are no other marks.
func Find(name string) []Span { return withoutInner(name, scan(nil, name)) }

// scan appends the marks in a name to spans; whether a priority stands amid the words is
// not looked at. Most names have few marks: with room for those, they cost no memory.
func scan(spans []Span, name string) []Span {
	for at := 0; at < len(name); {
		link := nextLink(name, at)
		for {
			next := strings.IndexAny(name[at:link.Start], "#!")
			if next < 0 {
				break
			}
			at += next
			var mark Span
			var ok bool
			if name[at] == '#' {
				mark, ok = tagAt(name[:link.Start], at)
			} else {
				mark, ok = bangAt(name, at)
			}
			if ok {
				spans = append(spans, mark)
			}
			at = mark.End
		}
		if link.End > link.Start {
			spans = append(spans, link)
		}
		at = link.End
	}
	return spans
}

// Tags returns the tags in a name in lower case, without their #, each once.
func Tags(name string) []string {
	if !strings.Contains(name, "#") {
		return nil
	}
	var tags []string
	var room [8]Span
	for _, mark := range scan(room[:0], name) {
		if mark.Kind != Tag {
			continue
		}
		if tag := strings.ToLower(name[mark.Start+1 : mark.End]); !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// HasTag tells whether a name has a tag, which is in lower case and without its #, or one
// below it: #home/garden is below #home.
func HasTag(name, tag string) bool {
	is := func(mark Span) bool {
		below, ok := strings.CutPrefix(strings.ToLower(name[mark.Start+1:mark.End]), tag)
		return ok && (below == "" || below[0] == '/')
	}
	if strings.Contains(name, "://") { // a # may be part of a link
		var room [8]Span
		return slices.ContainsFunc(scan(room[:0], name), func(mark Span) bool { return mark.Kind == Tag && is(mark) })
	}
	for at := strings.IndexByte(name, '#'); at >= 0; {
		mark, ok := tagAt(name, at)
		if ok && is(mark) {
			return true
		}
		next := strings.IndexByte(name[mark.End:], '#')
		if next < 0 {
			return false
		}
		at = mark.End + next
	}
	return false
}

// MaxPriority is that of a name with !!!.
const MaxPriority = 3

// Priority returns the priority in a name, the highest if there are several; 0 is none.
func Priority(name string) int {
	if !strings.Contains(name, "!") {
		return 0
	}
	if !strings.Contains(name, "://") {
		return max(priorityFirst(name), priorityLast(name))
	}
	priority := 0 // a ! may be part of a link
	var room [8]Span
	for _, mark := range withoutInner(name, scan(room[:0], name)) {
		if mark.Kind == Bang {
			priority = max(priority, mark.End-mark.Start)
		}
	}
	return priority
}

// priorityFirst is the priority that a name without links begins with, tags aside.
func priorityFirst(name string) int {
	priority := 0
	for rest := name; ; {
		rest = strings.TrimLeftFunc(rest, space)
		at := len(name) - len(rest)
		switch mark, ok := markAt(name, at); {
		case !ok:
			return priority
		case mark.Kind == Bang:
			priority = max(priority, mark.End-mark.Start)
			fallthrough
		default:
			rest = name[mark.End:]
		}
	}
}

// priorityLast is the one that it ends with.
func priorityLast(name string) int {
	priority := 0
	for {
		name = strings.TrimRightFunc(name, space)
		at := strings.LastIndexFunc(name, space)
		if at >= 0 {
			_, size := utf8.DecodeRuneInString(name[at:])
			at += size
		} else {
			at = 0
		}
		mark, ok := markAt(name, at)
		if !ok || mark.End != len(name) {
			return priority
		}
		if mark.Kind == Bang {
			priority = max(priority, mark.End-mark.Start)
		}
		name = name[:at]
	}
}

// markAt reads the tag or priority at a place.
func markAt(name string, at int) (Span, bool) {
	switch {
	case strings.HasPrefix(name[at:], "#"):
		return tagAt(name, at)
	case strings.HasPrefix(name[at:], "!"):
		return bangAt(name, at)
	}
	return Span{}, false
}

// tagAt reads the tag at a #. When there is none, it returns how far one need not look again.
func tagAt(text string, at int) (Span, bool) {
	mark := Span{Start: at, End: at + 1, Kind: Tag}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	first, _ := utf8.DecodeRuneInString(text[at+1:])
	if inTag(before) || before == '#' || before == '&' || !inTag(first) || strings.ContainsRune("-/", first) {
		return mark, false
	}
	letters := false
	for i, r := range text[at+1:] {
		if !inTag(r) {
			break
		}
		letters = letters || unicode.IsLetter(r)
		if r != '-' && r != '/' { // #home- ends before the dash
			mark.End = at + 1 + i + utf8.RuneLen(r)
		}
	}
	return mark, letters
}

// inTag tells whether a rune may be part of a tag: what words are made of, marks and
// joiners of other scripts included, and - _ /.
func inTag(r rune) bool {
	if r < utf8.RuneSelf { // looking that up would take most of the time of a search
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_' || r == '/'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.In(r, unicode.M, unicode.Join_Control)
}

// bangAt reads the priority at a !. When there is none, it returns how far one need
// not look again.
func bangAt(text string, at int) (Span, bool) {
	rest := strings.TrimLeft(text[at:], "!")
	mark := Span{Start: at, End: len(text) - len(rest), Kind: Bang}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(rest)
	alone := (at == 0 || space(before)) && (rest == "" || space(after))
	return mark, alone && mark.End-mark.Start <= MaxPriority
}

// space separates words. The spaces that do not break do not: French has one before
// each exclamation mark.
func space(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// withoutInner leaves out the priorities that stand amid the words of a name.
func withoutInner(name string, spans []Span) []Span {
	if !slices.ContainsFunc(spans, func(mark Span) bool { return mark.Kind == Bang }) {
		return spans
	}
	head, at := 0, 0
	for head < len(spans) && spans[head].Kind != Link && blank(name[at:spans[head].Start]) {
		at = spans[head].End
		head++
	}
	tail, end := len(spans), len(name)
	for tail > head && spans[tail-1].Kind != Link && blank(name[spans[tail-1].End:end]) {
		tail--
		end = spans[tail].Start
	}
	kept := spans[:0]
	for i, mark := range spans {
		if mark.Kind != Bang || i < head || i >= tail {
			kept = append(kept, mark)
		}
	}
	return kept
}

func blank(text string) bool { return strings.TrimFunc(text, space) == "" }
