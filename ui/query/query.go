// Package query is what people type to find goals: words, "phrases" and filters such as
// is:open, due:week and #home.
package query

import (
	"strings"
	"time"
	"unicode"

	"overachiever/storage"
)

// Fields are what a query looks at of a goal.
type Fields struct {
	Text string // name, line feed, description, as by Fold
	Name string // as it was typed

	Priority int // in the name: reading it anew takes longer than all else, in a search
	Due      storage.Date
	Done     bool
}

// Query is what goals are looked for by. The zero value finds every goal.
type Query struct {
	// Words are the words and phrases that a hit contains, as by Fold, for Highlight.
	Words []string

	parts []part
}

// part is one thing that is asked for, or with not that must not be so.
type part struct {
	not    bool
	needle string            // what is in the text of each goal that it holds for
	check  func(Fields) bool // what else must be so; nil for nothing
}

// Parse reads what was typed. All parts of it must hold; what they are:
//
//	word "a phrase"         in the name or the description, whatever the case and accents
//	is:open is:done         not completed, completed
//	is:overdue              not completed, and due before today
//	due:today due:fri       on that day: any that dates.Parse knows and that is one word
//	due:<eom due:>=31.1.    before that day, from that day on; also <= and >
//	due:week due:month      within 7 or 30 days, today among them; what is overdue is not
//	due:none                on no day
//	#home                   with this tag, or one below it like #home/garden
//	! !! !!!                with this priority or a higher one
//	-word -#home -is:done   not so
//
// What is none of these is a word; in quotes, everything is. A quote that is not closed
// yet goes on to the end.
func Parse(text string, today time.Time) Query {
	var q Query
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		var p part
		word, rest := cutWord(text)
		if p.not = len(word) > 1 && word[0] == '-'; p.not {
			text, word = text[1:], word[1:]
		}
		if word[0] == '"' {
			word, rest, _ = strings.Cut(text[1:], `"`)
		} else {
			p.needle, p.check = filter(word, today)
		}
		text = rest
		if p.check == nil {
			p.needle = Fold(word)
		}
		if p.check == nil && !p.not && p.needle != "" {
			q.Words = append(q.Words, p.needle)
		}
		if p.check != nil || p.needle != "" {
			q.parts = append(q.parts, p)
		}
	}
	return q
}

// cutWord cuts a text after its first word.
func cutWord(text string) (word, rest string) {
	if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
		return text[:end], text[end:]
	}
	return text, ""
}

// Empty tells whether nothing is asked for.
func (q Query) Empty() bool { return len(q.parts) == 0 }

// Match tells whether a goal is what is asked for.
func (q Query) Match(f Fields) bool {
	for _, p := range q.parts {
		if holds := strings.Contains(f.Text, p.needle) && (p.check == nil || p.check(f)); holds == p.not {
			return false
		}
	}
	return true
}

// Needle is the longest text that is in the Text of every hit, so that a scan can pass
// over the other goals before Match looks at them; false when there is none.
func (q Query) Needle() (string, bool) {
	longest := ""
	for _, p := range q.parts {
		if !p.not && len(p.needle) > len(longest) {
			longest = p.needle
		}
	}
	return longest, longest != ""
}
