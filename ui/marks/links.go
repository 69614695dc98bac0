package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Links returns the links in a text of any length, in their order, as often as they stand there.
func Links(text string) []string {
	var links []string
	for link := nextLink(text, 0); link.Start < len(text); link = nextLink(text, link.End) {
		links = append(links, text[link.Start:link.End])
	}
	return links
}

// nextLink finds the first http:// or https:// link from a place on, or an empty one
// where the text ends.
func nextLink(text string, from int) Span {
	for at := from; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			return Span{len(text), len(text), Link}
		}
		host := at + i + len("://")
		if start := scheme(text[from : at+i]); start >= 0 {
			if end := linkEnd(text, host); end > host {
				return Span{from + start, end, Link}
			}
		}
		at = host
	}
}

// scheme tells where the http or https begins that a text ends with, or -1. Part of
// another word, as in git+http, it is none; scripts without spaces may go before it.
func scheme(text string) int {
	for _, name := range []string{"https", "http"} {
		start := len(text) - len(name)
		if start < 0 || !strings.EqualFold(text[start:], name) {
			continue
		}
		if start > 0 {
			switch before := text[start-1]; {
			case 'a' <= before && before <= 'z', 'A' <= before && before <= 'Z', '0' <= before && before <= '9', before == '+':
				return -1
			}
		}
		return start
	}
	return -1
}

// linkEnd tells where the link ends whose host begins here: at a space, a quote or a
// bracket that nothing in the link opened, and before the punctuation of the sentence it
// stands in.
func linkEnd(text string, host int) int {
	var open []rune // the brackets that are waited for
	end := host
	for i, r := range text[host:] {
		switch {
		case i == 0 && r != '[' && !unicode.In(r, unicode.L, unicode.N): // [ begins an IPv6 address
			return end
		case r == '(':
			open = append(open, ')')
		case r == '[':
			open = append(open, ']')
		case r == '{':
			open = append(open, '}')
		case r == ')', r == ']', r == '}':
			if len(open) == 0 || open[len(open)-1] != r {
				return end
			}
			open = open[:len(open)-1]
			end = host + i + 1
		case unicode.IsSpace(r), unicode.IsControl(r), r == utf8.RuneError, strings.ContainsRune("<>\"`«»“”„‘’「」『』（）【】", r):
			return end
		case !strings.ContainsRune("?!.,:;*_~'…。、，！？：；", r):
			end = host + i + utf8.RuneLen(r)
		}
	}
	return end
}
